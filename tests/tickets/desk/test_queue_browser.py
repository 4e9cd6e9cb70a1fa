"""The queue by keyboard alone, and what stays where it is when it refreshes."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.tenancy.context import tenant_context
from tests.cast import Cast, make_cast
from tests.chromium import serious, shut_out
from tests.factories import make_ticket
from tests.windows import complaints_of, settle, window_of
from tickets.models import Macro, SavedView, Ticket
from tickets.services.assignment import assign
from tickets.services.macros import MacroCard, save_macro
from tickets.services.status import set_status

QUEUE = "/nordsoft/desk/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast("nordsoft")
    cast.agent.user.language = "en"
    cast.agent.user.save()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        for number in range(25):
            at = timezone.now() - timedelta(days=3) + timedelta(minutes=number)
            make_ticket(cast, subject=f"Question {number}", now=at)
    return cast


def majas(browser: Browser, cast: Cast, url: str, **options: Any) -> Page:
    return window_of(browser, cast.agent.user, url, **options).new_page()


@pytest.fixture
def page(browser: Browser, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Give a page of Maja's, and fail on whatever the browser complains about."""
    opened = majas(browser, cast, live_server.url, viewport={"width": 1440, "height": 700})
    complaints = complaints_of(opened)
    yield opened
    assert complaints == []


def marked(page: Page) -> Any:
    return page.locator("[data-queue] > .sel")


def test_a_refresh_keeps_focus_selection_and_place(page: Page, cast: Cast) -> None:
    page.goto(QUEUE)
    page.keyboard.press("x")  # nothing is marked yet, and nothing happens
    for _step in range(20):
        page.keyboard.press("j")
    page.keyboard.press("x")
    expect(marked(page)).to_have_attribute("data-key", "1020")
    before = marked(page).bounding_box()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        first = Ticket.objects.get(number=1003)
        set_status(ticket=first, actor=cast.colleague, status="waiting_customer", now=timezone.now())
        make_ticket(cast, subject="A new one", severity="critical", now=timezone.now() - timedelta(days=9))
    page.evaluate("document.querySelector('[data-poll-now]').click()")
    expect(page.get_by_role("link", name="A new one")).to_be_attached()
    expect(marked(page)).to_have_attribute("data-key", "1020")
    expect(marked(page).get_by_role("checkbox")).to_be_checked()
    expect(marked(page).locator(".subj")).to_be_focused()
    assert abs(marked(page).bounding_box()["y"] - before["y"]) <= 1
    expect(page.get_by_text("1 selected")).to_be_visible()


def test_whoever_is_on_a_row_that_leaves_goes_on_with_the_next(page: Page, cast: Cast) -> None:
    page.goto(f"{QUEUE}?view=unassigned")
    page.keyboard.press("j")
    page.keyboard.press("j")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        gone = Ticket.objects.get(number=1002)
        assign(ticket=gone, actor=cast.colleague, assignee=cast.colleague, now=timezone.now())
    page.evaluate("document.querySelector('[data-poll-now]').click()")
    expect(page.locator('[data-queue] [data-key="1002"]')).to_have_count(0)
    expect(page.locator('[data-queue] [data-key="1003"] .subj')).to_be_focused()


def test_several_at_once_and_undone_by_keyboard(page: Page, cast: Cast) -> None:
    page.goto(QUEUE)
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.keyboard.press("a")
    expect(page.get_by_label("Assign to")).to_be_focused()
    page.keyboard.type("Oskar")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 tickets changed.")).to_be_visible()
    expect(page.locator('[data-key="1001"] .who')).to_have_text("Oskar")
    settle(page)  # keys are heard when the scripts are there
    page.keyboard.press("u")
    expect(page.get_by_text("Undone for 2 tickets.")).to_be_visible()
    expect(page.locator('[data-key="1001"] .who')).to_have_text("Nobody")


def test_a_macro_on_several_and_several_into_one_by_keyboard(page: Page, cast: Cast) -> None:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        card = MacroCard(name="Ask", owner=cast.agent, text_en="Which version?", set_status="waiting_customer")
        save_macro(macro=Macro(), actor=cast.agent, card=card)
    page.goto(QUEUE)
    for key in ("j", "x", "j", "x", "i"):
        page.keyboard.press(key)
    expect(page.get_by_label("Macro")).to_be_focused()
    page.keyboard.type("Ask, as a r")
    for key in ("Tab", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("2 tickets changed. Undoing takes back the changes")).to_be_visible()
    settle(page)  # keys are heard when the scripts are there
    page.keyboard.press("u")
    expect(page.get_by_text("Undone for 2 tickets. What was written stays.")).to_be_visible()
    expect(marked(page)).to_have_attribute("data-key", "1002")  # the last row: their work has started
    for key in ("x", "k", "x", "Control+k"):
        page.keyboard.press(key)
    page.keyboard.type("merge the sel")
    expect(page.get_by_role("option", name="merge the selected")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Merge tickets")).to_be_visible()
    assert serious(page) == []
    page.get_by_label("1002").press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 ticket changed.")).to_be_visible()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert Ticket.objects.get(merged_into__number=1002).number == 1001
    settle(page)  # keys are heard when the scripts are there
    page.keyboard.press("u")
    expect(page.get_by_text("Undone for 1 ticket.")).to_be_visible()


def test_take_one_and_stay_on_it(page: Page) -> None:
    page.goto(QUEUE)
    for key in ("j", "j", "j", "m"):
        page.keyboard.press(key)
    expect(page.get_by_text("1 ticket changed.")).to_be_visible()
    expect(marked(page)).to_have_attribute("data-key", "1003")
    expect(marked(page).locator(".who")).to_have_text("Maja")


def test_filter_and_save_a_view_by_keyboard(page: Page, cast: Cast) -> None:
    page.goto(QUEUE)
    page.keyboard.press("f")
    page.get_by_label("Text").first.press_sequentially("question")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Remove filter")).to_have_count(0)
    page.wait_for_url(re.compile("q=question"))  # until its scripts listen
    page.keyboard.press("w")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_be_focused()
    page.keyboard.type("My questions")
    page.keyboard.press("Enter")
    expect(page.locator(".rail").get_by_role("link", name="My questions")).to_contain_text("25")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert SavedView.objects.get().query == "q=question"
    page.keyboard.press("Control+k")
    page.keyboard.type("my ques")
    page.keyboard.press("Enter")  # before the answer has come
    expect(page).to_have_url(re.compile("saved="))


def test_columns_are_chosen_and_put_in_order_by_keyboard(page: Page) -> None:
    page.goto(QUEUE)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Team", exact=True).press("Space")
    dialog.get_by_role("button", name="Customer: further left").press("Enter")
    dialog.get_by_role("button", name="Save").press("Enter")
    heads = page.locator("[data-queue] .cols span")
    expect(heads.filter(has_text="Team")).to_have_count(1)
    texts = heads.all_inner_texts()
    assert texts.index("Customer") < texts.index("Subject")


def test_the_palette_knows_what_can_be_done_here(page: Page) -> None:
    page.goto(QUEUE)
    page.keyboard.press("Control+k")
    page.keyboard.type("columns")
    expect(page.get_by_role("option", name="choose columns")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", name="Columns")).to_be_visible()


def test_nobody_is_shut_out(page: Page) -> None:
    for path in ("?severity=normal&risk=risk", "columns/", "views/new/?severity=high"):
        page.goto(QUEUE + path)
        assert shut_out(page) == [], path
