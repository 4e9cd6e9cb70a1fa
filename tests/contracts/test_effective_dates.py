"""From which day a changed plan counts (domain: Changing plan)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.effective_dates import Move, Term, effective_on, received_day, terms_from

STOCKHOLM, COPENHAGEN = ZoneInfo("Europe/Stockholm"), ZoneInfo("Europe/Copenhagen")
UP, DOWN, SAME = Move(2, 3, 3), Move(3, 2, 3), Move(3, 3, 3)

days = st.dates(date(1990, 1, 1), date(2100, 6, 30))
ranks = st.integers(0, 9)
moves = st.builds(Move, ranks, ranks, st.integers(0, 24))


@pytest.mark.parametrize(
    ("received", "counts_from"),
    [
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2026, 12, 15), date(2027, 1, 1)),
        (date(2026, 12, 16), date(2027, 2, 1)),
        (date(2026, 12, 31), date(2027, 2, 1)),
        (date(2027, 1, 1), date(2027, 2, 1)),
        (date(2026, 11, 15), date(2026, 12, 1)),
        (date(2026, 11, 16), date(2027, 1, 1)),
        (date(2028, 1, 16), date(2028, 3, 1)),
        (date(2028, 2, 15), date(2028, 3, 1)),
        (date(2028, 2, 29), date(2028, 4, 1)),
        (date(2027, 2, 28), date(2027, 4, 1)),
    ],
)
def test_an_upgrade_counts_from_the_first_of_next_month_when_in_by_the_15th(received: date, counts_from: date) -> None:
    assert effective_on(UP, received) == counts_from
    assert effective_on(SAME, received) == counts_from  # nobody loses anything


@pytest.mark.parametrize(
    ("received", "months", "counts_from"),
    [
        (date(2026, 12, 1), 3, date(2027, 4, 1)),
        (date(2026, 12, 31), 3, date(2027, 4, 1)),
        (date(2027, 1, 1), 3, date(2027, 5, 1)),
        (date(2028, 2, 29), 12, date(2029, 3, 1)),
        (date(2026, 12, 15), 1, date(2027, 2, 1)),
        (date(2026, 12, 16), 1, date(2027, 2, 1)),
        # Without notice period no sooner than an upgrade.
        (date(2026, 12, 15), 0, date(2027, 1, 1)),
        (date(2026, 12, 16), 0, date(2027, 2, 1)),
    ],
)
def test_a_downgrade_counts_after_the_notice_period(received: date, months: int, counts_from: date) -> None:
    assert effective_on(Move(4, 1, months), received) == counts_from


@pytest.mark.parametrize("zone", [STOCKHOLM, COPENHAGEN])
@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # Winter: midnight is 23:00 UTC. Summer: 22:00 UTC.
        (datetime(2026, 12, 15, 22, 59, 59, tzinfo=UTC), date(2026, 12, 15)),
        (datetime(2026, 12, 15, 23, 0, tzinfo=UTC), date(2026, 12, 16)),
        (datetime(2026, 7, 15, 21, 59, 59, tzinfo=UTC), date(2026, 7, 15)),
        (datetime(2026, 7, 15, 22, 0, tzinfo=UTC), date(2026, 7, 16)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 23, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2028, 2, 29, 23, 0, tzinfo=UTC), date(2028, 3, 1)),
        # The nights in which the clock is moved.
        (datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_the_day_of_receipt_is_the_tenants(instant: datetime, day: date, zone: ZoneInfo) -> None:
    assert received_day(instant, zone) == day


def test_one_second_before_midnight_of_the_15th_is_a_month_earlier() -> None:
    midnight = datetime(2026, 12, 15, 23, 0, tzinfo=UTC)
    before, after = (received_day(at, STOCKHOLM) for at in (midnight - timedelta(seconds=1), midnight))
    assert (effective_on(UP, before), effective_on(UP, after)) == (date(2027, 1, 1), date(2027, 2, 1))


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        received_day(datetime(2026, 12, 15), STOCKHOLM)  # noqa: DTZ001


def test_a_negative_notice_period_is_refused() -> None:
    with pytest.raises(ValueError, match="notice"):
        Move(3, 2, -1)


def test_the_customer_is_told_by_which_day_it_is_in_time() -> None:
    assert terms_from(UP, date(2026, 11, 22)) == [
        Term(date(2026, 12, 15), date(2027, 1, 1)),
        Term(date(2027, 1, 15), date(2027, 2, 1)),
    ]
    assert terms_from(UP, date(2026, 12, 15), 1) == [Term(date(2026, 12, 15), date(2027, 1, 1))]
    assert terms_from(DOWN, date(2026, 12, 16)) == [
        Term(date(2026, 12, 31), date(2027, 4, 1)),
        Term(date(2027, 1, 31), date(2027, 5, 1)),
    ]
    assert terms_from(DOWN, date(2028, 2, 29), 1) == [Term(date(2028, 2, 29), date(2028, 6, 1))]


@given(moves, days)
def test_it_always_counts_from_the_first_of_a_later_month(move: Move, received: date) -> None:
    counts_from = effective_on(move, received)
    assert counts_from.day == 1
    assert counts_from > received


@given(moves, days, days)
def test_a_later_receipt_never_counts_earlier(move: Move, one: date, other: date) -> None:
    assert effective_on(move, min(one, other)) <= effective_on(move, max(one, other))


@given(ranks, ranks, st.integers(0, 24), days)
def test_an_upgrade_counts_one_or_two_months_on(one: int, other: int, notice: int, received: date) -> None:
    counts_from = effective_on(Move(min(one, other), max(one, other), notice), received)
    months = (counts_from.year - received.year) * 12 + counts_from.month - received.month
    assert months == (1 if received.day <= 15 else 2)


@given(moves, days)
def test_a_downgrade_has_its_whole_notice_period_and_is_never_before_an_upgrade(move: Move, received: date) -> None:
    counts_from = effective_on(move, received)
    assert counts_from >= effective_on(Move(1, 2, 0), received)
    if move.is_downgrade:
        months = (counts_from.year - received.year) * 12 + counts_from.month - received.month
        assert months > move.notice_months


@given(moves, days)
def test_the_day_to_sign_by_is_the_last_one_that_gives_its_date(move: Move, today: date) -> None:
    first, second = terms_from(move, today)
    assert today <= first.sign_by < second.sign_by
    assert effective_on(move, today) == effective_on(move, first.sign_by) == first.effective_on
    assert effective_on(move, first.sign_by + timedelta(days=1)) == second.effective_on > first.effective_on
