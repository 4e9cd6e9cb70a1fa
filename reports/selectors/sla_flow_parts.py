"""Tickets in and out by customer, plan, product, team, channel or severity, beside the period before."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.tables import Cell, Table
from accounts.tables.names import of_months
from reports.door import ranking
from reports.figures import Dimension, TicketFlow
from reports.forms_sla import SlaForm
from reports.selectors.breakdown import Parts, breakdown
from reports.selectors.sla_parts import PARTS

SORTS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "opened": gettext_lazy("Opened"),
    "resolved": gettext_lazy("Solved"),
    "reopened": gettext_lazy("Opened again"),
    "escalated": gettext_lazy("Handed over"),
    "out_of_scope": gettext_lazy("Out of scope"),
}


def flow_parts(by: str, form: SlaForm, *, sort: str, most: int | None = None, now: datetime) -> Parts[TicketFlow]:
    """Count a period's tickets in and out by one of PARTS, in an order of SORTS: the most first, `most` of them at
    most. Three queries at most.
    """
    periods, by_name = [form.period.before, form.period], sort == "name"

    def places() -> dict[str, float]:
        measures = ("opened" if by_name else sort,)
        counts = ranking(TicketFlow, periods, form.filters, by=Dimension(by), measures=measures, now=now)
        return {key: 0 if by_name else -count for key, (count,) in counts.items()}

    def place(part: TicketFlow) -> float:
        return 0 if by_name else -getattr(part, sort)

    return breakdown(TicketFlow, by, form, periods, place=place, places=places, most=most, now=now)


def flow_parts_table(form: SlaForm, by: str, sort: str, *, now: datetime) -> Table:
    """Give every part as a file."""
    rows: Any = (
        [part.name, *_numbers(part.now), part.before.opened, part.before.resolved]
        for part in flow_parts(by, form, sort=sort, now=now).shown
    )
    head = [str(PARTS[by]), *(str(name) for key, name in SORTS.items() if key != "name")]
    name = of_months(_("Tickets in and out"), PARTS[by], first=form.period.first, last=form.period.last)
    return Table(name, [*head, _("Opened before"), _("Solved before")], rows)


def _numbers(flow: TicketFlow) -> list[Cell]:
    return [getattr(flow, key) for key in SORTS if key != "name"]
