"""By keyboard alone in a real browser, under the product's security policy: the timer, time by hand, tags with
completion, watchers, fields, a tag joined with another; and axe on each page.
"""

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
from tests.windows import complaints_of, settle, window_of
from tickets.models import CustomField
from tickets.services.custom_fields import Definition, define_field
from tickets.services.tags import set_tags

DESK = "/nordsoft/desk/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Give a ticket of Karin's, 1001, about a product with a field; and a tagged one."""
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        for user in (cast.admin.user, cast.agent.user):
            user.language = "en"
            user.save()
        definition = Definition("Hosting", "choice", choices=["Cloud", "Own server"])
        define_field(actor=cast.admin, product=cast.product, definition=definition)
        make_ticket(cast, product=cast.product)
        other = make_ticket(cast)
        set_tags(ticket=other, actor=cast.agent, names=["printer", "printing"], now=MONDAY)
    return cast


def opened(browser: Browser, cast: Cast, url: str, **options: Any) -> Page:
    return window_of(browser, cast.admin.user, url, **options).new_page()


@pytest.fixture
def page(browser: Browser, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Give a page of Astrid's, and fail on whatever the browser complains about."""
    page = opened(browser, cast, live_server.url, viewport={"width": 1440, "height": 900})
    complaints = complaints_of(page)
    yield page
    assert [said for said in complaints if "422" not in said] == []


def press(page: Page, name: str, role: Any = "button") -> None:
    """Go to a button or link as the tab key does, and press Enter."""
    page.get_by_role(role, name=re.compile(f"^{re.escape(name)}")).first.focus()
    page.keyboard.press("Enter")
    settle(page)


def test_the_timer_and_time_by_hand(page: Page) -> None:
    page.goto(f"{DESK}tickets/1001/")
    press(page, "Start the timer")
    head = page.locator("a.timer")
    expect(head).to_contain_text("1001")
    expect(head.locator("[data-since]")).to_have_text(re.compile(r"^[0-9]+ (s|min)$"))
    page.goto(DESK)
    page.locator("a.timer").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What was done").focus()
    page.keyboard.type("Looked")
    press(page, "Stop and log")
    expect(page.locator("a.timer")).to_have_count(0)
    facts = page.get_by_role("region", name="Time")
    expect(facts).to_contain_text("1 min")
    facts.get_by_text("Log time").first.focus()
    page.keyboard.press("Enter")
    facts.get_by_label("How long").focus()
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Write a duration, for example").first).to_be_visible()
    page.get_by_label("How long").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("1 h 30")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Time")).to_contain_text("1 h 31 min")


def test_a_tag_is_completed_and_removed(page: Page) -> None:
    page.goto(f"{DESK}tickets/1001/")
    field = page.get_by_label("Tag", exact=True)
    field.focus()
    page.keyboard.type("print")
    expect(page.locator("#tag-names option")).to_have_count(2)
    page.keyboard.type("er")
    expect(page.locator("#tag-names option")).to_have_count(1)
    page.keyboard.press("Enter")
    press(page, "Remove the tag printer")
    expect(page.get_by_role("button", name="Remove the tag printer")).to_have_count(0)
    page.goto(f"{DESK}tags/")
    page.get_by_label("Name of printing").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("printer")
    page.keyboard.press("Enter")
    press(page, "Join the two tags")
    expect(page.get_by_label("Name of printing")).to_have_count(0)


def test_watchers_and_fields(page: Page, cast: Cast) -> None:
    page.goto(f"{DESK}tickets/1001/")
    press(page, "Add a watcher", "link")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("else@partner.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Watchers")).to_contain_text("else@partner.example")
    press(page, "Change the fields", "link")
    page.get_by_label("Hosting").focus()
    page.keyboard.press("c")
    press(page, "Save")
    expect(page.get_by_role("region", name="Fields")).to_contain_text("Cloud")
    page.goto(f"{DESK}tickets/new/?customer={cast.customer.pk}")
    page.get_by_label("Product").focus()
    page.keyboard.type("nord")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Hosting")).to_be_visible()


def test_nobody_is_shut_out(page: Page, cast: Cast) -> None:
    page.goto(f"{DESK}tickets/1001/")
    press(page, "Start the timer")
    expect(page.locator("a.timer")).to_contain_text("1001")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        product, field, team = cast.product.pk, CustomField.objects.get().pk, cast.team.pk
    for path in (
        "tickets/1001/", "tickets/1001/time/", "timer/", "tags/", "tickets/1001/watchers/", "tickets/1001/fields/",
        f"products/{product}/fields/", f"fields/{field}/", f"teams/{team}/",
    ):  # fmt: skip
        page.goto(f"{DESK}{path}")
        assert page.locator("h1").count() == 1, path
        assert shut_out(page) == [], path
