"""A tenant's month or week in plain values; drawn.py says them in words. Definitions: docs/dashboards.md."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, Q, Value

from reports.figures import Cells, ClockFigures, Filters, SurveyFigures, TicketFlow
from reports.selectors.sla_flow import backlog
from reports.summaries.counting import cells_of
from reports.summaries.spans import Kind, Span
from reports.summaries.worst import Late, worst_breaches
from sla.models import Metric, Severity
from surveys.models import FollowUp
from surveys.nps import ROLLING, Tally, rolling, tally_of_counts
from tickets.models import SlaClock

# As many months, or weeks, stand in a chart.
SHOWN = {Kind.MONTH: 6, Kind.WEEK: 8}


@dataclass(frozen=True)
class Promises:
    """One clock's promises of the span and of the one before, by severity."""

    metric: Metric
    now: dict[Severity, ClockFigures]
    before: dict[Severity, ClockFigures]

    @property
    def total(self) -> ClockFigures:
        """Give those of all severities."""
        return reduce(add, self.now.values(), ClockFigures())

    @property
    def past(self) -> ClockFigures:
        """Give those of all severities in the span before."""
        return reduce(add, self.before.values(), ClockFigures())


@dataclass(frozen=True)
class AtOnce:
    """How it stands at this moment: running clocks past their warning, and past their deadline; calls to make."""

    at_risk: int
    over: int
    calls: int
    calls_overdue: int


@dataclass(frozen=True)
class Satisfaction:
    """The span's surveys beside the span before, and the twelve months up to each of the last months."""

    now: SurveyFigures
    before: SurveyFigures
    rolling: list[tuple[Span, Tally]]

    @property
    def tally(self) -> Tally:
        """Give the answers of the span."""
        return tally_of_counts(self.now.scores)

    @property
    def past(self) -> Tally:
        """Give the answers of the span before."""
        return tally_of_counts(self.before.scores)


@dataclass(frozen=True)
class Summary:
    """Everything that page and mail show. `spans` are those of the charts, the span itself the last."""

    span: Span
    spans: list[Span]
    flow: list[TicketFlow]
    breached: dict[Severity, list[int]]
    promises: list[Promises]
    worst: list[Late]
    ages: list[int]
    at_once: AtOnce
    nps: Satisfaction
    read_at: datetime

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to tell: no ticket, promise or survey then, and nothing open now."""
        flow, due = self.flow[-1], sum(each.total.due for each in self.promises)
        return not (flow.opened or flow.resolved or due or self.nps.now.sent or sum(self.ages) or self.at_once.calls)


def summary_of(span: Span, *, now: datetime) -> Summary:
    """Count the current tenant's month or week. Eight queries at most."""
    spans = [span.step(count) for count in range(1 - SHOWN[span.kind], 1)]
    clocks = cells_of(ClockFigures, spans, now=now)
    flow = cells_of(TicketFlow, spans, now=now).by("month")
    breached = clocks.by("month", "severity")
    return Summary(
        span=span,
        spans=spans,
        flow=[flow.get((each.first,), TicketFlow()) for each in spans],
        breached={
            severity: [breached.get((each.first, severity.value), ClockFigures()).breached for each in spans]
            for severity in Severity
        },
        promises=_promises(clocks, span),
        worst=worst_breaches(span, now=now),
        ages=backlog(Filters(), now=now),
        at_once=_at_once(now),
        nps=_satisfaction(span, now),
        read_at=now,
    )


def _promises(clocks: Cells[ClockFigures], span: Span) -> list[Promises]:
    """Start always, other clocks where there were any: not every policy promises a solution."""
    cells = clocks.by("metric", "month", "severity")

    def of(metric: Metric, at: Span) -> dict[Severity, ClockFigures]:
        return {each: cells.get((metric.value, at.first, each.value), ClockFigures()) for each in Severity}

    found = [Promises(metric, of(metric, span), of(metric, span.step(-1))) for metric in Metric]
    return [each for each in found if each.metric is Metric.START or each.total.due or each.past.due]


def _at_once(now: datetime) -> AtOnce:
    """Clocks and calls by whether they are past their deadline. One query."""
    late = Count("pk", filter=Q(due_at__lt=now))
    clocks = SlaClock.objects.filter(state=SlaClock.State.RUNNING).order_by().values(what=Value("clocks"))
    calls = FollowUp.objects.filter(state__in=FollowUp.OPEN_STATES).order_by().values(what=Value("calls"))
    at_risk = Count("pk", filter=Q(risk_at__lte=now, due_at__gte=now))
    rows: Any = clocks.annotate(one=at_risk, late=late).union(calls.annotate(one=Count("pk"), late=late), all=True)
    found = {row["what"]: (row["one"], row["late"]) for row in rows}
    return AtOnce(*found.get("clocks", (0, 0)), *found.get("calls", (0, 0)))


def _satisfaction(span: Span, now: datetime) -> Satisfaction:
    """One query for a month, two for a week: whose twelve months end with the one that the week ends in."""
    month = Span(Kind.MONTH, span.last.replace(day=1), span.zone)
    months = [month.step(count) for count in range(2 - SHOWN[Kind.MONTH] - ROLLING, 1)]
    monthly = cells_of(SurveyFigures, months, now=now).by("month")
    own = monthly
    if span.kind is Kind.WEEK:
        own = cells_of(SurveyFigures, [span.step(-1), span], now=now).by("month")
    tallies = [tally_of_counts(monthly.get((each.first,), SurveyFigures()).scores) for each in months]
    return Satisfaction(
        now=own.get((span.first,), SurveyFigures()),
        before=own.get((span.step(-1).first,), SurveyFigures()),
        rolling=list(zip(months[ROLLING - 1 :], rolling(tallies), strict=True)),
    )
