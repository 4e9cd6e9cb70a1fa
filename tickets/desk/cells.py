"""The queue's rows as markup. A page's cost is its template: fifty rows of a dozen cells are drawn here, once each.

Every value goes through `esc`; nothing here is trusted but what is written here. Where a row says what is unread there
is a GAP, which queue_piece.py fills for each reader: no text has one, the database keeps none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape as esc

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.faces import ClockFace
from tickets.selectors.queue import QueueRow
from tickets.selectors.queue_columns import Column

GAP = "\0"


@dataclass(frozen=True)
class Line:
    """One row drawn; `group` is a heading above it."""

    group: str
    html: SafeString


def lines(rows: Iterable[QueueRow], columns: list[Column]) -> list[Line]:
    """Draw the rows."""
    draw = _Pen()
    return [Line(row.group, draw.row(row, columns)) for row in rows]


class _Pen:
    """Draws with the words of the reader's language, looked up once."""

    def __init__(self) -> None:
        self.select, self.nobody, fast = esc(_("Select")), esc(pgettext("assignee", "Nobody")), esc(_("Fast track"))
        star = f'<svg class="i solid star" role="img" aria-label="{fast}"><use href="#i-star"/></svg>'
        self.cells: dict[str, Callable[[QueueRow], str]] = {
            "due": lambda row: _due(row.clock),
            "left": lambda row: f'<span class="left" data-left>{esc(row.clock.text)}</span>',
            "clock": lambda row: _state(row.clock),
            "severity": lambda row: _severity(row.severity, row.severity_word),
            "star": lambda row: f'<span class="star-cell">{star if row.is_fast_track else ""}</span>',
            "number": lambda row: f'<span class="id">{row.number}</span>',
            "subject": lambda row: f'<a class="subj" href="{esc(row.url)}">{_kind(row.kind)}{esc(row.subject)}</a>',
            "customer": lambda row: f'<span class="cust">{esc(row.customer)}</span>',
            "assignee": self._assignee,
            "unread": lambda row: f'<span class="new">{GAP}</span>',
        }

    def row(self, row: QueueRow, columns: list[Column]) -> SafeString:
        """Draw one row."""
        cells = (self.cells[c.name](row) if c.name in self.cells else _fact(row.facts[c.name]) for c in columns)
        return mark_safe(  # noqa: S308
            f'<li class="is-{row.clock.state}{GAP}" data-key="{row.number}"'
            f"{_ticking(row.clock, row.opening_id)}>"
            f'<label class="pick"><input type="checkbox" name="ticket" value="{row.number}" form="bulk"'
            f' aria-label="{self.select} {row.number}"></label>{"".join(cells)}</li>'
        )

    def _assignee(self, row: QueueRow) -> str:
        return f'<span class="who{"" if row.assignee else " none"}">{esc(row.assignee) or self.nobody}</span>'


def _due(clock: ClockFace) -> str:
    day = f"<span>{esc(clock.day)}</span>" if clock.day else ""
    return f'<span class="due">{day}<b>{esc(clock.time)}</b></span>'


def _state(clock: ClockFace) -> str:
    return (
        f'<span class="state"><span class="word" data-word>{esc(clock.word)}</span>'
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="f" width="{clock.share:d}" height="4"/></svg></span>'
    )


def _kind(word: str) -> str:
    return f'<span class="badge">{esc(word)}</span> ' if word else ""


def _severity(severity: str, word: str) -> str:
    shape = f'<svg aria-hidden="true"><use href="#s-{esc(severity)}"/></svg>'
    return f'<span class="sev {esc(severity)}">{shape}{esc(word)}</span>'


def _fact(text: str) -> str:
    return f'<span class="fact">{esc(text)}</span>'


def _ticking(clock: ClockFace, opening: str) -> str:
    """Give what makes a row tick (js/clocks.js)."""
    if not clock.is_live:
        return ""
    return (
        f' data-clock data-open-left="{clock.left}" data-target="{clock.target}" data-warn="{clock.notch}"'
        f' data-due="{clock.due}" data-opening="{esc(opening)}"'
    )
