"""What the notes of changed months cost a change."""

import statistics
from contextlib import closing
from time import perf_counter

import psycopg2

from bench.desk.filling import LARGEST
from bench.measuring import Report

WRITES = 300
_CHANGE = "UPDATE tickets_ticket SET team_id = %s, version = version + 1 WHERE id = %s"
_TICKETS = (
    "SELECT id, team_id FROM tickets_ticket WHERE tenant_id = (SELECT id FROM accounts_tenant WHERE slug = %s)"
    " AND team_id IS NOT NULL LIMIT %s"
)
_NOTES = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'reports\\_%' AND NOT tgisinternal"


def measure(report: Report, superuser: str) -> None:
    """Change tickets one by one without the triggers that note changed months, and back with them."""
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
