"""Openings that lie where the wall clock is turned: what counts is when the wall clock reads an open time."""

from zoneinfo import ZoneInfo

from sla.engine import CalendarDefinition, compile_calendar
from tests.sla.engine.clock import sthlm, utc

SPRING, AUTUMN = "2026-03-29", "2026-10-25"  # Sundays: 02–03 is skipped, 02–03 comes twice


def sundays(opens: int, closes: int) -> CalendarDefinition:
    return CalendarDefinition("Europe/Stockholm", {6: ((opens, closes),)})


def test_spring_takes_an_hour_out_of_an_opening() -> None:
    night = compile_calendar(sundays(60, 300))
    assert night.elapsed(sthlm(f"{SPRING} 00:00"), sthlm(f"{SPRING} 12:00")) == 3 * 3600
    assert night.due(sthlm(f"{SPRING} 01:30"), minutes=60) == sthlm(f"{SPRING} 03:30")


def test_the_clock_is_turned_to_the_end_of_the_horizon() -> None:
    mornings = compile_calendar(CalendarDefinition("Europe/Stockholm", dict.fromkeys(range(5), ((480, 720),))))
    assert mornings.next_open(utc("2099-07-13 00:00")) == utc("2099-07-13 06:00")
    assert mornings.next_open(utc("2099-01-12 00:00")) == utc("2099-01-12 07:00")


def test_an_opening_that_starts_in_the_skipped_hour_starts_after_it() -> None:
    assert compile_calendar(sundays(150, 300)).next_open(sthlm(f"{SPRING} 00:00")) == utc(f"{SPRING} 01:00")


def test_an_opening_inside_the_skipped_hour_does_not_happen_and_the_day_is_no_working_day() -> None:
    skipped = compile_calendar(sundays(130, 170))
    assert skipped.elapsed(sthlm(f"{SPRING} 00:00"), sthlm(f"{SPRING} 12:00")) == 0
    assert skipped.due_business_days(sthlm("2026-03-28 12:00"), 1) == sthlm("2026-04-05 02:50")


def test_autumn_gives_an_hour_to_an_opening() -> None:
    night = compile_calendar(sundays(60, 300))
    assert night.elapsed(sthlm(f"{AUTUMN} 00:00"), sthlm(f"{AUTUMN} 12:00")) == 5 * 3600
    assert night.due(sthlm(f"{AUTUMN} 01:30"), minutes=60) == sthlm(f"{AUTUMN} 02:30")
    assert night.due(sthlm(f"{AUTUMN} 01:30"), minutes=120) == sthlm(f"{AUTUMN} 02:30", fold=1)


def test_an_opening_inside_the_repeated_hour_happens_twice() -> None:
    twice = compile_calendar(sundays(140, 160))
    assert twice.elapsed(sthlm(f"{AUTUMN} 00:00"), sthlm(f"{AUTUMN} 12:00")) == 2 * 20 * 60
    assert twice.due_business_days(sthlm("2026-10-24 12:00"), 1) == sthlm(f"{AUTUMN} 02:40", fold=1)


def test_the_ledger_of_a_turned_day_sums_up() -> None:
    for date, hours in ((SPRING, 3), (AUTUMN, 5)):
        ledger = compile_calendar(sundays(60, 300)).explain(sthlm(f"{date} 00:00"), sthlm(f"{date} 12:00"))
        assert ledger.counted_seconds == hours * 3600
        assert [row.reason.code for row in ledger.rows] == ["closed_night", "open", "closed_night"]


def test_a_skipped_date_is_no_working_day_and_has_no_picture() -> None:
    samoa = compile_calendar(CalendarDefinition("Pacific/Apia", dict.fromkeys(range(7), ((480, 1020),))))
    thursday = utc("2011-12-29 20:00")  # the 29th there; the 30th did not happen
    assert samoa.due_business_days(thursday, 1).astimezone(ZoneInfo("Pacific/Apia")).date().isoformat() == "2011-12-31"
    days = samoa.strip(thursday, utc("2011-12-31 00:00"))
    assert [day.date.day for day in days] == [29, 31]
    assert samoa.explain(thursday, utc("2011-12-31 00:00")).counted_seconds == samoa.elapsed(
        thursday, utc("2011-12-31 00:00")
    )
