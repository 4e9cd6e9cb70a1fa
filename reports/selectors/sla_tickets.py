"""The tickets behind a figure of what comes in and goes out: each time it happened is a line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named
from reports import words
from reports.forms_sla import SlaForm
from reports.selectors.filtering import kept
from reports.selectors.sla_flow import helped_in, in_band, is_raised, is_unsolved, tickets_counted
from reports.summaries.spans import Span
from reports.summaries.words import name_of
from sla.models import Severity
from tickets.models import Deflection, Ticket, TicketEvent

OPEN = "open"
EVENTS = {
    "reopened": Q(kind=TicketEvent.Kind.REOPENED),
    "raised": is_raised(),
    "escalated": Q(kind=TicketEvent.Kind.HANDED_OVER),
    "out-of-scope": Q(kind=TicketEvent.Kind.OUT_OF_SCOPE),
}
QUESTIONS = ("articles", "tickets")
WHATS = ("opened", "resolved", OPEN, "open-then", *EVENTS, *QUESTIONS)
WITH = ("customer", "assignee__user")
Behind = QuerySet[Any]


@dataclass(frozen=True)
class TicketLine:
    """A ticket, and when what is listed happened to it; or a question not filed, and what answered it."""

    at: datetime
    subject: str
    customer: str
    ticket: Any = None
    answer: str = ""


def tickets_behind(
    form: SlaForm, what: str, *, asked: str = "", age: int | None = None, week: Span | None = None, now: datetime
) -> Behind:
    """Give the rows behind a figure, the latest first; of the open the oldest. `asked` keeps a severity asked for,
    `age` one of BANDS by its place, `week` what of the period is in it.
    """
    period, filters = form.period, form.filters
    start, end = (max(period.start, week.start), min(period.end, week.end)) if week else (period.start, period.end)
    if what in QUESTIONS:
        which = Q(article__isnull=what == "tickets")
        questions = helped_in(period, filters).filter(which, at__gte=start, at__lt=end).order_by("-at", "-pk")
        return questions.select_related("contact__customer", "article", "ticket")
    if what in EVENTS:
        events = TicketEvent.objects.filter(EVENTS[what], at__gte=start, at__lt=end)
        events = events.filter(kept(filters, ticket="ticket__", severity="ticket__severity"))
        return events.select_related(*(f"ticket__{each}" for each in WITH)).order_by("-at", "-pk")
    tickets = tickets_counted(filters).select_related(*WITH)
    if asked:
        tickets = tickets.filter(severity_asked=asked)
    if what == "resolved":
        return tickets.filter(resolved_at__gte=start, resolved_at__lt=end).order_by("-resolved_at", "-pk")
    if what == "opened":
        return tickets.filter(opened_at__gte=start, opened_at__lt=end).order_by("-opened_at", "-pk")
    if what == "open-then":
        gone = Q(resolved_at__lt=end) | is_unsolved() & Q(closed_at__lt=end)
        return tickets.filter(opened_at__lt=end).exclude(gone).order_by("opened_at", "pk")
    tickets = tickets.filter(status__in=Ticket.OPEN_STATUSES)
    return (tickets if age is None else tickets.filter(in_band(age, now=now))).order_by("opened_at", "pk")


def line_of(what: str) -> Callable[[Any], TicketLine]:
    """Give how a row of tickets_behind is read."""
    if what in QUESTIONS:
        return _question
    if what in EVENTS:
        return lambda event: _line(event.ticket, event.at)
    return lambda ticket: _line(ticket, ticket.resolved_at if what == "resolved" else ticket.opened_at)


def tickets_table(rows: Iterable[Any], form: SlaForm, what: str, week: Span | None) -> Table:
    """Give all of tickets_behind as a file."""
    name = named(what_name(what, form, week))
    read, zone = line_of(what), form.period.zone
    lines = (read(row) for row in (rows.iterator() if isinstance(rows, QuerySet) else rows))
    if what in QUESTIONS:
        head: list[str | Column] = [Column(_("When"), Kind.INSTANT), _("Question"), _("Customer"), _("Answered by")]
        cells: Iterable[list[Cell]] = ([line.at, line.subject, line.customer, line.answer] for line in lines)
        return Table(name, head, cells, zone)
    head = [
        _("Ticket"), _("Subject"), _("Customer"), _("Severity"), _("Status"), Column(_("Opened at"), Kind.INSTANT),
        Column(when_name(what), Kind.INSTANT), _("Assignee"),
    ]  # fmt: skip
    return Table(name, head, (_cells(line) for line in lines), zone)


def when_name(what: str) -> str:
    """Name the instant of a line."""
    return {
        "resolved": _("Solved at"),
        "opened": _("Opened at"),
        OPEN: _("Opened at"),
        "open-then": _("Opened at"),
    }.get(what, _("When"))


def what_name(what: str, form: SlaForm, week: Span | None) -> str:
    """Say which tickets these are, as a title."""
    if what == OPEN:
        return _("Open now")
    if what == "open-then":
        last = name_of(week) if week else words.month_year(form.period.last)
        return _("Open at the end of %(month)s") % {"month": last}
    names = {
        "opened": _("Opened"), "resolved": _("Solved"), "reopened": _("Opened again"), "raised": _("Severity raised"),
        "escalated": _("Handed over"), "out-of-scope": _("Out of scope"), "articles": _("Answered by an article"),
        "tickets": _("Answered by a solved ticket"),
    }  # fmt: skip
    return f"{names[what]}, {name_of(week) if week else words.period(form.period)}"


def _line(ticket: Ticket, at: datetime) -> TicketLine:
    return TicketLine(at, ticket.subject, ticket.customer.name, ticket)


def _question(row: Deflection) -> TicketLine:
    answer = row.article.title if row.article else f"{row.ticket.number} {row.ticket.subject}" if row.ticket else ""
    return TicketLine(row.at, row.subject, row.contact.customer.name, answer=answer)


def _cells(line: TicketLine) -> list[Cell]:
    ticket, assignee = line.ticket, line.ticket.assignee
    return [
        ticket.number, ticket.subject, line.customer, str(Severity(ticket.severity).label),
        str(ticket.get_status_display()), ticket.opened_at, line.at, assignee.user.name if assignee else "",
    ]  # fmt: skip
