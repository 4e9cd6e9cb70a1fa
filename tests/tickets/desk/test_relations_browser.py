"""By keyboard alone in a real browser, under the product's security policy: merge and undo, split, an incident, a
hand-over, a remote session; and axe on each page.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, expect

from accounts.tenancy.context import tenant_context
from contracts.models import ConsultancyRate
from tests.cast import Cast, make_cast
from tests.chromium import serious
from tests.factories import make_ticket
from tests.windows import complaints_of, settle, window_of
from tickets.services.incidents import mark_incident

DESK = "/nordsoft/desk/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Give three tickets of Karin's, 1001 to 1003; the first is an incident, and has a Danish reader."""
    cast = make_cast("nordsoft")
    cast.agent.user.language = "en"
    cast.agent.user.save()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        first, *_others = (make_ticket(cast, subject=name) for name in ("Server down", "No printer", "Printing"))
        mark_incident(ticket=first, actor=cast.agent, is_incident=True, now=first.opened_at)
        ConsultancyRate.objects.create(amount=Decimal(1400), currency="SEK", valid_from=date(2026, 1, 1))
        cast.karin.language = "en"
        cast.karin.save()
    return cast


@pytest.fixture
def page(browser: Browser, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Give a page of Maja's, and fail on whatever the browser complains about, a refused form aside."""
    size: Any = {"width": 1440, "height": 900}
    opened = window_of(browser, cast.agent.user, live_server.url, viewport=size).new_page()
    complaints = complaints_of(opened)
    yield opened
    assert complaints == []


def choose(page: Page, words: str) -> None:
    """Press Ctrl-K, type, and Enter."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    expect(page.locator("[data-palette] [aria-selected=true]")).to_contain_text(words)
    page.keyboard.press("Enter")
    settle(page)


def press(page: Page, name: str) -> None:
    """Go to a button or link as the tab key does, and press Enter."""
    target = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    target.first.focus()
    page.keyboard.press("Enter")
    settle(page)


def test_merge_and_undo(page: Page) -> None:
    page.goto(f"{DESK}tickets/1003/")
    choose(page, "Merge ticket 1003")
    assert serious(page) == []
    page.get_by_label("Number of the ticket that goes on").focus()
    page.keyboard.type("1002")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tickets/1002/$"))
    expect(page.get_by_text("from ticket 1003")).to_be_visible()
    assert serious(page) == []
    press(page, "Undo the merge of 1003")
    expect(page).to_have_url(re.compile(r"/tickets/1003/$"))
    expect(page.get_by_text("The merge is undone.")).to_be_visible()


def test_split_from_a_message(page: Page) -> None:
    page.goto(f"{DESK}tickets/1002/")
    link = page.get_by_role("link", name=re.compile("^Split off the message of Karin Bergman"))
    link.focus()
    expect(link).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox")).to_be_checked()
    assert serious(page) == []
    page.get_by_label("Subject of the new ticket").fill("The other thing")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tickets/1004/$"))
    expect(page.get_by_text("Split off from")).to_be_visible()


def test_an_incident_from_its_first_ticket_to_the_solution(page: Page) -> None:
    for number in (1002, 1003):
        page.goto(f"{DESK}tickets/{number}/")
        choose(page, f"Make ticket {number} part of an incident")
        page.get_by_label("Incident", exact=True).focus()
        page.keyboard.press("ArrowDown")
        assert serious(page) == []
        press(page, "Make it part")
        expect(page.get_by_text("The ticket is part of incident 1001.")).to_be_visible()
    page.goto(f"{DESK}tickets/1001/")
    expect(page.get_by_text("Incident: 2 tickets are affected")).to_be_visible()
    assert serious(page) == []
    press(page, "Update all")
    page.get_by_label("What the customers are told").fill("We have found the fault.")
    press(page, "Send to all")
    expect(page.get_by_text("The update went to 3 tickets.")).to_be_visible()
    page.locator("body").press("e")
    page.keyboard.type("A new disk.")
    boxes = page.get_by_role("checkbox", name=re.compile("Bergs Bygg"))
    expect(boxes).to_have_count(2)
    expect(boxes.first).to_be_checked()
    boxes.first.press("Space")
    press(page, "Solve the ticket")
    expect(page.get_by_text("The ticket is solved. The customer has been told.")).to_be_visible()
    page.goto(f"{DESK}tickets/1003/")
    expect(page.locator(".properties .pairs dd").first).to_have_text("Solved")
    page.goto(f"{DESK}tickets/1002/")
    expect(page.locator(".properties .pairs dd").first).to_have_text("In progress")


def test_a_hand_over_with_the_suggested_words(page: Page) -> None:
    page.goto(f"{DESK}tickets/1002/")
    page.locator("summary", has_text="First analysis").press("Enter")
    page.get_by_label("What was found").fill("Needs a consultant.")
    page.get_by_role("radio", name="Hand to a consultant").press("Space")
    page.get_by_label("Consultant", exact=False).and_(page.locator("select")).select_option(label="Sigrid Åhman")
    told = page.get_by_label("What the customer is told")
    expect(told).to_have_value(re.compile("Sigrid Åhman.*1,190\u00a0SEK an hour"))
    press(page, "Save the analysis")
    expect(page.get_by_text("Billable from", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("handed the ticket over to Sigrid Åhman"))).to_be_visible()
    assert serious(page) == []


def test_a_remote_session(page: Page) -> None:
    page.goto(f"{DESK}tickets/1002/")
    choose(page, "Begin a remote session on 1002")
    expect(page.get_by_label("Who consented")).to_have_value("Karin Bergman")
    assert serious(page) == []
    page.get_by_label("Purpose").fill("Look at the printer")
    press(page, "Consent given, begin")
    expect(page.get_by_text("running")).to_be_visible()
    press(page, "End the session")
    expect(page.get_by_text("The session has ended.")).to_be_visible()
    assert serious(page) == []
