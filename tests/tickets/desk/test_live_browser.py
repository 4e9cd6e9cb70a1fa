"""Two people on one ticket, each in a browser of their own: nothing that is typed is lost or overwritten."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.tenancy.context import tenant_context
from tests.cast import Cast, make_cast
from tests.chromium import serious
from tests.factories import make_ticket
from tests.tickets.desk.pages import page_of
from tests.windows import settle, window_of
from tickets.models import Message, Ticket
from tickets.services.assignment import assign
from tickets.services.messages import customer_wrote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast("nordsoft")


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        made = make_ticket(cast, now=timezone.now())
        return assign(ticket=made, actor=cast.manager, assignee=cast.agent, now=timezone.now())


def opened(browser: Browser, user: User, url: str, path: str, **options: Any) -> Page:
    size: Any = {"viewport": {"width": 1440, "height": 900}}
    page = window_of(browser, user, url, **(size | options)).new_page()
    page.clock.install()
    page.goto(path)
    return page


def five_seconds_pass(page: Page) -> None:
    """Let the page ask again: it does so every five seconds."""
    page.clock.fast_forward(5_000)


def karin_writes(cast: Cast, ticket: Ticket, text: str) -> None:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        customer_wrote(ticket=ticket, contact=cast.karin, actor=cast.karin.membership, text=text, now=timezone.now())


def texts(cast: Cast) -> list[str]:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        return list(Message.objects.filter(kind="reply").values_list("text", flat=True))


def test_each_sees_the_other_look_type_and_leave(
    browser: Browser, cast: Cast, ticket: Ticket, live_server: Any
) -> None:
    path, rounds = page_of(ticket.number), 0
    maja = opened(browser, cast.agent.user, live_server.url, path)
    oskar = opened(browser, cast.colleague.user, live_server.url, path)
    expect(oskar.locator(".here")).to_contain_text("Maja Sandell is looking at this")
    five_seconds_pass(maja)
    expect(maja.locator(".here")).to_contain_text("Oskar Nyström is looking at this")
    oskar.locator("#message-text").press_sequentially("Dear Karin")
    settle(oskar)
    five_seconds_pass(maja)
    expect(maja.locator(".here")).to_contain_text("Oskar Nyström is writing an answer")
    oskar.close(run_before_unload=True)
    here = maja.locator(".here")
    while here.inner_text():  # a closed window's last word comes when it comes
        assert (rounds := rounds + 1) < 100
        five_seconds_pass(maja)
        settle(maja)
    expect(here).to_be_empty()


def test_new_messages_join_while_typing_and_the_server_asks_once(
    browser: Browser, cast: Cast, ticket: Ticket, live_server: Any
) -> None:
    maja = opened(browser, cast.agent.user, live_server.url, page_of(ticket.number))
    complaints: list[str] = []
    maja.on("pageerror", lambda error: complaints.append(str(error)))
    text = maja.locator("#message-text")
    text.press_sequentially("My answer, half")
    karin_writes(cast, ticket, "It is the other printer.")
    karin_writes(cast, ticket, "Sorry, the third.")
    hint = maja.locator(".live .hint")
    five_seconds_pass(maja)
    expect(hint).to_contain_text("2 new messages since you opened this")
    expect(maja.locator(".thread")).to_contain_text("Sorry, the third.")
    expect(text).to_have_value("My answer, half")
    expect(text).to_be_focused()
    assert serious(maja) == []
    text.press_sequentially(" and the rest")
    maja.get_by_role("button", name="Send", exact=True).click()
    expect(maja.locator("#stale")).to_contain_text("2 new messages since you opened this")
    expect(text).to_have_value("My answer, half and the rest")
    assert texts(cast) == []
    assert serious(maja) == []
    maja.get_by_role("button", name="Send anyway").press("Enter")
    expect(maja.locator(".thread")).to_contain_text("My answer, half and the rest")
    assert texts(cast) == ["My answer, half and the rest"]
    assert complaints == []


def test_what_came_while_nothing_was_typed_or_was_seen_is_not_asked_about(
    browser: Browser, cast: Cast, ticket: Ticket, live_server: Any
) -> None:
    maja = opened(browser, cast.agent.user, live_server.url, page_of(ticket.number))
    settle(maja)
    karin_writes(cast, ticket, "Before you write.")
    five_seconds_pass(maja)
    expect(maja.locator(".thread")).to_contain_text("Before you write.")
    expect(maja.locator(".live .hint")).to_be_hidden()
    maja.locator("#message-text").press_sequentially("Thank you")
    settle(maja)
    karin_writes(cast, ticket, "While you write.")
    five_seconds_pass(maja)
    expect(maja.locator(".live .hint")).to_contain_text("1 new message")
    maja.get_by_role("button", name="I have seen it").press("Enter")
    expect(maja.locator("#message-text")).to_be_focused()
    maja.get_by_role("button", name="Send", exact=True).click()
    expect(maja.locator(".thread")).to_contain_text("Thank you")
    assert texts(cast) == ["Thank you"]


def test_two_decide_the_severity_and_the_second_chooses(
    browser: Browser, cast: Cast, ticket: Ticket, live_server: Any
) -> None:
    path = page_of(ticket.number)
    maja, oskar = (opened(browser, member.user, live_server.url, path) for member in (cast.agent, cast.colleague))
    for page, severity in ((maja, "high"), (oskar, "critical")):
        page.get_by_text("Decide the severity", exact=True).click()
        page.locator("#severity-severity").select_option(severity)
        page.locator("#severity-reason").fill(f"It is {severity}.")
    for page in (maja, oskar):
        page.get_by_role("button", name="Decide", exact=True).click()
    differs = oskar.locator("#differs")
    expect(differs).to_contain_text("Was “Normal”, is now “High”.")
    expect(differs).to_contain_text("Maja Sandell")
    expect(oskar.locator("#severity-reason")).to_have_value("It is critical.")
    assert serious(oskar) == []
    oskar.get_by_role("button", name="Decide", exact=True).click()  # the browser asks for a choice
    expect(differs).to_be_visible()
    differs.get_by_label("Keep “High”").press("Space")
    oskar.get_by_role("button", name="Decide", exact=True).press("Enter")
    expect(oskar.get_by_text("Nothing was changed.")).to_be_visible()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert Ticket.objects.get().severity == "high"


def test_notifications_are_read_by_keyboard(browser: Browser, cast: Cast, ticket: Ticket, live_server: Any) -> None:
    karin_writes(cast, ticket, "Are you there?")
    maja = opened(browser, cast.agent.user, live_server.url, "/nordsoft/desk/notifications/")
    expect(maja).to_have_title("(2) Notifications · Nordsoft")
    unread = maja.get_by_role("button", name=f"Mark {ticket.number} as read")
    unread.first.press("Enter")
    expect(maja).to_have_title("(1) Notifications · Nordsoft")
    unread.press("Enter")
    expect(maja).to_have_title("Notifications · Nordsoft")
