"""Hours by channel are chosen in a real browser, by keyboard, under the product's security policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, expect

from accounts.tenancy.context import tenant_context
from sla.models import ChannelHours, PolicyVersion
from sla.services.channels import create_channel_hours
from tests.cast import MONDAY, Cast, make_cast
from tests.chromium import serious
from tests.factories import make_ticket
from tests.windows import complaints_of, window_of

DESK = "/nordsoft/desk/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast("nordsoft")
    cast.manager.user.language = "en"
    cast.manager.user.save()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        create_channel_hours(country="SE", now=MONDAY)
    return cast


@pytest.fixture
def page(browser: Browser, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Give a page of Henrik's, and fail on whatever the browser complains about."""
    size: Any = {"width": 1440, "height": 900}
    opened = window_of(browser, cast.manager.user, live_server.url, viewport=size).new_page()
    complaints = complaints_of(opened)
    yield opened
    assert complaints == []


def fits(page: Page) -> bool:
    """Say whether nothing on the page is wider than a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_the_telephone_gets_its_calendar_in_the_policy(page: Page, cast: Cast) -> None:
    page.goto(f"{DESK}policies/{cast.policy.pk}/")
    choice = page.get_by_label("Telephone")
    expect(choice.locator("option:checked")).to_have_text("The policy’s calendar")
    assert serious(page) == []
    choice.focus()
    page.keyboard.type("Tele")
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.locator("button[name=preview].primary").click()
    page.get_by_role("button", name="Save this version").click()
    expect(page.get_by_text("Standard is saved.")).to_be_visible()
    expect(page.get_by_label("Telephone").locator("option:checked")).to_have_text("Telephone")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        names = PolicyVersion.objects.get(number=2).channels.values_list("channel", "calendar__name")
        assert list(names) == [("phone", "Telephone")]
        ticket = make_ticket(cast, channel="phone")
    assert fits(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{DESK}tickets/{ticket.number}/")
    expect(page.get_by_text("Counted in Telephone: filed by telephone.")).to_be_visible()
    assert serious(page) == []


def test_what_customers_are_shown_is_chosen(page: Page, cast: Cast) -> None:
    page.goto(f"{DESK}calendars/")
    page.get_by_role("link", name="Hours by channel").click()
    assert serious(page) == []
    page.get_by_label("Portal").select_option("Telephone")
    page.get_by_label("E-mail").select_option("The hours of support")
    assert fits(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What customers are shown is saved.")).to_be_visible()
    expect(page.get_by_text("Shown to customers: Telephone, Portal")).to_be_visible()
    assert fits(page)
    assert serious(page) == []
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert set(ChannelHours.objects.values_list("channel", flat=True)) == {"phone", "portal"}
