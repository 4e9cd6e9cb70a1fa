"""Files of all tickets and clocks of the largest tenant over HTTP: how long, and how much the worker's memory grows."""

from http.client import HTTPConnection
from time import perf_counter

from bench.desk.browser import Browser
from bench.desk.filling import LARGEST, PASSWORD
from bench.desk.serving import Server
from bench.export.peak import Peak
from bench.measuring import Report
from bench.reports.pages import MANAGER

MOST_SECONDS, MOST_MB = 20, 150
WHAT, KINDS = ("tickets", "clocks", "answers"), ("csv", "xlsx")


def measure(report: Report, server: Server) -> None:
    """Hold the files of tickets against their bars; those of clocks and answers are figures."""
    browser = Browser(server.port, LARGEST)
    browser.sign_in(MANAGER, PASSWORD)
    for kind in KINDS:
        for what in WHAT:
            name = f"{what} as {kind}"
            path = f"/{LARGEST}/dashboards/export/?what={what}&file={kind}"
            _ask(server.port, f"{path}&since=2099-01-01", browser.headers)
            before = server.used()
            with Peak(server.workers()) as peak:
                begun = perf_counter()
                size = _ask(server.port, path, browser.headers)
                seconds = perf_counter() - begun
            report.figure(name, "from the question to the last byte", seconds, "s")
            for part, used in server.used().items():
                report.figure(name, f"{part}'s own CPU time", used - before[part], "s")
            report.figure(name, "size", size / 1e6, "MB")
            report.figure(name, "memory above idle", peak.megabytes, "MB")
            if what == "tickets":
                report.at_most(f"export_tickets_{kind}_s", seconds, MOST_SECONDS)
                report.at_most(f"export_tickets_{kind}_mb", peak.megabytes, MOST_MB)


def _ask(port: int, path: str, headers: dict[str, str]) -> int:
    """Read a file to its end; give its size. RuntimeError where there is none."""
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    if answer.status != 200 or "attachment" not in answer.headers["Content-Disposition"]:
        raise RuntimeError(f"{path} answers {answer.status}")
    size = 0
    while piece := answer.read(1 << 16):
        size += len(piece)
    connection.close()
    return size
