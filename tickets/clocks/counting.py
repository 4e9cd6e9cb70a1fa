"""From what an event recorded to what its clocks are counted with."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from accounts.tenancy.prepared import Prepared
from sla.calendars import compiled, round_the_clock, version_for
from sla.models import CalendarVersion, PolicyVersion
from sla.terms import Target, terms_of
from tickets.clocks.clock import Contacting, Counting, Happening
from tickets.models import SlaClock, TicketEvent

Recorded = dict[str, Any]


def record_terms(
    version: PolicyVersion | None,
    *,
    channel: str,
    covers_critical: bool,
    matched_by: str = "",
    contact_only: bool | None = None,
) -> Recorded:
    """Give what an event keeps of the terms in force: the versions, so that a replay years later counts the same.

    The calendar is the policy's for tickets filed by `channel`.

    `matched_by` (contracts.selectors.MatchedBy) moves nothing: it is kept to say why this policy. `contact_only` is
    said of proactive cases alone: nothing but the contact is promised.
    """
    if version is None:
        return {"policy_version": None}
    said = {} if contact_only is None else {"contact_only": contact_only}
    return said | {
        "policy_version": version.pk,
        "calendar_version": version_for(version, channel).pk,
        "covers_critical": covers_critical,
        "matched_by": matched_by,
    }


def counting_of(policy: PolicyVersion, calendar: CalendarVersion, *, covers_critical: bool) -> Counting:
    """Give what clocks under these versions are counted with."""
    clock = compiled(calendar)
    return Counting(
        terms=terms_of(policy),
        calendar=clock,
        calendar_version_id=calendar.pk,
        calendar_id=calendar.calendar_id,
        is_by_channel=calendar.calendar_id != policy.calendar_id,
        covered=round_the_clock(clock.definition.zone) if covers_critical else None,
    )


_POLICY = Prepared(lambda _shape, pk: PolicyVersion.objects.filter(pk=pk))
_CALENDAR = Prepared(lambda _shape, pk: CalendarVersion.objects.filter(pk=pk))


class CountingBook:
    """Looks each recorded pair of versions up once. Make one per replay, or one per batch of replays."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, bool], Counting] = {}

    @classmethod
    def knowing(cls, row: SlaClock) -> Self:
        """Give a book that asks nothing for a clock that was read with its versions."""
        book = cls()
        if row.calendar_version is not None:
            key = (row.policy_version.pk, row.calendar_version.pk, row.is_covered)
            book._known[key] = counting_of(row.policy_version, row.calendar_version, covers_critical=row.is_covered)
        return book

    def counting(self, recorded: Recorded) -> Counting | None:
        """Give the counting of an event's recorded terms, or None without contract."""
        if not recorded.get("policy_version"):
            return None
        key = (recorded["policy_version"], recorded["calendar_version"], bool(recorded.get("covers_critical")))
        if key not in self._known:
            self._known[key] = self._look_up(*key)
        counting = self._known[key]
        # Without contract the policy lends a proactive case its alert steps and hours, and promises nothing else.
        return (
            replace(counting, terms=replace(counting.terms, targets={})) if recorded.get("contact_only") else counting
        )

    def _look_up(self, policy_version_id: int, calendar_version_id: int, covers_critical: bool) -> Counting:
        (policy,), (calendar,) = _POLICY.rows(policy_version_id), _CALENDAR.rows(calendar_version_id)
        return counting_of(policy, calendar, covers_critical=covers_critical)

    def happening(self, event: TicketEvent) -> Happening:
        """Give what a clock needs to know of an event."""
        return self.happened(event.at, event.kind, event.data)

    def happened(self, at: datetime, kind: str, data: Recorded) -> Happening:
        """Give the same of an event's columns, for those who read many."""
        return Happening(
            at=at,
            kind=kind,
            severity=data.get("severity", ""),
            status=data.get("status", ""),
            counting=self.counting(data) if "policy_version" in data else None,
            contact=contacting(data["contact_within"]) if "contact_within" in data else None,
        )


def record_contact(within: Contacting) -> Recorded:
    """Give what the filing event of a proactive case keeps of its contact clock."""
    days, seconds = within.target.days, within.target.seconds
    amount = {"business_days": days} if days is not None else {"seconds": seconds}
    return {"since": within.since.isoformat(), **amount}


def contacting(recorded: Recorded) -> Contacting:
    """Read what `record_contact` kept."""
    target = Target(seconds=recorded.get("seconds"), days=recorded.get("business_days"))
    return Contacting(target, datetime.fromisoformat(recorded["since"]))
