"""The clocks behind a figure of the deadlines, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.tables import Table
from reports.forms_sla import SlaForm
from reports.selectors.sla_counted import counted
from reports.selectors.sla_lists import WITH, Line, lines_of
from reports.selectors.sla_months import is_breached, is_met
from reports.selectors.sla_tables import list_table
from tickets.models import SlaClock

PAGE = 50
ALL, MET, BREACHED = WHICH = ("all", "met", "breached")


@dataclass(frozen=True)
class ClocksPage:
    """Some of the clocks, which they are by number, and of how many."""

    lines: list[Line]
    first: int
    last: int
    count: int
    number: int

    @property
    def has_next(self) -> bool:
        """Say whether more follow."""
        return self.last < self.count


def clocks_behind(form: SlaForm, which: str, *, now: datetime) -> QuerySet[SlaClock]:
    """Give the clocks that count, the latest deadline first: all of them, those met or those breached."""
    clocks = counted(form.period, form.filters, now=now, metric=form.metric)
    if which != ALL:
        clocks = clocks.filter(is_met() if which == MET else is_breached(now))
    return clocks.select_related(*WITH).order_by("-due_at", "-pk")


def clocks_page(form: SlaForm, which: str, *, number: int, now: datetime) -> ClocksPage:
    """Read a page; one behind the last is the last. Three queries."""
    clocks = clocks_behind(form, which, now=now)
    count = clocks.count()
    number = max(1, min(number, -(-count // PAGE)))
    first = (number - 1) * PAGE
    (lines,) = lines_of(clocks[first : first + PAGE], now=now, zone=form.period.zone)
    return ClocksPage(lines, first + 1, first + len(lines), count, number)


def clocks_table(form: SlaForm, which: str, *, now: datetime) -> Table:
    """Give all of them as a file."""
    name = f"clocks-{which}-{form.metric}-{form.period.first:%Y-%m}-{form.period.last:%Y-%m}"
    return list_table(name, clocks_behind(form, which, now=now), now, form.period.zone)


def which_name(which: str) -> str:
    """Say which clocks these are, as a title."""
    return {ALL: _("Promises"), MET: _("Deadlines met"), BREACHED: _("Breached deadlines")}[which]
