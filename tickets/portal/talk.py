"""The conversation as the customer sees it: public messages, and what happened that matters to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import formats
from accounts.formats import weekday_time
from accounts.markdown import to_html
from sla.models import Metric, Severity
from tickets.models import Attachment, Message, SlaClock, Ticket, TicketEvent
from tickets.selectors.pictures import picture_addresses
from tickets.selectors.trail import origin_words, quoted_html

Kind = TicketEvent.Kind
SHOWN = (
    Kind.STARTED, Kind.STATUS, Kind.SEVERITY, Kind.SEVERITY_ASKED, Kind.ASSIGNED, Kind.HANDED_OVER, Kind.OUT_OF_SCOPE,
    Kind.RESOLVED, Kind.REOPENED, Kind.CLOSED, Kind.FOLLOWED_UP, Kind.TOOK_IN, Kind.GAVE_BACK, Kind.UNMERGED,
    Kind.SPLIT, Kind.REMOTE_BEGUN, Kind.CONTACTED,
)  # fmt: skip
Text = tuple[str, Any]
# By key: the ticket's number, and the key of the one that it is merged into.
Numbers = dict[int, tuple[int, int | None]]


def talk(ticket: Ticket, clocks: Sequence[SlaClock], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Give messages and events in order, each as {"message": …} or {"event": …} for its component. 3–5 queries.

    Notes are left out by the query: neither they nor their files ever reach the portal. Messages of tickets merged into
    this one (always the same customer's) stand among its own, by time.
    """
    files = Prefetch("attachments", Attachment.objects.order_by("pk"))
    events = ticket.events.filter(kind__in=SHOWN).select_related("actor__user")
    numbers = _numbers(ticket, events)
    merged = [key for key, (_number, into) in numbers.items() if into == ticket.pk]
    messages = (
        Message.objects.filter(ticket__in=[ticket.pk, *merged])
        .exclude(kind=Message.Kind.NOTE)
        .select_related("author__user", "contact")
        .prefetch_related(files)
    )
    # What an event says stands under the message written with it.
    lines: list[tuple[datetime, int, int, dict[str, Any]]] = [
        (message.at, 0, message.pk, {"message": _message(message, ticket, numbers, zone)}) for message in messages
    ]
    for event in events:
        said = _event(event, clocks, numbers, zone)
        if said:
            icon, text = said
            time = weekday_time(event.at, zone)
            shown = {"icon": icon, "text": text, "time": time, "iso": event.at.isoformat()}
            lines.append((event.at, 1, event.pk, {"event": shown}))
    return [line[3] for line in sorted(lines, key=lambda line: line[:3])]


def _message(message: Message, ticket: Ticket, numbers: Numbers, zone: ZoneInfo) -> dict[str, Any]:
    is_ours = message.kind == Message.Kind.REPLY
    return {
        "id": message.pk,
        "kind": "agent" if is_ours else "customer",
        "author": message.author_name,
        "via": ticket.customer.tenant.name if is_ours else "",
        "time": weekday_time(message.at, zone),
        "iso": message.at.isoformat(),
        "body": to_html(message.text, picture_addresses(message.attachments.all())),
        "origin": origin_words(numbers[message.ticket_id][0]) if message.ticket_id != ticket.pk else "",
        "files": [
            {
                "name": file.name,
                "url": reverse("attachments:download", args=[file.pk]),
                "size": file.size,
                "held": file.held_words,
            }
            for file in message.attachments.all()
        ],
        "quoted": quoted_html(message.quoted),
    }


def _event(event: TicketEvent, clocks: Sequence[SlaClock], numbers: Numbers, zone: ZoneInfo) -> Text | None:
    """Give an icon and a sentence, or None for what the customer need not read."""
    name, data = event.actor.user.name if event.actor else "", event.data
    match event.kind:
        case Kind.STARTED:
            return "clock", _started(name, clocks, zone)
        case Kind.STATUS:
            return _status(data.get("status", ""), clocks)
        case Kind.SEVERITY:
            words = {"severity": _severity(data["severity"]), "reason": data.get("reason", "")}
            return "warn", _("We decided that it is %(severity)s: %(reason)s") % words
        case Kind.SEVERITY_ASKED:
            words = {"severity": _severity(data["asked"]), "reason": data.get("reason", "")}
            return "warn", _("You asked for %(severity)s: %(reason)s") % words
        case Kind.ASSIGNED | Kind.HANDED_OVER:
            new = data.get("name")
            return ("user", _("%(name)s takes over.") % {"name": new}) if new else None
        case Kind.OUT_OF_SCOPE:
            return "stop", _("The contract does not cover this.")
        case Kind.RESOLVED:
            return "check", _("You said that it is solved.") if event.contact_id else _("Solved.")
        case Kind.CONTACTED:
            return "phone", _("%(name)s contacted you by telephone.") % {"name": name}
        case Kind.REOPENED:
            return "undo", _("Opened again.")
        case Kind.CLOSED:
            return "check", _("You confirmed that it is solved.") if event.contact_id else _("Closed.")
        case Kind.FOLLOWED_UP:
            return "go", _follow_up(_number_of(data, numbers))
        case Kind.TOOK_IN:
            return "go", _about(_("Ticket {number} is about the same and goes on here."), _number_of(data, numbers))
        case Kind.GAVE_BACK:
            return "undo", _about(_("Ticket {number} goes on by itself again."), _number_of(data, numbers))
        case Kind.UNMERGED:
            return "undo", _("This ticket goes on by itself again.")
        case Kind.SPLIT:
            return "go", _about(_("A part of it goes on in ticket {number}."), _number_of(data, numbers))
        case Kind.REMOTE_BEGUN:
            words = {"name": data.get("consent_by", ""), "purpose": data.get("purpose", "")}
            return "screen", _("Remote session with the consent of %(name)s: %(purpose)s") % words
    return None


def _severity(value: str) -> str:
    return str(Severity(value).label)


def _started(name: str, clocks: Sequence[SlaClock], zone: ZoneInfo) -> str:
    began = _("%(name)s started work.") % {"name": name} if name else _("Work started.")
    clock = next((clock for clock in clocks if clock.metric == Metric.START and clock.stopped_at), None)
    if clock is None:
        return began
    kept = clock.state == SlaClock.State.MET
    # Outside the f-string: extraction does not look into one.
    verdict = _("The deadline was %(time)s and was kept.") if kept else _("The deadline was %(time)s; we were late.")
    return f"{began} {verdict % {'time': formats.weekday_time(clock.due_at, zone)}}"


def _status(status: str, clocks: Sequence[SlaClock]) -> Text | None:
    if status == Ticket.Status.WAITING_CUSTOMER:
        if any(clock.metric == Metric.RESOLUTION for clock in clocks):
            return "wait", _("We wait for your answer. The time to a solution stands still meanwhile.")
        return "wait", _("We wait for your answer.")
    if status == Ticket.Status.WAITING_THIRD_PARTY:
        return "wait", _("We wait for somebody outside.")
    return None


def _numbers(ticket: Ticket, events: Sequence[TicketEvent] | Any) -> Numbers:
    """Give the customer's other tickets that the events name: number, and the ticket that goes on with each."""
    keys = {event.data["ticket"] for event in events if event.data.get("ticket")}
    if not keys:
        return {}
    # The customer's alone: what another customer has never reaches this page.
    others = Ticket.objects.filter(pk__in=keys, customer=ticket.customer_id)
    return {pk: (number, into) for pk, number, into in others.values_list("pk", "number", "merged_into")}


def _number_of(data: dict[str, Any], numbers: Numbers) -> int | None:
    return numbers.get(data.get("ticket", 0), (None, None))[0]


def _follow_up(number: int | None) -> str:
    if number is None:
        return _("It goes on in a follow-up ticket.")
    return _about(_("It goes on in the follow-up ticket {number}."), number)


def _about(sentence: str, number: int | None) -> str:
    if number is None:
        return format_html(sentence, number="")
    link = format_html('<a href="{}">{}</a>', reverse("portal:ticket", args=[number]), number)
    return format_html(sentence, number=link)
