"""What was read of months is remembered until one of them changes or is counted anew."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.kept import keep
from accounts.tenancy.context import tenant_context
from reports.door import figures_for, parts_for
from reports.figures import Dimension, Filters, Period, TicketFlow
from reports.models import ChangedMonth, Rollup
from reports.rollups.keeping import rebuild, roll_up
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import TeamMember, Ticket

NOW = MONDAY + timedelta(days=60)
PERIOD = Period(date(2026, 3, 1), date(2026, 5, 1), ZoneInfo("Europe/Stockholm"))


@pytest.fixture(autouse=True)
def ticket(nordsoft: Cast, settings: Any) -> Ticket:
    """Give one ticket, whose month is counted."""
    settings.KEEP_PIECES = True
    found = make_ticket(nordsoft)
    Ticket.objects.update(team=nordsoft.team)
    TeamMember.objects.get_or_create(team=nordsoft.team, membership=nordsoft.agent)
    roll_up(now=NOW)
    return found


def opened(**filters: Any) -> int:
    return figures_for(TicketFlow, PERIOD, Filters(**filters), now=NOW).total().opened


def by_team() -> int:
    cells = parts_for(TicketFlow, [PERIOD], by=[Dimension.TEAM], now=NOW)[Dimension.TEAM]
    return cells.total().opened


def forge() -> None:
    """Change what is kept behind its back: who reads it anew is told so."""
    Rollup.objects.filter(area="flow").update(counts=[7, 0, 0, 0, 0, 0, 0, 0, 0])


def test_clean_months_are_read_once() -> None:
    assert (opened(), by_team()) == (1, 1)
    forge()
    assert (opened(), by_team()) == (1, 1)
    rebuild(now=NOW)
    forge()
    assert (opened(), by_team()) == (7, 7)


def test_a_change_is_told_at_once_and_after_it_was_counted(nordsoft: Cast) -> None:
    assert (opened(), by_team()) == (1, 1)
    make_ticket(nordsoft)
    assert (opened(), by_team()) == (2, 2)
    roll_up(now=NOW)
    assert (opened(), by_team()) == (2, 2)


def test_questions_are_told_apart(nordsoft: Cast) -> None:
    customer, team = str(nordsoft.customer.pk), str(nordsoft.team.pk)
    assert (opened(), opened(customer="0"), opened(customer=customer, team=team)) == (1, 0, 1)
    assert (opened(customer=customer, team="0"), opened(severity="critical")) == (0, 0)


def test_what_is_counted_from_the_rows_is_remembered_as_well(nordsoft: Cast, ticket: Ticket) -> None:
    asked = {"customer": str(nordsoft.customer.pk), "team": str(nordsoft.team.pk)}
    assert opened(**asked) == 1
    Ticket.objects.filter(pk=ticket.pk).update(team=None)
    assert opened(**asked) == 0


def test_what_an_agent_sees_is_not_remembered(nordsoft: Cast) -> None:
    seen = {"seen_by": str(nordsoft.agent.pk)}
    Ticket.objects.update(assignee=None)
    roll_up(now=NOW)
    mine = opened(**seen)
    TeamMember.objects.filter(membership=nordsoft.agent).delete()
    assert (mine, opened(**seen)) == (1, 0)


def test_tenants_do_not_share_it(lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        roll_up(now=NOW)
        assert opened() == 0


def test_a_month_that_changed_is_counted_once_for_each_change(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[object] = []
    monkeypatch.setattr("reports.rollups.remembered.keep", partial(_kept, counted))
    Ticket.objects.update(channel="phone")
    opened()
    opened()
    assert len(counted) == 2  # the clean months, and the one that changed
    late = ChangedMonth.objects.create(area="flow", month=PERIOD.first, pk=10_000_000)
    opened()
    ChangedMonth.objects.create(area="flow", month=PERIOD.first, pk=late.pk - 1)  # committed after a later one
    opened()
    opened()
    assert len(counted) == 4


def _kept(counted: list[object], name: object, stamp: str, value: object, *, seconds: int) -> None:
    counted.append(name)
    keep(name, stamp, value, seconds=seconds)
