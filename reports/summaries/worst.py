"""The tickets whose promise was broken by the longest."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, DateTimeField, DurationField, ExpressionWrapper, F, Value, When

from accounts.long_lists import some_of
from reports.selectors.sla_states import is_breached
from reports.summaries.spans import Span
from sla.models import Metric
from tickets.models import SlaClock, Ticket
from tickets.selectors.clocks import ClockBook

MOST = 5
# So many are read exactly: time past the deadline is opening hours, which the database does not know.
_READ = 40


@dataclass(frozen=True)
class Late:
    """A ticket with the promise that was broken by the longest; `over` are open seconds."""

    ticket: Ticket
    metric: Metric
    over: int


def worst_breaches(span: Span, *, now: datetime) -> list[Late]:
    """Give the span's broken promises, a ticket once, the longest past their deadline first. Three queries.

    They are chosen among the _READ that are the longest past it by the clock on the wall.
    """
    ended = Case(
        When(stopped_at__isnull=False, then=F("stopped_at")),
        When(state=SlaClock.State.PAUSED, then=F("paused_at")),
        default=Value(now),
        output_field=DateTimeField(),
    )
    clocks = (
        # All metrics are named for the index on (tenant, metric, due_at).
        SlaClock.objects.filter(is_breached(now), metric__in=Metric.values, due_at__gte=span.start, due_at__lt=span.end)
        .annotate(past=ExpressionWrapper(ended - F("due_at"), output_field=DurationField()))
        .filter(past__gt=timedelta(0))
        .select_related("ticket__customer")
        .order_by("-past", "pk")
    )
    rows = some_of(clocks, 0, _READ)
    book = ClockBook(rows, now=now, zone=span.zone)
    late = [Late(row.ticket, Metric(row.metric), max(-book.read(row).left, 0)) for row in rows]
    found: dict[int, Late] = {}
    for each in sorted(late, key=lambda each: -each.over):
        found.setdefault(each.ticket.pk, each)
    return list(found.values())[:MOST]
