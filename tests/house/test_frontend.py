"""The style sheet in a real browser under the product's security policy: charts, clocks, keys, menus, axe."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.urls import URLPattern
from django.utils import translation
from playwright.sync_api import Browser, Page, expect

from accounts.faces import clock_face
from tests.chromium import serious

# No page of the product is needed: every link that has no address is left out.
pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]
urlpatterns: list[URLPattern] = []

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
NOW = datetime(2026, 5, 4, 6, 34, tzinfo=UTC)
QUEUE = """{% extends "base_desk.html" %}{% load ui %}{% block title %}Queue{% endblock %}
{% block content %}<h1>Queue</h1>{{ opening|json_script:"opening" }}
<ol class="queue" data-queue data-opening="opening" data-at="{{ at|attr }}" data-poll="/rows">{% for clock in clocks %}
<li class="is-{{ clock.state }}" data-key="{{ forloop.counter }}"{% include "components/clock_attrs.html" %}>
<label class="pick"><input type="checkbox" value="{{ forloop.counter }}" aria-label="Select"></label>
{% include "components/clock_cell.html" %}<a class="subj" href="#{{ forloop.counter }}">Ticket</a></li>{% endfor %}</ol>
<div class="bulk" data-bulk hidden><b data-bulk-count data-text="%(n)s selected"></b></div>
{% include "components/keys.html" %}
{% include "components/palette.html" with palette_url="/palette/" %}{% endblock %}"""
HITS = {"items": [{"label": "1052 Invoices", "hint": "08:52", "url": "/styleguide", "kind": "ticket"}]}


def context() -> dict[str, Any]:
    now, zone = NOW, UTC
    at = int(NOW.timestamp())
    due = partial(datetime.fromtimestamp, tz=UTC)
    return {
        "tenant": SimpleNamespace(name="Solkulla", slug="solkulla"),
        "at": at,
        # Ten minutes are left of this opening; the next one starts an hour later.
        "opening": [[at - 3600, at + 600], [at + 4200, at + 30000]],
        "clocks": [
            clock_face("ok", now=now, zone=zone, due=due(at + 6600), left=3000, used=4200, target=7200),
            clock_face("ok", now=now, zone=zone, due=due(at + 300), left=300, used=900, target=1200, warn=0.9),
        ],
    }


def render(path: str) -> str:
    with translation.override("en"):
        engine = engines["django"]
        template = engine.from_string(QUEUE) if path == "/queue" else engine.get_template("styleguide.html")
        page: str = template.render(context())
    # The page's own clock says the frozen instant.
    return re.sub(r'data-now="\d+"', f'data-now="{int(NOW.timestamp())}"', page)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path, _, _ = self.path.partition("?")
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            self.answer(
                Path(found).read_bytes() if isinstance(found, str) else b"",
                KINDS[path.rsplit(".", 1)[1]],
                200 if found else 404,
            )
        elif path == "/rows":
            self.answer(b"", "text/html", 304)
        elif path.endswith("/palette/"):
            self.answer(json.dumps(HITS).encode(), "application/json")
        else:
            self.answer(render(path).encode(), "text/html; charset=utf-8")

    def answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page whose complaints (the policy's too) fail the test."""
    complaints: list[str] = []
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.context.close()
    assert complaints == []


def test_every_chart_is_drawn_and_its_table_folded(page: Page, site: str) -> None:
    page.goto(f"{site}/styleguide")
    expect(page.locator(".echart svg")).to_have_count(5)
    assert page.locator("details[data-chart-table][open]").count() == 0
    assert "Sample of a chart" in (page.locator(".echart.nps").get_attribute("aria-label") or "")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_no_wider_than_the_window(page: Page, site: str, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(f"{site}/styleguide")
    expect(page.locator(".echart svg")).to_have_count(5)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_clock_ticks_in_open_time_only(page: Page, site: str) -> None:
    page.clock.install(time=NOW)
    page.goto(f"{site}/queue")
    first, second = page.locator("[data-clock]").nth(0), page.locator("[data-clock]").nth(1)
    expect(first.locator("[data-left]")).to_have_text("50 min left")
    page.clock.run_for(4 * 60_000)
    expect(first.locator("[data-left]")).to_have_text("46 min left")
    expect(second.locator("[data-word]")).to_have_text("At risk")
    page.clock.run_for(2 * 60_000)
    expect(second.locator("[data-left]")).to_have_text("1 min over")
    page.clock.run_for(30 * 60_000)  # closed since the tenth minute
    expect(first.locator("[data-left]")).to_have_text("40 min left")


def test_the_queue_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/queue")
    for key in "jjx":
        page.keyboard.press(key)
    expect(page.locator(".sel")).to_have_attribute("data-key", "2")
    expect(page.locator("[data-bulk-count]")).to_have_text("1 selected")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_the_palette_finds_and_closes(page: Page, site: str) -> None:
    page.goto(f"{site}/queue")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option")).to_have_text("1052 Invoices08:52")
    assert page.locator("[data-palette] input").get_attribute("aria-activedescendant") == "hit-0"
    page.keyboard.press("Escape")
    expect(page.locator("[data-palette]")).to_be_hidden()


def test_the_theme_is_kept_in_a_cookie(page: Page, site: str) -> None:
    page.goto(f"{site}/styleguide")
    switch = page.locator("[data-theme-switch]")
    switch.click()
    switch.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert "theme=dark" in page.evaluate("document.cookie")


def test_a_menu_and_tabs_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/styleguide")
    page.locator("details[data-menu] summary").last.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="April 2026")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="April 2026")).to_be_hidden()
    page.locator("#t1").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#p2")).to_be_visible()
    expect(page.locator("#p1")).to_be_hidden()


def test_a_file_too_large_is_refused_and_the_rest_kept(page: Page, site: str, tmp_path: Path) -> None:
    page.goto(f"{site}/styleguide")
    small, large = tmp_path / "a.png", tmp_path / "b.mov"
    small.write_bytes(b"x" * 2000)
    with large.open("wb") as file:
        file.truncate(25 * 1048576 + 1)
    page.locator("#sample-files").set_input_files([small, large])
    expect(page.locator("[data-files-list] .name")).to_have_text(["a.png"])
    expect(page.locator("[data-files-errors]")).to_contain_text("b.mov")
