"""`python -m bench.reports`: the dashboards at size: pages, files, figures kept by month and counted from the rows.

Needs about 10 GB of disk for a million tickets.
"""

import argparse
import os
import sys
from contextlib import closing
from pathlib import Path

import psycopg2

from bench.desk.__main__ import DATA, fill_desk, migrate, use_servers
from bench.measuring import Report
from embedded import Urls, ensure_servers, forget_servers, stop_servers

PARTS = ["figures", "pages", "files", "writes"]


def main() -> None:
    """Measure on servers of its own; use what bench.desk kept, and keep it, where told to."""
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--data-dir", type=Path, default=DATA)
    parser.add_argument("--keep", action="store_true", help="keep the filled data, and use what was kept")
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--page", default="", help="only pages whose name begins so")
    asked = parser.parse_args()
    folder: Path = asked.data_dir
    filled, surveyed = folder / "filled", folder / "surveyed"
    if not filled.exists():
        forget_servers(folder)
    urls = ensure_servers(folder)
    try:
        use_servers(urls, folder)
        report = Report()
        migrate()
        if not filled.exists():
            fill_desk(urls, asked.tickets, report)
            filled.touch()
        if not surveyed.exists():
            _fill_surveys(urls.superuser)
            surveyed.touch()
        _measure(report, urls, folder, asked.only or PARTS, asked.page)
        report.show()
    finally:
        (stop_servers if asked.keep else forget_servers)(folder)


def _fill_surveys(superuser: str) -> None:
    from django.utils import timezone

    from bench.reports.surveys import fill_surveys

    with closing(psycopg2.connect(superuser)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            fill_surveys(cursor, timezone.now())


def _measure(report: Report, urls: Urls, folder: Path, wanted: list[str], page: str) -> None:
    from django.utils import timezone

    from bench.desk.serving import serving
    from bench.reports import figures, files, pages, writes

    now = timezone.now()
    pages.make_manager()
    with serving(folder, urls.superuser) as web:
        for part in wanted:
            print(f"{part}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
            if part == "figures":
                figures.measure(report, now)
            elif part == "pages":
                pages.measure(report, web, urls.superuser, now, begins=page)
            elif part == "files":
                files.measure(report, web)
            else:
                writes.measure(report, urls.superuser)
            report.figure(part, "load of the machine afterwards", os.getloadavg()[0], "")


if __name__ == "__main__":
    main()
