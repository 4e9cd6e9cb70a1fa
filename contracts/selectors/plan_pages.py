"""Plans as managers read them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet

from accounts import formats
from contracts.models import Contract, Plan, PlanVersion
from contracts.selectors.plan_differences import Difference, differences
from contracts.selectors.plans import newest_versions
from contracts.selectors.service_words import quantity_text

LIVE = Q(contracts__status__in=[Contract.Status.DRAFT, Contract.Status.ACTIVE, Contract.Status.NOTICE])
OLD_SHOWN = 50


@dataclass(frozen=True)
class PlanLine:
    """One plan; `contracts` live under it, `old` of them under an earlier version."""

    plan: Plan
    number: int
    services: int
    contracts: int
    old: int


@dataclass(frozen=True)
class VersionText:
    """One version in words; `differences` to the one before it, None for the first."""

    version: PlanVersion
    made: str
    by: str
    contracts: int
    services: list[tuple[str, str]]
    differences: list[Difference] | None


def plan_lines() -> list[PlanLine]:
    """Give the plans, the smallest first. Two queries."""
    live = Contract.objects.filter(status__in=["draft", "active", "notice"])
    counted = live.values("plan_version", "plan").annotate(count=Count("pk"))
    under: dict[int, int] = {}
    total: dict[int, int] = {}
    for row in counted:
        under[row["plan_version"]] = row["count"]
        total[row["plan"]] = total.get(row["plan"], 0) + row["count"]
    return [
        PlanLine(
            plan=version.plan,
            number=version.number,
            services=version.number_of_services,
            contracts=total.get(version.plan_id, 0),
            old=total.get(version.plan_id, 0) - under.get(version.pk, 0),
        )
        for version in newest_versions().annotate(number_of_services=Count("services"))
    ]


def version_texts(plan: Plan, zone: ZoneInfo) -> list[VersionText]:
    """Give a plan's versions, the newest first. Two queries."""
    counted = Count("contracts", filter=LIVE)
    rows = plan.versions.annotate(live=counted).select_related("created_by__user").prefetch_related("services")
    versions = list(rows.order_by("-number"))
    before: list[PlanVersion | None] = [*versions[1:], None]
    return [
        VersionText(
            version=version,
            made=formats.full_date(version.created_at, zone),
            by=version.created_by.user.name if version.created_by else "",
            contracts=version.live,
            services=[(service.name, quantity_text(service)) for service in version.services.all()],
            differences=differences(earlier, version) if earlier else None,
        )
        for version, earlier in zip(versions, before, strict=True)
    ]


def contracts_behind(plan: Plan) -> QuerySet[Contract, Contract]:
    """Give the live contracts that are under an earlier version of the plan, by customer."""
    live = Contract.objects.filter(plan=plan, status__in=["draft", "active", "notice"])
    newest = newest_versions().filter(plan=plan).values("pk")
    behind = live.exclude(plan_version__in=newest).select_related("customer", "plan_version")
    return behind.order_by(F("customer__name"), "pk")
