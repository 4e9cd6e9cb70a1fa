"""Changes of plan, and what a contract may be changed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from contracts.effective_dates import Move, Term, received_day, terms_from
from contracts.models import Contract, PlanChange, PlanVersion
from contracts.plan_comparison import Effect, ServiceLine, compare_all
from contracts.selectors.plans import newest_versions

PARTIES = (
    "contract__tenant",
    "contract__customer",
    "from_version__plan",
    "to_version__plan",
    "requested_by__user",
)


@dataclass(frozen=True)
class Choice:
    """A plan that a contract may be changed to: what that does to each service, and what to sign by when for it."""

    version: PlanVersion
    lines: Sequence[ServiceLine]
    terms: Sequence[Term]
    is_downgrade: bool

    @property
    def gained(self) -> list[ServiceLine]:
        """Give what there is more of."""
        return [line for line in self.lines if line.effect in (Effect.GAINED, Effect.MORE)]

    @property
    def lost(self) -> list[ServiceLine]:
        """Give what there is less of."""
        return [line for line in self.lines if line.effect in (Effect.LOST, Effect.LESS)]


def changes() -> QuerySet[PlanChange, PlanChange]:
    """Give all changes with their parties, the newest first."""
    return PlanChange.objects.select_related(*PARTIES).order_by("-requested_at", "-pk")


def latest_change(contract: Contract) -> PlanChange | None:
    """Give the newest change of a contract, open or not."""
    return changes().filter(contract=contract).first()


def choices(contract: Contract, now: datetime) -> list[Choice]:
    """Give every plan on offer but the contract's own, as it is now, the largest first. Two queries."""
    offered = newest_versions().filter(plan__is_offered=True).exclude(pk=contract.plan_version_id)
    offered = offered.order_by("-plan__rank", "plan")
    return choices_among(contract, list(offered), received_day(now, ZoneInfo(contract.tenant.zone)))


def choices_among(contract: Contract, versions: Sequence[PlanVersion], today: date) -> list[Choice]:
    """Describe what a change to each of these would be. One query; none without versions."""
    lines = compare_all(contract.plan_version, versions) if versions else {}
    found = []
    for version in versions:
        move = Move(contract.plan_version.plan.rank, version.plan.rank, contract.notice_months)
        found.append(Choice(version, lines[version.pk], terms_from(move, today), move.is_downgrade))
    return found
