"""The composer in a real browser under the product's security policy, by keyboard alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.tenancy.context import tenant_context
from tests.cast import Cast, make_cast
from tests.chromium import serious, shut_out
from tests.factories import make_ticket
from tests.windows import complaints_of, window_of
from tickets.models import Attachment, Draft, Macro, Mention, Message, Ticket

TICKET = "/nordsoft/desk/tickets/1001/"
# A picture of one pixel.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
PASTE = """([area, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const clipboard = new DataTransfer();
  clipboard.items.add(new File([bytes], "image.png", { type: "image/png" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None, settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast("nordsoft")
    for member in (cast.agent, cast.colleague):
        member.user.language = "en"
        member.user.save()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        cast.karin.language = "da"
        cast.karin.save()
        make_ticket(cast, now=timezone.now())
        Macro.objects.create(
            name="Ask for a picture",
            text_sv="Hej {{contact.first_name}}",
            text_da="Hej {{contact.first_name}}, send os et billede til sag {{ticket.number}}. {{agent.name}}",
            set_status="waiting_customer",
        )
        Macro.objects.create(name="Close politely", text_en="Thank you")
    return cast


@pytest.fixture
def page(browser: Browser, cast: Cast, live_server: Any) -> Iterator[Page]:
    """Give a page of Maja's, and fail on what the browser complains about, but for a refused draft and a cut line."""
    opened = window_of(browser, cast.agent.user, live_server.url, viewport={"width": 1440, "height": 900}).new_page()
    complaints = complaints_of(opened)
    opened.goto(TICKET)
    yield opened
    assert [text for text in complaints if not re.search(r"409 \(Conflict\)|net::ERR_FAILED", text)] == []


def writing(page: Page, key: str = "r") -> Any:
    """Begin a reply or a note by keyboard."""
    page.keyboard.press(key)
    area = page.locator("#message-text")
    expect(area).to_be_focused()
    return area


def test_a_macro_is_inserted_by_two_colons_in_the_contacts_language_and_changes_the_ticket(
    page: Page, cast: Cast
) -> None:
    area = writing(page)
    page.keyboard.type("::")
    expect(page.locator("[role=option]")).to_have_count(2)
    expect(page.locator("#message-text[role=combobox]")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option]", has_text="Close politely")).to_have_attribute("aria-selected", "true")
    assert page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).innerText"
    )
    page.keyboard.press("ArrowUp")
    assert serious(page) == []
    with page.expect_response(lambda answer: 'name="macro"' in (answer.request.post_data or "")):  # kept as a draft
        page.keyboard.press("Enter")
    expect(area).to_have_value("Hej Karin, send os et billede til sag 1001. Maja Sandell")
    expect(page.locator("#message-text-list")).to_be_hidden()
    change = page.get_by_label("Ask for a picture: status: Waiting for the customer")
    expect(change).to_be_checked()
    expect(page.locator("[data-draft-said]")).to_have_text(re.compile("^Draft saved"))
    page.reload()
    expect(change).to_be_checked()
    page.locator("[name=kind]:checked").press("ArrowRight")
    expect(change).to_have_count(0)  # it belongs to the reply
    page.locator("[name=kind]:checked").press("ArrowLeft")
    expect(change).to_be_checked()
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    expect(page.get_by_text("The answer is on its way.")).to_be_visible()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert Ticket.objects.get().status == Ticket.Status.WAITING_CUSTOMER
        assert not Draft.objects.exists()


def test_escape_leaves_what_is_typed_and_words_choose(page: Page, cast: Cast) -> None:
    area = writing(page)
    page.keyboard.type("Std::vector ::clo")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#message-text-list")).to_be_hidden()
    expect(area).to_have_value("Std::vector ::clo")
    expect(page.locator("#message-text[role=combobox]")).to_have_count(0)


def test_a_colleague_is_named_in_a_note_and_told(page: Page, cast: Cast, browser: Browser, live_server: Any) -> None:
    area = writing(page)
    page.keyboard.type("Hi @Osk")
    expect(page.locator("#message-text-list")).to_be_hidden()  # customers are not told who is named
    area.fill("")
    page.locator("[name=kind]:checked").press("ArrowRight")
    area.focus()
    page.keyboard.type("Look, @osk")
    page.locator("#message-text-list").get_by_role("option", name="Oskar Nyström").wait_for()
    page.keyboard.press("Enter")
    expect(area).to_have_value("Look, @Oskar Nyström ")
    page.get_by_role("button", name="Save the note").press("Enter")
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert [mention.membership_id for mention in Mention.objects.all()] == [cast.colleague.pk]
    oskar = window_of(browser, cast.colleague.user, live_server.url).new_page()
    oskar.goto("/nordsoft/desk/notifications/")
    expect(oskar.locator(".bell b")).to_have_text("1")
    oskar.get_by_role("link", name="1001 Invoices cannot be printed").click()
    expect(oskar.get_by_text("Look, @Oskar Nyström")).to_be_visible()
    oskar.goto("/nordsoft/desk/")
    expect(oskar.locator(".bell b")).to_have_count(0)


def test_a_pasted_picture_is_shown_in_the_preview_and_in_the_message(page: Page, cast: Cast) -> None:
    area = writing(page)
    page.keyboard.type("Look here: ")
    page.evaluate(PASTE, [area.element_handle(), PIXEL])
    expect(area).to_have_value("Look here: ![Picture](picture-1.png)\n")
    preview = page.get_by_role("button", name="Preview")
    preview.press("Enter")
    shown = page.get_by_role("region", name="Preview").get_by_role("img", name="Picture")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 1)
    expect(area).to_be_hidden()
    preview.press("Enter")
    expect(area).to_be_focused()
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    sent = page.locator(".thread").get_by_role("img", name="Picture")
    expect(sent).to_be_visible()
    expect(sent).to_have_js_property("naturalWidth", 1)
    assert re.search(r"/attachments/\d+/$", sent.get_attribute("src") or "")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert [file.name for file in Attachment.objects.all()] == ["picture-1.png"]
        assert not Draft.objects.exists()


def test_drafts_of_reply_and_note_come_back_on_another_machine(
    page: Page, cast: Cast, browser: Browser, live_server: Any
) -> None:
    area = writing(page)
    page.keyboard.type("Dear Karin")
    said = page.locator("[data-draft-said]")
    expect(said).to_have_text(re.compile(r"^Draft saved \d\d:\d\d$"))
    page.keyboard.press("Shift+Tab")
    page.locator("[name=kind]:checked").press("ArrowRight")
    expect(area).to_have_value("")
    area.focus()
    with page.expect_response("**/draft/"):
        page.keyboard.type("Ask Oskar first")
    page.reload()
    expect(area).to_have_value("Ask Oskar first")
    expect(page.get_by_label("Note", exact=True)).to_be_checked()
    elsewhere = window_of(browser, cast.agent.user, live_server.url).new_page()
    elsewhere.goto(TICKET)
    expect(elsewhere.locator("#message-text")).to_have_value("Ask Oskar first")
    elsewhere.locator("[name=kind]:checked").press("ArrowLeft")
    expect(elsewhere.locator("#message-text")).to_have_value("Dear Karin")


def test_two_windows_lose_no_text(page: Page, cast: Cast) -> None:
    other = page.context.new_page()
    other.goto(TICKET)
    area = writing(page)
    page.keyboard.type("First")
    expect(page.locator("[data-draft-said]")).to_have_text(re.compile("^Draft saved"))
    second = writing(other)
    other.keyboard.type("Second")
    expect(other.get_by_text("Another window has saved a different draft.")).to_be_visible()
    expect(second).to_have_value("Second")
    other.get_by_role("button", name="Keep this text").press("Enter")
    expect(other.locator("[data-draft-said]")).to_have_text(re.compile("^Draft saved"))
    area.press("End")
    page.keyboard.type(" more")
    page.get_by_role("button", name="Take the other text").press("Enter")
    expect(area).to_have_value("Second")


def test_a_draft_that_is_not_saved_is_said_and_saved_later(page: Page, cast: Cast) -> None:
    page.route("**/draft/", lambda route: route.abort())
    area = writing(page)
    page.keyboard.type("Dear")
    said = page.locator("[data-draft-said]")
    expect(said).to_have_text("The draft is not saved: no answer. It is tried again.")
    page.unroute("**/draft/")
    page.keyboard.type(" Karin")
    expect(said).to_have_text(re.compile("^Draft saved"))
    page.reload()
    expect(area).to_have_value("Dear Karin")


def test_without_script_everything_has_a_button(browser: Browser, cast: Cast, live_server: Any) -> None:
    page = window_of(browser, cast.agent.user, live_server.url, java_script_enabled=False).new_page()
    page.goto(TICKET)
    page.get_by_role("link", name="Macro", exact=True).click()
    page.get_by_role("link", name="Insert").first.click()
    area = page.locator("#message-text")
    expect(area).to_have_value("Hej Karin, send os et billede til sag 1001. Maja Sandell")
    area.fill("Some *weight*")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").locator("em")).to_have_text("weight")
    page.get_by_label("More ways to send").click()
    page.get_by_role("button", name="Save as draft").click()
    expect(area).to_have_value("Some *weight*")
    expect(page.locator("[data-draft-said]")).to_have_text(re.compile("^Draft saved"))
    page.get_by_role("button", name="Send", exact=True).click()
    expect(area).to_have_value("")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert Message.objects.filter(kind="reply").get().text == "Some *weight*"


def test_nobody_is_shut_out(page: Page) -> None:
    writing(page)
    page.keyboard.type("::")
    expect(page.locator("[role=option]")).to_have_count(2)
    assert shut_out(page) == []
    page.goto(f"{TICKET}macros/")
    assert shut_out(page) == []
