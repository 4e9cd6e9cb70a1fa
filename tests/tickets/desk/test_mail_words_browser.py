"""A mail is drawn while it is being written, in a frame of its own, under the product's security policy."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import make_cast
from tests.windows import complaints_of, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


def test_the_preview_follows_what_is_written(browser: Browser, live_server: Any, tmp_path: Path) -> None:
    cast = make_cast("nordsoft")
    size: Any = {"width": 1440, "height": 900}
    page = window_of(browser, cast.manager.user, live_server.url, viewport=size).new_page()
    complaints = complaints_of(page)
    page.goto("/nordsoft/desk/mails/solved/en/")
    frame = page.frame_locator("iframe:not([hidden])")
    expect(frame.get_by_text("View in the portal")).to_be_visible()
    pages = page.evaluate("history.length")
    for heading in ("Done, {{ contact.first_name }}", "Ready, {{ contact.first_name }}"):
        page.get_by_label("Heading").fill(heading)
        expect(frame.get_by_role("heading", level=1)).to_have_text(heading.replace("{{ contact.first_name }}", "Karin"))
    page.get_by_label("Text only").check()
    expect(frame.get_by_text("[#1042]")).to_be_visible()
    assert page.evaluate("history.length") == pages  # the browser's own way back still leads to the list
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your text is saved.")).to_be_visible()
    assert complaints == []
