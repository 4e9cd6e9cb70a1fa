"""Browser windows of people who are signed in."""

from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from accounts.models import User


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
    return window


def complaints_of(page: Page) -> list[str]:
    """Give a list that fills with what the browser complains about from now on: warnings, errors, the policy's too."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
