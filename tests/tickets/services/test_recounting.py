"""Other opening hours: open tickets follow, met and breached stays, and the impact said so before."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla.calendars import compiled_definition, current_version
from sla.country import starting_point
from sla.engine import format_time
from tests.budget import Budget
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at
from tickets.models import Recount, SlaClock, Ticket, TicketEvent
from tickets.selectors.impact import impact_of
from tickets.services import recounting
from tickets.services.recounting import change_calendar, recount_batch, recount_tenants
from tickets.services.resolution import resolve
from tickets.services.status import set_status


def hours(start: int, end: int) -> dict[str, Any]:
    week = {str(day): [[format_time(start), format_time(end)]] for day in range(5)}
    return {**starting_point("SE"), "week": week}


def change(cast: Cast, definition: dict[str, Any], seen: int = 1, **more: Any) -> Recount | None:
    values = {"calendar": cast.calendar, "name": "Support", "actor": cast.manager, "now": at(10)} | more
    return change_calendar(definition=definition, seen=seen, **values)


def due(ticket: Ticket) -> Any:
    return Ticket.objects.get(pk=ticket.pk).next_due_at


def test_open_tickets_follow_from_the_report(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert due(ticket) == at(14)  # 4 hours over lunch
    recount = change(nordsoft, hours(8 * 60, 17 * 60))
    assert recount is not None
    assert (recount.total, recount.share) == (1, 0)
    assert due(ticket) == at(14)
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    assert due(ticket) == at(13)
    recount.refresh_from_db()
    assert (recount.done, recount.share, recount.finished_at) == (1, 100, at(10))
    event = ticket.events.get(kind=TicketEvent.Kind.TERMS)
    assert event.actor == nordsoft.manager
    assert event.data["calendar_version"] == current_version(nordsoft.calendar).pk
    assert {clock.calendar_version.number for clock in ticket.clocks.all()} == {2}


def test_doing_it_again_changes_nothing(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    recount = change(nordsoft, hours(480, 1020))
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    version = Ticket.objects.get(pk=ticket.pk).version
    assert recount is not None
    Recount.objects.filter(pk=recount.pk).update(finished_at=None, last_ticket=0)
    recount_tenants(nordsoft.tenant.pk, now=at(11))
    assert Ticket.objects.get(pk=ticket.pk).version == version
    assert not recount_batch(now=at(11))


def test_what_is_breached_or_solved_stays(nordsoft: Cast) -> None:
    breached = make_ticket(nordsoft, severity="critical")  # due 09:15
    solved = make_ticket(nordsoft)
    resolve(ticket=solved, actor=nordsoft.agent, solution="Restart it.", now=at(9, 30))
    recount = change(nordsoft, hours(10 * 60, 17 * 60))
    assert recount is not None
    assert recount.total == 1
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    assert breached.clocks.get(metric="start").due_at == at(9, 15)
    assert breached.clocks.get(metric="resolution").calendar_version.number == 2
    assert not solved.events.filter(kind=TicketEvent.Kind.TERMS).exists()


def test_tickets_without_contract_and_those_filed_since_are_left_alone(nordsoft: Cast) -> None:
    stranger = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, actor=nordsoft.agent)
    recount = change(nordsoft, hours(480, 1020))
    assert recount is not None
    assert recount.finished_at == at(10)
    later = make_ticket(nordsoft, now=at(10))
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    for ticket in (stranger, later):
        assert not ticket.events.filter(kind=TicketEvent.Kind.TERMS).exists()


def test_batches_keep_how_far_they_are(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    for _ in range(3):
        make_ticket(nordsoft)
    recount = change(nordsoft, hours(480, 1020))
    assert recount is not None
    done = []
    while recount_batch(now=at(10)):
        recount.refresh_from_db()
        done.append((recount.done, recount.share))
    assert done == [(2, 66), (3, 99), (3, 99), (3, 100)]


def test_a_ticket_filed_under_the_old_hours_behind_the_cursor_is_found(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    behind = make_ticket(nordsoft)
    recount = change(nordsoft, hours(480, 1020))
    assert recount is not None
    Recount.objects.filter(pk=recount.pk).update(last_ticket=behind.pk)
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    assert due(behind) == at(13)


def test_the_same_hours_begin_nothing(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    assert change(nordsoft, starting_point("SE")) is None
    assert not Recount.objects.exists()


def test_one_batch_has_a_budget(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    change(nordsoft, hours(480, 1020))
    with Budget(16):
        recount_batch(now=at(10))


@pytest.fixture
def filed(nordsoft: Cast) -> None:
    """File one ticket of each severity and one that waits."""
    for severity in ("critical", "high", "normal"):
        make_ticket(nordsoft, severity=severity)
    waiting = make_ticket(nordsoft)
    set_status(ticket=waiting, actor=nordsoft.agent, status="waiting_customer", now=at(9, 20))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, 20 * 60),
    length=st.integers(30, 24 * 60),
    now=st.integers(9 * 60 + 30, 17 * 60),
    closed=st.booleans(),
)
def test_the_impact_is_what_the_recount_does(
    nordsoft: Cast, filed: None, start: int, length: int, now: int, closed: bool
) -> None:
    """Whatever the hours: every deadline that is said to move moves there, and no other does."""
    definition = hours(start, min(start + length, 1440))
    if closed:
        definition = {**definition, "exceptions": {"2026-03-03": {"openings": [], "note": "Moving"}}}
    moment = at(now // 60, now % 60)
    with transaction.atomic():
        before = dict(SlaClock.objects.values_list("pk", "due_at"))
        keys = {(clock.ticket_id, clock.metric): clock.pk for clock in SlaClock.objects.all()}
        impact = impact_of(calendar=nordsoft.calendar, hours=compiled_definition(definition), now=moment)
        change(nordsoft, definition, now=moment)
        recount_tenants(nordsoft.tenant.pk, now=moment)
        after = dict(SlaClock.objects.values_list("pk", "due_at"))
        moved = {pk: after[pk] for pk in before if after[pk] != before[pk]}
        assert moved == {keys[move.ticket.pk, move.metric]: move.after for move in impact.moves}
        assert impact.kept == sum(1 for clock in SlaClock.objects.filter(calendar_version__number=1, stopped_at=None))
        transaction.set_rollback(True)


def test_the_impact_says_what_breaks_and_what_comes_at_risk(nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=at(11))  # start due 16:00, at risk from 15:00
    shorter = compiled_definition(hours(0, 1440))
    soon = impact_of(calendar=nordsoft.calendar, hours=shorter, now=at(14, 30))
    start = next(move for move in soon.moves if move.metric == "start")
    assert (start.before, start.after, start.seconds) == (at(16), at(15), -3600)
    assert (soon.breaches, start.is_at_risk, start.was_at_risk, soon.into_risk) == (0, True, False, 1)
    assert impact_of(calendar=nordsoft.calendar, hours=shorter, now=at(15, 30)).breaches == 1
    later = compiled_definition(hours(13 * 60, 1020))
    assert impact_of(calendar=nordsoft.calendar, hours=later, now=at(15, 30)).out_of_risk == 1


def test_nothing_moves_under_the_same_hours(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    same = impact_of(calendar=nordsoft.calendar, hours=compiled_definition(starting_point("SE")), now=at(10))
    assert (same.total, same.moves) == (2, ())
