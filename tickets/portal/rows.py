"""Tickets as rows of a list, each with its next deadline in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Prefetch, When
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from contracts.models import Contact
from sla.models import Severity
from tickets.models import SlaClock, Ticket
from tickets.portal.deadline import next_clock, waits_for
from tickets.portal.search import found_ids
from tickets.portal.words import status_text
from tickets.querysets import TicketQuerySet

PAGE = 25
OPEN, SOLVED = "open", "solved"
DONE = (Ticket.Status.RESOLVED, Ticket.Status.CLOSED)


@dataclass(frozen=True)
class Row:
    """One ticket in a list; `state` is ok, risk, over or empty, and `deadline` says it in words."""

    number: int
    subject: str
    severity: str
    severity_word: str
    status: str
    who: str
    opened: str
    deadline: str
    state: str


@dataclass(frozen=True)
class Page:
    """Some rows; `after` is the number to go on from (None: no more)."""

    rows: list[Row]
    after: int | None


def open_first(tickets: TicketQuerySet, *, most: int, now: datetime, zone: ZoneInfo) -> list[Row]:
    """Give the newest tickets, those that are still open before the others."""
    done = Case(When(status__in=Ticket.OPEN_STATUSES, then=0), default=1, output_field=IntegerField())
    return _rows(_shaped(tickets).annotate(is_done=done).order_by("is_done", "-number")[:most], now, zone)


def page_of(
    tickets: TicketQuerySet, *, contact: Contact, words: str, status: str, after: int | None, now: datetime
) -> Page:
    """Give a page of tickets, newest first, that match the words and are open or solved, from below number `after`."""
    if words:
        tickets = tickets.filter(pk__in=found_ids(contact, words))
    if status in (OPEN, SOLVED):
        tickets = tickets.filter(status__in=Ticket.OPEN_STATUSES if status == OPEN else DONE)
    if after:
        tickets = tickets.filter(number__lt=after)
    found = list(_shaped(tickets).order_by("-number")[: PAGE + 1])
    rows = _rows(found[:PAGE], now, ZoneInfo(contact.customer.tenant.zone))
    return Page(rows, found[PAGE - 1].number if len(found) > PAGE else None)


def own(member: Membership) -> TicketQuerySet:
    """Give the tickets the member filed."""
    return Ticket.objects.all().visible_to(member).filter(contact__membership=member)


def companys(contact: Contact, member: Membership) -> TicketQuerySet:
    """Give all of the company's tickets; the page is for company-wide contacts."""
    return Ticket.objects.all().visible_to(member).filter(customer=contact.customer)


def _shaped(tickets: TicketQuerySet) -> TicketQuerySet:
    running = SlaClock.objects.filter(state=SlaClock.State.RUNNING)
    return tickets.select_related("contact").prefetch_related(Prefetch("clocks", running))


def _rows(tickets: Iterable[Ticket], now: datetime, zone: ZoneInfo) -> list[Row]:
    return [_row(ticket, now, zone) for ticket in tickets]


def _row(ticket: Ticket, now: datetime, zone: ZoneInfo) -> Row:
    clock = next_clock(list(ticket.clocks.all()))
    deadline, state = _deadline(ticket, clock, now, zone)
    return Row(
        number=ticket.number,
        subject=ticket.subject,
        severity=ticket.severity,
        severity_word=str(Severity(ticket.severity).label),
        status=status_text(ticket),
        who=ticket.contact.name if ticket.contact else "",
        opened=formats.full_date(ticket.opened_at, zone),
        deadline=deadline,
        state=state,
    )


def _deadline(ticket: Ticket, clock: SlaClock | None, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    if not ticket.is_open:
        return "", ""
    if clock is not None:
        state = "over" if now > clock.due_at else "risk" if now >= clock.risk_at else "ok"
        return f"{waits_for(clock.metric, is_late=state == 'over')} {formats.near_time(clock.due_at, now, zone)}", state
    return (_("No time promised"), "") if ticket.policy_version_id is None else ("", "")
