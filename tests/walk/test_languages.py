"""Three languages, from the first page on."""

import pytest
from playwright.sync_api import expect

from tests.walk.conftest import Seat

pytestmark = pytest.mark.browser
WORDS = {"sv": "Logga in", "da": "Log ind", "en": "Sign in"}


@pytest.mark.parametrize("tenant", ["nordsoft", "lonhuset"])
def test_the_log_in_page_speaks_three_languages(tenant: str, seat: Seat) -> None:
    page = seat(tenant, None)
    page.goto("account/login/")
    own = "sv" if tenant == "nordsoft" else "da"
    expect(page.locator("h1")).to_have_text(WORDS[own])
    for language, word in WORDS.items():
        page.locator(f"form.langs button[value={language}]").click()
        expect(page.locator("h1")).to_have_text(word)
        expect(page.locator("html")).to_have_attribute("lang", language)
