"""From what an event recorded to what its clocks are counted with."""

from typing import Any

from sla.calendars import compiled, current_version, round_the_clock
from sla.models import CalendarVersion, PolicyVersion
from sla.terms import terms_of
from tickets.models import TicketEvent
from tickets.services.clocks.replay import Counting, Happening

Recorded = dict[str, Any]


def record_terms(version: PolicyVersion | None, *, covers_critical: bool) -> Recorded:
    """Give what an event keeps of the terms in force: the versions, so that a replay years later counts the same."""
    if version is None:
        return {"policy_version": None}
    return {
        "policy_version": version.pk,
        "calendar_version": current_version(version.calendar).pk,
        "covers_critical": covers_critical,
    }


class CountingBook:
    """Looks each recorded pair of versions up once. Make one per replay, or one per batch of replays."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, bool], Counting] = {}

    def counting(self, recorded: Recorded) -> Counting | None:
        """Give the counting of an event's recorded terms, or None without contract."""
        if not recorded.get("policy_version"):
            return None
        key = (recorded["policy_version"], recorded["calendar_version"], bool(recorded.get("covers_critical")))
        if key not in self._known:
            self._known[key] = self._look_up(*key)
        return self._known[key]

    def _look_up(self, policy_version_id: int, calendar_version_id: int, covers_critical: bool) -> Counting:
        calendar = compiled(CalendarVersion.objects.get(pk=calendar_version_id))
        return Counting(
            terms=terms_of(PolicyVersion.objects.get(pk=policy_version_id)),
            calendar=calendar,
            calendar_version_id=calendar_version_id,
            covered=round_the_clock(calendar.definition.zone) if covers_critical else None,
        )

    def happening(self, event: TicketEvent) -> Happening:
        """Give what a clock needs to know of an event."""
        data = event.data
        return Happening(
            at=event.at,
            kind=event.kind,
            severity=data.get("severity", ""),
            status=data.get("status", ""),
            counting=self.counting(data) if "policy_version" in data else None,
        )
