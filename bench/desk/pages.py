"""Single pages, one client, one request after the other."""

import statistics
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple
from urllib.parse import quote

from bench.desk.browser import Answer, Browser
from bench.desk.filling import LARGEST, PASSWORD, SMALL
from bench.desk.filling.words import RARE, common_word
from bench.desk.serving import Server
from bench.measuring import Report

ROUNDS, WARM = 300, 10
MOST_QUERIES = 8


class Page(NamedTuple):
    """One page to be asked for, and what must stand in it."""

    name: str
    browser: Browser
    path: str
    holds: Callable[[str], bool]


def pages(port: int, long_ticket: int) -> list[Page]:
    """Give the pages that are measured, with people signed in."""
    people = {slug: signed_in(port, slug, 0) for slug in (LARGEST, SMALL)}
    agent, common = people[LARGEST], common_word("sv")
    return [
        Page("queue", agent, "/desk/", lambda body: "data-key=" in body),
        Page("queue, 10,000 tickets", people[SMALL], "/desk/", lambda body: "data-key=" in body),
        Page("ticket, 50 messages", agent, f"/desk/tickets/{long_ticket}/", lambda body: body.count('id="m') >= 50),
        Page("search, rare word", agent, f"/desk/search/?q={RARE}", lambda body: "<mark>" in body),
        Page("search, common word", agent, f"/desk/search/?q={quote(common)}", lambda body: "<mark>" in body),
    ]


def signed_in(port: int, slug: str, number: int) -> Browser:
    """Give the browser of one of a tenant's agents."""
    browser = Browser(port, slug, f"10.0.{number // 250}.{number % 250 + 1}")
    browser.sign_in(f"agent-{number}@{slug}.example", PASSWORD)
    return browser


def ask(page: Page) -> Answer:
    """Ask once. RuntimeError where the page is not what it should be."""
    answer = page.browser.get(page.path)
    if answer.status != 200 or not page.holds(answer.body):
        raise RuntimeError(f"{page.name}: {answer.status}\n{answer.body[:2000]}")
    return answer


def measure(report: Report, server: Server, wanted: list[Page]) -> None:
    """Hold the desk's pages against their bars."""
    times = timed(report, server, wanted)
    middle, late = ({name: both[place] for name, both in times.items()} for place in (0, 1))
    report.at_most("queue_p50_ms", middle["queue"], 25)
    report.at_most("queue_p95_ms", late["queue"], 60)
    report.at_most("queue_beside_10000", middle["queue"] / middle["queue, 10,000 tickets"], 1.5)
    report.at_most("ticket_50_messages_p95_ms", late["ticket, 50 messages"], 60)
    report.at_most("search_rare_p95_ms", late["search, rare word"], 80)
    report.at_most("search_common_p95_ms", late["search, common word"], 80)


def timed(
    report: Report, server: Server, wanted: list[Page], *, rounds: int = ROUNDS, warm: int = WARM
) -> dict[str, tuple[float, float]]:
    """Take the times of pages in turns, so that a busy moment of the machine meets them all alike; give the median and
    the 95th percentile of each, in milliseconds, by name.
    """
    taken: dict[str, list[float]] = {page.name: [] for page in wanted}
    for turn in range(warm + rounds):
        for page in wanted:
            start = perf_counter()
            ask(page)
            if turn >= warm:
                taken[page.name].append((perf_counter() - start) * 1000)
    for page in wanted:
        before = server.used()
        for _ in range(rounds // 6):
            ask(page)
        for part, seconds in server.used().items():
            taken_ms = (seconds - before[part]) * 1000 / (rounds // 6)
            report.figure(page.name, f"{part}'s own CPU time", taken_ms, "ms")
    found = {}
    for name, times in taken.items():
        middle = report.figure(name, "p50", statistics.median(times), "ms")
        found[name] = (middle, report.figure(name, "p95", statistics.quantiles(times, n=20)[-1], "ms"))
    return found
