"""Two hundred who read and twenty who write, at once, at the largest tenant."""

import statistics
import sys
from collections import Counter

from bench.desk.browser import Browser
from bench.desk.filling import LARGEST
from bench.desk.polls import run
from bench.desk.serving import Server
from bench.measuring import Report

READERS, WRITERS, SECONDS = 200, 20, 60.0


def measure(report: Report, server: Server, people: list[Browser], tickets: list[int]) -> None:
    """Measure every request of a minute. `people`: the writers first; `tickets` are theirs to write on, in turn."""
    before = server.used()
    orders = {
        "port": server.port,
        "base": f"/{LARGEST}",
        "readers": [browser.headers for browser in people[WRITERS:]],
        "writers": [browser.headers for browser in people[:WRITERS]],
        "tickets": [tickets[n::WRITERS] or tickets for n in range(WRITERS)],  # in a small trial some share
        "seconds": SECONDS,
    }
    told = run("agents", orders)
    used = {part: seconds - before[part] for part, seconds in server.used().items()}
    answers = told["told"]
    errors = sum(not fine for _kind, _status, _took, fine in answers)
    print(f"answers: {dict(Counter(f'{kind} {status}' for kind, status, _took, _fine in answers))}", file=sys.stderr)
    name = f"{len(people) - WRITERS} + {WRITERS} people"
    for kind in ("poll", "ticket", "write"):
        times = [took for one, _status, took, _fine in answers if one == kind]
        report.figure(name, f"{kind}, requests", len(times), "")
        report.figure(name, f"{kind}, p50", statistics.median(times), "ms")
        report.figure(name, f"{kind}, p95", statistics.quantiles(times, n=20)[-1], "ms")
    late = statistics.quantiles([took for _kind, _status, took, _fine in answers], n=20)[-1]
    report.figure(name, "all, p95", late, "ms")
    for part, seconds in {**used, "generator": told["used"]}.items():
        report.figure(name, f"{part}'s own CPU time", seconds / SECONDS, "cores")
    report.at_most("crowd_errors", errors, 0)
    report.at_most("crowd_p95_ms", late, 300)
