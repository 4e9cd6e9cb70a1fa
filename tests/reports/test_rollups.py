"""Figures kept by month: always those of the rows, whatever happens to them, counted anew or not yet."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Tenant
from accounts.tenancy.context import require_tenant_id, tenant_context
from contracts.models import Contract, Customer
from reports import raw, rollups
from reports.door import figures_for, parts_for, ranking, slowest
from reports.figures import ClockFigures, Dimension, Filters, Histogram, Period, SurveyFigures, TicketFlow
from reports.models import ChangedMonth, Rollup
from reports.raw.facts import FACTS
from reports.rollups import can_read, can_read_parts, keeping
from reports.rollups.keeping import differences, roll_up
from reports.summaries.counting import cells_of
from reports.summaries.spans import Kind, span_at
from surveys.models import Answer, Invitation
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.reports.lives import make_life, make_survey
from tickets.models import SlaClock, Team, TeamMember, Ticket, TicketEvent
from tickets.services.clocks import sync_clocks

NOW = datetime(2026, 5, 22, 8, 0, tzinfo=UTC)
PERIOD = Period(date(2026, 2, 1), date(2026, 6, 1), ZoneInfo("Europe/Stockholm"))
KINDS: list[type[Any]] = [ClockFigures, TicketFlow, SurveyFigures]


@pytest.mark.parametrize("remembers", [False, True])
def test_whatever_happens_pages_say_what_the_rows_say(nordsoft: Cast, settings: Any, remembers: bool) -> None:
    settings.KEEP_PIECES = remembers
    dice = Random(9)  # noqa: S311 – the same histories each time
    for _ in range(12):
        make_life(nordsoft, dice, since=MONDAY, until=NOW)
    for step in range(25):
        if step % 4 == 0:
            roll_up(now=NOW)
            _nothing_differs()
        _something_happens(nordsoft, dice)
        _pages_are_right(dice)
    roll_up(now=NOW)
    _nothing_differs()
    assert not ChangedMonth.objects.exists()
    _pages_are_right(dice)


def _nothing_differs() -> None:
    assert [differences(facts, now=NOW) for facts in FACTS.values()] == [[], [], []]


def _pages_are_right(dice: Random) -> None:
    for kind in KINDS:
        by = dice.choice([None, *(each for each in Dimension if kind is SurveyFigures or each != Dimension.PROMISE)])
        agent = str(TeamMember.objects.values_list("membership_id", flat=True)[0])
        mine, of_team = Filters(seen_by=agent), Filters(seen_by=agent, team=dice.choice(["", _team()]))
        several = Filters(team=dice.choice(["", _team()]), channel="email", severity=dice.choice([None, "high"]))
        one = Filters(**{by: ""}) if by else Filters(team="")
        customer = Filters(customer=str(dice.choice(list(Customer.objects.values_list("pk", flat=True)))))
        for filters in (Filters(), Filters(severity="high"), one, several, customer, mine, of_team):
            monthly = dice.random() < 0.7
            told = figures_for(kind, PERIOD, filters, by=by, monthly=monthly, now=NOW)
            assert told == raw.count(kind, PERIOD, filters, by=by, monthly=monthly, now=NOW), (kind, filters, by)
            _parts_are_right(kind, filters, by or Dimension.TEAM)


def _parts_are_right(kind: type[Any], filters: Filters, by: Dimension) -> None:
    """Of two periods, by two dimensions at once: what the months by each of them add up to."""
    periods = [
        Period(date(2026, 2, 1), date(2026, 3, 1), PERIOD.zone),
        Period(date(2026, 4, 1), PERIOD.last, PERIOD.zone),
    ]
    wanted = [by, Dimension.PLAN] if by is not Dimension.PLAN and not filters.customer else [by]
    parts = parts_for(kind, periods, filters, by=wanted, now=NOW)
    for dimension in wanted:
        for period in periods:
            plain = raw.count(kind, period, filters, by=dimension, monthly=False, now=NOW).by("metric", "key")
            cells = parts[dimension].by("month", "metric", "key")
            assert {key[1:]: cell for key, cell in cells.items() if key[0] == period.first} == plain


def _team() -> str:
    return str(Team.objects.values_list("pk", flat=True)[0])


def _something_happens(cast: Cast, dice: Random) -> None:
    ticket = dice.choice(list(Ticket.objects.all()))
    happening = dice.choice([_late_event, _moved, _other_plan, _answered, _decided, _deleted, _asked, _filed])
    happening(cast, ticket, dice)


def _late_event(cast: Cast, ticket: Ticket, dice: Random) -> None:
    kind = dice.choice(["replied", "resolved", "reopened", "started", "handed_over", "severity", "severity"])
    data = {"before": dice.choice(["high", "normal"]), "severity": dice.choice(["critical", "high"])}
    at = NOW - timedelta(days=dice.randrange(60))
    TicketEvent.objects.create(ticket=ticket, kind=kind, at=at, data=data if kind == "severity" else {})
    sync_clocks(ticket)
    ticket.resolved_at = dice.choice([None, NOW - timedelta(days=dice.randrange(60))])
    ticket.save()


def _moved(cast: Cast, ticket: Ticket, dice: Random) -> None:
    changed = {"team": dice.choice([cast.team, None]), "assignee": dice.choice([cast.agent, cast.colleague, None])}
    changed |= {"channel": dice.choice(["email", "phone"])}
    Ticket.objects.filter(pk=ticket.pk).update(**changed, severity=dice.choice(["high", "normal"]))


def _other_plan(cast: Cast, ticket: Ticket, dice: Random) -> None:
    Contract.objects.filter(pk=cast.contract.pk).update(
        plan=(plan := dice.choice(list(cast.plans.values()))), plan_version=plan.versions.first()
    )


def _answered(cast: Cast, ticket: Ticket, dice: Random) -> None:
    Answer.objects.filter(invitation__ticket=ticket).update(score=dice.randrange(11))


def _decided(cast: Cast, ticket: Ticket, dice: Random) -> None:
    TicketEvent.objects.filter(ticket=ticket, kind="severity").update(data={"before": "normal", "severity": "high"})


def _deleted(cast: Cast, ticket: Ticket, dice: Random) -> None:
    TicketEvent.objects.filter(ticket=ticket, kind="handed_over").delete()
    SlaClock.objects.filter(ticket=ticket, metric="resolution").delete()


def _asked(cast: Cast, ticket: Ticket, dice: Random) -> None:
    if not Invitation.objects.filter(ticket=ticket).exists():
        make_survey(ticket, dice, at=NOW - timedelta(days=dice.randrange(60)))


def _filed(cast: Cast, ticket: Ticket, dice: Random) -> None:
    make_life(cast, dice, since=MONDAY, until=NOW)


def test_a_clock_past_its_deadline_is_breached_by_time_alone(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", now=MONDAY)
    roll_up(now=MONDAY)
    march = Period(date(2026, 3, 1), date(2026, 3, 1), PERIOD.zone)
    due = SlaClock.objects.get(metric="start").due_at
    assert not figures_for(ClockFigures, march, metric="start", now=due).total().breached
    assert figures_for(ClockFigures, march, metric="start", now=due + timedelta(seconds=1)).total().breached == 1
    assert not ChangedMonth.objects.exists()


def test_counted_months_are_read_and_not_counted_again(nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=MONDAY)
    roll_up(now=NOW)
    Rollup.objects.filter(area="flow").update(counts=[77] + [0] * 7)
    assert figures_for(TicketFlow, PERIOD, now=NOW).total().opened == 77
    assert differences(FACTS[TicketFlow], now=NOW)
    with Budget(1):
        figures_for(TicketFlow, PERIOD, by=Dimension.CUSTOMER, now=NOW)


def test_another_zone_is_counted_anew(nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    roll_up(now=NOW)
    Tenant.objects.filter(pk=nordsoft.tenant.pk).update(zone="UTC")
    utc = Period(PERIOD.first, PERIOD.last, ZoneInfo("UTC"))
    assert figures_for(TicketFlow, utc, now=NOW).total(month=date(2026, 3, 1)).opened == 1
    assert roll_up(now=NOW) == 3 * 3
    assert figures_for(TicketFlow, utc, now=NOW).total(month=date(2026, 3, 1)).opened == 1
    _nothing_differs()


def test_what_changes_no_figure_marks_nothing(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=MONDAY)
    roll_up(now=NOW)
    SlaClock.objects.update(check_at=NOW, steps_done=["warning"])
    Ticket.objects.filter(pk=ticket.pk).update(subject="Other words", version=7)
    TicketEvent.objects.create(ticket=ticket, kind="noted", at=NOW)
    assert not ChangedMonth.objects.exists()
    assert roll_up(now=NOW) == 0


def test_a_ticket_that_is_spam_leaves_its_month(nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=MONDAY)
    roll_up(now=NOW)
    for kind, opened in (("spam", 0), ("question", 1)):
        Ticket.objects.update(kind=kind)
        assert set(ChangedMonth.objects.values_list("area", "month")) == {("flow", date(2026, 3, 1))}
        roll_up(now=NOW)
        _nothing_differs()
        assert figures_for(TicketFlow, PERIOD, Filters(), now=NOW).total().opened == opened


def test_another_assignee_changes_what_an_agent_sees(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=MONDAY)
    make_survey(ticket, Random(1), at=MONDAY)  # noqa: S311 – the same survey each time
    roll_up(now=NOW)
    mine = Filters(seen_by=str(nordsoft.agent.pk))
    assert figures_for(SurveyFigures, PERIOD, mine, now=NOW).total().resolved == 0
    Ticket.objects.update(assignee=nordsoft.agent)
    assert set(ChangedMonth.objects.values_list("area", "month")) == {("surveys", date(2026, 3, 1))}
    assert figures_for(SurveyFigures, PERIOD, mine, now=NOW).total().resolved == 1
    roll_up(now=NOW)
    with Budget(1):
        assert figures_for(SurveyFigures, PERIOD, mine, by=Dimension.TEAM, now=NOW).total(key="").resolved == 1


def test_tenants_do_not_share_figures(lonhuset: Cast, nordsoft: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        make_ticket(lonhuset, now=MONDAY)
        roll_up(now=NOW)
    assert roll_up(now=NOW) == 0
    assert not Rollup.objects.exists()
    assert figures_for(TicketFlow, PERIOD, now=NOW).total() == TicketFlow()


def test_one_tenants_trouble_is_not_the_others(lonhuset: Cast, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def breaks(*, now: datetime) -> int:
        if not counted:
            counted.append(0)
            raise ValueError("no such month")
        counted.append(require_tenant_id())
        return 0

    monkeypatch.setattr(keeping, "roll_up", breaks)
    keeping.roll_up_all(now=MONDAY)
    assert len(counted) == 2
    assert counted[1] in (lonhuset.tenant.pk, nordsoft.tenant.pk)


def test_parts_may_be_counted_in_part(nordsoft: Cast) -> None:
    dice = Random(4)  # noqa: S311 – the same histories each time
    for _ in range(4):
        make_life(nordsoft, dice, since=MONDAY, until=NOW)
    roll_up(now=NOW)
    with Budget(1):
        few = parts_for(ClockFigures, [PERIOD], by=[Dimension.CUSTOMER], metric="start", only=["breached"], now=NOW)
    whole = raw.parts(ClockFigures, [PERIOD], by=[Dimension.CUSTOMER], metric="start", now=NOW)
    cells = dict(whole[Dimension.CUSTOMER])
    assert {key: cell.breached for key, cell in few[Dimension.CUSTOMER]} == {
        key: cell.breached for key, cell in cells.items()
    }
    assert all((cell.met, cell.used) == (0, Histogram()) for _key, cell in few[Dimension.CUSTOMER])
    for count in (rollups.parts, raw.parts):
        for key in ({each.key for each in cells}, {"0"}):
            one = count(
                ClockFigures, [PERIOD], Filters(), by=[Dimension.CUSTOMER], metric="start", keys=[*key], now=NOW
            )
            assert dict(one[Dimension.CUSTOMER]) == {each: cell for each, cell in cells.items() if each.key in key}


def test_several_dimensions_at_once_are_kept_but_not_customers_and_agents() -> None:
    both = Filters(team="3", plan="")
    assert can_read(ClockFigures, both, Dimension.PRODUCT)
    assert can_read(SurveyFigures, both, Dimension.PROMISE)
    assert not can_read(ClockFigures, Filters(promise="met"), None)
    assert not can_read(TicketFlow, Filters(customer="7"), Dimension.TEAM)
    assert not can_read(TicketFlow, Filters(seen_by="7"), None)
    assert can_read(SurveyFigures, Filters(seen_by="7"), Dimension.TEAM)
    assert not can_read(SurveyFigures, Filters(seen_by="7"), Dimension.PLAN)
    assert not can_read_parts(SurveyFigures, Filters(seen_by="7"), [Dimension.TEAM])
    assert can_read_parts(TicketFlow, both, [Dimension.TEAM, Dimension.CHANNEL])
    assert not can_read_parts(TicketFlow, both, [Dimension.TEAM, Dimension.CUSTOMER])
    assert can_read_parts(TicketFlow, Filters(customer="7"), [Dimension.CUSTOMER])
    assert not can_read_parts(TicketFlow, Filters(customer="7"), [Dimension.TEAM])
    assert can_read_parts(TicketFlow, Filters(severity="high"), [Dimension.TEAM, Dimension.CUSTOMER])


@pytest.mark.parametrize("remembers", [False, True])
def test_the_ranking_of_customers_says_what_the_rows_say(nordsoft: Cast, settings: Any, remembers: bool) -> None:
    settings.KEEP_PIECES = remembers
    dice = Random(5)  # noqa: S311 – the same histories each time
    for _ in range(6):
        make_life(nordsoft, dice, since=MONDAY, until=NOW)
    for step in range(12):
        if step % 3 == 0:
            roll_up(now=NOW)
        _something_happens(nordsoft, dice)
        for filters in (Filters(), Filters(team=_team()), Filters(severity="high")):
            for _asked in range(2):  # what was remembered is asked as well
                _ranking_is_right(filters, NOW + timedelta(hours=step))
        _weeks_are_right(settings, remembers=remembers)


def _weeks_are_right(settings: Any, *, remembers: bool) -> None:
    last = span_at(Kind.WEEK, NOW, PERIOD.zone)
    spans = [last.step(-back) for back in range(8, -1, -1)]
    for kind in KINDS:
        settings.KEEP_PIECES = False
        counted = cells_of(kind, spans, now=NOW)
        settings.KEEP_PIECES = remembers
        assert cells_of(kind, spans, now=NOW) == counted


def _ranking_is_right(filters: Filters, now: datetime) -> None:
    periods = [
        Period(date(2026, 2, 1), date(2026, 3, 1), PERIOD.zone),
        Period(date(2026, 4, 1), PERIOD.last, PERIOD.zone),
    ]
    by: Any = {"by": Dimension.CUSTOMER, "now": now}
    kinds: list[tuple[type[Any], str | None, tuple[str, ...]]] = [
        (ClockFigures, "resolution", ("met", "breached")),
        (TicketFlow, None, ("resolved",)),
        (SurveyFigures, None, ("answered", "sent")),
    ]
    for kind, metric, measures in kinds:
        whole = raw.parts(kind, periods, filters, by=[Dimension.CUSTOMER], metric=metric, now=now)[Dimension.CUSTOMER]
        present = {key.key: each for key, each in whole if key.month == periods[1].first}
        keys, nothing = {key.key for key, _each in whole}, kind()
        assert ranking(kind, periods, filters, measures=measures, metric=metric, **by) == {
            key: tuple(getattr(present.get(key, nothing), name) for name in measures) for key in keys
        }
        if kind is ClockFigures:
            assert slowest(kind, periods, filters, share=0.9, metric=metric, **by) == {
                key: (present.get(key, nothing).p90 or 0,) for key in keys
            }
