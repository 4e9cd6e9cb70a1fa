"""What was said before, quoted under a mail: the last two messages, and not all of a long one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import formats
from accounts.mailwords.drawing import people_html
from accounts.markdown import named_pictures
from tickets.models import Message, Ticket

QUOTED = 2
MOST_LINES, MOST_LETTERS = 15, 1_500


class Quote(NamedTuple):
    """One earlier message: who wrote it and when, and its words, as text with `> ` and as HTML."""

    heading: str
    text: str
    html: SafeString


def quotes_of(ticket: Ticket, earlier: Sequence[Message], *, since: datetime | None) -> list[Quote]:
    """Give the latest of the public messages (newest first in `earlier`), newest first, in the active language.

    `since` leaves out what is older: who came later by a copy alone is not shown it.
    """
    zone = ZoneInfo(ticket.tenant.zone)
    shown = [message for message in earlier if since is None or message.at >= since][:QUOTED]
    return [_quoted(message, ticket, zone) for message in shown]


def _quoted(message: Message, ticket: Ticket, zone: ZoneInfo) -> Quote:
    words = shortened(message.text)
    when = formats.weekday_time(message.at, zone)
    name = message.author_name or ticket.tenant.name
    heading = _("%(when)s, %(name)s wrote:") % {"when": when, "name": name}
    text = "\n".join(f"> {line}".rstrip() for line in named_pictures(words).splitlines())
    return Quote(heading, text, people_html(words))


def shortened(text: str) -> str:
    """Give the first lines, and an ellipsis where there are more."""
    lines = text.strip().splitlines()
    cut = "\n".join(lines[:MOST_LINES])[:MOST_LETTERS].rstrip()
    return cut if cut == "\n".join(lines).rstrip() else f"{cut}\n…"
