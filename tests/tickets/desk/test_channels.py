"""Managers choose hours by channel: those that customers see, and those that a policy counts with."""

import pytest
import time_machine
from django.test import Client

from sla.models import Calendar, ChannelHours, PolicyVersion
from sla.services.channels import create_channel_hours
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, confirmed, count_queries, page_of, text_of
from tests.tickets.desk.test_policies import POLICIES, sent
from tests.windows import signed_in

CALENDARS = f"{QUEUE}calendars/"
CHANNELS = f"{CALENDARS}channels/"


@pytest.fixture
def manager(nordsoft: Cast) -> Client:
    """Henrik, where telephone and e-mail have hours of their own."""
    create_channel_hours(country="SE", now=MONDAY)
    return signed_in(nordsoft.manager.user)


def hours_of(channel: str) -> Calendar:
    return ChannelHours.objects.get(channel=channel).calendar


def test_what_customers_are_shown_is_chosen(manager: Client, nordsoft: Cast) -> None:
    assert CHANNELS in manager.get(CALENDARS).content.decode()
    text = text_of(manager.get(CALENDARS).content)
    assert "Mon–Fri 09:00–12:00, 13:00–15:00" in text
    assert "Shown to customers: Telephone" in text
    page = manager.get(CHANNELS).content.decode()
    assert f'<option value="{hours_of("phone").pk}" selected>' in page
    answer = manager.post(CHANNELS, {"phone": "", "email": hours_of("email").pk, "portal": nordsoft.calendar.pk})
    assert answer["Location"] == CALENDARS
    kept = dict(ChannelHours.objects.values_list("channel", "calendar__name"))
    assert kept == {"email": "E-mail", "portal": "Support"}
    assert "What customers are shown is saved." in text_of(manager.get(CALENDARS).content)


def test_hours_of_another_desk_are_refused(manager: Client, nordsoft: Cast, lonhuset: Cast) -> None:
    answer = manager.post(CHANNELS, {"phone": lonhuset.calendar.pk})
    assert answer.status_code == 422
    assert 'id="id_phone-error"' in answer.content.decode()
    assert ChannelHours.objects.count() == 2


@time_machine.travel(at(10), tick=False)
def test_a_policy_names_calendars_for_channels_and_the_ticket_says_which(manager: Client, nordsoft: Cast) -> None:
    path = f"{POLICIES}{nordsoft.policy.pk}/"
    phone = hours_of("phone")
    entered = sent(nordsoft, **{"name": "Standard", "normal-start": 4, "normal-start-unit": "hours"})
    confirmed(manager, path, entered | {"channel-phone": phone.pk, "channel-email": nordsoft.calendar.pk})
    version = PolicyVersion.objects.get(number=2)
    assert dict(version.channels.values_list("channel", "calendar")) == {"phone": phone.pk}
    page = manager.get(path).content
    assert f'<option value="{phone.pk}" selected>' in page.decode()
    assert "Calendar: Support Telephone: Telephone" in text_of(page)
    assert "Standard (Telephone)" in text_of(manager.get(CALENDARS).content)
    called, wrote = make_ticket(nordsoft, channel="phone"), make_ticket(nordsoft, channel="email")
    text = text_of(manager.get(page_of(called.number)).content)
    assert "Counted in Telephone: filed by telephone." in text
    text = text_of(manager.get(page_of(wrote.number)).content)
    assert "Counted in the policy’s opening hours: Support." in text
    confirmed(manager, path, entered)  # taken back in a version of its own
    assert PolicyVersion.objects.get(number=3).channels.count() == 0
    assert version.channels.count() == 1


def test_round_the_clock_says_so(manager: Client, nordsoft: Cast) -> None:
    nordsoft.contract.covers_critical = True
    nordsoft.contract.save()
    ticket = make_ticket(nordsoft, severity="critical")
    text = text_of(manager.get(page_of(ticket.number)).content)
    assert "Counted round the clock: the contract covers Critical." in text


def test_the_pages_are_on_budget(manager: Client, nordsoft: Cast) -> None:
    for path, most in ((CHANNELS, 12), (CALENDARS, 12), (f"{POLICIES}{nordsoft.policy.pk}/", 16)):
        asked = count_queries(manager, path)
        assert len(asked) <= most, (path, asked)
