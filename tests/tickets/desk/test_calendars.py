"""Opening hours are edited on screen: refused at the field, shown before they are saved, readable afterwards."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from sla.calendars import compiled, current_version
from sla.models import Calendar
from sla.services.calendars import save_calendar
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, mark_of, text_of
from tests.windows import signed_in
from tickets.models import Recount, Ticket
from tickets.services.recounting import recount_tenants

CALENDARS = f"{QUEUE}calendars/"


@pytest.fixture
def manager(nordsoft: Cast) -> Client:
    """Henrik, who sets the hours."""
    return signed_in(nordsoft.manager.user)


def path_of(cast: Cast) -> str:
    return f"{CALENDARS}{cast.calendar.pk}/"


def posted(**more: Any) -> dict[str, Any]:
    """Give the Swedish hours as the form sends them."""
    week = {f"week_{day}": "08:00–12:00, 13:00–17:00" if day < 5 else "" for day in range(7)}
    rows = {f"{prefix}-{key}": value for prefix in ("exceptions", "yearly") for key, value in COUNTS.items()}
    values = {"name": "Support", "zone": "Europe/Stockholm", "country": "SE", "customary": "on", "seen": "1"}
    return {**values, **week, "day_before": "08:00–13:00", **rows, **more}


COUNTS = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0"}
MAY = {"exceptions-0-day": "2026-05-04", "exceptions-0-note": "Kick-off"}


def test_the_list_names_hours_and_policies(manager: Client, nordsoft: Cast) -> None:
    text = text_of(manager.get(CALENDARS).content)
    assert "Mon–Fri 08:00–12:00, 13:00–17:00" in text
    assert "Sat–Sun closed" in text
    assert "Standard" in text
    assert CALENDARS in manager.get(f"{QUEUE}settings/").content.decode()


def test_hours_are_begun_from_a_starting_point(manager: Client, nordsoft: Cast) -> None:
    answer = manager.post(CALENDARS, {"name": "Night watch", "start": "24/7"})
    made = Calendar.objects.get(name="Night watch")
    assert answer["Location"] == f"{CALENDARS}{made.pk}/"
    assert 'value="00:00–24:00"' in manager.get(answer["Location"]).content.decode()
    refused = manager.post(CALENDARS, {"name": "support", "start": "SE"})
    assert refused.status_code == 422
    assert "There are opening hours with this name already." in refused.content.decode()


@time_machine.travel(at(10), tick=False)
def test_the_impact_is_shown_and_then_saved(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    straight = posted(**{f"week_{day}": "8-17" for day in range(5)})
    shown = manager.post(path_of(nordsoft), {**straight, "preview": "1"})
    text = text_of(shown.content)
    assert "of 2 open deadlines" in text
    assert "1 h earlier" in text
    assert "0 become breaches." in text
    assert nordsoft.calendar.versions.count() == 1
    answer = manager.post(path_of(nordsoft), {**straight, "save": mark_of(shown.content)})
    assert answer["Location"] == path_of(nordsoft)
    assert "Open tickets are being counted again: 0 of 1." in text_of(manager.get(path_of(nordsoft)).content)
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    assert Ticket.objects.get(pk=ticket.pk).next_due_at == at(13)
    assert "After the last change 1 open ticket was counted again." in text_of(manager.get(path_of(nordsoft)).content)
    assert "changed the opening hours" in text_of(manager.get(f"{QUEUE}tickets/{ticket.number}/").content)


def test_nothing_is_saved_that_was_not_shown(manager: Client, nordsoft: Cast) -> None:
    shown = manager.post(path_of(nordsoft), posted(day_before=""))
    other = manager.post(path_of(nordsoft), posted(day_before="8-12", save=mark_of(shown.content)))
    assert "The hours were changed after the last look." in text_of(other.content)
    assert nordsoft.calendar.versions.count() == 1


def test_hours_as_they_were_are_no_new_version(manager: Client, nordsoft: Cast) -> None:
    shown = manager.post(path_of(nordsoft), posted())
    assert "None of 0 open deadlines moves." in text_of(shown.content)
    manager.post(path_of(nordsoft), posted(name="Our hours", save=mark_of(shown.content)))
    assert nordsoft.calendar.versions.count() == 1
    assert Calendar.objects.get(pk=nordsoft.calendar.pk).name == "Our hours"
    assert not Recount.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "text"),
    [
        ({"week_1": "17:00–08:00"}, "week_1", "An opening ends before it starts."),
        ({"week_1": "8-12, 11-17"}, "week_1", "Two openings overlap."),
        ({"week_1": "always"}, "week_1", "Write times as 08:00–12:00"),
        ({"week_1": "22:00–33:00"}, "week_1", "The night runs into the next day’s opening."),
        ({f"week_{day}": "" for day in range(5)}, "week_0", "This calendar never opens."),
        ({"day_before": "13-8"}, "day_before", "An opening ends before it starts."),
        ({"zone": "Mars/Base"}, "zone", "Select a valid choice."),
        ({"exceptions-0-day": "2026-13-01", "exceptions-0-note": "x"}, "exceptions-0-day", "Enter a valid date."),
        (MAY | {"exceptions-0-hours": "9-8"}, "exceptions-0-hours", "An opening ends"),
        ({"exceptions-0-day": "1815-05-04", "exceptions-0-note": "x"}, "exceptions-0-day", "Only the years"),
        ({"yearly-0-day": "31/2", "yearly-0-name": "x"}, "yearly-0-day", "This is not a date."),
        ({"yearly-0-day": "May", "yearly-0-name": "x"}, "yearly-0-day", "Write the day and the month"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field(
    manager: Client, nordsoft: Cast, wrong: dict[str, str], field: str, text: str
) -> None:
    answer = manager.post(path_of(nordsoft), posted(**wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    error = re.search(rf'id="id_{field}-error">(.*?)</div>', page, re.DOTALL)
    assert error
    assert text in text_of(error[1].encode())
    assert "Save these hours" not in page


def test_a_row_is_added_kept_and_removed(manager: Client, nordsoft: Cast) -> None:
    row = {"exceptions-0-day": "2026-05-04", "exceptions-0-hours": "9-12", "exceptions-0-note": "Kick-off"}
    more = manager.post(path_of(nordsoft), posted(**row, add="exceptions"))
    assert (more.status_code, b'name="exceptions-1-day"' in more.content) == (200, True)
    assert b'value="Kick-off"' in more.content
    yearly = {"yearly-0-day": "1/5", "yearly-0-name": "First of May"}
    shown = manager.post(path_of(nordsoft), posted(**row, **yearly))
    manager.post(path_of(nordsoft), posted(**row, **yearly, save=mark_of(shown.content)))
    kept = current_version(nordsoft.calendar)
    assert kept.definition["exceptions"] == {"2026-05-04": {"openings": [["09:00", "12:00"]], "note": "Kick-off"}}
    assert kept.definition["closed_every_year"] == {"05-01": "First of May"}
    again = {"exceptions-INITIAL_FORMS": "1", "yearly-INITIAL_FORMS": "1", "seen": "2"}
    same = manager.post(path_of(nordsoft), posted(**row, **yearly, **again))
    gone = manager.post(path_of(nordsoft), posted(**row, **yearly, **again, **{"exceptions-0-DELETE": "on"}))
    assert mark_of(same.content) == mark_of(shown.content)
    saved = posted(**row, **yearly, **again, **{"exceptions-0-DELETE": "on"}, save=mark_of(gone.content))
    manager.post(path_of(nordsoft), saved)
    assert current_version(nordsoft.calendar).definition["exceptions"] == {}
    assert current_version(nordsoft.calendar).number == 3


def test_a_date_twice_is_refused(manager: Client, nordsoft: Cast) -> None:
    rows = {f"exceptions-{n}-{key}": value for n in (0, 1) for key, value in {"day": "2026-05-04", "note": "x"}.items()}
    answer = manager.post(path_of(nordsoft), posted(**{**rows, "exceptions-TOTAL_FORMS": "2"}))
    assert answer.status_code == 422
    assert "This date stands in another row too." in text_of(answer.content)


def test_somebody_else_has_saved(manager: Client, nordsoft: Cast) -> None:
    shown = manager.post(path_of(nordsoft), posted(day_before=""))
    definition = {**current_version(nordsoft.calendar).definition, "also_closed": False}
    save_calendar(
        calendar=nordsoft.calendar, name="Support", definition=definition, seen=1, actor=nordsoft.admin, now=MONDAY
    )
    late = manager.post(path_of(nordsoft), posted(day_before="", save=mark_of(shown.content)))
    assert late.status_code == 422
    assert "Somebody else has saved these opening hours" in text_of(late.content)
    assert nordsoft.calendar.versions.count() == 2


@time_machine.travel(MONDAY, tick=False)
def test_the_year_names_holidays_and_short_days_of_any_version(manager: Client, nordsoft: Cast) -> None:
    shown = manager.post(path_of(nordsoft), posted(day_before="", **{"yearly-0-day": "1/8", "yearly-0-name": "Picnic"}))
    values = posted(day_before="", **{"yearly-0-day": "1/8", "yearly-0-name": "Picnic"}, save=mark_of(shown.content))
    manager.post(path_of(nordsoft), values)
    text = text_of(manager.get(f"{path_of(nordsoft)}year/").content)
    assert "Support 2026" in text
    assert "Långfredagen" in text
    assert "Picnic" in text
    assert "the day before" not in text
    before = text_of(manager.get(f"{path_of(nordsoft)}year/?year=2027&version=1").content)
    assert "Wednesday 5 May the day before Kristi himmelsfärdsdag 08–13" in before
    assert "not in force for new tickets" in before
    assert "Picnic" not in before


@pytest.mark.parametrize("query", ["year=1989", "year=2101", "year=x", "version=9", "version=999999999999999999"])
def test_years_and_versions_that_are_none(manager: Client, nordsoft: Cast, query: str) -> None:
    assert manager.get(f"{path_of(nordsoft)}year/?{query}").status_code == 404


@pytest.mark.parametrize("count", ["x", "9" * 5000, ""])
def test_a_made_up_number_of_rows_breaks_nothing(manager: Client, nordsoft: Cast, count: str) -> None:
    answer = manager.post(path_of(nordsoft), posted(**{"exceptions-TOTAL_FORMS": count, "add": "exceptions"}))
    assert answer.status_code in (200, 422)
    assert manager.post(path_of(nordsoft), posted(**{"exceptions-TOTAL_FORMS": count})).status_code == 422


def test_another_tenants_hours_are_not_there(manager: Client, lonhuset: Cast) -> None:
    assert manager.get(f"{CALENDARS}{lonhuset.calendar.pk}/").status_code == 404
    assert manager.get(f"{CALENDARS}{lonhuset.calendar.pk}/year/").status_code == 404


def test_the_hours_saved_are_the_hours_counted(manager: Client, nordsoft: Cast) -> None:
    values = posted(country="", **{f"week_{day}": "22:00–30:00" for day in range(7)})
    shown = manager.post(path_of(nordsoft), values)
    manager.post(path_of(nordsoft), {**values, "save": mark_of(shown.content)})
    hours = compiled(current_version(nordsoft.calendar))
    assert (hours.is_open(at(3, day=3)), hours.is_open(at(12, day=3))) == (True, False)
