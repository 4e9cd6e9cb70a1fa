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
from reports.selectors.keeping import kept
from reports.selectors.sla_flow import Helped, can_tell_helped, helped_in, is_unsolved
from reports.selectors.sla_flow_months import Month, flow_of, names_of_numbers
from reports.selectors.sla_tickets import EVENTS
from reports.summaries.spans import Kind, Span, span_at
from tickets.models import Ticket, TicketEvent

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
    """Count each week that has begun; `left` were open at the period's end, or are open now. One query."""
    first = span_at(Kind.WEEK, period.start, period.zone)
    counts, spans = _counts(period, filters), [first]
    while (following := spans[-1].step(1)).start < min(period.end, now):
        spans.append(following)
    weeks = []
    for span in reversed(spans):
        month = _month(counts, span, left, has_questions=can_tell_helped(filters))
        weeks.append(Week(span, month))
        left += month.flow.resolved + counts["unsolved", span.first] - month.flow.opened
    return weeks[::-1]


def weeks_table(form: SlaForm, *, now: datetime) -> Table:
    """Give the weeks as a file. The period has weeks."""
    period = form.period
    left = flow_of(form, now=now).months[period.last].left
    weeks = weeks_of(period, form.filters, left=left, now=now)
    rows: Any = ([week.span.key, *week.counts.numbers] for week in weeks)
    name = of_months(_("Tickets in and out"), _("By week"), first=period.first, last=period.last)
    return Table(name, [_("Week"), *names_of_numbers()], rows)


def _month(counts: Counter[Any], span: Span, left: int, *, has_questions: bool) -> Month:
    def found(what: str) -> int:
        return counts[what, span.first]

    flow = TicketFlow(
        opened=found("opened"),
        resolved=found("resolved"),
        reopened=found("reopened"),
        raised=found("raised"),
        escalated=found("escalated"),
        out_of_scope=found("out-of-scope"),
    )
    return Month(flow, Helped(found("articles"), found("tickets")) if has_questions else None, left)


_HELPED = {"articles": Q(article__isnull=False), "tickets": Q(ticket__isnull=False)}


def _counts(period: Period, filters: Filters) -> Counter[Any]:
    """Count by what and by the week's first day."""
    tickets = Ticket.objects.filter(kept(filters))
    events = TicketEvent.objects.filter(kept(filters, ticket="ticket__", severity="ticket__severity"))
    first, *others = (
        _by_week(tickets, "opened_at", {"opened": Q()}, period),
        _by_week(tickets, "resolved_at", {"resolved": Q()}, period),
        _by_week(tickets, "closed_at", {"unsolved": is_unsolved()}, period),
        _by_week(events, "at", EVENTS, period),
        _by_week(helped_in(period, filters), "at", _HELPED, period),
    )
    rows: Iterable[Any] = first.union(*others, all=True)
    return Counter({(what, week.date()): count for what, week, count in rows})


def _by_week(found: QuerySet[Any], at: str, whats: dict[str, Q], period: Period) -> QuerySet[Any]:
    """Count rows by what they are, one thing each, and by the week of their instant `at`."""
    which = reduce(or_, whats.values())
    cases = [When(each, then=Value(what)) for what, each in whats.items() if each]
    what = Case(*cases, output_field=CharField()) if cases else Value(next(iter(whats)), output_field=CharField())
    counted: QuerySet[Any] = (
        found.filter(which, **{f"{at}__gte": period.start, f"{at}__lt": period.end})
        .annotate(what=what, week=TruncWeek(at, tzinfo=period.zone))
        .values_list("what", "week")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return counted
