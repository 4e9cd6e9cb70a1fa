"""`python -m bench.desk`: fill, serve, measure, print, forget. Needs about 8 GB of disk for a million tickets."""

import argparse
import os
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter

import psycopg2

from bench.measuring import Report
from embedded import Urls, ensure_servers, forget_servers, stop_servers

DATA = Path(__file__).resolve().parent.parent.parent / ".data" / "bench-desk"
PARTS = ["pages", "portal", "polls", "crowd"]
_LONGEST = """
SELECT number FROM tickets_ticket t WHERE tenant_id = (SELECT id FROM accounts_tenant WHERE slug = %s)
AND status = 'in_progress'
ORDER BY (SELECT count(*) FROM tickets_message m WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id) DESC LIMIT 1
"""
_OPEN = """
SELECT number FROM tickets_ticket t WHERE tenant_id = (SELECT id FROM accounts_tenant WHERE slug = %s)
AND status = 'in_progress' ORDER BY next_due_at LIMIT 400
"""


def main() -> None:
    """Measure on servers of its own, durable as in production, and delete them unless told to keep them."""
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--data-dir", type=Path, default=DATA)
    parser.add_argument("--keep", action="store_true", help="keep the filled data, and use what was kept")
    parser.add_argument("--only", choices=PARTS, action="append")
    asked = parser.parse_args()
    folder: Path = asked.data_dir
    filled = folder / "filled"
    if not filled.exists():
        forget_servers(folder)  # what a run that was killed has left
    urls = ensure_servers(folder)
    try:
        use_servers(urls, folder)
        report = Report()
        migrate()
        if not filled.exists():
            fill_desk(urls, asked.tickets, report)
            filled.touch()
        _measure(urls, folder, asked.only or PARTS, report)
        report.show()
    finally:
        if asked.keep:
            stop_servers(folder)
        else:
            forget_servers(folder)


def use_servers(urls: Urls, folder: Path) -> None:
    """Let settings name these servers."""
    os.environ.update(
        DATABASE_URL=urls.database,
        OWNER_DATABASE_URL=urls.owner,
        RELAY_DATABASE_URL=urls.relay,
        REDIS_URL=urls.redis,
        SUPPORTDESK_DATA_DIR=str(folder),
        SECRET_KEY="only-the-measurement-uses-this-key-0123456789",
        DJANGO_SETTINGS_MODULE="supportdesk.settings",
        BEHIND_PROXY="1",  # each person signs in from an address of their own
        DEBUG="0",
        DEMO="0",
    )
    import django

    django.setup()


def migrate() -> None:
    """Also what was kept: it may be older than the code."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill_desk(urls: Urls, tickets: int, report: Report) -> None:
    """Fill an empty database."""
    from django.utils import timezone

    from bench.desk.filling import fill

    begun = perf_counter()
    fill(urls.superuser, tickets=tickets, now=timezone.now())
    report.figure("filling", f"{tickets:,} tickets", perf_counter() - begun, "s")


def _measure(urls: Urls, folder: Path, wanted: list[str], report: Report) -> None:
    from bench.desk import crowd, pages, polls, portal, queries
    from bench.desk.filling import LARGEST
    from bench.desk.serving import serving

    with closing(psycopg2.connect(urls.superuser)) as server, server.cursor() as cursor:
        cursor.execute(_LONGEST, [LARGEST])
        long_ticket = cursor.fetchone()[0]
        cursor.execute(_OPEN, [LARGEST])
        tickets = [number for (number,) in cursor.fetchall()]
    with serving(folder, urls.superuser) as web:
        for part in wanted:
            _say(f"{part}, load {os.getloadavg()[0]:.1f}")
            if part == "pages":
                queries.measure(report)
                pages.measure(report, web, pages.pages(web.port, long_ticket))
            elif part == "portal":
                portal.measure(report, web, long_ticket)
            elif part == "polls":
                polls.measure(report, web, [pages.signed_in(web.port, LARGEST, n) for n in range(8)])
            else:
                count = crowd.READERS + crowd.WRITERS
                people = [pages.signed_in(web.port, LARGEST, n) for n in range(count)]
                crowd.measure(report, web, people, tickets)
            report.figure(part, "load of the machine afterwards", os.getloadavg()[0], "")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
