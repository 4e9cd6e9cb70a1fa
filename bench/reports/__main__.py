"""`python -m bench.reports`: bench.desk's tickets with surveys: figures kept by month, and counted from the rows."""

import argparse
import statistics
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg2

from bench.desk.__main__ import DATA, fill_desk, migrate, use_servers
from bench.measuring import Report
from embedded import ensure_servers, forget_servers, stop_servers

ROUNDS, RAW_ROUNDS, WRITES = 40, 5, 300
MONTHS = 24


def main() -> None:
    """Measure on servers of its own; use what bench.desk kept, and keep it, where told to."""
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--data-dir", type=Path, default=DATA)
    parser.add_argument("--keep", action="store_true", help="keep the filled data, and use what was kept")
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
        _measure(report, urls.superuser)
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


def _measure(report: Report, superuser: str) -> None:
    from django.db import transaction
    from django.utils import timezone

    from accounts.models import Tenant
    from accounts.tenancy.context import tenant_context
    from bench.desk.filling import LARGEST
    from reports.raw.facts import FACTS
    from reports.rollups.keeping import differences, rebuild

    tenant, now = Tenant.objects.get(slug=LARGEST), timezone.now()
    with tenant_context(tenant.pk):
        begun = perf_counter()
        months = rebuild(now=now)
        report.figure("rollups", f"{months} months counted", perf_counter() - begun, "s")
        begun = perf_counter()
        wrong = sum(len(differences(facts, now=now)) for facts in FACTS.values())
        report.figure("rollups", "compared with the rows", perf_counter() - begun, "s")
        report.at_most("rollups-differences", wrong, 0)
        with transaction.atomic():
            _figures(report, tenant.zone, now)
        _writes(report, superuser)


def _figures(report: Report, zone_name: str, now: datetime) -> None:
    """Ask for all that a page of 24 months shows, from the tables and from the rows."""
    from zoneinfo import ZoneInfo

    from accounts.months import add_months, month_of
    from reports import raw
    from reports.door import figures_for
    from reports.figures import ClockFigures, Dimension, Period, SurveyFigures, TicketFlow

    zone = ZoneInfo(zone_name)
    last = month_of(now, zone)
    period = Period(add_months(last, 1 - MONTHS), last, zone)
    total = {"kept": 0.0, "rows": 0.0}
    parts = [
        ("clocks by month", ClockFigures, None, True), ("clocks by team", ClockFigures, Dimension.TEAM, False),
        ("clocks by customer", ClockFigures, Dimension.CUSTOMER, False), ("flow by month", TicketFlow, None, True),
        ("surveys by month", SurveyFigures, None, True), ("surveys by team", SurveyFigures, Dimension.TEAM, False),
        ("surveys by customer", SurveyFigures, Dimension.CUSTOMER, False),
    ]  # fmt: skip
    for name, kind, by, monthly in parts:
        metric = "start" if kind is ClockFigures else None
        asked: dict[str, Any] = {"by": by, "metric": metric, "monthly": monthly, "now": now}
        kept = _p95(partial(figures_for, kind, period, **asked), ROUNDS)
        rows = _p95(partial(raw.count, kind, period, **asked), RAW_ROUNDS)
        report.figure("kept p95", name, kept, "ms")
        report.figure("rows p95", name, rows, "ms")
        report.figure("rows/kept", name, rows / kept, "")
        total["kept"] += kept
        total["rows"] += rows
    report.figure("rows/kept", "all of them", total["rows"] / total["kept"], "")
    report.at_most("reports-all-figures-p95-ms", total["kept"], 150)


def _p95(call: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begun = perf_counter()
        call()
        taken.append((perf_counter() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


_CHANGE = "UPDATE tickets_ticket SET team_id = %s, version = version + 1 WHERE id = %s"
_TICKETS = (
    "SELECT id, team_id FROM tickets_ticket WHERE tenant_id = (SELECT id FROM accounts_tenant WHERE slug = %s)"
    " AND team_id IS NOT NULL LIMIT %s"
)
_NOTES = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'reports\\_%' AND NOT tgisinternal"


def _writes(report: Report, superuser: str) -> None:
    """Change tickets one by one without the triggers that note changed months, and back with them."""
    from bench.desk.filling import LARGEST

    taken: dict[str, list[float]] = {"DISABLE": [], "ENABLE": []}
    with closing(psycopg2.connect(superuser)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute(_NOTES)
            triggers = cursor.fetchall()
            cursor.execute(_TICKETS, [LARGEST, WRITES])
            rows = cursor.fetchall()
            teams = sorted({team for _ticket, team in rows})
            for state, step in (("DISABLE", 1), ("ENABLE", 0)):
                for name, table in triggers:
                    cursor.execute(f"ALTER TABLE {table} {state} TRIGGER {name}")
                for ticket, team in rows:
                    begun = perf_counter()
                    cursor.execute(_CHANGE, [teams[teams.index(team) - step], ticket])
                    taken[state].append((perf_counter() - begun) * 1000)
    report.figure("writing", "a ticket's team, no notes", statistics.median(taken["DISABLE"]), "ms")
    report.figure("writing", "a ticket's team, notes", statistics.median(taken["ENABLE"]), "ms")


if __name__ == "__main__":
    main()
