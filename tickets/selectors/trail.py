"""A ticket's conversation: messages, notes and events in the order in which they came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from accounts.markdown import named_pictures, to_html
from accounts.tenancy.prepared import Prepared
from tickets.models import Attachment, Message, Ticket, TicketEvent
from tickets.selectors.clocks import Reading
from tickets.selectors.event_words import ICONS, SILENT, event_text, start_words
from tickets.selectors.pictures import picture_addresses
from tickets.selectors.relations import Relations

UPDATE_ICON = "dots"
MOST_QUOTED = 20_000


@dataclass(frozen=True)
class MessageItem:
    """What `talk_message` draws."""

    id: int
    kind: str
    author: str
    via: str
    time: str
    iso: str
    body: SafeString
    origin: str
    files: list[dict[str, object]]
    quoted: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class EventItem:
    """What `talk_event` draws."""

    icon: str
    text: str
    time: str
    iso: str
    is_update: bool = False


@dataclass(frozen=True)
class Entry:
    """A message or an event; `new` is the number of unread messages, at the first of them."""

    at: datetime
    message: MessageItem | None = None
    event: EventItem | None = None
    new: int = 0


@dataclass
class Trail:
    """The conversation, and how much of it the reader has not seen."""

    entries: list[Entry] = field(default_factory=list)
    unread: int = 0


def trail(
    ticket: Ticket,
    *,
    now: datetime,
    zone: tzinfo,
    clocks: Iterable[Reading],
    reader: int,
    seen_at: datetime | None,
    related: Relations | None = None,
) -> Trail:
    """Give the trail for a member at the desk, notes included. Three queries, four where other tickets are linked.

    `related` names the merged tickets, whose messages stand among this one's, by time.
    """
    merged = {one.pk: one.number for one in related.merged} if related else {}
    messages = _MESSAGES.rows(ticket.pk, shape=bool(merged))
    files: dict[int, list[Attachment]] = {}
    for file in _FILES.rows(ticket.pk, shape=bool(merged)):
        files.setdefault(file.message_id, []).append(file)
    events = _EVENTS.rows(ticket.pk)
    unread = [m for m in messages if seen_at is not None and m.at > seen_at and m.author_id != reader]
    first = unread[0].pk if unread else None
    words = _start_words(clocks)
    links = _follow_ups(events)
    entries = [
        Entry(
            message.at,
            message=_message(message, files.get(message.pk, []), ticket, merged.get(message.ticket_id, 0), now, zone),
            new=len(unread) if message.pk == first else 0,
        )
        for message in messages
    ]
    entries += [Entry(event.at, event=_event(event, links, words, now, zone)) for event in events]
    # An event of the same instant tells what the message did, so it comes after it.
    entries.sort(key=lambda entry: (entry.at, entry.event is not None))
    return Trail(list(_grouped(entries, now, zone)), len(unread))


def last_messages(ticket: Ticket, *, most: int, now: datetime, zone: tzinfo) -> list[MessageItem]:
    """Give the newest messages in the order in which they came, those of merged tickets among them. Three queries."""
    merged: dict[int, int] = dict(Ticket.objects.filter(merged_into=ticket).values_list("pk", "number"))
    found = Message.objects.filter(ticket__in=[ticket.pk, *merged]).select_related("author__user", "contact")
    newest = found.prefetch_related("attachments").order_by("-at", "-pk")[:most]
    return [
        _message(message, list(message.attachments.all()), ticket, merged.get(message.ticket_id, 0), now, zone)
        for message in reversed(newest)
    ]


def _messages(has_merged: bool, ticket: int) -> QuerySet[Message]:
    named = ("author__user__name", "contact__name")
    rows = Message.objects.filter(ticket__in=_with_merged(has_merged, ticket))
    rows = rows.select_related("author__user", "contact").order_by("at", "pk")
    return rows.only("ticket_id", "kind", "channel", "text", "quoted", "sender", "doubt", "at", *named)


def _with_merged(has_merged: bool, ticket: int) -> Any:
    return Ticket.objects.filter(Q(pk=ticket) | Q(merged_into=ticket)).values("pk") if has_merged else [ticket]


def _events(_shape: None, ticket: int) -> QuerySet[TicketEvent]:
    named = ("actor__user__name", "contact__name")
    rows = TicketEvent.objects.filter(ticket=ticket).exclude(kind__in=SILENT).select_related("actor__user", "contact")
    return rows.only("ticket_id", "kind", "at", "data", *named).order_by("at", "pk")


def _files(has_merged: bool, ticket: int) -> QuerySet[Attachment]:
    return Attachment.objects.filter(message__ticket__in=_with_merged(has_merged, ticket)).order_by("pk")


_MESSAGES, _EVENTS, _FILES = Prepared(_messages), Prepared(_events), Prepared(_files)


def _grouped(entries: list[Entry], now: datetime, zone: tzinfo) -> Iterator[Entry]:
    """Draw updates of the other system that follow on one another as one line, with their days."""
    for is_update, group in groupby(entries, lambda entry: entry.event is not None and entry.event.is_update):
        run = list(group)
        if is_update and len(run) > 1:
            yield _run(run, now, zone)
        else:
            yield from run


def _run(run: list[Entry], now: datetime, zone: tzinfo) -> Entry:
    first, last = run[0], run[-1]
    days = dict.fromkeys(formats.short_date(entry.at, now, zone) for entry in (first, last))
    words = ngettext("%(count)d update in the other system", "%(count)d updates in the other system", len(run))
    iso = last.at.astimezone(zone).isoformat(timespec="minutes")
    return Entry(last.at, event=EventItem(UPDATE_ICON, words % {"count": len(run)}, " – ".join(days), iso))


def _message(
    message: Message, files: list[Attachment], ticket: Ticket, origin: int, now: datetime, zone: tzinfo
) -> MessageItem:
    return MessageItem(
        id=message.pk,
        kind={"reply": "agent"}.get(message.kind, message.kind),
        author=message.author_name or _("The system"),
        via=_via(message, ticket),
        time=_time(message.at, now, zone),
        iso=message.at.astimezone(zone).isoformat(timespec="minutes"),
        body=to_html(message.text, picture_addresses(files)),
        origin=origin_words(origin),
        files=[
            {
                "name": file.name,
                "size": file.size,
                "url": reverse("attachments:download", args=[file.pk]),
                "held": file.held_words,
            }
            for file in files
        ],
        quoted=quoted_html(message.quoted),
        doubt=message.doubt,
    )


def quoted_html(quoted: str) -> SafeString:
    """Give what a mail repeats of earlier ones, as far as anybody reads it; pictures by their names."""
    return to_html(named_pictures(quoted[:MOST_QUOTED])) if quoted else SafeString("")


def origin_words(number: int) -> str:
    """Say from which merged ticket a message is; nothing for one of the ticket's own."""
    return _("from ticket %(number)s") % {"number": number} if number else ""


def _via(message: Message, ticket: Ticket) -> str:
    if message.kind == Message.Kind.REPLY:
        return _("to %(name)s") % {"name": ticket.contact.name} if ticket.contact else ""
    return {
        Ticket.Channel.PORTAL: _("by the portal"),
        Ticket.Channel.EMAIL: _("by e-mail"),
        Ticket.Channel.PHONE: _("by telephone"),
        Ticket.Channel.API: _("by another system"),
    }.get(Ticket.Channel(message.channel) if message.channel in Ticket.Channel.values else Ticket.Channel.OTHER, "")


def _event(event: TicketEvent, links: dict[int, tuple[int, str]], words: str, now: datetime, zone: tzinfo) -> EventItem:
    return EventItem(
        icon=ICONS.get(event.kind, UPDATE_ICON),
        text=event_text(event, follow_ups=links, start_words=words),
        time=_time(event.at, now, zone),
        iso=event.at.astimezone(zone).isoformat(timespec="minutes"),
        is_update=event.kind == TicketEvent.Kind.UPDATED,
    )


def _time(at: datetime, now: datetime, zone: tzinfo) -> str:
    return formats.near_time(at, now, zone)


def _start_words(clocks: Iterable[Reading]) -> str:
    for reading in clocks:
        if reading.row.metric == "start" and reading.row.stopped_at:
            return start_words(met=reading.state == "met", used=reading.used, target=reading.target_text)
    return ""


def _follow_ups(events: list[TicketEvent]) -> dict[int, tuple[int, str]]:
    keys = [event.data["ticket"] for event in events if event.data.get("ticket")]
    if not keys:
        return {}
    numbers: Any = Ticket.objects.filter(pk__in=keys).values_list("pk", "number")
    return {pk: (number, reverse("desk:ticket", args=[number])) for pk, number in numbers}
