"""The product as people use it: a running `make demo` (BASE_URL), its mail folder, and a real browser."""

import os
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import chromium

BASE_URL = os.environ.get("BASE_URL", "").rstrip("/")
MAIL = Path(os.environ.get("MAIL_DIR") or Path(__file__).resolve().parents[2] / ".data" / "mail")
PASSWORD = "demo-demo-demo"

Seat = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def sessions(browser: Browser) -> dict[str, Any]:
    """Who has signed in already: everybody signs in once, as people do."""
    return {}


@pytest.fixture
def seat(browser: Browser, sessions: dict[str, Any]) -> Iterator[Seat]:
    """Give a page of somebody signed in: `seat("nordsoft", "agent")`; it fails the test on any script error."""
    from tests.windows import watch  # needs Django, which the pictures do without

    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def sit(tenant: str, who: str | None, *, width: int = 1440, scheme: Any = "light") -> Page:
        context = browser.new_context(
            base_url=f"{BASE_URL}/{tenant}/",
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            storage_state=sessions.get(f"{who}@{tenant}"),
        )
        contexts.append(context)
        watch(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda said: problems.append(f"{page.url}: {said.text}") if is_problem(said) else None)
        if who and f"{who}@{tenant}" not in sessions:
            sign_in(page, f"{who}@{tenant}.example")
            sessions[f"{who}@{tenant}"] = context.storage_state()
        return page

    yield sit
    for context in contexts:
        context.close()
    assert problems == []


def is_problem(said: Any) -> bool:
    """Take script errors and breaches of the security policy.

    Not a refused form (4xx), and not what htmx says of a request that leaving the page cut off.
    """
    expected = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
    return bool(said.type == "error" and not said.text.startswith(expected))


def sign_in(page: Page, email: str) -> None:
    page.goto("account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/account/" not in url)


@cache  # hundreds lie there, and are looked through again and again
def _read(path: Path) -> tuple[EmailMessage, str, str]:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    return mail, str(mail["To"]), f"{mail['Subject']}\n{body.get_content()}" if body else ""


def mail_to(address: str, words: str, *, patience: float = 180) -> EmailMessage:
    """Wait for a mail to this address with these words in its text; the workers that send it are real."""
    until = time.monotonic() + patience
    while True:
        for path in sorted(MAIL.glob("*.eml"), reverse=True):
            mail, to, said = _read(path)
            if address in to and words in said:
                return mail
        assert time.monotonic() < until, f"no mail to {address} about “{words}” came within {patience:.0f} s"
        time.sleep(0.5)
