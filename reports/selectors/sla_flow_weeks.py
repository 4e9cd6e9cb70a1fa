"""Tickets in and out by week: what came, what left, what happened, and what was open at each week's end."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _

from accounts.tables import Table
from accounts.tables.names import of_months
from reports.figures import Filters, Period, TicketFlow
from reports.forms_sla import SlaForm
from reports.rollups.weeks import weeks
from reports.selectors.sla_flow import Helped, can_tell_helped, helped_in, is_unsolved, tickets_counted
from reports.selectors.sla_flow_months import Month, flow_of, names_of_numbers
from reports.summaries.spans import Kind, Span, span_at

# Longer periods are told apart by month alone: their weeks are too many for a picture, and are counted from the rows.
MOST_MONTHS = 6


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday, or what of it is in the period: counted as a month is."""

    span: Span
    counts: Month


def has_weeks(period: Period) -> bool:
    """Say whether a period is short enough to be told apart by week."""
    return len(period.months) <= MOST_MONTHS


def weeks_of(period: Period, filters: Filters, *, left: int, now: datetime) -> list[Week]:
    """Count each week that has begun; `left` were open at the period's end, or are open now. Two queries."""
    spans = [span_at(Kind.WEEK, period.start, period.zone)]
    while (following := spans[-1].step(1)).start < min(period.end, now):
        spans.append(following)
    firsts = [span.first for span in spans]
    starts, ends = [max(span.start, period.start) for span in spans], [min(span.end, period.end) for span in spans]
    flows = weeks(TicketFlow, firsts, starts, ends, filters, zone=period.zone, now=now).by("month")
    others, found = _others(period, filters), []
    for span in reversed(spans):
        flow, helped = flows.get((span.first,), TicketFlow()), None
        if can_tell_helped(filters):
            helped = Helped(others["articles", span.first], others["tickets", span.first])
        found.append(Week(span, Month(flow, helped, left)))
        left += flow.resolved + others["unsolved", span.first] - flow.opened
    return found[::-1]


def weeks_table(form: SlaForm, *, now: datetime) -> Table:
    """Give the weeks as a file. The period has weeks."""
    period = form.period
    left = flow_of(form, now=now).months[period.last].left
    found = weeks_of(period, form.filters, left=left, now=now)
    rows: Any = ([week.span.key, *week.counts.numbers] for week in found)
    name = of_months(_("Tickets in and out"), _("By week"), first=period.first, last=period.last)
    return Table(name, [_("Week"), *names_of_numbers()], rows)


_HELPED = {"articles": Q(article__isnull=False), "tickets": Q(ticket__isnull=False)}


def _others(period: Period, filters: Filters) -> Counter[Any]:
    """Count what the common figures do not have, by what and by the week's first day."""
    unsolved = _by_week(tickets_counted(filters), "closed_at", {"unsolved": is_unsolved()}, period)
    rows: Iterable[Any] = unsolved.union(_by_week(helped_in(period, filters), "at", _HELPED, period), all=True)
    return Counter({(what, week.date()): count for what, week, count in rows})


def _by_week(found: QuerySet[Any], at: str, whats: dict[str, Q], period: Period) -> QuerySet[Any]:
    """Count rows by what they are, one thing each, and by the week of their instant `at`."""
    what = Case(*(When(each, then=Value(name)) for name, each in whats.items()), output_field=CharField())
    counted: QuerySet[Any] = (
        found.filter(reduce(or_, whats.values()), **{f"{at}__gte": period.start, f"{at}__lt": period.end})
        .annotate(what=what, week=TruncWeek(at, tzinfo=period.zone))
        .values_list("what", "week")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return counted
