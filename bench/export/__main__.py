"""`python -m bench.export`: a million rows that are made up, then 200,000 tickets through the page, with the bars."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

import psutil
import psycopg2
from django.http import FileResponse

from bench.export.peak import Peak
from bench.measuring import Report
from bench.what_if.__main__ import use
from bench.what_if.filling import clone
from embedded import Urls, ensure_servers, forget_servers

NOW = datetime(2026, 5, 22, 10, 0, tzinfo=UTC)
ROWS = 1_000_000
TICKETS = 200_000
OPENED = "('2024-05-22'::timestamptz + make_interval(secs => (g::bigint * 7919) % 63072000))"


def main() -> None:
    """Fill, measure, print, and leave nothing behind."""
    report = Report()
    folder = Path(tempfile.mkdtemp(prefix="export-"))
    try:
        urls = ensure_servers(folder, durable=False)
        use(urls)
        _tickets(report, urls)
        _made_up(report)
    finally:
        forget_servers(folder)
        shutil.rmtree(folder, ignore_errors=True)
    report.show()


def _made_up(report: Report) -> None:
    """Write rows that no database has, so that memory is the writers' alone."""
    from accounts.tables import Cell, Column, Kind, Table
    from accounts.tables.answer import TYPES, table_response

    head: list[str | Column] = ["n", "text", "number", Column("at", Kind.INSTANT), Column("used", Kind.DURATION)]

    def table(count: int) -> Table:
        made: Iterator[list[Cell]] = ([n, f"Subject of ticket {n}", n / 3, NOW, n] for n in range(count))
        return Table("made-up", head, made, UTC)

    for kind in TYPES:
        _close(table_response(table(1000), kind).build())
        with Peak() as peak:
            begun, cpu = perf_counter(), process_time()
            answer = table_response(table(ROWS), kind).build()
        report.figure(kind, f"{ROWS:,} made-up rows", perf_counter() - begun, "s")
        report.figure(kind, "processor time", process_time() - cpu, "s")
        report.figure(kind, "memory above idle", peak.megabytes, "MB")
        report.at_most(f"export_{kind}_million_mb", peak.megabytes, 150)
        _close(answer)


def _close(answer: FileResponse) -> None:
    """Close the file alone: no request was made."""
    assert answer.file_to_stream is not None
    answer.file_to_stream.close()


def _tickets(report: Report, urls: Urls) -> None:
    """Ask the page for everything, signed in as a manager."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import Client

    from accounts.tables.answer import TYPES
    from accounts.tenancy.context import tenant_context
    from tests.cast import make_cast
    from tests.factories import make_ticket

    call_command("migrate", verbosity=0)
    cast = make_cast("nordsoft")
    with transaction.atomic(), tenant_context(cast.tenant.pk):
        ticket = make_ticket(cast)
    with closing(psycopg2.connect(urls.superuser)) as server, server, server.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        clone(cursor, "tickets_ticket", f"t.id = {ticket.pk}", TICKETS, "true", {}, {
            "id": "1000000 + g", "number": "10000 + g", "subject": "'Subject of ticket ' || g", "opened_at": OPENED,
        })  # fmt: skip
        clone(cursor, "tickets_slaclock", f"t.ticket_id = {ticket.pk}", TICKETS, "true", {}, {
            "id": "10000000 + t.id * 1000000 + g", "ticket_id": "1000000 + g", "due_at": OPENED,
        })  # fmt: skip
        cursor.execute("ANALYZE tickets_ticket")
        cursor.execute("ANALYZE tickets_slaclock")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(cast.manager.user)
    for what in ("tickets", "clocks"):
        for kind in TYPES:
            path = f"/nordsoft/dashboards/export/?what={what}&file={kind}"
            client.get(f"{path}&since=2026-05-21").getvalue()
            with Peak() as peak:
                begun, cpu = perf_counter(), process_time()
                answer = client.get(path)
            seconds, cpu = perf_counter() - begun, process_time() - cpu
            assert answer.status_code == 200
            assert answer.row_count > TICKETS  # type: ignore[attr-defined]
            name = f"{what} as {kind}"
            report.figure(name, f"{answer.row_count:,} rows", seconds, "s")  # type: ignore[attr-defined]
            report.figure(name, "the server's processor time, the database's aside", cpu, "s")
            report.figure(name, "size", int(answer["Content-Length"]) / 1e6, "MB")
            report.figure(name, "memory above idle", peak.megabytes, "MB")
            if what == "tickets":
                report.at_most(f"export_tickets_{kind}_s", seconds, 20)
                report.at_most(f"export_tickets_{kind}_mb", peak.megabytes, 150)
            answer.close()
    connection.close()
    report.figure("machine", "processors", psutil.cpu_count() or 0, "")


if __name__ == "__main__":
    main()
