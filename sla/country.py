"""Calendars as managers edit them: an engine's JSON whose holidays come from a country, for every year.

Beside the engine's keys (zone, week, day_before, exceptions, dated holidays and also_closed) a stored definition has
    "country": "SE" | "DK" | null      whose public holidays close it
    "customary": true | false          whether that country's customary days close it too (Midsummer Eve, 5 June …)
    "closed_every_year": {"MM-DD": …}  further closed days, by name
"""

from datetime import date
from functools import lru_cache
from typing import Any

from sla.builtin import BUILTIN_CODES, builtin_definition
from sla.engine import CalendarDefinition, CalendarError
from sla.engine.instants import FIRST_YEAR, LAST_YEAR

ROUND_THE_CLOCK = "24/7"
_OWN_KEYS = ("country", "customary", "closed_every_year")
_YEARS = range(FIRST_YEAR - 1, LAST_YEAR + 2)


def starting_point(code: str, *, zone: str = "Europe/Stockholm", customary: bool = True) -> dict[str, Any]:
    """Give what a calendar made from SE, DK or 24/7 (in `zone`) begins with. Error: `unknown_calendar`."""
    if code == ROUND_THE_CLOCK:
        week = {str(day): [["00:00", "24:00"]] for day in range(7)}
        return _with_own_keys({"zone": zone, "week": week, "day_before": [], "exceptions": {}}, None)
    known = builtin_definition(code, also_closed=customary).to_json()
    kept = {key: known[key] for key in ("zone", "week", "day_before", "exceptions")}
    return _with_own_keys(kept, code, customary=customary)


def editable(stored: dict[str, Any], *, zone: str = "Europe/Stockholm") -> dict[str, Any]:
    """Give a stored definition in the form that is edited; a built-in one becomes its starting point."""
    if "builtin" in stored:
        customary = bool(stored.get("also_closed", True))
        return starting_point(stored["builtin"], zone=stored.get("zone", zone), customary=customary)
    if "country" in stored:
        return stored
    return _with_own_keys(CalendarDefinition.from_json(stored).to_json(), None)


def definition_of(stored: dict[str, Any]) -> CalendarDefinition:
    """Read a stored definition of any form. Errors: the engine's, `unknown_country` and `bad_date`."""
    data = editable(stored)
    country = data.get("country")
    if country is not None and country not in BUILTIN_CODES:
        raise CalendarError("unknown_country", f"There are no holidays for {country!r}.")
    plain = CalendarDefinition.from_json({key: value for key, value in data.items() if key not in _OWN_KEYS})
    holidays, customary = _days_of(country) if country else ({}, {})
    return CalendarDefinition(
        zone=plain.zone,
        week=plain.week,
        holidays={**holidays, **plain.holidays},
        also_closed={
            **(customary if data.get("customary") else {}),
            **_every_year(data.get("closed_every_year", {})),
            **plain.also_closed,
        },
        day_before=plain.day_before,
        exceptions=plain.exceptions,
    )


def _with_own_keys(data: dict[str, Any], country: str | None, *, customary: bool = False) -> dict[str, Any]:
    return {**data, "country": country, "customary": customary, "closed_every_year": {}}


@lru_cache(maxsize=4)
def _days_of(country: str) -> tuple[dict[date, str], dict[date, str]]:
    known = builtin_definition(country)
    return dict(known.holidays), dict(known.also_closed)


def _every_year(days: dict[str, str]) -> dict[date, str]:
    """Give each day in every year that has it: 29 February only in leap years."""
    found = {}
    for text, name in days.items():
        for year in _YEARS:
            try:
                found[date.fromisoformat(f"{year}-{text}")] = name
            except ValueError as error:
                if text != "02-29":
                    raise CalendarError("bad_date", f"{text!r} is not a day written MM-DD.") from error
    return found
