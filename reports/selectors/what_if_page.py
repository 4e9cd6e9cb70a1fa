"""The what-if page in words."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from reports.parts import Figure
from reports.selectors.sla_charts import kept_text
from reports.selectors.sla_months import Kept
from reports.selectors.what_if import Changed, Row, WhatIf
from reports.what_if import BREACHED, MET
from sla.models import Severity


@dataclass(frozen=True)
class TableOf:
    """Rows of one kind: name, met before and after, breached before and after."""

    id: str
    title: str
    head: str
    rows: list[list[str]]
    count: int


@dataclass(frozen=True)
class Line:
    """A ticket that would have ended otherwise."""

    number: int
    subject: str
    customer: str
    severity: str
    severity_word: str
    due_before: str
    due_after: str
    before: str
    after: str


@dataclass(frozen=True)
class WhatIfPage:
    """Figures, two tables and the tickets."""

    figures: list[Figure]
    tables: list[TableOf]
    lines: list[Line]
    changed_count: int

    @property
    def has_more(self) -> bool:
        """Say whether a list is cut."""
        return len(self.lines) < self.changed_count or any(len(table.rows) < table.count for table in self.tables)


def what_if_page(found: WhatIf, *, now: datetime, zone: tzinfo) -> WhatIfPage:
    """Put the figures into words."""
    before, after = found.all.before, found.all.after
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
                label=_("Tickets that change"),
                value=formats.decimal(found.changed_count, 0),
                past=_("of %(count)s") % {"count": formats.decimal(found.count, 0)},
            ),
        ],
        tables=[
            TableOf("by-severity", _("By severity"), _("Severity"), _cells(found.severities), len(found.severities)),
            TableOf("by-customer", _("By customer"), _("Customer"), _cells(found.customers), found.customers_count),
        ],
        lines=[_line(each, now, zone) for each in found.changed],
        changed_count=found.changed_count,
    )


def _before(text: str) -> str:
    return _("before: %(value)s") % {"value": text}


def _share(kept: Kept) -> str:
    return "–" if kept.share is None else formats.percent(kept.share, 1)


def _cells(rows: list[Row]) -> list[list[str]]:
    return [
        [row.name, *map(kept_text, (row.before, row.after)), *map(_breached, (row.before, row.after))] for row in rows
    ]


def _breached(kept: Kept) -> str:
    return formats.decimal(kept.breached, 0)


def _line(changed: Changed, now: datetime, zone: tzinfo) -> Line:
    ticket = changed.clock.ticket
    return Line(
        number=ticket.number,
        subject=ticket.subject,
        customer=ticket.customer.name,
        severity=changed.clock.severity,
        severity_word=str(Severity(changed.clock.severity).label),
        due_before=formats.near_time(changed.clock.due_at, now, zone),
        due_after=formats.near_time(changed.due, now, zone),
        before=_word(changed.before),
        after=_word(changed.after),
    )


def _word(outcome: int) -> str:
    if outcome == MET:
        return pgettext("clock", "Met")
    return pgettext("clock", "Breached") if outcome == BREACHED else _("Running")
