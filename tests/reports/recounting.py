"""The dashboards' figures in plain Python over every row there is: what the queries are held against."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Any

from accounts.months import month_of
from reports.figures import (
    CellKey,
    Cells,
    ClockFigures,
    Dimension,
    F,
    Filters,
    Histogram,
    Period,
    SurveyFigures,
    TicketFlow,
)
from sla.models import Severity
from surveys.models import Invitation
from tickets.models import SlaClock, Ticket, TicketEvent

Fact = tuple[datetime, int, str, str, Any]
Counted = tuple[CellKey, dict[Dimension, str], Any]


class Recount:
    """Everything there is, read once."""

    def __init__(self, zone: tzinfo, now: datetime) -> None:
        tickets = {each.pk: each for each in Ticket.objects.select_related("contract").prefetch_related("clocks")}
        keys = {pk: _keys(ticket) for pk, ticket in tickets.items()}
        self._facts: dict[type[Any], list[Counted]] = {}
        for kind, facts in ((ClockFigures, _clocks), (TicketFlow, _flow), (SurveyFigures, _surveys)):
            self._facts[kind] = [
                (CellKey(month_of(at, zone), severity, metric), keys[ticket], figures)
                for at, ticket, severity, metric, figures in facts(tickets, zone, now)
            ]

    def cells(
        self, kind: type[F], period: Period, filters: Filters, *, by: Dimension | None, metric: str | None = None
    ) -> Cells[F]:
        """Give what figures_for is to give."""
        return Cells(kind, [
            (cell._replace(key=keys[by] if by else ""), figures)
            for cell, keys, figures in self._facts[kind]
            if period.first <= cell.month <= period.last
            and metric in (None, cell.metric)
            and filters.severity in (None, cell.severity)
            and all(keys[dimension] == key for dimension, key in filters.given.items())
        ])  # fmt: skip


def _keys(ticket: Ticket) -> dict[Dimension, str]:
    states = {clock.state for clock in ticket.clocks.all()}
    keys = {
        Dimension.CUSTOMER: ticket.customer_id, Dimension.PLAN: ticket.contract and ticket.contract.plan_id,
        Dimension.PRODUCT: ticket.product_id, Dimension.TEAM: ticket.team_id, Dimension.CHANNEL: ticket.channel,
        Dimension.PROMISE: next((state for state in ("breached", "met") if state in states), ""),
    }  # fmt: skip
    return {dimension: str(key or "") for dimension, key in keys.items()}


def _clocks(tickets: dict[int, Ticket], zone: tzinfo, now: datetime) -> Iterator[Fact]:
    for clock in SlaClock.objects.all():
        late = clock.state == "running" and clock.due_at < now
        late |= clock.state == "paused" and clock.paused_at is not None and clock.due_at < clock.paused_at
        if clock.state not in ("met", "breached") and not late:
            continue
        used = Histogram({} if clock.used_seconds is None else {clock.used_seconds // 60: 1})
        last = (clock.due_at - timedelta(seconds=1)).astimezone(zone)
        met = clock.state == "met"
        hours = Histogram({} if met else {last.weekday() * 24 + last.hour: 1})
        yield clock.due_at, clock.ticket_id, clock.severity, clock.metric, ClockFigures(met, not met, used, hours)


def _flow(tickets: dict[int, Ticket], zone: tzinfo, now: datetime) -> Iterator[Fact]:
    for pk, ticket in tickets.items():
        asked = tuple(int(ticket.severity_asked == each) for each in Severity.values)
        yield ticket.opened_at, pk, ticket.severity, "", TicketFlow(opened=1, asked=asked)
        if ticket.resolved_at:
            yield ticket.resolved_at, pk, ticket.severity, "", TicketFlow(resolved=1)
    one = {
        "reopened": TicketFlow(reopened=1), "handed_over": TicketFlow(escalated=1),
        "out_of_scope": TicketFlow(out_of_scope=1),
    }  # fmt: skip
    rank = list(Severity.values)  # the highest first
    for event in TicketEvent.objects.filter(kind="severity", data__has_key="before"):
        if rank.index(event.data["severity"]) < rank.index(event.data["before"]):
            yield event.at, event.ticket_id, tickets[event.ticket_id].severity, "", TicketFlow(raised=1)
    for event in TicketEvent.objects.filter(kind__in=one):
        yield event.at, event.ticket_id, tickets[event.ticket_id].severity, "", one[event.kind]


def _surveys(tickets: dict[int, Ticket], zone: tzinfo, now: datetime) -> Iterator[Fact]:
    for asked in Invitation.objects.prefetch_related("answers"):
        sent = asked.state == "sent"
        answer = next(iter(asked.answers.all()), None) if sent else None
        scores = tuple(int(answer is not None and answer.score == score) for score in range(11))
        eligible = asked.state != "not_sent" or asked.reason in ("recent", "july", "sampled")
        reasons = tuple(int(asked.state == "not_sent" and asked.reason == each) for each in Invitation.Reason.values)
        figures = SurveyFigures(1, eligible, sent, answer is not None, scores, asked.state == "planned", reasons)
        yield asked.sent_at or asked.send_at, asked.ticket_id, tickets[asked.ticket_id].severity, "", figures
