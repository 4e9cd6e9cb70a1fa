"""In a real browser: a contact asks for a larger plan, the manager records the receipt, the day is shown."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import make_cast
from tests.chromium import serious
from tests.windows import complaints_of, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


def test_asked_for_received_decided(transactional_db: None, browser: Browser, live_server: Any) -> None:
    cast = make_cast("nordsoft")
    assert cast.karin.membership
    karin = window_of(browser, cast.karin.membership.user, live_server.url).new_page()
    complaints = complaints_of(karin)
    karin.goto("/nordsoft/portal/contract/")
    karin.get_by_role("link", name="Change plan").click()
    assert serious(karin) == []
    karin.get_by_role("link", name="Compare with Premium").click()
    row = karin.get_by_role("row", name="Legal and security assistance")
    expect(row).to_contain_text("2 hours a year")
    expect(row).to_contain_text("4 hours a year")
    assert serious(karin) == []
    karin.get_by_role("button", name="Ask for Premium").click()
    expect(karin.get_by_role("heading", name="Sign the addendum: Premium")).to_be_visible()
    with karin.expect_download() as download:
        karin.get_by_role("link", name="Download as PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    karin.get_by_label("Signed addendum", exact=True).set_input_files(
        {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    karin.get_by_role("button", name="Hand it in").click()
    expect(karin.get_by_role("heading", name="Your signed addendum is in")).to_be_visible()
    assert serious(karin) == []

    henrik = window_of(browser, cast.manager.user, live_server.url).new_page()
    complaints += complaints_of(henrik)
    henrik.goto("/nordsoft/desk/plan-changes/")
    henrik.get_by_role("link", name="Bergs Bygg AB").click()
    assert serious(henrik) == []
    henrik.get_by_role("button", name="Record the receipt").click()  # the day it was handed in is filled in
    said = henrik.locator(".page-head .badge").inner_text()
    assert said.startswith("Premium from 1 ")
    karin.reload()
    expect(karin.get_by_role("heading", name=said)).to_be_visible()
    assert complaints == []
