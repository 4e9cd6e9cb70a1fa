"""The system's browser: where it is, how it is started, and what axe says of a page in it."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, sync_playwright

from tests import gate

PATH = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome", "chrome"])), None)
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser for the block, in which this thread's event loop counts as running."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PATH, args=_OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def parked() -> Iterator[Callable[[], AbstractContextManager[Browser]]]:
    """Run a browser for many tests: each drives it for a block, and outside the thread is as without a browser.

    In the block the database may be asked beside it; after it every window is closed, and nobody asks the server.
    """
    with chromium() as browser:
        loop = asyncio.get_running_loop()

        @contextmanager
        def driven() -> Iterator[Browser]:
            asyncio._set_running_loop(loop)
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
            try:
                yield browser
            finally:
                gate.shut()  # until the next test
                for window in browser.contexts:
                    window.close()
                del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
                asyncio._set_running_loop(None)

        asyncio._set_running_loop(None)
        yield driven
        asyncio._set_running_loop(loop)


# Contrast takes four fifths of axe's time, and twenty rows of a list have the same colours twenty times: of the texts
# that look alike, and stand in what looks alike all the way up, one is measured.
_MARK_TWINS = """() => {
  const looks = ["color", "background-color", "background-image", "background-clip", "opacity", "filter", "clip-path",
    "mix-blend-mode", "text-shadow", "font-size", "font-weight", "position", "z-index", "visibility", "overflow"];
  const kinds = new Map(), seen = new Set();
  const walk = (element, above) => {
    const style = getComputedStyle(element);
    const look = above + looks.map(one => style.getPropertyValue(one)).join("|");
    if (!kinds.has(look)) kinds.set(look, kinds.size);
    const kind = kinds.get(look) + "/";
    element.removeAttribute("data-twin");
    if (element.checkVisibility() && element.getClientRects().length
        && [...element.childNodes].some(one => one.nodeType === Node.TEXT_NODE && one.data.trim())) {
      if (seen.has(kind)) element.setAttribute("data-twin", ""); else seen.add(kind);
    }
    for (const child of element.children) walk(child, kind);
  };
  walk(document.documentElement, "");
  axe.configure({ rules: [{ id: "color-contrast", selector: ":not([data-twin])" }] });
}"""
_RUN = """async () => (await axe.run({ resultTypes: ["violations"] })).violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`)"""


def serious(page: Page) -> list[str]:
    """Give axe's serious and critical findings, each with the first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(_MARK_TWINS)
    found: list[str] = page.evaluate(_RUN)
    return found


# Half way from dark to light, nothing can be read; a transition that is cut off has changed as well.
_COLOURS_CHANGED = """() => Promise.allSettled(
    document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished)
).then(() => null)"""


def shut_out(page: Page, sights: tuple[tuple[int, Any], ...] = ((1440, "light"), (390, "dark"))) -> list[str]:
    """Give what shuts somebody out of the open page in one of the sights (the window's width, the colours): what axe
    finds, and that the page runs out of the window. The page is loaded once and seen again, as when a phone is turned.
    """
    found = []
    for width, scheme in sights:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.screenshot(clip={"x": 0, "y": 0, "width": 1, "height": 1})  # draws a frame: scripts hear of the colours
        page.evaluate(_COLOURS_CHANGED)
        found += [f"{width} {scheme}: {said}" for said in serious(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{width} {scheme}: the page is wider than the window")
    return found
