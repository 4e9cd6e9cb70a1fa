"""The what-if page in words."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from reports.figures import ClockFigures
from reports.parts import Figure
from reports.selectors.sla_texts import kept_text
from reports.selectors.what_if import Changed, Row, WhatIf
from reports.what_if import BREACHED, MET
from sla.models import Metric, Severity

SHOWN_CUSTOMERS, PAGE = 10, 50


@dataclass(frozen=True)
class TableOf:
    """Rows of one kind: name, met before and after, breached before and after. `id` names its file too."""

    id: str
    title: str
    head: str
    rows: list[list[str]]
    count: int


@dataclass(frozen=True)
class Line:
    """A clock that would have ended otherwise."""

    number: int
    subject: str
    customer: str
    severity: str
    severity_word: str
    metric: str
    due_before: str
    due_after: str
    before: str
    after: str


@dataclass(frozen=True)
class WhatIfPage:
    """Figures, three tables and a page of the clocks that change, `first` to `last` of all."""

    figures: list[Figure]
    tables: list[TableOf]
    lines: list[Line]
    changed_count: int
    number: int

    @property
    def first(self) -> int:
        """Give the place of the first line."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Give the place of the last line."""
        return self.first + len(self.lines) - 1

    @property
    def has_next(self) -> bool:
        """Say whether there is a page after this one."""
        return self.last < self.changed_count


def what_if_page(found: WhatIf, *, everything: bool, number: int, now: datetime, zone: tzinfo) -> WhatIfPage:
    """Put the figures into words; `everything` names all customers. A page behind the last is the last."""
    before, after = found.all.before, found.all.after
    customers = found.customers()
    number = max(1, min(number, -(-found.changed_count // PAGE)))
    return WhatIfPage(
        figures=[
            Figure(label=_("Deadlines met"), value=_share(after), past=_before(_share(before))),
            Figure(
                label=_("Breached deadlines"),
                value=_breached(after),
                past=_before(_breached(before)),
                css="is-over" if after.breached else "",
            ),
            Figure(
                label=_("Promises that change"),
                value=formats.decimal(found.changed_count, 0),
                past=_("of %(count)s") % {"count": formats.decimal(found.count, 0)},
            ),
        ],
        tables=[
            _table("severities", _("By severity"), _("Severity"), found.severities),
            _table("clocks", _("By clock"), _("Clock"), found.metrics),
            _table("customers", _("By customer"), _("Customer"), customers, None if everything else SHOWN_CUSTOMERS),
        ],
        lines=[_line(each, now, zone) for each in found.changed((number - 1) * PAGE, number * PAGE)],
        changed_count=found.changed_count,
        number=number,
    )


def outcome_word(outcome: int) -> str:
    """Name an outcome; a dropped clock and one that may still be kept count nowhere."""
    if outcome == MET:
        return pgettext("clock", "Met")
    return pgettext("clock", "Breached") if outcome == BREACHED else _("Undecided")


def _table(name: str, title: str, head: str, rows: list[Row], most: int | None = None) -> TableOf:
    return TableOf(name, title, head, [_cells(row) for row in rows[:most]], len(rows))


def _before(text: str) -> str:
    return _("before: %(value)s") % {"value": text}


def _share(kept: ClockFigures) -> str:
    return "–" if kept.share is None else formats.percent(kept.share, 1)


def _cells(row: Row) -> list[str]:
    return [row.name, *map(kept_text, (row.before, row.after)), *map(_breached, (row.before, row.after))]


def _breached(kept: ClockFigures) -> str:
    return formats.decimal(kept.breached, 0)


def _line(changed: Changed, now: datetime, zone: tzinfo) -> Line:
    clock, ticket = changed.clock, changed.clock.ticket
    return Line(
        number=ticket.number,
        subject=ticket.subject,
        customer=ticket.customer.name,
        severity=clock.severity,
        severity_word=str(Severity(clock.severity).label),
        metric=str(Metric(clock.metric).label),
        due_before=formats.near_time(clock.due_at, now, zone),
        due_after=formats.near_time(changed.due, now, zone),
        before=outcome_word(changed.before),
        after=outcome_word(changed.after),
    )
