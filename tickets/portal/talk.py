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
from sla.models import Metric, Severity
from tickets.markdown import to_html
from tickets.models import Attachment, Message, SlaClock, Ticket, TicketEvent

Kind = TicketEvent.Kind
SHOWN = (
    Kind.STARTED, Kind.STATUS, Kind.SEVERITY, Kind.SEVERITY_ASKED, Kind.ASSIGNED, Kind.HANDED_OVER, Kind.OUT_OF_SCOPE,
    Kind.RESOLVED, Kind.REOPENED, Kind.CLOSED, Kind.FOLLOWED_UP,
)  # fmt: skip
Text = tuple[str, Any]


def talk(ticket: Ticket, clocks: Sequence[SlaClock], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Give messages and events in order, each as {"message": …} or {"event": …} for its component. 3–4 queries.

    Notes are left out by the query: neither they nor their files ever reach the portal.
    """
    files = Prefetch("attachments", Attachment.objects.order_by("pk"))
    messages = (
        ticket.messages.exclude(kind=Message.Kind.NOTE)
        .select_related("author__user", "contact")
        .prefetch_related(files)
    )
    events = ticket.events.filter(kind__in=SHOWN).select_related("actor__user")
    follow_ups = _follow_ups(ticket, events)
    # What an event says stands under the message written with it.
    lines: list[tuple[datetime, int, int, dict[str, Any]]] = [
        (message.at, 0, message.pk, {"message": _message(message, ticket, zone)}) for message in messages
    ]
    for event in events:
        said = _event(event, clocks, follow_ups, zone)
        if said:
            icon, text = said
            time = weekday_time(event.at, zone)
            shown = {"icon": icon, "text": text, "time": time, "iso": event.at.isoformat()}
            lines.append((event.at, 1, event.pk, {"event": shown}))
    return [line[3] for line in sorted(lines, key=lambda line: line[:3])]


def _message(message: Message, ticket: Ticket, zone: ZoneInfo) -> dict[str, Any]:
    is_ours = message.kind == Message.Kind.REPLY
    return {
        "id": message.pk,
        "kind": "agent" if is_ours else "customer",
        "author": message.author_name,
        "via": ticket.customer.tenant.name if is_ours else "",
        "time": weekday_time(message.at, zone),
        "iso": message.at.isoformat(),
        "body": to_html(message.text),
        "files": [
            {"name": file.name, "url": reverse("attachments:download", args=[file.pk]), "size": file.size}
            for file in message.attachments.all()
        ],
    }


def _event(event: TicketEvent, clocks: Sequence[SlaClock], follow_ups: dict[int, int], zone: ZoneInfo) -> Text | None:
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
        case Kind.REOPENED:
            return "undo", _("Opened again.")
        case Kind.CLOSED:
            return "check", _("You confirmed that it is solved.") if event.contact_id else _("Closed.")
        case Kind.FOLLOWED_UP:
            return "go", _follow_up(follow_ups.get(data.get("ticket", 0)))
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


def _follow_ups(ticket: Ticket, events: Sequence[TicketEvent] | Any) -> dict[int, int]:
    if not any(event.kind == Kind.FOLLOWED_UP for event in events):
        return {}
    return dict(ticket.follow_ups.values_list("pk", "number"))


def _follow_up(number: int | None) -> str:
    if number is None:
        return _("It goes on in a follow-up ticket.")
    link = format_html('<a href="{}">{}</a>', reverse("portal:ticket", args=[number]), number)
    return format_html(_("It goes on in the follow-up ticket {number}."), number=link)
