"""The Danish calendar: Mon–Thu 08–16, Fri 08–15:30, no lunch, no shortened days."""

import pytest

from sla.builtin import builtin_calendar, builtin_definition
from sla.engine import Reason
from tests.sla.engine.clock import cph, day

DK = builtin_calendar("DK")
OFFICE, FRIDAY = ((480, 960),), ((480, 930),)


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("2026-01-01", "Nytårsdag"),
        ("2026-04-02", "Skærtorsdag"),
        ("2026-04-03", "Langfredag"),
        ("2026-04-06", "Anden påskedag"),
        ("2026-05-14", "Kristi himmelfartsdag"),
        ("2026-05-25", "Anden pinsedag"),
        ("2026-12-25", "Juledag"),
        ("2023-12-26", "Anden juledag"),
        ("2023-05-05", "Store bededag"),
        ("1990-05-11", "Store bededag"),
    ],
)
def test_public_holidays_are_closed(date: str, name: str) -> None:
    assert DK.day(day(date))[1:] == ((), Reason("holiday", name))


@pytest.mark.parametrize(
    ("date", "name"), [("2026-06-05", "Grundlovsdag"), ("2026-12-24", "Juleaftensdag"), ("2026-12-31", "Nytårsaften")]
)
def test_constitution_day_and_the_eves_are_closed_as_well(date: str, name: str) -> None:
    assert DK.day(day(date))[1:] == ((), Reason("also_closed", name))
    assert builtin_definition("DK", also_closed=False).day(day(date)).openings in {OFFICE, FRIDAY}


def test_great_prayer_day_was_abolished_in_2024() -> None:
    assert DK.day(day("2023-05-05")).openings == ()
    assert DK.day(day("2024-04-26"))[1:] == (FRIDAY, None)
    assert DK.due(cph("2023-05-04 15:00"), minutes=120) == cph("2023-05-08 09:00")
    assert DK.due(cph("2024-04-25 15:00"), minutes=120) == cph("2024-04-26 09:00")


@pytest.mark.parametrize("date", ["2025-05-01", "2026-04-01", "2026-05-13"])
def test_the_first_of_may_and_days_before_holidays_are_ordinary(date: str) -> None:
    assert DK.day(day(date))[1:] == (OFFICE, None)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-06-04 15:00", 120, "2026-06-08 09:00"),  # over 5 June, a Friday
        ("2026-05-22 14:50", 120, "2026-05-26 09:20"),  # Friday closes 15:30, then Whitsun
        ("2026-05-04 11:30", 120, "2026-05-04 13:30"),  # no lunch
        ("2026-04-01 14:00", 120, "2026-04-01 16:00"),  # to closing time, the day before Maundy Thursday
        ("2026-04-01 15:00", 120, "2026-04-07 09:00"),  # over Easter
        ("2026-12-23 15:00", 120, "2026-12-28 09:00"),  # over Christmas
    ],
)
def test_deadlines_over_the_holidays(start: str, minutes: int, due: str) -> None:
    assert DK.due(cph(start), minutes=minutes) == cph(due)


def test_ten_working_days_for_a_request_for_assistance() -> None:
    assert DK.due_business_days(cph("2026-05-26 10:00"), 10) == cph("2026-06-10 16:00")
