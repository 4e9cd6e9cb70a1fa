"""How many unchanged polls a second."""

import json
import subprocess
import sys
import time
from typing import Any

from bench.desk.browser import Browser
from bench.desk.serving import Server
from bench.measuring import Report

SECONDS = 12.0
LIVE = {"HX_Request": "true"}


def unchanged(browser: Browser) -> bytes:
    """Give a live page's question whose answer is 304. RuntimeError where it is not."""
    tag = browser.get("/desk/", **LIVE).etag
    answer = browser.get("/desk/", If_None_Match=tag, **LIVE)
    if answer.status != 304:
        raise RuntimeError(f"the poll answers {answer.status}")
    return browser.request("/desk/", If_None_Match=tag, **LIVE)


def measure(report: Report, server: Server, browsers: list[Browser]) -> None:
    """Let each of them ask without pause. An answer holds for its minute: the measurement begins with one."""
    time.sleep(60 - time.time() % 60 + 0.5)
    requests = [unchanged(browser).decode() for browser in browsers]
    before = server.used()
    told = run("storm", {"port": server.port, "requests": requests, "seconds": SECONDS})
    used = {part: seconds - before[part] for part, seconds in server.used().items()}
    if set(told["answers"]) != {"304"}:
        raise RuntimeError(f"unchanged polls were answered {told['answers']}")
    count = told["answers"]["304"]
    rate = report.figure("unchanged poll", f"{len(browsers)} connections", count / told["seconds"], "a second")
    report.figure("unchanged poll", "web's own CPU time", used["web"] / count * 1e6, "µs")
    report.figure("unchanged poll", "generator's own CPU time", told["used"] / count * 1e6, "µs")
    report.at_least("unchanged_polls_a_second", rate, 1000)


def run(module: str, orders: dict[str, Any]) -> dict[str, Any]:
    """Let a process of its own work, and give what it tells."""
    done = subprocess.run(
        [sys.executable, "-m", f"bench.desk.{module}"],
        input=json.dumps(orders),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    told: dict[str, Any] = json.loads(done.stdout)
    return told
