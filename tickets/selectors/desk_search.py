"""The desk's search: the best tickets by words, the reason why each was found, with the words marked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from accounts.tenancy.context import require_tenant_id
from contracts.models import Contact
from tickets.models import Message, Ticket
from tickets.selectors.search_filters import SearchFilter
from tickets.selectors.search_hits import BEGINNING, CONTACT, PART, Hit, hits_of

PAGE = 20
# The newest so many that match are ranked: what is not among them needs another word or a filter.
MOST = 200
# Two letters of Unicode's private area, which are taken out of the text before they are put around the words.
BEGIN, END = "\ue000", "\ue001"
_MARKS = f"StartSel={BEGIN}, StopSel={END}"
_WHY = f"""
WITH q AS (
    SELECT CASE WHEN querytree(words) IN ('', 'T') THEN words
        ELSE replace(querytree(words), ' & ', ' | ')::tsquery END AS q
    FROM (SELECT CASE WHEN %(beginnings)s THEN coalesce(search_beginnings(%(words)s), search_queries(%(words)s))
        ELSE search_queries(%(words)s) END AS words) asked
), t AS (
    SELECT t.id, t.tenant_id, t.subject, left(t.solution, 8000) AS solution, e.vector,
        text_config(coalesce(nullif(c.language, ''), %(language)s)) AS config
    FROM tickets_ticket t
    JOIN tickets_searchentry e ON e.tenant_id = t.tenant_id AND e.ticket_id = t.id
    LEFT JOIN contracts_contact c ON c.tenant_id = t.tenant_id AND c.id = t.contact_id
    WHERE t.tenant_id = %(tenant)s AND t.id = ANY(%(ids)s)
)
SELECT t.id, ts_headline(t.config, translate(t.subject, %(marks)s, ''), q.q, '{_MARKS}, HighlightAll=true'),
    CASE WHEN ts_filter(t.vector, '{{b}}') @@ q.q AND to_tsvector(t.config, t.solution) @@ q.q
        THEN ts_headline(t.config, translate(t.solution, %(marks)s, ''), q.q, '{_MARKS}, MaxWords=32, MinWords=16') END,
    m.id, CASE WHEN m.id IS NOT NULL
        THEN ts_headline(t.config, translate(m.text, %(marks)s, ''), q.q, '{_MARKS}, MaxWords=32, MinWords=16') END
FROM t CROSS JOIN q LEFT JOIN LATERAL (
    SELECT * FROM (
        SELECT m.id, left(m.text, 8000) AS text, m.at FROM tickets_message m
        WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id AND (%(notes)s OR m.kind <> 'note')
            AND ts_filter(t.vector, '{{c,d}}') @@ q.q AND left(m.text, 8000) <> t.solution
        ORDER BY m.at DESC, m.id DESC LIMIT 30
    ) newest WHERE to_tsvector(t.config, newest.text) @@ q.q ORDER BY newest.at DESC, newest.id DESC LIMIT 1
) m ON true
"""  # noqa: S608 - the marks are two fixed letters


@dataclass(frozen=True)
class Place:
    """Where the words were found: what and by whom, when, and some of the text with the words marked."""

    what: str
    when: str
    text: SafeString
    url: str
    is_note: bool = False


@dataclass(frozen=True)
class Found:
    """One ticket."""

    ticket: Ticket
    url: str
    subject: SafeString
    opened: str
    places: list[Place]


@dataclass
class SearchPage:
    """Some of what was found. `is_cut`: more match than are ranked; `is_part`: some only by a part of a word."""

    rows: list[Found] = field(default_factory=list)
    count: int = 0
    is_cut: bool = False
    is_part: bool = False
    previous: int | None = None
    next: int | None = None


def search(asked: SearchFilter, *, member: Membership, now: datetime, page: int = 1) -> SearchPage:
    """Give one page of hits, the best first: by rank and age. The ticket with that number, the tickets of the contact
    with that address lead.
    """
    if not asked.q:
        return SearchPage()
    hits = found_hits(asked, member=member, now=now, most=MOST)
    number = asked.q.removeprefix("#")
    begin = (page - 1) * PAGE
    if hits and number.isascii() and number.isdigit() and len(number) < 9:
        named = Ticket.objects.filter(number=int(number), pk__in=[hit.ticket for hit in hits]).values_list(
            "pk", flat=True
        )
        hits.sort(key=lambda hit: hit.ticket not in named)
    shown = hits[begin : begin + PAGE]
    return SearchPage(
        rows=_explained(shown, asked, member),
        count=len(hits),
        is_cut=len(hits) >= MOST,
        is_part=any(hit.how in (BEGINNING, PART) for hit in hits),
        previous=page - 1 if page > 1 else None,
        next=page + 1 if begin + PAGE < len(hits) else None,
    )


def found_hits(asked: SearchFilter, *, member: Membership, now: datetime, most: int) -> list[Hit]:
    """Give the newest tickets that match, at most so many, the best first. There are words."""
    return hits_of(asked.q, asked.wanted(member, now) | _contacts(asked.q), most=most)


def _contacts(words: str) -> dict[str, Any]:
    """Name the contacts with this e-mail address, where it is one."""
    if "@" not in words or " " in words:
        return {}
    found = Contact.objects.filter(email__iexact=words).values_list("pk", flat=True)
    return {"contacts": list(found)} if found else {}


def _explained(hits: Sequence[Hit], asked: SearchFilter, member: Membership) -> list[Found]:
    ids = [hit.ticket for hit in hits]
    visible = Ticket.objects.visible_to(member).filter(pk__in=ids).select_related("customer", "contact")
    tickets = {ticket.pk: ticket for ticket in visible}
    why = _why(ids, asked, member, beginnings=any(hit.how == BEGINNING for hit in hits))
    keys = [message for _subject, _solution, message, _text in why.values() if message]
    about = Message.objects.filter(pk__in=keys).select_related("author__user", "contact")
    messages = {message.pk: message for message in about}
    zone = ZoneInfo(member.tenant.zone)
    rows = []
    for hit in hits:
        ticket = tickets.get(hit.ticket)
        if ticket is None:
            continue
        subject, solution, key, text = why[ticket.pk]
        url = reverse("desk:ticket", args=[ticket.number])
        places = [Place(_("Solution"), "", marked(solution), url)] if solution else []
        if key:
            places.append(_message_place(messages[key], text or "", url, zone))
        if hit.how == CONTACT and ticket.contact:
            places.insert(
                0,
                Place(
                    _("E-mail address of %(name)s") % {"name": ticket.contact.name},
                    "",
                    _part(ticket.contact.email, asked.q),
                    url,
                ),
            )
        is_part = hit.how == PART
        shown = _part(ticket.subject, asked.q) if is_part else marked(subject)
        rows.append(Found(ticket, url, shown, formats.full_date(ticket.opened_at, zone), places))
    return rows


def _message_place(message: Message, text: str, url: str, zone: ZoneInfo) -> Place:
    is_note = message.kind == Message.Kind.NOTE
    who = {"name": message.author_name}
    what = _("Note by %(name)s") % who if is_note else _("Message from %(name)s") % who
    return Place(what, formats.full_date(message.at, zone), marked(text), f"{url}#m{message.pk}", is_note)


def _why(
    ids: list[int], asked: SearchFilter, member: Membership, *, beginnings: bool
) -> dict[int, tuple[str, str | None, int | None, str | None]]:
    """Give subject, solution, and key and text of the newest message with a word of it, marked, by ticket."""
    values: dict[str, int | str | bool | list[int]] = {
        "tenant": require_tenant_id(),
        "ids": ids,
        "words": asked.q,
        "beginnings": beginnings,
        "language": member.tenant.language,
        "marks": BEGIN + END,
        "notes": not asked.notes,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WHY, values)
        return {row[0]: row[1:] for row in cursor.fetchall()}


def marked(text: str) -> SafeString:
    """Give a text of the database's with our two signs around words as HTML: escaped first, then marked."""
    return SafeString(escape(text).replace(BEGIN, "<mark>").replace(END, "</mark>"))


def _part(text: str, part: str) -> SafeString:
    """Mark the first place of a part in a text, whatever the case of its letters."""
    at = text.casefold().find(part.casefold())
    if at < 0 or len(text) != len(text.casefold()):
        return escape(text)
    end = at + len(part)
    return marked(f"{text[:at]}{BEGIN}{text[at:end]}{END}{text[end:]}")
