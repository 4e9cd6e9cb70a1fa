"""A period's clocks as numbers: copied out of the database in its own binary form, which needs no object for a row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    F,
    Func,
    IntegerField,
    JSONField,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast, Coalesce
from numpy.typing import NDArray

from reports.what_if import NOTHING, Clocks, Numbers, Pauses
from sla.models import Metric, Severity
from tickets.models import SlaClock, TicketEvent

SEVERITIES, METRICS = tuple(Severity), tuple(Metric)
Column = tuple[str, Combinable]

# PostgreSQL's binary form of COPY: a head of 19 bytes, 2 at the end, and each value behind 4 bytes with its length.
_HEAD, _END = 19, 2
_SINCE_2000 = 946_684_800
_NEVER = np.iinfo(np.int64).min


def _number(expression: Combinable | str) -> Cast:
    return Cast(expression, BigIntegerField())


def _place(column: str, values: Sequence[str]) -> Case:
    cases = [When(**{column: value}, then=Value(number)) for number, value in enumerate(values)]
    return Case(*cases, output_field=IntegerField())


def _or_never(column: str) -> Coalesce:
    return Coalesce(F(column), RawSQL("'-infinity'::timestamptz", [], output_field=DateTimeField()))


NUMBERS: dict[str, Combinable] = {
    "n_pk": _number("pk"),
    "n_ticket": _number("ticket_id"),
    "n_customer": _number("ticket__customer_id"),
    "n_metric": _number(_place("metric", METRICS)),
    "n_sequence": _number("sequence"),
    "n_severity": _number(_place("severity", SEVERITIES)),
    "n_version": _number(Coalesce("calendar_version_id", NOTHING)),
    "n_covered": _number(Cast("is_covered", IntegerField())),
    "n_dropped": _number(Case(When(state=SlaClock.State.CANCELLED, then=1), default=0, output_field=IntegerField())),
    "n_target": _number(Coalesce("target_seconds", NOTHING)),
    "n_days": _number(Coalesce("target_days", NOTHING)),
}
INSTANTS: dict[str, Combinable] = {
    "n_started": F("started_at"),
    "n_due": F("due_at"),
    "n_stopped": _or_never("stopped_at"),
    "n_paused": _or_never("paused_at"),
}


def recorded(metrics: Sequence[str], since: datetime, until: datetime) -> tuple[Clocks, Pauses]:
    """Read the clocks of these metrics begun from `since` to before `until`, dropped ones too, and their ended pauses.

    Two statements, however many clocks; some 250 bytes of memory for each.
    """
    rows = SlaClock.objects.filter(metric__in=metrics, started_at__gte=since, started_at__lt=until)
    clocks = Clocks(**{name.removeprefix("n_"): column for name, column in _columns(rows, NUMBERS, INSTANTS).items()})
    element = Func(F("pauses"), function="jsonb_array_elements", output_field=JSONField())
    spans = _statement(rows.exclude(pauses=[]).annotate(span=element).order_by().values("pk", "span"))
    found = _copied(  # what stands inside is the ORM's own query, its values filled in by the driver
        f"SELECT pk, (span->>0)::timestamptz, (span->>1)::timestamptz FROM ({spans}) s WHERE span->>1 IS NOT NULL",  # noqa: S608
        3,
    )
    return clocks, Pauses.of(len(clocks.pk), _positions(clocks.pk, found[0]), _seconds(found[1]), _seconds(found[2]))


def changed_terms(since: datetime) -> tuple[Numbers, Numbers]:
    """Read when severity or terms of a ticket were changed since then: the tickets, and the instants in seconds."""
    kinds = [TicketEvent.Kind.SEVERITY, TicketEvent.Kind.TERMS]
    rows = TicketEvent.objects.filter(kind__in=kinds, at__gte=since)
    found = _columns(rows, {"n_ticket": _number("ticket_id")}, {"n_at": F("at")})
    return found["n_ticket"], found["n_at"]


def _columns(
    rows: QuerySet[Any], numbers: Mapping[str, Combinable], instants: Mapping[str, Combinable]
) -> dict[str, Numbers]:
    wanted = {**numbers, **instants}
    statement = _statement(rows.annotate(**wanted).order_by().values(*wanted))
    columns = dict(zip(wanted, _copied(statement, len(wanted)), strict=True))
    return {name: _seconds(column) if name in instants else column for name, column in columns.items()}


def _statement(rows: Any) -> str:
    """Give the query as one statement, its values filled in by the driver."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        statement: bytes = cursor.mogrify(sql, values)
    return statement.decode()


def _copied(statement: str, columns: int) -> list[Numbers]:
    """Give the columns of a query whose values all have eight bytes and none of them is NULL."""
    out = BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({statement}) TO STDOUT (FORMAT BINARY)", out)
    row = np.dtype([("count", ">i2"), *(pair for number in range(columns) for pair in _value(number))])
    with out.getbuffer() as bytes_, memoryview(bytes_[_HEAD:-_END]) as body:
        rows: NDArray[np.void] = np.frombuffer(body, dtype=row)
        found = [rows[f"value{number}"].astype(np.int64) for number in range(columns)]
        del rows
    return found


def _value(number: int) -> list[tuple[str, str]]:
    return [(f"length{number}", ">i4"), (f"value{number}", ">i8")]


def _seconds(microseconds: Numbers) -> Numbers:
    """Give seconds since 1970; the database counts microseconds since 2000."""
    return np.where(microseconds == _NEVER, NOTHING, microseconds // 1_000_000 + _SINCE_2000)


def _positions(keys: Numbers, wanted: Numbers) -> Numbers:
    order = np.argsort(keys, kind="stable")
    found: Numbers = order[np.searchsorted(keys, wanted, sorter=order)]
    return found
