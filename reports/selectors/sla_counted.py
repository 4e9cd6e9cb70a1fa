"""The clocks that count in a period. Definitions: docs/dashboards.md, "Deadlines"."""

from datetime import datetime

from django.db.models import QuerySet

from reports.figures import Filters, Period
from reports.selectors.keeping import kept
from reports.selectors.sla_months import is_breached, is_met
from tickets.models import SlaClock


def counted(period: Period, filters: Filters, *, now: datetime, metric: str = "") -> QuerySet[SlaClock]:
    """Give the clocks that count in a period: kept or broken at `now`, with their deadline in it; of all metrics
    where none is named.
    """
    clocks = SlaClock.objects.filter(
        is_met() | is_breached(now), kept(filters, ticket="ticket__"), due_at__gte=period.start, due_at__lt=period.end
    )
    return clocks.filter(metric=metric) if metric else clocks
