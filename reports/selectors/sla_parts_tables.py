"""The page of a period's promises as files: every row, whatever the page shows."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Cell, Column, Kind, Table
from reports import words
from reports.figures import ClockFigures
from reports.forms_sla import SlaForm
from reports.selectors.sla_parts import PARTS, Parts
from sla.models import Severity

Maker = Callable[[Parts, SlaForm, str], Table]


def _heads() -> list[str | Column]:
    return [
        _("Promises"),
        pgettext("clock", "Met"),
        pgettext("clock", "Breached"),
        Column(_("Met, per cent"), Kind.SHARE),
    ]


def _kept(figures: ClockFigures) -> list[Cell]:
    return [figures.due, figures.met, figures.breached, figures.share]


def _name(what: str, form: SlaForm) -> str:
    return f"deadlines-{what}-{form.metric}-{form.period.first:%Y-%m}-{form.period.last:%Y-%m}"


def _parts(found: Parts, form: SlaForm, by: str) -> Table:
    used = [_("Median, minutes"), _("9 of 10 within, minutes")]
    past: list[str | Column] = [_("Promises before"), Column(_("Met before, per cent"), Kind.SHARE)]
    rows: Iterable[list[Cell]] = (
        [
            part.name,
            *_kept(part.now),
            part.now.median,
            part.now.p90,
            part.before.due,
            part.before.share,
        ]
        for part in found.parts
    )
    return Table(_name(f"by-{by}", form), [str(PARTS[by]), *_heads(), *used, *past], rows)


def _months(found: Parts, form: SlaForm, _by: str) -> Table:
    nothing = ClockFigures()
    rows = (
        [f"{month:%Y-%m}", str(severity.label), *_kept(found.months.get((month, severity.value), nothing))]
        for month in form.period.months
        for severity in Severity
    )
    return Table(_name("months", form), [_("Month"), _("Severity"), *_heads()], rows)


def _hours(found: Parts, form: SlaForm, _by: str) -> Table:
    hours = range(24)
    rows: Iterable[list[Cell]] = (
        [words.weekday_short(day), *(found.now.hours.get(24 * day + hour, 0) for hour in hours)] for day in range(7)
    )
    return Table(_name("hours", form), [pgettext("calendar", "Day"), *(f"{hour:02}:00" for hour in hours)], rows)


MAKERS: dict[str, Maker] = {"parts": _parts, "months": _months, "hours": _hours}
