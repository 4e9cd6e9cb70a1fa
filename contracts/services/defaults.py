"""The four plans a new tenant starts with (domain: Contracts and plans)."""

from datetime import datetime

from contracts.models import Plan
from contracts.services.default_services import PLANS, default_services
from contracts.services.plan_versions import add_version


def create_default_plans(*, now: datetime) -> list[Plan]:
    """Make Basic, Standard, Professional and Premium, each in its first version; the tenant edits them."""
    plans = [Plan.objects.create(name=name, rank=rank) for rank, name in enumerate(PLANS, start=1)]
    for number, plan in enumerate(plans):
        add_version(plan=plan, services=default_services(number), actor=None, now=now)
    return plans
