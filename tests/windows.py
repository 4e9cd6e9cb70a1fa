"""Browser windows of people who are signed in."""

from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request

from accounts.models import User

_asked: WeakKeyDictionary[BrowserContext, set[Request]] = WeakKeyDictionary()


def signed_in(user: User) -> Client:
    """Give a client in English, so that tests read the words of the source."""
    user.language = "en"
    user.save()
    client = Client()
    client.force_login(user)
    return client


def window_of(browser: Browser, user: User, url: str, **options: Any) -> BrowserContext:
    """Give a window of somebody signed in on the test's server, in English; `options` are the browser's."""
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
    window = browser.new_context(base_url=url, **options)
    window.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    watch(window)
    return window


def watch(window: BrowserContext) -> None:
    """Note what the window asks the server for, so that it can `settle`."""
    asked = _asked[window] = set()
    window.on("request", lambda request: asked.add(request))
    window.on("requestfinished", lambda request: asked.discard(request))
    window.on("requestfailed", lambda request: asked.discard(request))


# A function that is polled for by its text would be stopped by the pages' policy.
_IS_DRAWN = "() => new Promise((tell) => requestAnimationFrame(() => tell(document.readyState === 'complete')))"


def settle(page: Page) -> None:
    """Return when the page is there and its window waits for nothing that it asked the server for."""
    while not _is_drawn(page) or _asked[page.context]:
        pass


def _is_drawn(page: Page) -> bool:
    """Draw a frame, by which what was pressed has been asked for, and say whether the page has all it needs."""
    try:
        return bool(page.evaluate(_IS_DRAWN))
    except Error as error:
        if "context was destroyed" in str(error):  # by the next page
            return False
        raise


def complaints_of(page: Page) -> list[str]:
    """Give a list that fills with what the browser complains about from now on: warnings, errors, the policy's too."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
