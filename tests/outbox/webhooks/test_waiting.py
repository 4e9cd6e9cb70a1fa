"""How long a delivery and an endpoint wait."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.webhooks.client import Outcome
from outbox.webhooks.settling import LONGEST_REST, LONGEST_RETRY_AFTER, WAITS, patience, rest_after, wait_after

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def refused(status: int = 500, retry_after: str = "") -> Outcome:
    return Outcome(milliseconds=1, status=status, retry_after=retry_after)


@given(st.integers(1, len(WAITS)))
def test_each_wait_is_as_listed_and_up_to_a_tenth_longer(attempt: int) -> None:
    wait = wait_after(attempt, refused(), now=NOW)
    assert wait is not None
    assert WAITS[attempt - 1] <= wait <= WAITS[attempt - 1] * 1.1


def test_after_the_last_wait_it_has_failed() -> None:
    assert wait_after(len(WAITS) + 1, refused(), now=NOW) is None
    assert wait_after(1, refused(410), now=NOW) is None


@pytest.mark.parametrize("status", [100, 199, 300, 301, 400, 401, 404, 409, 422, 500, 502, 599])
def test_everything_else_is_tried_again(status: int) -> None:
    assert not refused(status).is_delivered
    assert wait_after(1, refused(status), now=NOW) is not None


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("Mon, 02 Mar 2026 08:01:30 GMT", 90),
        ("Mon, 02 Mar 2026 07:00:00 GMT", 0),
        ("99999999999999999999", LONGEST_RETRY_AFTER),
        ("Fri, 02 Mar 2096 08:00:00 GMT", LONGEST_RETRY_AFTER),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("²", 0),
    ],
)
def test_a_receiver_may_ask_for_patience(said: str, seconds: float) -> None:
    assert patience(refused(429, said), now=NOW) == seconds
    assert patience(refused(503, said), now=NOW) == seconds
    assert patience(refused(500, said), now=NOW) == 0
    wait = wait_after(1, refused(429, said), now=NOW)
    assert wait is not None
    assert wait >= seconds


@given(st.text(max_size=60))
def test_nonsense_is_no_reason_to_stop(said: str) -> None:
    assert 0 <= patience(refused(429, said), now=NOW) <= LONGEST_RETRY_AFTER


@pytest.mark.parametrize("year", ["9999999999", "9" * 20])
def test_a_year_that_is_none_is_no_reason_to_stop(year: str) -> None:
    assert patience(refused(503, f"Mon, 02 Jan {year} 00:00:00 GMT"), now=NOW) == 0
    assert patience(refused(503, f"Mon, 02 Jan 2026 00:00:00 +{year}"), now=NOW) == 0


@given(st.integers(1, 10**6))
def test_an_endpoint_rests_longer_each_time_up_to_ten_minutes(failures: int) -> None:
    rest = rest_after(failures, refused(), now=NOW)
    assert 5 <= rest <= LONGEST_REST == timedelta(minutes=10).total_seconds()
    assert rest_after(failures + 1, refused(), now=NOW) >= rest
