"""The Swedish support function through its year: 08–17, lunch 12–13, and 08–13 the day before a red day."""

import pytest

from sla.builtin import builtin_calendar, builtin_definition
from sla.engine import EngineError, Reason, compile_calendar
from tests.sla.engine.clock import day, sthlm

SE = builtin_calendar("SE")
OFFICE, SHORT = ((480, 720), (780, 1020)), ((480, 780),)


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("2026-01-01", "Nyårsdagen"),
        ("2026-01-06", "Trettondedag jul"),
        ("2026-04-03", "Långfredagen"),
        ("2026-04-06", "Annandag påsk"),
        ("2026-05-01", "Första maj"),
        ("2026-05-14", "Kristi himmelsfärdsdag"),
        ("2025-06-06", "Nationaldagen"),
        ("2026-12-25", "Juldagen"),
        ("2022-12-26", "Annandag jul"),
        ("2004-05-31", "Annandag pingst"),
        ("2100-01-01", "Nyårsdagen"),
        ("1990-01-01", "Nyårsdagen"),
    ],
)
def test_red_days_are_closed(date: str, name: str) -> None:
    assert SE.day(day(date))[1:] == ((), Reason("holiday", name))


@pytest.mark.parametrize(
    ("date", "name"), [("2026-06-19", "Midsommarafton"), ("2026-12-24", "Julafton"), ("2026-12-31", "Nyårsafton")]
)
def test_the_three_eves_are_closed_as_well(date: str, name: str) -> None:
    assert SE.day(day(date))[1:] == ((), Reason("also_closed", name))


@pytest.mark.parametrize(
    ("date", "holiday"),
    [
        ("2026-01-05", "Trettondedag jul"),
        ("2026-04-02", "Långfredagen"),
        ("2026-04-30", "Första maj"),
        ("2026-05-13", "Kristi himmelsfärdsdag"),
        ("2026-06-05", "Nationaldagen"),  # the holiday is a Saturday
        ("2026-10-30", "Alla helgons dag"),  # always a Saturday
    ],
)
def test_the_day_before_a_red_day_closes_at_13_without_lunch(date: str, holiday: str) -> None:
    assert SE.day(day(date))[1:] == (SHORT, Reason("short_day", holiday))


@pytest.mark.parametrize("date", ["2026-06-18", "2026-12-23", "2026-12-30"])
def test_the_days_before_the_eves_are_ordinary(date: str) -> None:
    assert SE.day(day(date))[1:] == (OFFICE, None)


@pytest.mark.parametrize(
    ("date", "holiday"),
    [("2026-06-19", "Midsommardagen"), ("2026-12-24", "Juldagen"), ("2026-12-31", "Nyårsdagen")],
)
def test_without_also_closed_the_eves_are_days_before_a_red_day(date: str, holiday: str) -> None:
    definition = builtin_definition("SE", also_closed=False)
    assert definition.day(day(date))[1:] == (SHORT, Reason("short_day", holiday))
    assert definition.day(day("2100-12-31"))[1:] == (SHORT, Reason("short_day", "Nyårsdagen"))


def test_national_day_is_a_red_day_from_2005() -> None:
    assert SE.day(day("2003-06-06")).openings == OFFICE
    assert SE.day(day("2005-06-06")).openings == ()


def test_whit_monday_was_one_until_2004() -> None:
    assert SE.day(day("2005-05-16")).openings == OFFICE


def test_sundays_are_weekends_not_red_days() -> None:
    assert SE.day(day("2026-05-03")).reason == Reason("weekend")
    assert SE.day(day("2026-05-08")).openings == OFFICE


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-06-18 16:00", 120, "2026-06-22 09:00"),  # over Midsummer
        ("2026-10-30 12:00", 120, "2026-11-02 09:00"),  # the Friday before All Saints' Day
        ("2026-10-30 11:00", 120, "2026-10-30 13:00"),  # straight through, to closing time
        ("2026-12-23 16:00", 120, "2026-12-28 09:00"),  # over Christmas
        ("2026-12-30 15:00", 240, "2027-01-04 10:00"),  # over New Year
        ("2027-01-05 12:00", 120, "2027-01-07 09:00"),  # over Epiphany
    ],
)
def test_deadlines_over_the_holidays(start: str, minutes: int, due: str) -> None:
    assert SE.due(sthlm(start), minutes=minutes) == sthlm(due)


def test_ten_working_days_over_christmas() -> None:
    assert SE.due_business_days(sthlm("2026-12-18 10:00"), 10) == sthlm("2027-01-08 17:00")


def test_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(EngineError) as refused:
        builtin_definition("NO")
    assert refused.value.code == "unknown_calendar"


def test_also_closed_can_be_turned_off_in_a_compiled_calendar() -> None:
    without = compile_calendar(builtin_definition("SE", also_closed=False))
    assert without.due(sthlm("2026-06-18 16:00"), minutes=120) == sthlm("2026-06-19 09:00")
