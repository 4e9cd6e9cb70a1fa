"""Everything the ticket page shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from accounts.tenancy.prepared import Prepared
from contracts.models import Contract
from contracts.selectors.contract_page import day_text
from tickets.models import Ticket
from tickets.selectors.beside import Beside, beside, with_beside
from tickets.selectors.choices import Choices, kept_choices
from tickets.selectors.clock_card import ClockCard, clock_card
from tickets.selectors.clocks import ClockBook
from tickets.selectors.next_up import Following, next_up
from tickets.selectors.policies import policy_text, with_match
from tickets.selectors.queue import with_unread
from tickets.selectors.quotas import Quota, quotas_of
from tickets.selectors.relations import Relations, relations
from tickets.selectors.remote_sessions import SessionRow, session_rows
from tickets.selectors.trail import Trail, trail
from tickets.selectors.versions import versions_of


@dataclass(frozen=True)
class TicketPage:
    """One ticket, read at one moment by one member."""

    ticket: Ticket
    trail: Trail
    card: ClockCard
    openings: dict[str, list[tuple[int, int]]]
    following: Following
    current: str
    choices: Choices
    contract_text: str
    policy_text: str
    open_tickets: int
    follow_up_of: str
    relations: Relations
    sessions: list[SessionRow]
    billable_from: str
    beside: Beside
    quotas: list[Quota]


def find_ticket(number: int, member: Membership) -> Ticket | None:
    """Give the ticket if this member may see it, with what its page shows and how far they have read.

    What few tickets have (an incident, a partner, a personal consultant…) costs those a query of its own: with all of
    it joined, the database took thirty times as long to plan the query as to run it.
    """
    found = _FOUND.first(member.pk, number, shape=member.role)
    if found is not None:
        found.tenant = member.tenant
    return found


def _found(role: str, member: int, number: int) -> QuerySet[Ticket]:
    reader = Membership(pk=member, role=role)
    tickets = with_unread(Ticket.objects.visible_to(reader).filter(number=number), reader)
    related = ("customer", "contact", "product", "contract__plan_version", "contract__plan", "assignee__user", "team")
    return with_beside(with_match(tickets)).select_related(*related)[:1]


_FOUND = Prepared(_found)


def ticket_page(ticket: Ticket, *, member: Membership, now: datetime) -> TicketPage:
    """Give the page of a ticket from `find_ticket`."""
    zone = ZoneInfo(member.tenant.zone)
    versions, _names = versions_of(member.tenant.pk)
    following = next_up(member=member, now=now, versions=versions)
    book = ClockBook.of(ticket, now=now, zone=zone)
    main = book.main(ticket.pk)
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
        openings=book.openings(clocks) | following.openings,
        following=following,
        current=str(ticket.number),
        choices=kept_choices(versions),
        contract_text=contract_text(ticket.contract),
        policy_text=policy_text(ticket),
        open_tickets=_open_tickets(ticket, member),
        follow_up_of=reverse("desk:ticket", args=[ticket.follow_up_of.number]) if ticket.follow_up_of else "",
        relations=related,
        sessions=session_rows(ticket, now=now, zone=zone),
        beside=beside(ticket, member=member, now=now, zone=zone),
        quotas=quotas_of(ticket.contract, now.astimezone(zone).year) if ticket.contract else [],
        billable_from=formats.near_time(ticket.billable_from, now, zone) if ticket.billable_from else "",
    )


def _open_tickets(ticket: Ticket, member: Membership) -> int:
    return sum(count for (count,) in _OPEN.rows(ticket.customer_id, member.pk, shape=member.role))


def _open(role: str, customer: int, member: int) -> Any:
    # Counted by the index of open ones: a large customer has solved tickets by the thousand.
    mine = Ticket.objects.visible_to(Membership(pk=member, role=role)).open().filter(customer=customer)
    return mine.order_by().values("tenant").annotate(n=Count("pk")).values_list("n")


_OPEN: Prepared[Any] = Prepared(_open)


def contract_text(contract: Contract | None) -> str:
    """Give the plan and its last day."""
    if contract is None:
        return _("none: nothing is promised")
    if contract.ends_on is None or contract.runs_on:
        return contract.plan.name
    return _("%(plan)s until %(date)s") % {"plan": contract.plan.name, "date": day_text(contract.ends_on)}
