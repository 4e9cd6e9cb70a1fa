"""The inside of the queue's page. It is drawn once for all who see the same tickets in the same way, and kept until a
ticket, a name or the minute changes; what each reader has not read is put into its gaps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts import formats
from accounts.kept import keep, recall
from accounts.models import Membership
from tickets.desk.cells import GAP, lines
from tickets.models import SavedView
from tickets.selectors.chips import chips, controls
from tickets.selectors.choices import Choices
from tickets.selectors.queue import queue_page
from tickets.selectors.queue_columns import columns_of
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.queue_order import Place
from tickets.selectors.queue_unread import Heard, new_words, seen_by
from tickets.selectors.queue_views import Rail, view_label
from tickets.selectors.rotas import on_call_now
from tickets.selectors.today import today_rule
from tickets.selectors.versions import Versions


@dataclass(frozen=True)
class Asked:
    """What one reader asks of the queue. `address` is the page's, `stamp` what says that nothing has changed."""

    filter: QueueFilter
    opened: SavedView | None
    member: Membership
    after: str
    before: str
    address: str
    versions: Versions
    stamp: tuple[int, ...]

    @property
    def title(self) -> str:
        """Give the name of the list."""
        return self.opened.name if self.opened else view_label(self.filter.view)

    @property
    def query(self) -> str:
        """Give the address of the list's first page, without the path."""
        return self.filter.query(saved=self.filter.saved if self.opened else "")

    @property
    def list_url(self) -> str:
        """Give the address of the list's first page."""
        return reverse("desk:queue") + self.query


@dataclass(frozen=True)
class Drawn:
    """The piece with its gaps, one or two in each row; `at` is the moment it was drawn, good until `until`."""

    html: str
    rows: list[Heard]
    gaps: int
    at: datetime
    until: datetime | None

    def read_by(self, member: Membership, seen: dict[int, datetime | None]) -> SafeString:
        """Give the piece as one member sees it."""
        words = (new_words(row, seen.get(row.ticket), member.pk) for row in self.rows)
        fillings = (part for word in words for part in (" unread" if word else "", escape(word))[: self.gaps])
        return mark_safe("".join(_filled(self.html.split(GAP), fillings)))  # noqa: S308


def _filled(parts: list[str], fillings: Iterator[str]) -> Iterator[str]:
    yield parts[0]
    for part, filling in zip(parts[1:], fillings, strict=True):
        yield filling
        yield part


def kept_piece(asked: Asked, now: datetime) -> Drawn | None:
    """Give the piece where it is drawn already. No query."""
    found: Drawn | None = recall(_name(asked), asked.stamp)
    return found if found and (found.until is None or now < found.until) else None


def draw_piece(asked: Asked, now: datetime, rail: Rail, choices: Choices) -> tuple[Drawn, dict[int, datetime | None]]:
    """Draw the piece and keep it; with how far the member has read. Three queries."""
    member, question = asked.member, asked.filter
    zone, columns = ZoneInfo(member.tenant.zone), columns_of(member, asked.opened)
    names = [column.name for column in columns]
    page = queue_page(
        question,
        member=member,
        now=now,
        columns=columns,
        after=Place.read(asked.after),
        before=Place.read(asked.before),
    )
    context = {
        "asked": question,
        "title": asked.title,
        # Of the view as a whole: with filters on it would not be the number of rows.
        "count": rail.current.count if rail.current else None,
        "here": asked.address,
        "save_query": question.query(),
        "page": page,
        "columns": columns,
        "subject_at": names.index("subject"),
        "lines": lines(page.rows, columns),
        "rule": today_rule(question, member=member, now=now),
        "chips": chips(question, choices),
        "controls": controls(question, choices),
        "on_call": on_call_now(now=now),
        "when": f"{formats.long_date(now, zone)}, {formats.clock_time(now, zone)}",
        "previous_url": _turn(asked, "before", page.before),
        "next_url": _turn(asked, "after", page.after),
    }
    # Without the request: nothing of the one who asked first can get into what others see.
    html = render_to_string("desk/_queue.html", context)
    drawn = Drawn(html, [row.heard for row in page.rows], 1 + ("unread" in names), now, page.until)
    keep(_name(asked), asked.stamp, drawn)
    return drawn, page.seen


def seen_rows(drawn: Drawn, member: Membership) -> dict[int, datetime | None]:
    """Give how far the member has read what a kept piece shows. One query, none for no rows."""
    return seen_by(member, [row.ticket for row in drawn.rows]) if drawn.rows else {}


def _name(asked: Asked) -> tuple[object, ...]:
    """Name all that the piece depends on, but for what the stamp says: nobody is given what they may not see."""
    member, opened = asked.member, asked.opened
    return (
        "queue",
        get_language(),
        member.tenant.zone,
        asked.address,
        asked.filter.eyes(member),
        (opened.pk, opened.name) if opened else None,
        [column.name for column in columns_of(member, opened)],
    )


def _turn(asked: Asked, name: str, place: Place | None) -> str:
    return f"{asked.list_url}{'&' if asked.query else '?'}{name}={place}" if place else ""
