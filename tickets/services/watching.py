"""Who else is told of a ticket is changed at the desk, and the trail says by whom."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Membership
from contracts.models import Contact
from tickets.models import Ticket, TicketEvent, TicketWatcher
from tickets.services.adding import adding
from tickets.services.events import record
from tickets.services.watchers import add_watcher, remove_watcher


def watch(
    *,
    ticket: Ticket,
    actor: Membership,
    now: datetime,
    contact: Contact | None = None,
    membership: Membership | None = None,
    email: str = "",
) -> TicketWatcher:
    """Let a contact, a colleague or an outside address be told; ValidationError as add_watcher has it."""
    with adding(ticket) as current:
        watcher, is_new = add_watcher(
            ticket=current, actor=actor, now=now, contact=contact, membership=membership, email=email
        )
        if is_new:
            record(current, TicketEvent.Kind.WATCHERS, actor=actor, now=now, added=name_of(watcher))
    return watcher


def unwatch(*, watcher: TicketWatcher, actor: Membership | None, now: datetime) -> None:
    """Tell them no more; `actor` None: they have ended it themselves by one of the mails."""
    with adding(watcher.ticket) as current:
        if TicketWatcher.objects.filter(pk=watcher.pk).exists():
            record(
                current,
                TicketEvent.Kind.WATCHERS,
                actor=actor,
                contact=None if actor else watcher.contact,
                now=now,
                removed=name_of(watcher),
            )
            remove_watcher(watcher=watcher)


def copy_to(ticket: Ticket, addresses: Iterable[str], *, actor: Membership | None, now: datetime) -> None:
    """Let the addresses of a reply's Cc watch from this reply on; inside that change, before the mails are queued.

    An address of one of the customer's contacts is that contact; the ticket's own is told anyway.
    """
    wanted = {address.strip().lower() for address in addresses} - {""}
    if ticket.contact is not None:
        wanted.discard(ticket.contact.email.lower())
    if not wanted:
        return
    known = {
        contact.email.lower(): contact
        for contact in Contact.objects.filter(customer=ticket.customer_id, left_at=None).exclude(email="")
        if contact.email.lower() in wanted
    }
    for address in sorted(wanted):
        contact = known.get(address)
        watcher, is_new = add_watcher(
            ticket=ticket, actor=actor, now=now, contact=contact, email="" if contact else address
        )
        if is_new:
            record(ticket, TicketEvent.Kind.WATCHERS, actor=actor, now=now, added=name_of(watcher))


def name_of(watcher: TicketWatcher) -> str:
    """Give who it is."""
    if watcher.contact is not None:
        return watcher.contact.name
    return watcher.membership.user.name if watcher.membership else watcher.email
