from datetime import UTC, datetime

from sla.builtin import builtin_calendar


def test_two_hours_reported_before_the_first_of_may_end_after_the_weekend() -> None:
    start = datetime.fromisoformat("2026-04-30T12:30:00+02:00")
    assert builtin_calendar("SE").due(start, minutes=120) == datetime(2026, 5, 4, 7, 30, tzinfo=UTC)
