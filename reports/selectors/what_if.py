"""The recorded start clocks of a period under other targets or another calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from django.db.models import BigIntegerField, Case, F, IntegerField, Value, When
from django.db.models.functions import Cast, Coalesce, Extract

from contracts.models import Customer
from reports.selectors.sla_months import Kept
from reports.what_if import (
    BREACHED,
    MET,
    NOTHING,
    Change,
    Clocks,
    Numbers,
    Terms,
    count,
    due_under,
    outcomes,
)
from sla.calendars import compiled, current_version, round_the_clock
from sla.engine import BusinessCalendar
from sla.models import Calendar, CalendarVersion, Metric, Severity
from tickets.models import SlaClock

SHOWN_CUSTOMERS, SHOWN_TICKETS = 10, 20
MOST_TICKETS = 1000  # however much is asked for: a page must be readable
SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class Row:
    """One severity or customer, as it was and as it would have been."""

    name: str
    before: Kept
    after: Kept


@dataclass(frozen=True)
class Changed:
    """A clock that would have ended otherwise, with its other deadline."""

    clock: SlaClock
    due: datetime
    before: int
    after: int


@dataclass(frozen=True)
class WhatIf:
    """The `count` clocks of a period, before and after.

    `customers`, the largest change first, and `changed`, the latest first, may be fewer than there are: the counts say
    how many that is.
    """

    count: int
    all: Row
    severities: list[Row]
    customers: list[Row]
    customers_count: int
    changed: list[Changed]
    changed_count: int


def what_if(
    *, since: datetime, minutes: Mapping[Severity, int], calendar: Calendar | None, everything: bool, now: datetime
) -> WhatIf:
    """Count the start clocks begun from `since` until `now` again, with these targets and this calendar.

    A severity that is not named keeps each clock's own target; without a calendar each keeps its own. Clocks under
    round-the-clock cover stay round the clock. Dropped clocks do not count. Five queries at most, however many clocks.
    EngineError `outside_horizon` where a deadline would fall after 2100.
    """
    clocks = _recorded(since, now)
    change = Change(
        targets={SEVERITIES.index(severity): 60 * number for severity, number in minutes.items()},
        calendars=_calendars(clocks.terms(), calendar),
        other_calendar=calendar is not None,
    )
    due, at = due_under(change, clocks), int(now.timestamp())
    before, after = outcomes(clocks, clocks.due, at), outcomes(clocks, due, at)
    severities = {number: str(severity.label) for number, severity in enumerate(SEVERITIES)}
    customers = _customers(clocks.customer, before, after)
    changed = np.flatnonzero(before != after)
    return WhatIf(
        count=len(clocks.pk),
        all=Row("", _kept(before), _kept(after)),
        severities=_rows(severities, clocks.severity, before, after),
        customers=customers if everything else customers[:SHOWN_CUSTOMERS],
        customers_count=len(customers),
        changed=_changed(changed, clocks, due, before, after, MOST_TICKETS if everything else SHOWN_TICKETS),
        changed_count=len(changed),
    )


def _recorded(since: datetime, now: datetime) -> Clocks:
    def seconds(column: str) -> Cast:
        return Cast(Extract(F(column), "epoch", tzinfo=UTC), BigIntegerField())

    by_severity = [When(severity=severity, then=Value(number)) for number, severity in enumerate(SEVERITIES)]
    rows = (
        SlaClock.objects.filter(metric=Metric.START, started_at__gte=since, started_at__lte=now)
        .exclude(state=SlaClock.State.CANCELLED)
        .values_list(
            "pk",
            "ticket__customer_id",
            Case(*by_severity, output_field=IntegerField()),
            "calendar_version_id",
            Cast("is_covered", IntegerField()),
            Coalesce("target_seconds", NOTHING),
            Coalesce("target_days", NOTHING),
            seconds("started_at"),
            seconds("due_at"),
            Coalesce(seconds("stopped_at"), NOTHING),
        )
        .order_by()
    )
    return Clocks.of(list(rows))


def _calendars(wanted: list[Terms], other: Calendar | None) -> dict[Terms, BusinessCalendar]:
    if other is not None:
        instead = compiled(current_version(other))
        return {terms: round_the_clock(instead.definition.zone) if terms[1] else instead for terms in wanted}
    versions = CalendarVersion.objects.in_bulk({version for version, _covered in wanted})
    own = {version: compiled(row) for version, row in versions.items()}
    return {
        (version, covered): round_the_clock(own[version].definition.zone) if covered else own[version]
        for version, covered in wanted
    }


def _kept(outcome: Numbers) -> Kept:
    return Kept(int((outcome == MET).sum()), int((outcome == BREACHED).sum()))


def _rows(names: Mapping[int, str], groups: Numbers, before: Numbers, after: Numbers) -> list[Row]:
    was, would_be = count(groups, before), count(groups, after)
    return [Row(names[key], Kept(*was[key]), Kept(*would_be[key])) for key in names if key in was]


def _customers(customers: Numbers, before: Numbers, after: Numbers) -> list[Row]:
    names = dict(Customer.objects.filter(pk__in=np.unique(customers).tolist()).values_list("pk", "name"))
    rows = _rows(names, customers, before, after)
    return sorted(rows, key=lambda row: (-abs(row.after.breached - row.before.breached), -row.after.breached, row.name))


def _changed(rows: Numbers, clocks: Clocks, due: Numbers, before: Numbers, after: Numbers, most: int) -> list[Changed]:
    latest = rows[np.argsort(-clocks.started[rows], kind="stable")][:most]
    found = SlaClock.objects.select_related("ticket__customer").in_bulk(clocks.pk[latest].tolist())
    return [
        Changed(
            clock=found[int(clocks.pk[row])],
            due=datetime.fromtimestamp(int(due[row]), UTC),
            before=int(before[row]),
            after=int(after[row]),
        )
        for row in latest
    ]
