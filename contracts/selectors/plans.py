"""Plans and their versions."""

from django.db.models import Exists, OuterRef, QuerySet

from contracts.models import Plan, PlanVersion


def newest_version(plan: Plan) -> PlanVersion:
    """Give the version that a contract signed today is under; its `plan` is the one given."""
    version: PlanVersion = plan.versions.order_by("-number")[0]
    version.plan = plan
    return version


def newest_versions() -> QuerySet[PlanVersion, PlanVersion]:
    """Give the newest version of each plan, the smallest plan first; their plans are loaded."""
    newer = PlanVersion.objects.filter(plan=OuterRef("plan"), number__gt=OuterRef("number"))
    return PlanVersion.objects.filter(~Exists(newer)).select_related("plan").order_by("plan__rank", "plan")


def smallest_with_support() -> PlanVersion | None:
    """Give the smallest plan on offer that has support, as a contract signed today would be under it."""
    return newest_versions().filter(has_support=True, plan__is_offered=True).first()
