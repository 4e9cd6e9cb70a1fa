"""The documentation page in a real browser, under the product's security policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.tenancy.context import tenant_context
from tests.cast import Cast, make_cast
from tests.chromium import shut_out
from tests.factories import make_ticket
from tests.windows import complaints_of, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast("nordsoft")


@pytest.fixture
def page(browser: Browser, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Give a page of Maja's, and fail on whatever the browser complains about or asks of another host."""
    size: Any = {"width": 1440, "height": 900}
    opened = window_of(browser, cast.agent.user, live_server.url, viewport=size).new_page()
    complaints = complaints_of(opened)
    ours = (live_server.url, "data:")
    opened.on("request", lambda asked: None if asked.url.startswith(ours) else complaints.append(asked.url))
    yield opened
    assert complaints == []


def test_it_shows_the_interface_and_calls_can_be_tried(page: Page, cast: Cast) -> None:
    with tenant_context(cast.tenant.pk):
        ticket = make_ticket(cast)
    page.goto("/nordsoft/api/v1/docs/")
    operation = page.locator("#operations-tickets-tickets_status")
    expect(operation).to_be_visible()
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_placeholder("number").fill(str(ticket.number))
    operation.locator("textarea").fill('{"status": "in_progress"}')
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text("200")


def test_it_fits_the_window_in_both_themes(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/nordsoft/api/v1/docs/")
    expect(page.locator("#operations-tickets-tickets_list")).to_be_visible()
    for theme, width in (("dark", 390), ("light", 1440)):
        assert shut_out(page, ((width, theme),)) == []
        is_dark = page.evaluate("document.documentElement.classList.contains('dark-mode')")
        assert is_dark == (theme == "dark")
