"""The system's browser: where it is, how it is started, and what axe says of a page in it."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

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


def serious(page: Any) -> list[str]:
    """Give axe's serious and critical findings, each with the first place."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in ("serious", "critical")]
