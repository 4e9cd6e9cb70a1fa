"""The large figures of the deadlines, each beside its own past."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Count, Min
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import formats
from reports.figures import ClockFigures
from reports.forms_sla import SlaForm
from reports.parts import Figure
from reports.selectors.sla_clocks import clocks_at_risk
from reports.selectors.sla_flow import backlog, old_text
from reports.selectors.sla_lists import next_deadline
from reports.selectors.sla_parts import Promises
from reports.selectors.sla_states import GOAL
from reports.selectors.sla_texts import clocks_url, minutes_text, share_text, tickets_url
from sla.models import Metric


def sla_figures(found: Promises, form: SlaForm, *, now: datetime) -> list[Figure]:
    """Give eight: of the clock asked for, of what is open, and of the time to start and to solve. Two queries."""
    present, past = (cells.by("metric") for cells in (found.now, found.before))

    def both(metric: Metric) -> tuple[ClockFigures, ClockFigures]:
        nothing = ClockFigures()
        return present.get((metric.value,), nothing), past.get((metric.value,), nothing)

    def time(label: str, metric: Metric, write: Callable[[ClockFigures], int | None]) -> Figure:
        this, that = both(metric)
        return Figure(
            label=label,
            value=minutes_text(write(this)),
            past=_before(minutes_text(write(that))),
            url=clocks_url(form, which="stopped", clock=metric.value) if this.used else "",
            link=_("see the tickets"),
        )

    return [
        *_kept(*both(form.metric), form),
        _at_risk(form, now),
        _open(form, now),
        time(_("Median time to start"), Metric.START, lambda figures: figures.median),
        time(_("9 of 10 started within"), Metric.START, lambda figures: figures.p90),
        time(_("Median time to solution"), Metric.RESOLUTION, lambda figures: figures.median),
        time(_("9 of 10 solved within"), Metric.RESOLUTION, lambda figures: figures.p90),
    ]


def _before(text: str) -> str:
    return format_html("{} <b>{}</b>", _("before"), text)


def _kept(this: ClockFigures, that: ClockFigures, form: SlaForm) -> list[Figure]:
    return [
        Figure(
            label=_("Deadlines met"),
            value="–" if this.share is None else formats.decimal(100 * this.share, 1),
            unit="" if this.share is None else "%",
            past=format_html("{}, {}", _before(share_text(that)), _("goal %(goal)s") % {"goal": formats.percent(GOAL)}),
            url=clocks_url(form, which="all") if this.due else "",
            link=_("see the tickets"),
        ),
        Figure(
            label=_("Breached deadlines"),
            value=formats.decimal(this.breached, 0),
            past=_before(formats.decimal(that.breached, 0)),
            css="is-over" if this.breached else "",
            url=clocks_url(form, which="breached") if this.breached else "",
            link=_("see the tickets"),
        ),
    ]


def _at_risk(form: SlaForm, now: datetime) -> Figure:
    clocks = clocks_at_risk(form.filters, now=now, metric=form.metric).order_by()
    found = clocks.aggregate(count=Count("pk"), due=Min("due_at"))
    return Figure(
        label=_("At risk now"),
        value=formats.decimal(found["count"], 0),
        past=next_deadline(found["due"], now, form.period.zone) if found["due"] else _("no deadline is near"),
        css="is-risk" if found["count"] else "",
        url=clocks_url(form, which="at-risk") if found["count"] else "",
        link=_("see the tickets"),
    )


def _open(form: SlaForm, now: datetime) -> Figure:
    ages = backlog(form.filters, now=now)
    return Figure(
        label=_("Open now"),
        value=formats.decimal(sum(ages), 0),
        past=old_text(ages),
        url=tickets_url(form, "open") if sum(ages) else "",
        link=_("see the tickets"),
    )
