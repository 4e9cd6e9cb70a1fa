"""Tickets in and out by month: what came, what left, what happened, and what was open at each month's end."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.months import month_of
from accounts.tables import Table
from accounts.tables.names import named, of_months
from reports.door import figures_for
from reports.figures import Period, TicketFlow
from reports.forms_sla import SlaForm
from reports.selectors.sla_flow import Helped, age_names, backlog, closed_unsolved, deflected

# What a list can be asked for, in the order of a month's numbers; the difference has no tickets of its own.
WHATS = (
    "opened", "resolved", "", "open-then", "reopened", "raised", "escalated", "out-of-scope", "articles", "tickets",
)  # fmt: skip


def names_of_numbers() -> list[str]:
    """Name the numbers of a month."""
    return [
        _("Opened"), _("Solved"), _("Difference"), _("Open at the end"), _("Opened again"), _("Severity raised"),
        _("Handed over"), _("Out of scope"), _("Answered by an article"), _("Answered by a solved ticket"),
    ]  # fmt: skip


@dataclass(frozen=True)
class Month:
    """A month, several in one, or a week. `left` is open at its end; `helped` is None where a filter leaves it out."""

    flow: TicketFlow
    helped: Helped | None
    left: int

    def __add__(self, later: "Month") -> "Month":
        helped = None if self.helped is None or later.helped is None else self.helped + later.helped
        return Month(self.flow + later.flow, helped, later.left)

    @property
    def numbers(self) -> list[int | None]:
        """Give its numbers, as names_of_numbers calls them."""
        flow, helped = self.flow, self.helped
        return [
            *(flow.opened, flow.resolved, flow.opened - flow.resolved, self.left, flow.reopened, flow.raised),
            *(flow.escalated, flow.out_of_scope, helped.articles if helped else None),
            helped.tickets if helped else None,
        ]


@dataclass(frozen=True)
class Flow:
    """Each month of a period and of the one before, and the tickets open now by age (see BANDS)."""

    period: Period
    months: dict[date, Month]
    ages: list[int]

    def total(self, period: Period) -> Month:
        """Add months up."""
        first, *others = (self.months[month] for month in period.months)
        for month in others:
            first += month
        return first


def flow_of(form: SlaForm, *, now: datetime) -> Flow:
    """Count a period and the one before. Four queries at most. The form is valid."""
    period, filters = form.period, form.filters
    both = Period(period.before.first, period.last, period.zone)
    # What was open is what is open, less what came since, and what left since.
    since = Period(both.first, month_of(now, period.zone), period.zone)
    flows = figures_for(TicketFlow, since, filters, now=now).by("month")
    unsolved = closed_unsolved(since.start, since, filters)
    helped, ages = deflected(both, filters), backlog(filters, now=now)
    left, left_at = sum(ages), {}
    for month in reversed(since.months):
        left_at[month] = left
        flow = flows.get((month,), TicketFlow())
        left += flow.resolved + unsolved.get(month, 0) - flow.opened
    months = {
        month: Month(
            flows.get((month,), TicketFlow()),
            None if helped is None else helped.get(month, Helped()),
            left_at[month],
        )
        for month in both.months
    }
    return Flow(period, months, ages)


def ages_table(form: SlaForm, *, now: datetime) -> Table:
    """Give the tickets open now by age as a file."""
    rows: Any = zip(age_names(), backlog(form.filters, now=now), strict=True)
    return Table(named(_("Open now, by age")), [_("Open for"), _("Tickets")], rows)


def flow_table(form: SlaForm, *, now: datetime) -> Table:
    """Give the months as a file."""
    flow = flow_of(form, now=now)
    rows: Any = ([f"{month:%Y-%m}", *flow.months[month].numbers] for month in form.period.months)
    name = of_months(_("Tickets in and out"), first=form.period.first, last=form.period.last)
    return Table(name, [_("Month"), *names_of_numbers()], rows)
