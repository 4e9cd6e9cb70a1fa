"""What a member is told of: notifications and alerts in one list, and their number beside the bell."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from accounts.tenancy.prepared import Prepared
from contracts.models import Contract, ContractEvent
from contracts.selectors.reminders import reminder_text
from contracts.selectors.timeline import event_text
from tickets.models import Alert, Notification, Ticket, TicketEvent
from tickets.selectors.alerts import alert_words, tone_of

SHOWN = 50
MOST_COUNTED = 100
_EXCERPT = 160
# What asks for a call leads to it; the page is of an app above, known by its name.
CALLS = (Notification.Kind.REMARK, Notification.Kind.CALL)


@dataclass(frozen=True)
class NoticeRow:
    """One notification or alert, every text ready. `key` names it in forms; `css` is what an alert warned of.

    `number` is 0 where it is about a contract and not about a ticket.
    """

    key: str
    at: datetime
    number: int
    url: str
    subject: str
    customer: str
    text: str
    excerpt: str
    css: str
    time: str
    is_unread: bool


def unread_notices(member: Membership) -> int:
    """Give the number of unread notifications and alerts, counted no further than MOST_COUNTED. One query."""
    return len(_UNREAD.rows(member.pk))


def _unread(_shape: None, member: int) -> QuerySet[Any, tuple[int]]:
    told = Notification.objects.filter(receiver=member, read_at=None).values_list("pk")
    alerts = Alert.objects.filter(receiver=member, read_at=None).values_list("pk")
    return told[:MOST_COUNTED].union(alerts[:MOST_COUNTED], all=True)[:MOST_COUNTED]


_UNREAD = Prepared(_unread)


def my_notices(member: Membership, *, now: datetime, unread_only: bool = False) -> list[NoticeRow]:
    """Give the latest notifications and alerts about tickets the member may see, the unread first. Two queries."""
    zone = ZoneInfo(member.tenant.zone)
    seen = Q(ticket__in=Ticket.objects.visible_to(member).values("pk"))
    mine: dict[str, Any] = {"receiver": member} | ({"read_at": None} if unread_only else {})
    told = with_words(Notification.objects.filter(seen | Q(ticket=None), **mine))
    alerts = Alert.objects.filter(seen, **mine).select_related("ticket__customer", "clock")
    unread_first = F("read_at").desc(nulls_first=True)
    rows = [_told(item, now, zone) for item in told.order_by(unread_first, "-pk")[:SHOWN]]
    rows += [_alert(item, now, zone) for item in alerts.order_by(unread_first, "-pk")[:SHOWN]]
    return sorted(rows, key=lambda row: (row.is_unread, row.at), reverse=True)


def with_words(notifications: QuerySet[Notification]) -> QuerySet[Notification]:
    """Bring along what `notice_text` and `excerpt` read."""
    related = ("ticket__customer", "event__actor__user", "event__contact", "event__message")
    contract = ("contract_event__contract__customer", "contract_event__contract__plan")
    return notifications.select_related(*related, *contract)


def heading(item: Notification) -> str:
    """Give what it is about: a ticket's number and subject, or a contract's customer and plan."""
    if item.ticket is not None:
        return f"{item.ticket.number} {item.ticket.subject}"
    contract = _contract(item)
    return f"{contract.customer.name}: {contract.plan.name}"


def address(item: Notification) -> tuple[str, int]:
    """Give the name of the page about it, and the page's argument."""
    if item.ticket is None:
        return "desk:contract", _contract(item).pk
    return "surveys:call_of_ticket" if item.kind in CALLS else "desk:ticket", item.ticket.number


def notice_text(item: Notification) -> str:
    """Say in a sentence what happened, in the active language."""
    if item.kind == Notification.Kind.QUOTA:
        customer = item.ticket.customer if item.ticket else _contract(item).customer
        return _("A quota of %(customer)s is nearly or quite used.") % {"customer": customer.name}
    if item.ticket is None:
        told = _event_of_contract(item)
        return event_text(told) if told.kind == ContractEvent.Kind.VIRUS else reminder_text(told)
    event = item.event
    words = {
        Notification.Kind.ASSIGNED: _("%(name)s assigned the ticket to you."),
        Notification.Kind.HANDED_OVER: _("%(name)s handed the ticket over to you."),
        Notification.Kind.MENTIONED: _("%(name)s named you in a note."),
        Notification.Kind.ANSWERED: _("%(name)s wrote."),
        Notification.Kind.WRITTEN: _("%(name)s wrote a note."),
        Notification.Kind.REOPENED: _("%(name)s opened the ticket again."),
        Notification.Kind.UNASSIGNED: _("A ticket of your team belongs to nobody."),
        Notification.Kind.REMARK: _("%(customer)s is dissatisfied and should be called."),
        Notification.Kind.CALL: _("The call to %(customer)s is due today."),
    }[Notification.Kind(item.kind)]
    if item.kind == Notification.Kind.WRITTEN and event and event.kind == TicketEvent.Kind.REPLIED:
        words = _("%(name)s answered the customer.")
    return words % {"name": _who(event), "customer": item.ticket.customer.name}


def excerpt(item: Notification) -> str:
    """Give the beginning of what was written, on one line."""
    message = item.event.message if item.event else None
    return Truncator(" ".join(message.text.split())).chars(_EXCERPT) if message else ""


def _who(event: TicketEvent | None) -> str:
    if event and event.contact:
        return event.contact.name
    return event.actor.user.name if event and event.actor else _("The system")


def _event_of_contract(item: Notification) -> ContractEvent:
    if item.contract_event is None:
        raise ValueError("a notification is about a ticket or a contract")
    return item.contract_event


def _contract(item: Notification) -> Contract:
    return _event_of_contract(item).contract


def _told(item: Notification, now: datetime, zone: ZoneInfo) -> NoticeRow:
    message = item.event.message_id if item.event else None
    name, argument = address(item)
    ticket, contract = item.ticket, None if item.ticket else _contract(item)
    return NoticeRow(
        key=f"n{item.pk}",
        at=item.created_at,
        number=ticket.number if ticket else 0,
        url=reverse(name, args=[argument]) + (f"#m{message}" if message else ""),
        subject=ticket.subject if ticket else contract.plan.name if contract else "",
        customer=ticket.customer.name if ticket else contract.customer.name if contract else "",
        text=notice_text(item),
        excerpt=excerpt(item),
        css="",
        time=formats.near_time(item.created_at, now, zone),
        is_unread=item.read_at is None,
    )


def _alert(item: Alert, now: datetime, zone: ZoneInfo) -> NoticeRow:
    return NoticeRow(
        key=f"a{item.pk}",
        at=item.raised_at,
        number=item.ticket.number,
        url=_url(item.ticket),
        subject=item.ticket.subject,
        customer=item.ticket.customer.name,
        text=alert_words(item.step, item.clock.metric),
        excerpt=_("Deadline %(time)s") % {"time": formats.near_time(item.due_at, now, zone)},
        css=tone_of(item),
        time=formats.near_time(item.raised_at, now, zone),
        is_unread=item.read_at is None,
    )


def _url(ticket: Ticket) -> str:
    return reverse("desk:ticket", args=[ticket.number])
