"""Clocks with their tickets, as lines of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import formats
from tickets.models import SlaClock
from tickets.selectors.clocks import ClockBook, Reading

WITH = ("ticket__customer", "ticket__assignee__user")


@dataclass(frozen=True)
class Line:
    """One clock with its ticket. `over` are the open seconds past the deadline, 0 before it."""

    row: SlaClock
    reading: Reading

    @property
    def ticket(self) -> Any:
        """Give the ticket."""
        return self.row.ticket

    @property
    def assignee(self) -> str:
        """Give the name of who has it; an en dash for nobody."""
        return self.ticket.assignee.user.name if self.ticket.assignee else "–"

    @property
    def over(self) -> int:
        """Give the open seconds past the deadline."""
        return max(-self.reading.left, 0)


def lines_of(rows: Iterable[SlaClock], *, now: datetime, zone: tzinfo) -> list[Line]:
    """Read clocks at a moment. One query, for their calendars."""
    clocks = list(rows)
    book = ClockBook(clocks, now=now, zone=zone)
    return [Line(row, book.read(row)) for row in clocks]


def next_deadline(due: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when the next deadline is, as safe HTML."""
    return format_html("{} <b>{}</b>", _("next deadline"), formats.near_time(due, now, zone))
