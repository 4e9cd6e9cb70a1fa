"""Versions of plans are made; none is ever changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Membership
from contracts.models import Plan, PlanService, PlanVersion


@dataclass(frozen=True)
class ServiceDraft:
    """One service as it is to stand. `quantity`: hours or times a year, or per cent; None where not counted."""

    code: str
    kind: str
    quantity: Decimal | None = None
    name_sv: str = ""
    name_da: str = ""
    name_en: str = ""


def add_version(
    *,
    plan: Plan,
    services: Sequence[ServiceDraft],
    actor: Membership | None,
    now: datetime,
    contact_limit: int | None = None,
) -> PlanVersion:
    """Write a plan's next version, its services in this order, and the columns that pages ask instead of them.

    The caller holds the plan's row and has checked the services (services/plans.py).
    """
    latest = plan.versions.order_by("-number").values_list("number", flat=True).first() or 0
    by_code = {service.code: service for service in services}
    discount = by_code.get(PlanService.Code.CONSULTANCY_DISCOUNT)
    version = PlanVersion.objects.create(
        plan=plan,
        number=latest + 1,
        created_at=now,
        created_by=actor,
        contact_limit=contact_limit,
        has_support=PlanService.Code.SUPPORT in by_code,
        has_fast_track=PlanService.Code.FAST_TRACK in by_code,
        consultancy_discount=discount.quantity or Decimal(0) if discount else Decimal(0),
    )
    PlanService.objects.bulk_create(
        PlanService(version=version, position=position, **vars(service)) for position, service in enumerate(services)
    )
    return version
