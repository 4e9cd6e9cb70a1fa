"""Tickets in and out by week: what came, what left, and what was open at each week's end."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _

from accounts.tables import Table
from accounts.tables.names import of_months
from reports.figures import Filters, Period
from reports.forms_sla import SlaForm
from reports.selectors.keeping import kept
from reports.selectors.sla_flow import is_unsolved
from reports.selectors.sla_flow_months import flow_of, names_of_numbers
from reports.summaries.spans import Kind, Span, span_at
from tickets.models import Ticket

# Longer periods are told apart by month alone: their weeks are too many for a picture, and are counted from the rows.
MOST_MONTHS = 6


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday, or what of it is in the period. `left` is open at its end."""

    span: Span
    opened: int
    resolved: int
    left: int

    @property
    def numbers(self) -> list[int | None]:
        """Give its numbers: the first of names_of_numbers."""
        return [self.opened, self.resolved, self.opened - self.resolved, self.left]


def has_weeks(period: Period) -> bool:
    """Say whether a period is short enough to be told apart by week."""
    return len(period.months) <= MOST_MONTHS


def weeks_of(period: Period, filters: Filters, *, left: int, now: datetime) -> list[Week]:
    """Count each week that has begun; `left` were open at the period's end, or are open now. One query."""
    first = span_at(Kind.WEEK, period.start, period.zone)
    counts, spans = _counts(period, filters), [first]
    while (following := spans[-1].step(1)).start < min(period.end, now):
        spans.append(following)
    weeks = []
    for span in reversed(spans):
        opened, resolved, unsolved = (counts[what, span.first] for what in ("opened", "resolved", "unsolved"))
        weeks.append(Week(span, opened, resolved, left))
        left += resolved + unsolved - opened
    return weeks[::-1]


def weeks_table(form: SlaForm, *, now: datetime) -> Table:
    """Give the weeks as a file. The period has weeks."""
    period = form.period
    left = flow_of(form, now=now).months[period.last].left
    weeks = weeks_of(period, form.filters, left=left, now=now)
    rows: Any = ([week.span.key, *week.numbers] for week in weeks)
    name = of_months(_("Tickets in and out"), _("By week"), first=period.first, last=period.last)
    return Table(name, [_("Week"), *names_of_numbers()[:4]], rows)


def _counts(period: Period, filters: Filters) -> Counter[Any]:
    first, *others = (
        Ticket.objects.filter(kept(filters), which, **{f"{at}__gte": period.start, f"{at}__lt": period.end})
        .annotate(what=Value(what, output_field=CharField()), week=TruncWeek(at, tzinfo=period.zone))
        .values_list("what", "week")
        .annotate(count=Count("pk"))
        .order_by()
        for what, at, which in (
            ("opened", "opened_at", Q()),
            ("resolved", "resolved_at", Q()),
            ("unsolved", "closed_at", is_unsolved()),
        )
    )
    rows: Iterable[Any] = first.union(*others, all=True)
    return Counter({(what, week.date()): count for what, week, count in rows})
