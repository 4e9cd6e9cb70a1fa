"""The page of tickets in and out."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import formats
from reports import words
from reports.figures import TicketFlow
from reports.forms_sla import SlaForm
from reports.parts import Chart, Choice, Figure
from reports.selectors.breakdown import SHOWN, Part
from reports.selectors.sla_flow import age_names, old_text
from reports.selectors.sla_flow_months import WHATS, Flow, flow_of, names_of_numbers
from reports.selectors.sla_flow_parts import SORTS, flow_parts
from reports.selectors.sla_flow_weeks import has_weeks, weeks_of
from reports.selectors.sla_page import Row
from reports.selectors.sla_parts import PARTS
from reports.selectors.sla_texts import counted_link, tickets_url
from reports.summaries.words import label_of, title_of

STEPS = MONTH, WEEK = "month", "week"


@dataclass(frozen=True)
class Step:
    """One month or week: its label under the picture, its name, its numbers, and how its lists are asked for."""

    label: str
    name: str
    numbers: list[int | None]
    asked: dict[str, str]


@dataclass(frozen=True)
class FlowPage:
    """Figures beside the period before, a picture of the months, and tables; cells are texts or safe links."""

    figures: list[Figure]
    chart: Chart
    steps: list[Choice]
    ages: list[tuple[str, str]]
    rows: list[Row]
    count: int
    choices: list[Choice]
    heads: list[Choice]
    by_name: str


def flow_page(form: SlaForm, *, by: str, sort: str, step: str, everything: bool, now: datetime) -> FlowPage:
    """Count a period and the one before, told apart by month, or by week where it has weeks. Eight queries at most.

    The form is valid.
    """
    flow, parts = flow_of(form, now=now), flow_parts(by, form, sort=sort, most=None if everything else SHOWN, now=now)
    step = step if has_weeks(form.period) else MONTH
    names = {MONTH: _("By month"), WEEK: _("By week")} if has_weeks(form.period) else {}
    return FlowPage(
        figures=_figures(flow, form),
        chart=_chart(_weeks(flow, form, now) if step == WEEK else _months(flow, form), form, step),
        steps=[Choice(name, form.query(by=by, sort=sort, step=key), key == step) for key, name in names.items()],
        ages=[
            (name, counted_link(count, tickets_url(form, "open", age=str(place))))
            for place, (name, count) in enumerate(zip(age_names(), flow.ages, strict=True))
        ],
        rows=[_row(part, form, by) for part in parts.shown],
        count=parts.count,
        choices=[
            Choice(words.first_up(str(name)), form.query(**(form.also | {"by": key})), key == by)
            for key, name in PARTS.items()
        ],
        heads=[
            *(
                Choice(
                    str(PARTS[by] if key == "name" else name), form.query(**(form.also | {"sort": key})), key == sort
                )
                for key, name in SORTS.items()
            ),
            Choice(_("Opened before"), ""),
            Choice(_("Solved before"), ""),
        ],
        by_name=str(PARTS[by]),
    )


def _row(part: Part[TicketFlow], form: SlaForm, by: str) -> Row:
    key = {by: part.key or "none"}
    cells = [
        counted_link(getattr(part.now, name), tickets_url(form, name.replace("_", "-"), **key))
        for name in SORTS
        if name != "name"
    ]
    before = form.period.before
    months = {"since": f"{before.first:%Y-%m}", "until": f"{before.last:%Y-%m}"}
    past = (
        counted_link(getattr(part.before, what), tickets_url(form, what, **key, **months))
        for what in ("opened", "resolved")
    )
    return Row(part.name, form.query(**(form.also | key)), [*cells, *past])


def _figures(flow: Flow, form: SlaForm) -> list[Figure]:
    present, past = flow.total(form.period), flow.total(form.period.before)
    names = dict(zip(WHATS, names_of_numbers(), strict=True))

    def figure(what: str) -> Figure:
        place = WHATS.index(what)
        count, before = present.numbers[place], past.numbers[place]
        return Figure(
            label=names[what],
            value="–" if count is None else formats.decimal(count, 0),
            past=format_html("{} <b>{}</b>", _("before"), "–" if before is None else formats.decimal(before, 0)),
            url=tickets_url(form, what) if count else "",
            link=_("see the questions") if what in ("articles", "tickets") else _("see the tickets"),
        )

    now = Figure(
        label=_("Open now"),
        value=formats.decimal(sum(flow.ages), 0),
        past=old_text(flow.ages),
        url=tickets_url(form, "open") if sum(flow.ages) else "",
        link=_("see the tickets"),
    )
    others = ("reopened", "escalated", "out-of-scope", "articles", "tickets")
    return [figure("opened"), figure("resolved"), now, *(figure(what) for what in others)]


def _months(flow: Flow, form: SlaForm) -> list[Step]:
    return [
        Step(
            words.month_short(month),
            words.month_year(month),
            flow.months[month].numbers,
            {"since": f"{month:%Y-%m}", "until": f"{month:%Y-%m}"},
        )
        for month in form.period.months
    ]


def _weeks(flow: Flow, form: SlaForm, now: datetime) -> list[Step]:
    left = flow.months[form.period.last].left
    return [
        Step(label_of(week.span), title_of(week.span), week.counts.numbers, {"week": week.span.key})
        for week in weeks_of(form.period, form.filters, left=left, now=now)
    ]


def _chart(steps: list[Step], form: SlaForm, step: str) -> Chart:
    names = names_of_numbers()
    series, ends, most = [], [], 4
    for place in (WHATS.index(what) for what in ("opened", "resolved", "open-then")):
        counts = [each.numbers[place] or 0 for each in steps]
        end = formats.decimal(counts[-1], 0)
        urls = [tickets_url(form, WHATS[place], **each.asked) for each in steps]
        series.append({"name": names[place], "values": counts, "end": end, "urls": urls})
        ends.append(f"{names[place]} {end}")
        most = max(most, *counts)
    distance = _distance(most)
    return Chart(
        id="flow",
        kind="lines",
        title=_("In, out and open"),
        unit=_("tickets"),
        sentence=_("Tickets opened, solved, and open at the end. %(last)s: %(figures)s.")
        % {"last": words.first_up(steps[-1].name), "figures": ", ".join(ends)},
        data={
            "months": [each.label for each in steps],
            "series": series,
            "min": 0,
            "max": distance * -(-most // distance),
            "interval": distance,
        },
        head=[_("Week") if step == WEEK else _("Month"), *names],
        # Weeks by their short name: eleven columns stand beside another table.
        rows=[[each.label if step == WEEK else each.name, *_cells(each, form)] for each in steps],
        csv_url=f"{reverse('dashboards:sla_flow_csv', args=[f'{step}s'])}?{form.query()}",
    )


def _cells(step: Step, form: SlaForm) -> list[str]:
    found = []
    for what, count in zip(WHATS, step.numbers, strict=True):
        if count is None:
            found.append("–")
        elif what:
            found.append(counted_link(count, tickets_url(form, what, **step.asked)))
        else:
            found.append(formats.decimal(count, 0, signed=True))
    return found


def _distance(most: int) -> int:
    """Give the distance of four or five lines on an axis from 0: 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if most <= 5 * factor * power:
                return factor * power
        power *= 10
