"""Filing in a real browser, under the product's security policy: the promise is live, and nothing written is lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.tenancy.context import tenant_context
from tests.cast import MONDAY, Cast, make_cast
from tests.factories import make_ticket
from tests.windows import complaints_of, settle, window_of
from tickets.services.resolution import resolve

NEW = "/nordsoft/portal/new/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast("nordsoft")
    member = cast.karin.membership
    assert member
    member.user.language = "en"
    member.user.save()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        ticket = make_ticket(cast, subject="Payments end on account 1999")
        resolve(ticket=ticket, actor=cast.agent, solution="Name the other account.", now=MONDAY)
    return cast


def karins(browser: Browser, cast: Cast, url: str, **options: Any) -> BrowserContext:
    assert cast.karin.membership
    return window_of(browser, cast.karin.membership.user, url, **options)


@pytest.fixture
def page(browser: Browser, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Give a page of Karin's, and fail on whatever the browser complains about."""
    opened = karins(browser, cast, live_server.url, viewport={"width": 1440, "height": 900}).new_page()
    complaints = complaints_of(opened)
    yield opened
    assert complaints == []


def test_the_promise_follows_the_choice_and_words_survive_a_reload(page: Page) -> None:
    page.goto(NEW)
    promise = page.locator(".promise")
    expect(promise).to_contain_text("4 opening hours, Professional")
    page.get_by_text("We can log in, but").click()
    expect(promise).to_contain_text("2 opening hours, Professional")
    page.get_by_label("What has happened?").press_sequentially("Payments are wrong")
    expect(page.get_by_role("link", name="Payments end on account 1999")).to_be_visible()
    expect(page.get_by_text("Your draft is saved on this device.")).to_be_visible()
    settle(page)
    page.reload()
    expect(page.get_by_label("What has happened?")).to_have_value("Payments are wrong")
    expect(promise).to_contain_text("2 opening hours, Professional")


def test_a_refused_file_keeps_the_words_and_a_good_one_is_sent(page: Page) -> None:
    page.goto(NEW)
    page.get_by_label("What has happened?").fill("Payments are wrong")
    page.get_by_label("Describe it").fill("Since Wednesday.")
    files = page.get_by_label("Pictures and files")
    files.set_input_files({"name": "run.exe", "mimeType": "", "buffer": b"MZ"})
    page.get_by_role("button", name="Send the ticket").click()
    expect(page.get_by_text("run.exe was not attached: files of this kind are not accepted.")).to_be_visible()
    expect(page.get_by_label("Describe it")).to_have_value("Since Wednesday.")
    files.set_input_files({"name": "bank.txt", "mimeType": "text/plain", "buffer": b"12"})
    page.get_by_role("button", name="Send the ticket").click()
    expect(page).to_have_url(re.compile(r"/portal/tickets/1002/$"))
    expect(page.get_by_text("Your ticket has number 1002.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="bank.txt").click()
    assert download.value.path().read_bytes() == b"12"


def test_whoever_is_signed_out_meanwhile_signs_in_and_goes_on(page: Page) -> None:
    page.goto(NEW)
    page.get_by_label("What has happened?").fill("Payments are wrong")
    expect(page.get_by_text("Your draft is saved on this device.")).to_be_visible()
    page.context.clear_cookies()
    page.get_by_text("We can log in, but").click()
    expect(page).to_have_url(re.compile("login"))


def test_without_script_the_promise_is_shown_and_the_ticket_sent(
    browser: Browser, cast: Cast, live_server: Any
) -> None:
    page = karins(browser, cast, live_server.url, java_script_enabled=False).new_page()
    page.goto(NEW)
    page.get_by_label("What has happened?").fill("Payments are wrong")
    page.get_by_text("We can log in, but").click()
    page.get_by_role("button", name="Show the promise").click()
    expect(page.locator(".promise")).to_contain_text("2 opening hours, Professional")
    expect(page.get_by_label("What has happened?")).to_have_value("Payments are wrong")
    page.get_by_label("Describe it").fill("Since Wednesday.")
    page.get_by_role("button", name="Send the ticket").click()
    expect(page).to_have_url(re.compile(r"/portal/tickets/1002/$"))
