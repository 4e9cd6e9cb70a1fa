"""What the browser's tests find at all: contrast is measured once for texts that look alike."""

import pytest
from playwright.sync_api import Browser

from tests.chromium import serious

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="en"><title>Contrast</title>
<style>p { color: #111 } div { background: #fff }</style>
<main><h1>Contrast</h1><div><p>One</p></div><div><p>Two</p></div>%s<div><p>Last</p></div></main></html>"""


@pytest.mark.parametrize(
    ("odd", "found"),
    [
        ("<div><p>Three</p></div>", False),
        ('<div><p style="color: #bbb">Three</p></div>', True),
        ('<div style="background: #222"><p>Three</p></div>', True),
        ('<div style="opacity: .3"><p>Three</p></div>', True),
        ('<div hidden><p style="color: #bbb">Three</p></div><div><p style="color: #bbb">Four</p></div>', True),
    ],
)
def test_one_text_among_many_that_cannot_be_read_is_found(browser: Browser, odd: str, found: bool) -> None:
    page = browser.new_page()
    page.set_content(PAGE % odd)
    assert [said.split(":")[0] for said in serious(page)] == ["color-contrast"] * found
