"""A stranger asks for access, an agent lets them in, and the invitation arrives by a real mail server."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from embedded.mailsink import MailSink
from outbox import tasks
from tests.cast import Cast, make_cast
from tests.chromium import serious
from tests.windows import complaints_of, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast("nordsoft")


@pytest.fixture
def sink(tmp_path: Path, settings: Any) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mail") as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield sink


def newest_link(sink: MailSink, word: str) -> str:
    """Send what waits, and give the path of the newest mail's link."""
    tasks.drain()
    body = sink.messages()[-1].get_body(("plain",))
    assert body is not None
    found = re.search(rf"https?://[^/\s]+(/nordsoft/{word}/\S+)", body.get_content())
    assert found, body.get_content()
    return found[1]


def english(page: Page) -> None:
    page.get_by_role("button", name="English").click()


def test_a_stranger_is_let_in(browser: Browser, cast: Cast, live_server: Any, sink: MailSink) -> None:
    outside = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    stranger = outside.new_page()
    complaints = complaints_of(stranger)
    stranger.goto("/nordsoft/register/")
    english(stranger)
    assert serious(stranger) == []
    stranger.get_by_label("Your name").fill("Eva Ek")
    stranger.get_by_label("E-mail address").fill("eva@bergsbygg.example")
    stranger.get_by_label("Company").fill("Bergs Bygg")
    stranger.get_by_role("button", name="Send the request").click()
    expect(stranger.get_by_role("heading", name="Look in your mail")).to_be_visible()
    stranger.goto(newest_link(sink, "confirm"))
    stranger.get_by_role("button", name="Yes, it is mine").click()
    expect(stranger.get_by_text("We look at your request")).to_be_visible()

    page = window_of(browser, cast.agent.user, live_server.url).new_page()
    page.goto("/nordsoft/desk/")
    page.get_by_role("link", name="1 request", exact=True).click()
    page.get_by_role("link", name="Eva Ek").click()
    assert serious(page) == []
    expect(page.get_by_label("Bergs Bygg AB")).to_be_checked()
    page.get_by_role("button", name="Let in and invite").click()
    expect(page.get_by_text("Eva Ek is let in, and told by mail.")).to_be_visible()

    stranger.goto(newest_link(sink, "account/invitation"))
    expect(stranger.get_by_text("You will sign in with eva@bergsbygg.example.")).to_be_visible()
    assert complaints == []
