"""By keyboard in a real browser, on a phone: a plan gets a service, which is moved and saved; a contract follows."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import Cast, make_cast
from tests.chromium import serious
from tests.windows import complaints_of, settle, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Give Henrik, who reads English."""
    cast = make_cast("nordsoft")
    cast.manager.user.language = "en"
    cast.manager.user.save()
    return cast


@pytest.fixture
def page(browser: Browser, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Give a page of Henrik's, and fail on whatever the browser complains about."""
    window = window_of(browser, cast.manager.user, live_server.url, viewport={"width": 390, "height": 800})
    page = window.new_page()
    complaints = complaints_of(page)
    yield page
    assert complaints == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")
    settle(page)


def test_a_plan_is_changed_and_its_contract_follows(page: Page, cast: Cast) -> None:
    page.goto(f"/nordsoft/desk/plans/{cast.plans['professional'].pk}/")
    press(page, "Add a service")
    added = page.get_by_role("group", name="Service 16")
    expect(added.get_by_label("In Swedish")).to_be_focused()
    page.keyboard.type("Besök på plats")
    press(page, "Up service 16")
    expect(page.get_by_role("group", name="Service 15").get_by_label("In Swedish")).to_have_value("Besök på plats")
    assert serious(page) == []
    page.get_by_role("group", name="Service 15").get_by_label("In Swedish").press("Enter")
    expect(page.get_by_text("Professional is saved as version 2.")).to_be_visible()
    page.get_by_role("link", name="Bergs Bygg AB").click()
    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    press(page, "Bring this contract to the newest version")
    expect(page.get_by_text("Version of the plan: 1 → 2")).to_be_visible()
