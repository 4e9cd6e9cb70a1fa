"""Customers see the hours of telephone and e-mail, and in which their ticket is counted."""

import pytest
import time_machine
from django.test import Client

from sla.models import Calendar, ChannelHours
from sla.services.channels import create_channel_hours
from sla.services.policies import change_policy
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at, text_of
from tests.tickets.services.test_channels import draft

HOME = "/nordsoft/portal/"


@pytest.fixture
def phone(nordsoft: Cast) -> Calendar:
    """Give the telephone's hours; Karin reads English, and the tenant can be called."""
    create_channel_hours(country="SE", now=MONDAY)
    nordsoft.tenant.telephone = "08-555 010 20"
    nordsoft.tenant.save()
    assert nordsoft.karin.membership
    nordsoft.karin.membership.user.language = "en"
    nordsoft.karin.membership.user.save()
    return ChannelHours.objects.get(channel="phone").calendar


def use(cast: Cast, **channels: Calendar) -> None:
    change_policy(policy=cast.policy, actor=cast.manager, draft=draft(cast, **channels), now=MONDAY)


def test_the_front_tells_each_channel_that_differs(nordsoft: Cast, phone: Calendar, karin: Client) -> None:
    with time_machine.travel(at(15, 30), tick=False):
        text = text_of(karin.get(HOME).content)
    assert "Open until 17:00 Today 08–12 and 13–17" in text
    assert "Telephone Closed · opens Tuesday 09:00 Today 09–12 and 13–15" in text
    assert "E-mail Open until 17:00 Today 08–17" in text
    assert "Portal" not in text


def test_a_short_day_ahead_is_told_for_each(nordsoft: Cast, phone: Calendar, karin: Client) -> None:
    with time_machine.travel("2026-04-28T08:00:00Z", tick=False):
        text = text_of(karin.get(HOME).content)
    assert "09–13 the day before Första maj" in text
    assert text.count("08–13 the day before Första maj") == 2


def test_without_hours_by_channel_the_front_has_those_of_support_alone(nordsoft: Cast, karin: Client) -> None:
    with time_machine.travel(at(10), tick=False):
        page = karin.get(HOME).content.decode()
    assert 'id="hours-phone"' not in page
    assert 'id="hours-h"' in page


def test_the_contract_and_the_form_tell_them_in_short(nordsoft: Cast, phone: Calendar, karin: Client) -> None:
    with time_machine.travel(at(8, 30), tick=False):
        contract = text_of(karin.get(f"{HOME}contract/").content)
        form = text_of(karin.get(f"{HOME}new/").content)
    assert "Support Open until 17:00 · lunch 12–13 Telephone Closed · opens 09:00 E-mail Open until 17:00" in contract
    assert "Rather call? 08-555 010 20 Closed · opens 09:00" in form


def test_a_ticket_by_telephone_says_which_hours_count(nordsoft: Cast, phone: Calendar, karin: Client) -> None:
    use(nordsoft, phone=phone)
    called = make_ticket(nordsoft, channel="phone", now=at(14))
    wrote = make_ticket(nordsoft, now=at(14))
    with time_machine.travel(at(14, 5), tick=False):
        text = text_of(karin.get(f"{HOME}tickets/{called.number}/").content)
        other = text_of(karin.get(f"{HOME}tickets/{wrote.number}/").content)
    assert "only our telephone hours count" in text
    assert "Tue 3 Mar 12:00" in text
    assert "only opening hours count" in other


def test_the_promise_says_where_the_portal_has_hours_of_its_own(nordsoft: Cast, phone: Calendar, karin: Client) -> None:
    with time_machine.travel(at(14), tick=False):
        before = text_of(karin.get(f"{HOME}new/").content)
        use(nordsoft, portal=phone)
        after = text_of(karin.get(f"{HOME}new/").content)
    assert "only our hours for the portal count" not in before
    assert "4 opening hours, Professional, only our hours for the portal count" in after
    assert "Tue 3 Mar 12:00" in after


def test_the_pages_ask_little_more_for_it(nordsoft: Cast, phone: Calendar, karin: Client) -> None:
    with Budget(20):
        karin.get(HOME)
    with Budget(18):
        karin.get(f"{HOME}contract/")
