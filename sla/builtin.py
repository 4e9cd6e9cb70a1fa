"""The built-in calendars SE and DK (domain, Opening hours), with the public holidays of the `holidays` library."""

from datetime import date
from functools import lru_cache
from typing import Final

from holidays.countries.denmark import Denmark
from holidays.countries.sweden import Sweden

from sla.engine import BusinessCalendar, CalendarDefinition, EngineError, Openings, compile_calendar
from sla.engine.instants import FIRST_YEAR, LAST_YEAR

BUILTIN_CODES: Final = ("SE", "DK")

# One year more on both sides, as the engine's tables: the last day of 2100 is the day before a holiday.
_YEARS = range(FIRST_YEAR - 1, LAST_YEAR + 2)

_SE_DAY: Openings = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
_SE_DAY_BEFORE: Openings = ((8 * 60, 13 * 60),)
_DK_DAY: Openings = ((8 * 60, 16 * 60),)
_DK_FRIDAY: Openings = ((8 * 60, 15 * 60 + 30),)


class _Sweden(Sweden):
    end_year = LAST_YEAR + 1  # the library's laws reach to 2100; today's go on for the year after


class _Denmark(Denmark):
    end_year = LAST_YEAR + 1


def builtin_definition(code: str, *, also_closed: bool = True) -> CalendarDefinition:
    """The definition of SE or DK. Without `also_closed`, the closed days that are no public holidays by law are
    ordinary days, in Sweden shortened where a holiday follows. Error: `unknown_calendar`.
    """
    if code == "SE":
        return CalendarDefinition(
            zone="Europe/Stockholm",
            week=dict.fromkeys(range(5), _SE_DAY),
            holidays=dict(_Sweden(years=_YEARS, include_sundays=False, language="sv")),
            also_closed=_swedish_eves() if also_closed else {},
            day_before=_SE_DAY_BEFORE,
        )
    if code == "DK":
        return CalendarDefinition(
            zone="Europe/Copenhagen",
            week={**dict.fromkeys(range(4), _DK_DAY), 4: _DK_FRIDAY},
            holidays=dict(_Denmark(years=_YEARS, language="da")),  # type: ignore[no-untyped-call]  # the library leaves this one untyped
            also_closed=_danish_days() if also_closed else {},
        )
    raise EngineError("unknown_calendar", f"There is no built-in calendar {code!r}.")


@lru_cache(maxsize=4)
def builtin_calendar(code: str) -> BusinessCalendar:
    """SE or DK, compiled once in a process. Error: `unknown_calendar`."""
    return compile_calendar(builtin_definition(code))


def _swedish_eves() -> dict[date, str]:
    days: dict[date, str] = {}
    for year in _YEARS:
        # The Friday between 19 and 25 June.
        days[next(date(year, 6, day) for day in range(19, 26) if date(year, 6, day).weekday() == 4)] = "Midsommarafton"
        days[date(year, 12, 24)] = "Julafton"
        days[date(year, 12, 31)] = "Nyårsafton"
    return days


def _danish_days() -> dict[date, str]:
    days: dict[date, str] = {}
    for year in _YEARS:
        days[date(year, 6, 5)] = "Grundlovsdag"
        days[date(year, 12, 24)] = "Juleaftensdag"
        days[date(year, 12, 31)] = "Nytårsaften"
    return days
