"""Found, put into an answer, published and found again: in a real browser, by keyboard, under the product's policy."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, expect

from accounts.tenancy.context import tenant_context
from tests.cast import MONDAY, Cast, make_cast
from tests.chromium import shut_out
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, page_of
from tests.windows import complaints_of, settle, signed_in, window_of
from tickets.services.messages import add_note
from tickets.services.resolution import resolve

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]
SOLUTION = "Choose the printer under *Templates* again."


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        done = make_ticket(cast, subject="Invoices are not printed")
        resolve(ticket=done, actor=cast.agent, solution=SOLUTION, now=MONDAY)
        asked = make_ticket(cast, subject="Nothing is printed")
        add_note(ticket=asked, actor=cast.agent, text="Their printer is **new**.", now=MONDAY)
    return cast


@pytest.fixture
def page(browser: Browser, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Give a page of Maja's, and fail on whatever the browser complains about."""
    size: Any = {"width": 1440, "height": 900}
    opened = window_of(browser, cast.agent.user, live_server.url, viewport=size).new_page()
    complaints = complaints_of(opened)
    yield opened
    assert complaints == []


def test_a_word_is_found_by_keyboard(page: Page) -> None:
    page.goto(page_of(1002))
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile(r"/desk/search/$"))
    expect(page.get_by_label("Words, a number or an e-mail address")).to_be_focused()
    page.keyboard.type("printer")
    page.keyboard.press("Enter")
    expect(page.locator(".finds .note mark")).to_have_text("printer")
    expect(page.locator(".finds .note")).to_contain_text("Note by Maja Sandell")
    page.keyboard.press("/")
    expect(page.get_by_label("Words, a number or an e-mail address")).to_be_focused()
    page.get_by_role("link", name="Invoices are not printed").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tickets/1001/$"))


def test_the_palette_leads_to_the_search(page: Page) -> None:
    page.goto(QUEUE)
    page.keyboard.press("Control+k")
    page.keyboard.type("template", delay=20)
    expect(page.get_by_role("option", name="Search for “template”")).to_be_visible()
    while page.get_by_role("option", name="Search for “template”").get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/desk/search/\?q=template$"))
    expect(page.locator(".finds > li")).to_have_count(1)


def test_a_solution_goes_into_the_answer_where_the_writing_stood(page: Page) -> None:
    page.goto(page_of(1002))
    text = page.locator("#message-text")
    text.click()
    page.keyboard.type("Hello. Regards")
    for _ in "Regards":
        page.keyboard.press("ArrowLeft")
    page.locator("#alike").scroll_into_view_if_needed()
    insert = page.get_by_role("button", name="Insert the solution of 1001 into the reply")
    insert.focus()
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value(f"Hello. \n\n{SOLUTION}\n\nRegards")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("Hello. Regards")


def test_a_solution_is_published_and_a_customer_finds_it(
    page: Page, browser: Browser, cast: Cast, live_server: Any
) -> None:
    page.goto(page_of(1001))
    page.get_by_role("link", name="Publish as an article…").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_have_value("Invoices are not printed")
    expect(page.get_by_label("Text")).to_have_value(SOLUTION)
    page.get_by_label("Language").select_option("en")
    page.get_by_role("button", name="Preview").press("Enter")
    expect(page.locator(".prose em")).to_have_text("Templates")
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_role("button", name="Publish").press("Enter")
    expect(page.get_by_text("The article is published: customers find it now.")).to_be_visible()
    assert cast.karin.membership
    portal = window_of(browser, cast.karin.membership.user, live_server.url).new_page()
    portal.goto("/nordsoft/portal/")
    portal.get_by_label("Search your questions and answers").fill("print invoice")
    portal.keyboard.press("Enter")
    portal.locator(".hints").get_by_role("link", name="Invoices are not printed").press("Enter")
    expect(portal.locator(".prose")).to_contain_text("Choose the printer")
    portal.goto("/nordsoft/portal/new/")
    portal.get_by_label("What has happened?").press_sequentially("Printing an invoice")
    expect(portal.get_by_role("heading", name="This may help already")).to_be_visible()


def test_nobody_is_shut_out(page: Page, browser: Browser, cast: Cast, live_server: Any) -> None:
    agent = signed_in(cast.agent.user)
    agent.post(f"{QUEUE}articles/new/?ticket=1001", {"title": "Print", "text": "- One\n- Two", "language": "en"})
    with tenant_context(cast.tenant.pk), transaction.atomic():
        from tickets.models import Article

        key = Article.objects.get().pk
    agent.post(f"{QUEUE}articles/{key}/publication/")
    assert cast.karin.membership
    portal = window_of(browser, cast.karin.membership.user, live_server.url).new_page()
    addresses = [
        *(f"search/{query}" for query in ("", "?q=qqqq&status=open", "?q=karin@nordsoft.example")),
        *(f"articles/{path}" for path in (f"{key}/", f"{key}/edit/")),
        "tickets/1002/similar/",
    ]
    seen = [*((page, f"{QUEUE}{path}") for path in addresses), (portal, f"/nordsoft/portal/articles/{key}/")]
    for window, path in seen:
        window.goto(path)
        settle(window)
        assert shut_out(window) == [], path
