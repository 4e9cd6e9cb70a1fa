"""Takes the pictures of docs/images/ from a running `make demo`: `python -m tests.walk.pictures http://127.0.0.1:8000`.
Names after the address take those pictures alone.

MAIL_DIR names the demo's mail folder where it is not `.data/mail` (the survey's link comes from a mail). The script
changes nothing in the demo but what is read and a draft. Letters look as the machine's `system-ui`; those in the
repository show Inter.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from tests.chromium import chromium
from tests.walk.conftest import mail_to, sign_in

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "docs" / "images"
LOW, WIDE, TALL, PHONE = (1440, 820), (1440, 900), (1440, 1180), (390, 844)


def ticket(page: Page) -> None:
    """Open a ticket whose deadline is near, with *Why this deadline?*."""
    page.goto("desk/")
    page.locator("ol.queue li.is-risk:has(.sev.high) a.subj").first.click()
    page.locator("section.clock details.more").first.evaluate("details => { details.open = true }")


def why(page: Page) -> Locator:
    """Show nothing but the clock of that ticket."""
    ticket(page)
    return page.locator("section.clock")


def hours(page: Page) -> Locator:
    """Open the first opening hours."""
    page.goto("desk/calendars/")
    page.locator("main a").first.click()
    return page.locator("main")


def year(page: Page) -> None:
    """Look at next year's holidays."""
    page.goto("desk/calendars/")
    page.locator("main a[href$='/year/']").first.click()
    page.locator("nav.board-nav a[aria-current] + a").click()


def impact(page: Page) -> Locator:
    """Ask what longer mornings and a short Friday would change, and save nothing."""
    hours(page)
    for day in range(4):
        page.fill(f"input[name=week_{day}]", "07:00–12:00, 13:00–17:00")
    page.fill("input[name=week_4]", "07:00–12:00")
    page.locator("button[name=preview]").last.click()
    # The largest moves are enough for a picture.
    page.locator("#impact tbody tr").evaluate_all("rows => rows.slice(8).forEach(row => row.remove())")
    return page.locator("#impact")


def filing(page: Page) -> None:
    """File a ticket, up to the button."""
    page.goto("portal/new/")
    page.check("input[name=severity][value=high]")
    page.fill("input[name=subject]", "Lønsedler mangler feriesaldo")
    page.fill("textarea[name=text]", "Siden i morges mangler feltet på alle udskrifter. Forhåndsvisningen er rigtig.")
    page.locator("h1").click()


def survey(page: Page) -> None:
    """Follow the link of the newest invitation."""
    body = mail_to("@", "/nordsoft/survey/").get_body(("plain",))
    link = re.search(r"http\S+/survey/[^/\s]+/", body.get_content()) if body else None
    assert link
    page.goto(link[0] + "?score=9")


def beside(page: Page) -> None:
    """Walk down the queue with the preview beside it."""
    page.goto("desk/")
    for key in ("p", "j", "j", "j"):
        page.keyboard.press(key)
    page.locator(".glance-head").wait_for()


def several(page: Page) -> None:
    """Tick three rows, to do the same with them."""
    page.goto("desk/?view=unassigned")
    for key in "jxjxjx":
        page.keyboard.press(key)


def analysis(page: Page) -> Locator:
    """Open the first analysis of that ticket, where another takes over."""
    ticket(page)
    form = page.locator("form[action$='/analysis/']")
    form.evaluate("form => { form.closest('details').open = true }")
    form.locator("input[name=outcome][value=consultant]").check()
    form.locator("button[type=submit]").last.scroll_into_view_if_needed()
    return page.locator("aside.facts")


def macros(page: Page) -> Locator:
    """Open the macros over the text of an answer."""
    ticket(page)
    page.locator("#message-text").fill("")
    page.locator("[data-macros-open]").click()
    page.get_by_role("listbox").wait_for()
    return page.locator("main")


def palette(page: Page) -> None:
    """Ask Ctrl-K for whatever has to do with a word."""
    page.goto("desk/")
    page.keyboard.press("Control+k")
    page.keyboard.type("faktura")
    page.locator("dialog.palette [role=option]").nth(3).wait_for()


def report(page: Page) -> None:
    """Open the company's report of the last month that is over."""
    page.goto("portal/reports/")
    page.locator("main th a").first.click()


PICTURES: list[tuple[str, str, str | None, tuple[int, int], Callable[[Page], Any]]] = [
    ("desk-queue", "nordsoft", "agent", LOW, lambda page: page.goto("desk/")),
    ("desk-ticket", "nordsoft", "agent", WIDE, ticket),
    ("portal-filing", "lonhuset", "customer", TALL, filing),
    ("portal-people", "nordsoft", "customer", LOW, lambda page: page.goto("portal/people/")),
    ("portal-profile", "nordsoft", "customer", TALL, lambda page: page.goto("portal/profile/")),
    ("dashboard-sla", "nordsoft", "manager", WIDE, lambda page: page.goto("dashboards/sla/")),
    ("dashboard-nps", "lonhuset", "manager", WIDE, lambda page: page.goto("dashboards/nps/")),
    ("deadline-ledger", "nordsoft", "agent", WIDE, why),
    ("calendar-hours", "nordsoft", "manager", WIDE, hours),
    ("calendar-year", "nordsoft", "manager", WIDE, year),
    ("calendar-impact", "nordsoft", "manager", WIDE, impact),
    ("day-preview", "nordsoft", "agent", LOW, beside),
    ("day-several", "nordsoft", "agent", LOW, several),
    ("day-macros", "nordsoft", "agent", LOW, macros),
    ("day-analysis", "nordsoft", "agent", TALL, analysis),
    ("day-palette", "nordsoft", "agent", LOW, palette),
    ("day-search", "nordsoft", "agent", LOW, lambda page: page.goto("desk/search/?q=faktura")),
    ("customer-report", "nordsoft", "customer", (1100, 1180), report),
    ("surveys-comments", "nordsoft", "manager", WIDE, lambda page: page.goto("survey/comments/")),
    ("surveys-not-sent", "lonhuset", "manager", WIDE, lambda page: page.goto("survey/not-sent/")),
    ("surveys-calls", "nordsoft", "manager", LOW, lambda page: page.goto("survey/follow-ups/")),
    ("survey-phone", "nordsoft", None, PHONE, survey),
]


def take(browser: Browser, base_url: str, names: list[str]) -> None:
    """Take the pictures of these names, or every one, each in a browser of its own."""
    PLACE.mkdir(exist_ok=True)
    for name, tenant, who, size, show in PICTURES:
        if names and name not in names:
            continue
        context = browser.new_context(
            base_url=f"{base_url}/{tenant}/", viewport={"width": size[0], "height": size[1]}, color_scheme="light"
        )
        page = context.new_page()
        if who:
            sign_in(page, f"{who}@{tenant}.example")
        shown = show(page)
        page.wait_for_load_state("networkidle")
        part = shown if isinstance(shown, Locator) else page
        part.screenshot(path=PLACE / f"{name}.png", animations="disabled")
        context.close()


def main() -> None:
    """Take the pictures of the demo at the address given."""
    with chromium() as browser:
        take(browser, sys.argv[1].rstrip("/"), sys.argv[2:])


if __name__ == "__main__":
    main()
