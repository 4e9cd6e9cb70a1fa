"""Who is on call: the rotation, its handovers and what goes before it, in every zone and on every weekend."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.on_call import FIRST, SECOND, Plan, Turn, gaps, handover, order_at, spans, week_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = date(2026, 3, 2)
ANNA, BERTIL, CILLA, DORA = 1, 2, 3, 4

zones = st.sampled_from(["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "UTC"]).map(ZoneInfo)
instants = st.integers(0, 400 * 24 * 3600).map(lambda seconds: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(0, seconds))


def local(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=STOCKHOLM).astimezone(UTC)


def weekly(*line: int, **more: object) -> Plan:
    return Plan(**{"zone": STOCKHOLM, "weekday": 0, "at": time(9), "first_on": MONDAY, "line": line} | more)  # type: ignore[arg-type]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    turns = []
    for _ in range(draw(st.integers(0, 4))):
        begins = draw(instants)
        length = timedelta(minutes=draw(st.integers(1, 60 * 24 * 20)))
        turns.append(Turn(draw(st.integers(1, 5)), begins, begins + length, draw(st.sampled_from([FIRST, SECOND]))))
    return Plan(
        zone=draw(zones),
        weekday=draw(st.integers(0, 6)),
        at=draw(st.times().map(lambda at: at.replace(second=0, microsecond=0))),
        first_on=draw(st.dates(date(2026, 1, 1), date(2026, 12, 31))),
        line=tuple(draw(st.lists(st.integers(1, 4), unique=True))),
        turns=tuple(turns),
        away=draw(st.dictionaries(st.integers(1, 5), instants, max_size=2)),
    )


def test_the_week_goes_to_the_next_in_line_at_the_handover() -> None:
    plan = weekly(ANNA, BERTIL, CILLA)
    assert order_at(plan, local(2, 8, 59)) == ()
    assert order_at(plan, local(2, 9)) == (ANNA, BERTIL, CILLA)
    assert order_at(plan, local(9, 8, 59)) == (ANNA, BERTIL, CILLA)
    assert order_at(plan, local(9, 9)) == (BERTIL, CILLA, ANNA)
    assert order_at(plan, local(23, 9)) == (ANNA, BERTIL, CILLA)


def test_the_first_begins_at_the_first_handover_on_or_after_the_day() -> None:
    assert handover(weekly(ANNA, first_on=date(2026, 3, 4)), 0) == local(9, 9)


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 30, 7 * 24 - 1), (10, 26, 7 * 24 + 1)])
def test_a_week_with_a_change_of_clocks_ends_at_the_same_wall_clock(month: int, day: int, hours: int) -> None:
    plan = weekly(ANNA, BERTIL)
    end = datetime(2026, month, day, 9, tzinfo=STOCKHOLM).astimezone(UTC)
    week = week_of(plan, end)
    assert handover(plan, week) == end
    assert end - handover(plan, week - 1) == timedelta(hours=hours)


def test_a_handover_that_the_clocks_leave_out_comes_an_hour_later() -> None:
    plan = weekly(ANNA, BERTIL, weekday=6, at=time(2, 30))
    assert handover(plan, week_of(plan, local(29, 12))) == local(29, 3, 30)


def test_a_handover_that_comes_twice_is_the_first() -> None:
    plan = weekly(ANNA, BERTIL, weekday=6, at=time(2, 30))
    assert handover(plan, week_of(plan, local(25, 12, month=10))) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_who_is_replaced_stands_last_and_not_second() -> None:
    plan = weekly(ANNA, BERTIL, CILLA, turns=(Turn(CILLA, local(4, 9), local(5, 9)),))
    assert order_at(plan, local(4, 8)) == (ANNA, BERTIL, CILLA)
    assert order_at(plan, local(4, 9)) == (CILLA, BERTIL, ANNA)
    assert order_at(plan, local(5, 9)) == (ANNA, BERTIL, CILLA)


def test_a_second_can_be_replaced_alone() -> None:
    plan = weekly(ANNA, BERTIL, CILLA, turns=(Turn(DORA, local(4, 9), local(5, 9), SECOND),))
    assert order_at(plan, local(4, 12)) == (ANNA, DORA, CILLA, BERTIL)


def test_of_two_turns_the_one_entered_later_counts() -> None:
    turns = (Turn(CILLA, local(4, 9), local(6, 9)), Turn(BERTIL, local(5, 9), local(7, 9)))
    plan = weekly(ANNA, turns=turns)
    assert [order_at(plan, local(day, 12))[0] for day in (3, 4, 5, 6, 7)] == [ANNA, CILLA, BERTIL, BERTIL, ANNA]


def test_the_same_person_is_not_first_and_second() -> None:
    turns = (Turn(ANNA, local(4, 9), local(5, 9), SECOND),)
    assert order_at(weekly(ANNA, BERTIL, turns=turns), local(4, 12)) == (ANNA, BERTIL)


def test_shifts_need_no_rotation() -> None:
    turns = (Turn(ANNA, local(2, 17), local(3, 8)), Turn(BERTIL, local(3, 17), local(4, 8)))
    found = spans(weekly(turns=turns), local(2, 17), local(4, 8))
    assert [(span.order, span.begins_at) for span in found] == [
        ((ANNA,), local(2, 17)), ((), local(3, 8)), ((BERTIL,), local(3, 17)),
    ]  # fmt: skip


def test_who_is_away_is_passed_over_until_they_are_back() -> None:
    plan = weekly(ANNA, BERTIL, away={ANNA: local(4, 0)})
    assert order_at(plan, local(3, 23, 59)) == (BERTIL,)
    assert order_at(plan, local(4, 0)) == (ANNA, BERTIL)


@given(plans(), st.integers(-60, 60))
def test_handovers_come_in_order_a_week_apart_on_the_wall(plan: Plan, week: int) -> None:
    first, second = handover(plan, week), handover(plan, week + 1)
    assert timedelta(days=6, hours=22) <= second - first <= timedelta(days=7, hours=2)
    there = first.astimezone(plan.zone)
    on_the_wall = datetime.combine(there.date(), plan.at, plan.zone).astimezone(UTC).astimezone(plan.zone)
    assert there.time() == on_the_wall.time()  # an hour later where the clocks leave it out


@given(plans(), instants)
def test_every_instant_lies_in_its_week(plan: Plan, at: datetime) -> None:
    week = week_of(plan, at)
    assert handover(plan, week) <= at < handover(plan, week + 1)


@given(plans(), instants)
def test_without_turns_the_rotation_alone_says_who(plan: Plan, at: datetime) -> None:
    bare = Plan(plan.zone, plan.weekday, plan.at, plan.first_on, plan.line)
    week = week_of(bare, at)
    order = order_at(bare, at)
    if week < 0 or not plan.line:
        assert order == ()
    else:
        assert order[0] == plan.line[week % len(plan.line)]
        assert sorted(order) == sorted(plan.line)


@given(plans(), instants)
def test_each_stands_once_and_nobody_who_is_away(plan: Plan, at: datetime) -> None:
    order = order_at(plan, at)
    assert len(set(order)) == len(order)
    assert not any(at < plan.away.get(member, at) for member in order)


@given(plans(), instants)
def test_a_turn_counts_from_its_beginning_to_its_end(plan: Plan, at: datetime) -> None:
    covering = [turn for turn in plan.turns if turn.rank == FIRST and turn.begins_at <= at < turn.ends_at]
    member = covering[-1].member if covering else None
    if member is not None and plan.away.get(member, at) <= at:
        assert order_at(plan, at)[0] == member


@given(plans(), instants, st.integers(1, 24 * 60), st.floats(0, 0.99))
def test_spans_tile_the_time_and_say_what_holds_inside(plan: Plan, start: datetime, hours: int, share: float) -> None:
    end = start + timedelta(hours=hours)
    found = spans(plan, start, end)
    assert (found[0].begins_at, found[-1].ends_at) == (start, end)
    assert all(before.ends_at == after.begins_at for before, after in pairwise(found))
    assert all(before.order[:2] != after.order[:2] for before, after in pairwise(found))
    for span in found:
        inside = span.begins_at + (span.ends_at - span.begins_at) * share
        assert order_at(plan, inside)[:2] == span.order[:2]


@given(plans(), plans(), instants, st.integers(1, 24 * 30), st.floats(0, 0.99))
def test_a_gap_is_where_no_list_names_anybody(
    team: Plan, general: Plan, start: datetime, hours: int, share: float
) -> None:
    end = start + timedelta(hours=hours)
    found = gaps([team, general], start, end)
    at = start + (end - start) * share
    is_gap = any(begins <= at < ends for begins, ends in found)
    assert is_gap == (not order_at(team, at) and not order_at(general, at))
