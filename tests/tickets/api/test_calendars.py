"""Opening hours."""

from sla.services.channels import create_channel_hours
from tests.cast import MONDAY, Cast
from tests.tickets.api.caller import Caller, assert_problem


def test_the_calendars_of_this_desk(nordsoft: Cast, lonhuset: Cast, agent: Caller, karin: Caller) -> None:
    (shown,) = agent.get("calendars/").json()["results"]
    assert shown == {
        "id": nordsoft.calendar.pk,
        "slug": "se",
        "name": "Support",
        "version": 1,
        "zone": "Europe/Stockholm",
        "channels": [],
    }
    assert karin.get(f"calendars/{nordsoft.calendar.pk}/").json() == shown
    for what in ("", "days/?year=2026", "ledger/?start=2026-01-01T00:00:00Z&end=2026-01-02T00:00:00Z"):
        assert_problem(agent.get(f"calendars/{lonhuset.calendar.pk}/{what}"), 404, "not_found")


def test_a_calendar_says_of_which_channels_it_is(nordsoft: Cast, karin: Caller) -> None:
    create_channel_hours(country="SE", now=MONDAY)
    shown = {row["name"]: row["channels"] for row in karin.get("calendars/").json()["results"]}
    assert shown == {"Support": [], "Telephone": ["phone"], "E-mail": ["email"]}


def test_a_year_of_days(nordsoft: Cast, agent: Caller) -> None:
    days = agent.get(f"calendars/{nordsoft.calendar.pk}/days/?year=2026").json()["days"]
    assert len(days) == 365
    by_date = {day["date"]: day for day in days}
    assert by_date["2026-03-02"] == {
        "date": "2026-03-02",
        "openings": [
            {"open": "2026-03-02T07:00:00Z", "close": "2026-03-02T11:00:00Z"},
            {"open": "2026-03-02T12:00:00Z", "close": "2026-03-02T16:00:00Z"},
        ],
        "reason": None,
        "text": "",
    }
    short = by_date["2026-04-30"]
    assert short["openings"] == [{"open": "2026-04-30T06:00:00Z", "close": "2026-04-30T11:00:00Z"}]
    assert short["reason"] == "short_day"
    assert by_date["2026-06-19"]["reason"] == "also_closed"
    assert (by_date["2026-05-01"]["openings"], by_date["2026-05-01"]["text"]) == ([], "Första maj")
    assert len(agent.get(f"calendars/{nordsoft.calendar.pk}/days/?year=2024").json()["days"]) == 366
    for year in ("1989", "2101", "x", ""):
        assert_problem(agent.get(f"calendars/{nordsoft.calendar.pk}/days/?year={year}"), 400, "invalid")


def test_what_counts_between_two_instants(nordsoft: Cast, agent: Caller) -> None:
    path = f"calendars/{nordsoft.calendar.pk}/ledger/"
    ledger = agent.get(f"{path}?start=2026-03-02T09:00:00%2B01:00&end=2026-03-02T14:00:00%2B01:00").json()
    assert ledger["counted_seconds"] == 4 * 3600
    assert [row["reason"] for row in ledger["rows"]] == ["open", "lunch", "open"]
    for query in (
        "start=2026-03-02T09:00:00&end=2026-03-02T14:00:00Z",
        "start=2026-03-02T09:00:00Z&end=2027-03-04T09:00:00Z",
        "start=2026-03-02T09:00:00Z&end=2026-03-01T09:00:00Z",
        "start=1989-03-02T09:00:00Z&end=1989-03-03T09:00:00Z",
        "start=2026-03-02T09:00:00Z",
    ):
        assert_problem(agent.get(f"{path}?{query}"), 400, "invalid")


def test_they_are_on_budget(nordsoft: Cast, agent: Caller) -> None:
    assert agent.queries("calendars/") <= 8
    assert agent.queries(f"calendars/{nordsoft.calendar.pk}/days/?year=2026") <= 10
