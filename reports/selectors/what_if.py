"""The recorded clocks of a period under other targets, other hours or another calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from contracts.models import Customer
from reports import what_if as batch
from reports.figures import ClockFigures
from reports.selectors.what_if_read import METRICS, SEVERITIES, recorded
from reports.selectors.what_if_replays import OtherTerms, Targets, put_replayed
from reports.what_if import BREACHED, MET, NOTHING, Change, Numbers, Terms, count, due_under, outcomes
from sla.calendars import compiled, round_the_clock
from sla.engine import BusinessCalendar
from sla.models import CalendarVersion
from tickets.models import SlaClock


@dataclass(frozen=True)
class Asked:
    """A period and what is other in it. `since` to before `until`; no calendar and no targets: as it was."""

    metrics: Sequence[str]
    since: datetime
    until: datetime
    targets: Targets
    calendar: BusinessCalendar | None = None


@dataclass(frozen=True)
class Row:
    """One severity, clock or customer, as it was and as it would have been."""

    name: str
    before: ClockFigures
    after: ClockFigures


@dataclass(frozen=True)
class Changed:
    """A clock that would have ended otherwise, with its other deadline."""

    clock: SlaClock
    due: datetime
    before: int
    after: int


class WhatIf:
    """A period's clocks before and after. Held as numbers: names and tickets are read when they are asked for."""

    def __init__(self, asked: Asked, now: datetime) -> None:
        self.clocks, pauses = recorded(asked.metrics, asked.since, asked.until)
        change = Change(
            targets={
                (SEVERITIES.index(severity), METRICS.index(metric)): batch.Target(
                    _or_nothing(target.seconds), _or_nothing(target.days)
                )
                for (severity, metric), target in asked.targets.items()
            },
            calendars=_calendars(self.clocks.terms(), asked.calendar),
            other_calendar=asked.calendar is not None,
        )
        self.due, self.dropped = due_under(change, self.clocks, pauses), self.clocks.dropped.copy()
        put_replayed(OtherTerms(asked.targets, asked.calendar), self.clocks, self.due, self.dropped, asked.since)
        at = int(now.timestamp())
        self.before = outcomes(self.clocks, self.clocks.due, self.clocks.dropped, at)
        self.after = outcomes(self.clocks, self.due, self.dropped, at)
        rows = np.flatnonzero(self.before != self.after)
        self._changed = rows[np.lexsort((-self.clocks.pk[rows], -self.clocks.started[rows]))]

    @property
    def all(self) -> Row:
        """Give the figures of everything."""
        return Row("", _kept(self.before), _kept(self.after))

    @property
    def count(self) -> int:
        """Give how many clocks were looked at; dropped ones are not."""
        return int((self.clocks.dropped == 0).sum())

    @property
    def changed_count(self) -> int:
        """Give how many clocks would have ended otherwise."""
        return len(self._changed)

    @property
    def severities(self) -> list[Row]:
        """Give the severities that occur, the most urgent first."""
        return self._rows({number: str(each.label) for number, each in enumerate(SEVERITIES)}, self.clocks.severity)

    @property
    def metrics(self) -> list[Row]:
        """Give the kinds of clocks that occur."""
        return self._rows({number: str(each.label) for number, each in enumerate(METRICS)}, self.clocks.metric)

    def customers(self) -> list[Row]:
        """Give the customers, the largest change first. One query."""
        keys = np.unique(self.clocks.customer).tolist()
        names = dict(Customer.objects.filter(pk__in=keys).values_list("pk", "name"))
        rows = self._rows(names, self.clocks.customer)
        return sorted(rows, key=_largest_change)

    def changed(self, start: int, end: int) -> list[Changed]:
        """Give a stretch of the clocks that would have ended otherwise, the latest first. One query."""
        rows = self._changed[start:end]
        found = SlaClock.objects.select_related("ticket__customer").in_bulk(self.clocks.pk[rows].tolist())
        return [
            Changed(
                clock=found[int(self.clocks.pk[row])],
                due=datetime.fromtimestamp(int(self.due[row]), UTC),
                before=int(self.before[row]),
                after=int(self.after[row]),
            )
            for row in rows
        ]

    def _rows(self, names: Mapping[int, str], groups: Numbers) -> list[Row]:
        counted = (self.before != batch.UNDECIDED) | (self.after != batch.UNDECIDED) | (self.clocks.dropped == 0)
        was, would_be = (count(groups[counted], each[counted]) for each in (self.before, self.after))
        return [Row(names[key], ClockFigures(*was[key]), ClockFigures(*would_be[key])) for key in names if key in was]


def what_if(asked: Asked, *, now: datetime) -> WhatIf:
    """Count the clocks again. Clocks under round-the-clock cover stay round the clock; dropped clocks do not count.

    A target is exchanged for the clocks that exist, and makes none. At most nine statements, however many clocks.
    EngineError `outside_horizon` where a deadline would fall after 2100.
    """
    return WhatIf(asked, now)


def _calendars(wanted: list[Terms], other: BusinessCalendar | None) -> dict[Terms, BusinessCalendar]:
    if other is not None:
        return {terms: round_the_clock(other.definition.zone) if terms[1] else other for terms in wanted}
    versions = CalendarVersion.objects.in_bulk({version for version, _covered in wanted})
    own = {version: compiled(row) for version, row in versions.items()}
    return {
        (version, covered): round_the_clock(own[version].definition.zone) if covered else own[version]
        for version, covered in wanted
        if version in own
    }


def _largest_change(row: Row) -> tuple[int, int, str]:
    return -abs(row.after.breached - row.before.breached), -row.after.breached, row.name


def _kept(outcome: Numbers) -> ClockFigures:
    return ClockFigures(int((outcome == MET).sum()), int((outcome == BREACHED).sum()))


def _or_nothing(number: int | None) -> int:
    return NOTHING if number is None else number
