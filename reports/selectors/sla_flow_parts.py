"""Tickets in and out by customer, plan, product, team, channel or severity, beside the period before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.tables import Cell, Table
from accounts.tables.names import of_months
from reports.door import is_narrowed
from reports.figures import TicketFlow
from reports.forms_sla import SlaForm
from reports.selectors.sla_parts import CUSTOMER, PARTS, keyed, part_names

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


def flow_parts(by: str, form: SlaForm, *, sort: str, most: int | None = None, now: datetime) -> list[FlowPart]:
    """Count a period's tickets in and out by one of PARTS, in an order of SORTS: the most first. Of customers only the
    first `most` are counted whole for certain. Three queries at most.
    """
    few = by == CUSTOMER and most is not None and not is_narrowed(form.filters)
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
