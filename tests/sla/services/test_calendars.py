"""A change is a new version; the ones before stay as they were."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from sla.calendars import compiled, current_version
from sla.country import editable, starting_point
from sla.services.calendars import create_calendar, save_calendar
from tests.cast import MONDAY, Cast


def test_a_change_is_a_new_version(nordsoft: Cast) -> None:
    first = current_version(nordsoft.calendar)
    kept = dict(first.definition)
    longer = {**editable(first.definition), "day_before": []}
    who = {"calendar": nordsoft.calendar, "name": "Support", "actor": nordsoft.manager, "now": MONDAY}
    second = save_calendar(definition=longer, seen=1, **who)
    assert (second.number, second.created_by, second.definition) == (2, nordsoft.manager, longer)
    assert current_version(nordsoft.calendar) == second
    first.refresh_from_db()
    assert first.definition == kept
    assert save_calendar(definition=longer, seen=2, **who) == second
    before = (MONDAY + timedelta(days=59)).date()  # 30 April
    assert compiled(first).day(before).openings != compiled(second).day(before).openings


def test_a_version_is_compiled_once_in_a_process(nordsoft: Cast) -> None:
    changed = {**editable(current_version(nordsoft.calendar).definition), "day_before": []}
    who = {"calendar": nordsoft.calendar, "name": "Support", "actor": nordsoft.manager, "now": MONDAY}
    version = save_calendar(definition=changed, seen=1, **who)
    hours = compiled(version)
    assert compiled(current_version(nordsoft.calendar)) is hours  # read again from the database
    assert hours.elapsed(datetime(1990, 1, 2, tzinfo=UTC), datetime(2100, 12, 30, tzinfo=UTC)) > 0  # no year is left


def test_hours_saved_unchanged_stay_the_version(nordsoft: Cast) -> None:
    same = save_calendar(
        calendar=nordsoft.calendar,
        name="Support function",
        definition=starting_point("SE"),
        seen=1,
        actor=nordsoft.manager,
        now=MONDAY,
    )
    nordsoft.calendar.refresh_from_db()
    assert (same.number, nordsoft.calendar.name) == (1, "Support function")


def test_somebody_else_was_faster(nordsoft: Cast) -> None:
    who = {"calendar": nordsoft.calendar, "name": "Support", "actor": nordsoft.manager, "now": MONDAY}
    save_calendar(definition=starting_point("DK"), seen=1, **who)
    with pytest.raises(ValidationError, match="Somebody else"):
        save_calendar(definition=starting_point("SE"), seen=1, **who)


def test_hours_that_cannot_be_used_are_not_saved(nordsoft: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        save_calendar(
            calendar=nordsoft.calendar,
            name="Support",
            definition={**starting_point("SE"), "week": {}},
            seen=1,
            actor=nordsoft.manager,
            now=MONDAY,
        )
    assert list(refused.value.error_dict) == ["week_0"]
    assert nordsoft.calendar.versions.count() == 1


def test_new_calendars_have_names_and_slugs_of_their_own(nordsoft: Cast) -> None:
    who = {"zone": "Europe/Stockholm", "actor": nordsoft.manager, "now": MONDAY}
    night = create_calendar(name="SE!", start="24/7", **who)
    assert (night.slug, current_version(night).definition["country"]) == ("se-2", None)
    with pytest.raises(ValidationError) as refused:
        create_calendar(name="support", start="SE", **who)
    assert list(refused.value.error_dict) == ["name"]
