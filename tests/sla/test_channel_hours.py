"""The hours that customers are shown for telephone, e-mail and portal."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts.errors import NotAllowedError
from accounts.tenancy.context import tenant_context
from sla.calendars import compiled, current_version
from sla.channel_hours import channel_calendars, channels_now
from sla.hours import day_hours
from sla.models import Calendar, Channel, ChannelHours
from sla.services.calendars import create_calendar
from sla.services.channels import create_channel_hours, set_channel_hours
from tests.cast import MONDAY, Cast

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.fixture
def channels(nordsoft: Cast) -> Cast:
    create_channel_hours(country="SE", now=MONDAY)
    return nordsoft


@pytest.mark.parametrize(
    ("channel", "day", "hours"),
    [
        ("phone", "2026-03-02", "09–12 and 13–15"),
        ("phone", "2026-04-30", "09–13"),  # the day before a red day
        ("phone", "2026-10-30", "09–13"),  # before All Saints' Day, a Saturday
        ("phone", "2026-06-18", "09–12 and 13–15"),  # before Midsummer Eve, which is no public holiday
        ("phone", "2026-05-01", "closed"),
        ("phone", "2026-03-07", "closed"),
        ("phone", "2026-12-24", "closed"),
        ("email", "2026-03-02", "08–17"),
        ("email", "2026-04-30", "08–13"),
        ("email", "2026-06-19", "closed"),
        ("email", "2026-03-08", "closed"),
    ],
)
def test_the_swedish_channels_are_as_agreed(channels: Cast, channel: str, day: str, hours: str) -> None:
    with translation.override("en"):
        assert day_hours(channel_calendars()[channel], date.fromisoformat(day)) == hours


def test_the_danish_text_names_no_hours_so_support_s_hold(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        create_channel_hours(country="DK", now=MONDAY)
        assert not ChannelHours.objects.exists()
        assert Calendar.objects.count() == 1
        assert channels_now(MONDAY, ZoneInfo("Europe/Copenhagen")) == []


@pytest.mark.parametrize(
    ("language", "names", "texts"),
    [
        ("en", ["Telephone", "E-mail"], ["Open until 15:00 · lunch 12–13", "Open until 17:00"]),
        ("sv", ["Telefon", "E-post"], ["Öppet till 15:00 · lunch 12–13", "Öppet till 17:00"]),
        ("da", ["Telefon", "E-mail"], ["Åbent til 15.00 · frokost 12–13", "Åbent til 17.00"]),
    ],
)
def test_each_says_whether_it_is_open(channels: Cast, language: str, names: list[str], texts: list[str]) -> None:
    with translation.override(language):
        found = channels_now(at("2026-03-02 09:30"), STOCKHOLM)
    assert [channel.name for channel in found] == names
    assert [channel.hours.text for channel in found] == texts


def test_the_telephone_is_closed_while_support_is_open(channels: Cast) -> None:
    with translation.override("en"):
        phone, email = channels_now(at("2026-03-02 08:30"), STOCKHOLM)
    assert (phone.hours.is_open, phone.hours.text) == (False, "Closed · opens 09:00")
    assert email.hours.is_open


def test_it_is_told_on_the_clocks_of_the_tenant(channels: Cast) -> None:
    with translation.override("en"):
        phone = channels_now(at("2026-03-02 09:30"), ZoneInfo("Europe/Helsinki"))[0]
    assert phone.hours.text == "Open until 16:00 · lunch 13–14"


def test_a_channel_with_the_hours_of_support_is_not_told_apart(nordsoft: Cast) -> None:
    same = create_calendar(name="Same", start="SE", zone="Europe/Stockholm", actor=nordsoft.manager, now=MONDAY)
    set_channel_hours(actor=nordsoft.manager, hours={"phone": same, "portal": nordsoft.calendar})
    assert ChannelHours.objects.count() == 2
    assert channel_calendars() == {}


def test_a_choice_is_shown_at_once_and_taken_back(
    channels: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert set(channel_calendars()) == {"phone", "email"}
    night = create_calendar(name="Night", start="24/7", zone="Europe/Stockholm", actor=channels.manager, now=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        set_channel_hours(actor=channels.manager, hours={"portal": night, "phone": None})
    assert set(channel_calendars()) == {"email", "portal"}
    assert channel_calendars()["portal"] is compiled(current_version(night))
    assert dict(ChannelHours.objects.values_list("channel", "calendar__name"))["portal"] == "Night"


def test_they_are_looked_up_once_a_minute(channels: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cache.clear()
    with django_assert_num_queries(3):  # the support function's hours are one of them
        channel_calendars()
    with django_assert_num_queries(0):
        channel_calendars()


def test_only_managers_choose(channels: Cast) -> None:
    with pytest.raises(NotAllowedError):
        set_channel_hours(actor=channels.agent, hours={"phone": None})
    assert ChannelHours.objects.filter(channel=Channel.PHONE).exists()


def test_one_row_for_a_channel_and_none_across_tenants(channels: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        assert not ChannelHours.objects.exists()
        assert channel_calendars() == {}
    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelHours.objects.create(channel=Channel.PHONE, calendar=channels.calendar)
