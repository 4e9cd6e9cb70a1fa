"""Figures of promises as they are written, and where they lead."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import formats
from reports.figures import ClockFigures
from reports.forms_sla import SlaForm


def clocks_url(form: SlaForm, **other: str) -> str:
    """Give the address of the clocks behind a figure."""
    return form.link("sla_clocks", **other)


def tickets_url(form: SlaForm, what: str, **other: str) -> str:
    """Give the address of the tickets behind a figure."""
    return form.link("sla_tickets", what=what, **other)


def linked(text: str, url: str) -> str:
    """Give the text as a link, where there is something behind it."""
    return format_html('<a href="{}">{}</a>', url, text) if url else text


def counted_link(count: int, url: str) -> str:
    """Write a count that leads to what it counts; nothing is behind 0."""
    return linked(formats.decimal(count, 0), url if count else "")


def minutes_text(minutes: int | None) -> str:
    """Write whole minutes; an en dash for none."""
    return "–" if minutes is None else formats.duration(60 * minutes)


def share_text(figures: ClockFigures) -> str:
    """Write the share met; an en dash where nothing counted."""
    return "–" if figures.share is None else formats.percent(figures.share, 1)


def kept_text(kept: ClockFigures) -> str:
    """Give a share with its count: 96.4 % of 28; an en dash where nothing counted."""
    if kept.share is None:
        return "–"
    return _("%(share)s of %(count)s") % {
        "share": formats.percent(kept.share, 1),
        "count": formats.decimal(kept.due, 0),
    }


def change_text(now: ClockFigures, before: ClockFigures) -> str:
    """Write how the share met has changed, in percentage points; an en dash where one of both has none."""
    if now.share is None or before.share is None:
        return "–"
    return formats.decimal(100 * (now.share - before.share), 1, signed=True)
