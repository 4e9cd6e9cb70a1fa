"""The page of tickets in and out, and its files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from accounts.tables import Cell, Table
from reports import words
from reports.door import figures_for
from reports.figures import Period, TicketFlow
from reports.forms_sla import SlaForm
from reports.parts import Figure
from reports.selectors.sla_flow import BANDS, Helped, backlog, deflected, raised
from sla.models import Severity


@dataclass(frozen=True)
class FlowPage:
    """Figures beside the period before, and tables of numbers: each a name and its cells."""

    figures: list[Figure]
    head: list[str]
    months: list[tuple[str, list[Cell]]]
    ages: list[tuple[str, int]]
    asked: list[tuple[str, list[int]]]
    severities: list[str]
    same_share: str


@dataclass(frozen=True)
class Month:
    """One month: what came, what left, and what happened. `helped` is None where a filter leaves it out."""

    flow: TicketFlow
    raised: int
    helped: Helped | None

    def __add__(self, other: "Month") -> "Month":
        helped = None if self.helped is None or other.helped is None else self.helped + other.helped
        return Month(self.flow + other.flow, self.raised + other.raised, helped)

    @property
    def cells(self) -> list[Cell]:
        """Give its numbers, as `flow_head` names them."""
        flow, helped = self.flow, self.helped
        return [
            *(flow.opened, flow.resolved, flow.opened - flow.resolved, flow.reopened, self.raised, flow.escalated),
            *(flow.out_of_scope, helped.articles if helped else None, helped.tickets if helped else None),
        ]


def flow_head() -> list[str]:
    """Name the numbers of a month."""
    return [
        _("Opened"), _("Solved"), _("Difference"), _("Opened again"), _("Severity raised"), _("Handed over"),
        _("Out of scope"), _("Answered by an article"), _("Answered by a solved ticket"),
    ]  # fmt: skip


def flow_page(form: SlaForm, *, now: datetime) -> FlowPage:
    """Count a period and the one before. Four queries at most. The form is valid."""
    period = form.period
    months, asked = _counted(form, now)
    present = _sum(months, period)
    past = _sum(months, period.before)
    ages = backlog(form.filters, now=now)
    same = sum(asked[place][place] for place in range(len(asked)))
    return FlowPage(
        figures=_figures(present, past, ages),
        head=flow_head(),
        months=[(words.month_year(month), months[month].cells) for month in period.months],
        ages=list(zip(_ages(), ages, strict=True)),
        asked=[(str(severity.label), row) for severity, row in zip(Severity, asked, strict=True)],
        severities=[str(severity.label) for severity in Severity],
        same_share=formats.percent(same / present.flow.opened, 1) if present.flow.opened else "–",
    )


def flow_table(form: SlaForm, *, now: datetime) -> Table:
    """Give the months as a file."""
    months, _asked = _counted(form, now)
    rows = ([f"{month:%Y-%m}", *months[month].cells] for month in form.period.months)
    name = f"tickets-in-and-out-{form.period.first:%Y-%m}-{form.period.last:%Y-%m}"
    return Table(name, [_("Month"), *flow_head()], rows)


def _counted(form: SlaForm, now: datetime) -> tuple[dict[date, Month], list[list[int]]]:
    """Give each month of both periods, and the period's opened tickets by severity asked for (rows) and decided."""
    period, filters = form.period, form.filters
    both = Period(period.before.first, period.last, period.zone)
    cells = figures_for(TicketFlow, both, filters, now=now)
    flows, up, helped = cells.by("month"), raised(both, filters), deflected(both, filters)
    months = {
        month: Month(
            flows.get((month,), TicketFlow()),
            up.get(month, 0),
            None if helped is None else helped.get(month, Helped()),
        )
        for month in both.months
    }
    asked = [[0] * len(Severity) for _severity in Severity]
    for key, flow in cells:
        if key.month >= period.first:
            for row, count in enumerate(flow.asked):
                asked[row][Severity.values.index(key.severity)] += count
    return months, asked


def _sum(months: dict[date, Month], period: Period) -> Month:
    total = months[period.first]
    for month in period.months[1:]:
        total += months[month]
    return total


def _ages() -> list[str]:
    texts, from_days = [], 0
    for days in BANDS:
        if days is None:
            texts.append(_("%(first)s days and older") % {"first": from_days})
        elif not from_days:
            texts.append(_("Under a day"))
        else:
            texts.append(_("%(first)s to %(last)s days") % {"first": from_days, "last": days})
        from_days = days or 0
    return texts


def _figures(present: Month, past: Month, ages: list[int]) -> list[Figure]:
    def figure(label: str, count: Callable[[Month], int]) -> Figure:
        before = format_html("{} <b>{}</b>", _("before"), formats.decimal(count(past), 0))
        return Figure(label=label, value=formats.decimal(count(present), 0), past=before)

    old = ages[-1]
    return [
        figure(_("Opened"), lambda month: month.flow.opened),
        figure(_("Solved"), lambda month: month.flow.resolved),
        Figure(
            label=_("Open now"),
            value=formats.decimal(sum(ages), 0),
            past=ngettext("%(count)s for 30 days or more", "%(count)s for 30 days or more", old)
            % {"count": formats.decimal(old, 0)},
        ),
        figure(_("Opened again"), lambda month: month.flow.reopened),
    ]
