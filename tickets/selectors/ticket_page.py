"""Everything the ticket page shows."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from contracts.models import Contract
from tickets.models import SlaClock, Ticket
from tickets.selectors.beside import Beside, beside, with_beside
from tickets.selectors.choices import Choices, desk_choices
from tickets.selectors.clock_card import ClockCard, clock_card
from tickets.selectors.clocks import ClockBook
from tickets.selectors.customers import day_text
from tickets.selectors.next_up import NextUp, next_up_rows, next_up_tickets
from tickets.selectors.policies import policy_text, with_match
from tickets.selectors.queue import with_unread
from tickets.selectors.relations import Relations, relations
from tickets.selectors.remote_sessions import SessionRow, session_rows
from tickets.selectors.trail import Trail, trail


@dataclass(frozen=True)
class TicketPage:
    """One ticket, read at one moment by one member."""

    ticket: Ticket
    trail: Trail
    card: ClockCard
    openings: dict[str, list[tuple[int, int]]]
    next_up: list[NextUp]
    choices: Choices
    contract_text: str
    policy_text: str
    open_tickets: int
    follow_up_of: str
    relations: Relations
    sessions: list[SessionRow]
    billable_from: str
    beside: Beside


def find_ticket(number: int, member: Membership) -> Ticket | None:
    """Give the ticket if this member may see it, with what its page shows and how far they have read.

    What few tickets have (an incident, a partner, a personal consultant…) costs those a query of its own: with all of
    it joined, the database took thirty times as long to plan the query as to run it.
    """
    tickets = with_beside(with_match(with_unread(Ticket.objects.visible_to(member).filter(number=number), member)))
    found = (
        tickets.select_related(
            "customer", "contact", "product", "contract__plan", "contract__plan_version", "assignee__user", "team"
        )
        .defer("search")
        .first()
    )
    if found is not None:
        found.tenant = member.tenant
    return found


def ticket_page(ticket: Ticket, *, member: Membership, now: datetime) -> TicketPage:
    """Give the page of a ticket from `find_ticket`."""
    zone = ZoneInfo(member.tenant.zone)
    following = next_up_tickets(member=member, now=now)
    keys = {ticket.pk, *(other.pk for other in following)}
    rows = SlaClock.objects.filter(ticket__in=keys).select_related("policy_version")
    book = ClockBook(rows, now=now, zone=zone)
    main = book.main(ticket.pk)
    readings = {other.pk: book.main(other.pk) for other in following}
    others = book.others(ticket.pk, main)
    clocks = [*([main] if main else []), *others]
    related = relations(ticket, member)
    return TicketPage(
        ticket=ticket,
        trail=trail(
            ticket,
            now=now,
            zone=zone,
            clocks=clocks,
            reader=member.pk,
            seen_at=getattr(ticket, "seen_at", None),
            related=related,
        ),
        card=clock_card(ticket, book, main, now=now, zone=zone),
        openings=book.openings([*clocks, *(reading for reading in readings.values() if reading)]),
        next_up=next_up_rows(following, readings, current=ticket.pk, now=now, zone=zone),
        choices=desk_choices(),
        contract_text=contract_text(ticket.contract),
        policy_text=policy_text(ticket),
        open_tickets=_open_tickets(ticket, member),
        follow_up_of=reverse("desk:ticket", args=[ticket.follow_up_of.number]) if ticket.follow_up_of else "",
        relations=related,
        sessions=session_rows(ticket, now=now, zone=zone),
        beside=beside(ticket, member=member, now=now, zone=zone),
        billable_from=formats.near_time(ticket.billable_from, now, zone) if ticket.billable_from else "",
    )


def _open_tickets(ticket: Ticket, member: Membership) -> int:
    mine = Ticket.objects.visible_to(member).filter(customer=ticket.customer_id)
    counted: int = mine.aggregate(n=Count("pk", filter=Q(status__in=Ticket.OPEN_STATUSES)))["n"]
    return counted


def contract_text(contract: Contract | None) -> str:
    """Give the plan and its last day."""
    if contract is None:
        return _("none: nothing is promised")
    if contract.ends_on is None:
        return contract.plan.name
    return _("%(plan)s until %(date)s") % {"plan": contract.plan.name, "date": day_text(contract.ends_on)}
