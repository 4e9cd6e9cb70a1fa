"""The page of tickets in and out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import formats
from accounts.tables import Cell, Table
from accounts.tables.names import of_months
from reports import words
from reports.figures import TicketFlow
from reports.forms_sla import SlaForm
from reports.parts import Chart, Choice, Figure
from reports.selectors.sla_flow import age_names, old_text
from reports.selectors.sla_flow_months import WHATS, Flow, Month, flow_of, names_of_numbers
from reports.selectors.sla_page import SHOWN, Row
from reports.selectors.sla_parts import CUSTOMER, PARTS, keyed, part_names
from reports.selectors.sla_texts import counted_link, tickets_url

SORTS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "opened": gettext_lazy("Opened"),
    "resolved": gettext_lazy("Solved"),
    "reopened": gettext_lazy("Opened again"),
    "escalated": gettext_lazy("Handed over"),
    "out_of_scope": gettext_lazy("Out of scope"),
}


@dataclass(frozen=True)
class FlowPart:
    """One customer's, plan's … tickets in and out. `key` is "" for tickets without."""

    key: str
    name: str
    now: TicketFlow
    before: TicketFlow


@dataclass(frozen=True)
class FlowPage:
    """Figures beside the period before, a picture of the months, and tables; cells are texts or safe links."""

    figures: list[Figure]
    chart: Chart
    ages: list[tuple[str, str]]
    rows: list[Row]
    count: int
    choices: list[Choice]
    heads: list[Choice]
    by_name: str


def flow_page(form: SlaForm, *, by: str, sort: str, everything: bool, now: datetime) -> FlowPage:
    """Count a period and the one before. Seven queries at most. The form is valid."""
    flow, parts = flow_of(form, now=now), flow_parts(by, form, sort=sort, most=None if everything else SHOWN, now=now)
    return FlowPage(
        figures=_figures(flow, form),
        chart=_chart(flow, form),
        ages=[
            (name, counted_link(count, tickets_url(form, "open", age=str(place))))
            for place, (name, count) in enumerate(zip(age_names(), flow.ages, strict=True))
        ],
        rows=[_row(part, form, by) for part in (parts if everything else parts[:SHOWN])],
        count=len(parts),
        choices=[
            Choice(words.first_up(str(name)), form.query(by=key, sort=sort), key == by) for key, name in PARTS.items()
        ],
        heads=[
            *(
                Choice(str(PARTS[by] if key == "name" else name), form.query(by=by, sort=key), key == sort)
                for key, name in SORTS.items()
            ),
            Choice(_("Opened before"), ""),
            Choice(_("Solved before"), ""),
        ],
        by_name=str(PARTS[by]),
    )


def flow_parts(by: str, form: SlaForm, *, sort: str, most: int | None = None, now: datetime) -> list[FlowPart]:
    """Count a period's tickets in and out by one of PARTS, in an order of SORTS: the most first. Of customers only the
    first `most` are counted whole for certain. Three queries at most.
    """
    few = most is not None and by == CUSTOMER
    present, past = keyed(TicketFlow, by, form, only=("opened" if sort == "name" else sort,) if few else None, now=now)
    names, nothing = part_names(by, form, {*present, *past}), TicketFlow()
    keys = sorted(names, key=lambda key: (names[key].casefold(), key))
    if sort != "name":
        keys.sort(key=lambda key: -getattr(present.get(key, nothing), sort))
    if few:
        present, past = keyed(TicketFlow, by, form, keys=keys[:most], now=now)
    return [FlowPart(key, names[key], present.get(key, nothing), past.get(key, nothing)) for key in keys]


def flow_parts_table(form: SlaForm, by: str, sort: str, *, now: datetime) -> Table:
    """Give every part as a file."""
    rows: Any = (
        [part.name, *_numbers(part.now), part.before.opened, part.before.resolved]
        for part in flow_parts(by, form, sort=sort, now=now)
    )
    head = [str(PARTS[by]), *(str(name) for key, name in SORTS.items() if key != "name")]
    name = of_months(_("Tickets in and out"), PARTS[by], first=form.period.first, last=form.period.last)
    return Table(name, [*head, _("Opened before"), _("Solved before")], rows)


def _numbers(flow: TicketFlow) -> list[Cell]:
    return [getattr(flow, key) for key in SORTS if key != "name"]


def _row(part: FlowPart, form: SlaForm, by: str) -> Row:
    key = {by: part.key or "none"}
    cells = [
        counted_link(getattr(part.now, name), tickets_url(form, name.replace("_", "-"), **key))
        for name in SORTS
        if name != "name"
    ]
    past = (formats.decimal(count, 0) for count in (part.before.opened, part.before.resolved))
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


def _chart(flow: Flow, form: SlaForm) -> Chart:
    months = form.period.months
    names, lines = names_of_numbers(), {name: WHATS.index(name) for name in ("opened", "resolved", "open-then")}
    series, ends, most = [], [], 4
    for place in lines.values():
        counts = [flow.months[month].numbers[place] or 0 for month in months]
        end = formats.decimal(counts[-1], 0)
        urls = [tickets_url(form, WHATS[place], since=f"{month:%Y-%m}", until=f"{month:%Y-%m}") for month in months]
        series.append({"name": names[place], "values": counts, "end": end, "urls": urls})
        ends.append(f"{names[place]} {end}")
        most = max(most, *counts)
    step = _step(most)
    return Chart(
        id="flow",
        kind="lines",
        title=_("In, out and open by month"),
        unit=_("tickets"),
        sentence=_("Tickets opened, solved, and open at the end of each month. In %(last)s: %(figures)s.")
        % {"last": words.month_year(months[-1]), "figures": ", ".join(ends)},
        data={
            "months": [words.month_short(month) for month in months],
            "series": series,
            "min": 0,
            "max": step * -(-most // step),
            "interval": step,
        },
        head=[_("Month"), *names],
        rows=[[words.month_year(month), *_cells(flow.months[month], form, f"{month:%Y-%m}")] for month in months],
        csv_url=f"{reverse('dashboards:sla_flow_csv', args=['months'])}?{form.query()}",
    )


def _cells(month: Month, form: SlaForm, at: str) -> list[str]:
    found = []
    for what, count in zip(WHATS, month.numbers, strict=True):
        if count is None:
            found.append("–")
        elif what:
            found.append(counted_link(count, tickets_url(form, what, since=at, until=at)))
        else:
            found.append(formats.decimal(count, 0, signed=True))
    return found


def _step(most: int) -> int:
    """Give the distance of four or five lines on an axis from 0: 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if most <= 5 * factor * power:
                return factor * power
        power *= 10
