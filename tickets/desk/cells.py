"""The queue's rows as markup. A page's cost is its template: fifty rows of a dozen cells are drawn here, once each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.faces import ClockFace
from tickets.selectors.queue import QueueRow
from tickets.selectors.queue_columns import Column

_STAR = '<svg class="i solid star" role="img" aria-label="{}"><use href="#i-star"/></svg>'
_BAR = (
    '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="f" width="{}" height="4"/></svg>'
)


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
        self.select, self.nobody = _("Select"), pgettext("assignee", "Nobody")
        self.star_cell = format_html('<span class="star-cell">{}</span>', format_html(_STAR, _("Fast track")))
        self.no_star = mark_safe('<span class="star-cell"></span>')
        self.cells: dict[str, Callable[[QueueRow], str]] = {
            "due": lambda row: _due(row.clock),
            "left": lambda row: format_html('<span class="left" data-left>{}</span>', row.clock.text),
            "clock": lambda row: format_html(
                '<span class="state"><span class="word" data-word>{}</span>{}</span>',
                row.clock.word,
                mark_safe(_BAR.format(int(row.clock.share))),  # noqa: S308
            ),
            "severity": lambda row: format_html(
                '<span class="sev {}"><svg aria-hidden="true"><use href="#s-{}"/></svg>{}</span>',
                row.severity,
                row.severity,
                row.severity_word,
            ),
            "star": lambda row: self.star_cell if row.is_fast_track else self.no_star,
            "number": lambda row: format_html('<span class="id">{}</span>', str(row.number)),
            "subject": lambda row: format_html('<a class="subj" href="{}">{}</a>', row.url, row.subject),
            "customer": lambda row: format_html('<span class="cust">{}</span>', row.customer),
            "assignee": lambda row: format_html(
                '<span class="who{}">{}</span>', "" if row.assignee else " none", row.assignee or self.nobody
            ),
            "unread": lambda row: format_html('<span class="new">{}</span>', row.new),
        }

    def row(self, row: QueueRow, columns: list[Column]) -> SafeString:
        """Draw one row."""
        cells = [self.cells[c.name](row) if c.name in self.cells else _fact(row.facts[c.name]) for c in columns]
        return format_html(
            '<li class="is-{}{}" data-key="{}"{}><label class="pick"><input type="checkbox" name="ticket" value="{}"'
            ' form="bulk" aria-label="{} {}"></label>{}</li>',
            row.clock.state,
            " unread" if row.new else "",
            str(row.number),
            _ticking(row.clock, row.opening_id),
            str(row.number),
            self.select,
            str(row.number),
            mark_safe("".join(cells)),  # noqa: S308
        )


def _due(clock: ClockFace) -> SafeString:
    day = format_html("<span>{}</span>", clock.day) if clock.day else ""
    return format_html('<span class="due">{}<b>{}</b></span>', day, clock.time)


def _fact(text: str) -> str:
    return f'<span class="fact">{conditional_escape(text)}</span>'


def _ticking(clock: ClockFace, opening: str) -> SafeString:
    """Give what makes a row tick (js/clocks.js)."""
    if not clock.is_live:
        return mark_safe("")
    text = ' data-clock data-open-left="{}" data-target="{}" data-warn="{}" data-due="{}" data-opening="{}"'
    return format_html(text, str(clock.left), str(clock.target), str(clock.notch), str(clock.due), opening)
