"""Tickets, clocks and answers as tables for files: read row by row, one query each, in the active language."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Cell, Column, Kind, Table
from reports.selectors.export_scope import AT_ONCE, Scope, file_name, words_of
from sla.models import Metric, Severity
from surveys.nps import DETRACTOR_TO, PROMOTER_FROM
from surveys.selectors.visible import visible_answers
from tickets.models import SlaClock, Ticket

State = SlaClock.State


def tickets_table(scope: Scope) -> Table:
    """Give the tickets opened in the period, by number."""
    head: list[str | Column] = [
        _("Ticket"),
        _("Subject"),
        _("Customer"),
        _("Contact"),
        _("Product"),
        _("Plan"),
        _("Team"),
        _("Assignee"),
        _("How it came"),
        pgettext("ticket", "Kind"),
        _("Status"),
        _("Severity asked for"),
        _("Severity"),
        _("First analysis"),
        _("Category"),
        Column(_("Opened at"), Kind.INSTANT),
        Column(_("Work began at"), Kind.INSTANT),
        Column(_("Solved at"), Kind.INSTANT),
        Column(_("Closed at"), Kind.INSTANT),
        Column(_("Next deadline"), Kind.INSTANT),
    ]
    return Table(file_name(pgettext("file name", "tickets"), scope), head, _tickets(scope), scope.zone)


def _tickets(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    channel, kind = words_of(Ticket.Channel.choices), words_of(Ticket.Kind.choices)
    status, severity = words_of(Ticket.Status.choices), words_of(Severity.choices)
    outcome = words_of([("", ""), *Ticket.Outcome.choices])
    rows = (
        scope.tickets()
        .filter(**scope.period("opened_at"))
        .order_by("number")
        .values_list(
            "number", "subject", "customer__name", "contact__name", "product__name", "contract__plan__name",
            "team__name", "assignee__user__name", "channel", "kind", "status", "severity_asked", "severity", "outcome",
            "category", "opened_at", "started_at", "resolved_at", "closed_at", "next_due_at",
        )
    )  # fmt: skip
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield (
            *row[:8], channel[row[8]], kind[row[9]], status[row[10]], severity[row[11]], severity[row[12]],
            outcome[row[13]], *row[14:],
        )  # fmt: skip


def clocks_table(scope: Scope) -> Table:
    """Give the clocks with their deadline in the period, by ticket; those dropped as well, which say so."""
    head: list[str | Column] = [
        _("Ticket"),
        _("Customer"),
        _("Product"),
        _("Plan"),
        _("Team"),
        _("How it came"),
        _("Clock"),
        _("Number of the clock"),
        _("Severity"),
        _("State"),
        Column(_("Started at"), Kind.INSTANT),
        Column(_("At risk from"), Kind.INSTANT),
        Column(_("Deadline"), Kind.INSTANT),
        Column(_("Stopped at"), Kind.INSTANT),
        Column(_("Paused since"), Kind.INSTANT),
        Column(_("Target, minutes"), Kind.DURATION),
        _("Target, working days"),
        Column(_("Used, minutes"), Kind.DURATION),
        _("Opening hours"),
    ]
    return Table(file_name(pgettext("file name", "clocks"), scope), head, _clocks(scope), scope.zone)


def _clocks(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    metric, severity, state = words_of(Metric.choices), words_of(Severity.choices), words_of(State.choices)
    channel, always = words_of(Ticket.Channel.choices), _("Round the clock")
    rows = (
        SlaClock.objects.filter(ticket__in=scope.tickets().order_by(), **scope.period("due_at"))
        .order_by("ticket_id", "metric", "sequence")
        .values_list(
            "ticket__number", "ticket__customer__name", "ticket__product__name", "ticket__contract__plan__name",
            "ticket__team__name", "ticket__channel", "metric", "sequence", "severity", "state", "started_at", "risk_at",
            "due_at", "stopped_at", "paused_at", "target_seconds", "target_days", "used_seconds", "is_covered",
            "calendar_version__calendar__name",
        )
    )  # fmt: skip
    for row in rows.iterator(chunk_size=AT_ONCE):
        shown = state_at(row[9], due_at=row[12], paused_at=row[14], now=scope.now)
        yield (
            *row[:5], channel[row[5]], metric[row[6]], row[7], severity[row[8]], state[shown], *row[10:18],
            always if row[18] else row[19],
        )  # fmt: skip


def state_at(state: str, *, due_at: datetime, paused_at: datetime | None, now: datetime) -> str:
    """Give a clock's state as the deadlines page counts it: one that runs past its deadline, or was paused behind it,
    is breached.
    """
    is_over = (state == State.RUNNING and due_at < now) or (
        state == State.PAUSED and paused_at is not None and paused_at > due_at
    )
    return State.BREACHED if is_over else state


def answers_table(scope: Scope) -> Table:
    """Give the answers that the member may see to the surveys sent in the period, in the order in which they came."""
    head: list[str | Column] = [
        Column(_("Answered at"), Kind.INSTANT),
        Column(_("Sent at"), Kind.INSTANT),
        _("Score"),
        pgettext("survey", "Group"),
        _("Main reason"),
        _("What to do better"),
        _("Contact"),
        _("Customer"),
        _("Ticket"),
        _("Product"),
        _("Plan"),
        _("Team"),
        _("Severity"),
    ]
    return Table(file_name(pgettext("file name", "answers"), scope), head, _answers(scope), scope.zone)


def _answers(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    severity = words_of(Severity.choices)
    groups = [group_of(score) for score in range(11)]
    rows = (
        visible_answers(scope.member)
        .filter(invitation__ticket__in=scope.tickets().order_by(), **scope.period("invitation__sent_at"))
        .order_by("answered_at", "pk")
        .values_list(
            "answered_at", "invitation__sent_at", "score", "reason", "improvement", "invitation__contact__name",
            "invitation__ticket__customer__name", "invitation__ticket__number", "invitation__ticket__product__name",
            "invitation__ticket__contract__plan__name", "invitation__ticket__team__name",
            "invitation__ticket__severity",
        )
    )  # fmt: skip
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield (*row[:3], groups[row[2]], *row[3:11], severity[row[11]])


def group_of(score: int) -> str:
    """Name the group of a score."""
    if score >= PROMOTER_FROM:
        return pgettext("survey", "Promoter")
    return pgettext("survey", "Detractor") if score <= DETRACTOR_TO else pgettext("survey", "Passive")
