"""The whole filling: tenants by the product, the mass by SQL, indexes made again at the end."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

import psycopg2
from psycopg2.extras import execute_values

from bench.desk.filling.long_ticket import write_long_ticket
from bench.desk.filling.places import TENANTS, Place, places
from bench.desk.filling.plan import PLAN
from bench.desk.filling.rows import TABLES, Copier
from bench.desk.filling.words import PASSAGES, RARE_EVERY, SUBJECTS, pool

_FIRSTS = "SELECT coalesce(max(id), 0) FROM {}"
_COUNTED = ("contracts_customer", "contracts_contact", "contracts_contract", "tickets_ticket")


def fill(superuser: str, *, tickets: int, now: datetime, tenants: int = TENANTS) -> None:
    """Fill a migrated, empty database with so many tickets as they stand at `now`; the same ones every time.

    Settings must name the same database. Needs about 8 KB of disk a ticket.
    """
    made = places(tickets, tenants, now)
    with closing(psycopg2.connect(superuser)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # the rows are right: no key is asked one by one
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET work_mem = '256MB'")
            cursor.execute("SET maintenance_work_mem = '512MB'")
            with _much_log(cursor), _without_indexes(cursor):
                _rows(cursor, made, now)
            cursor.execute("VACUUM ANALYZE")


def _rows(cursor: Any, made: list[Place], now: datetime) -> None:
    firsts = {}
    for table in _COUNTED:
        cursor.execute(_FIRSTS.format(table))
        firsts[table] = cursor.fetchone()[0] + 1
    _place_table(cursor, made, firsts)
    _pool_table(cursor)
    values = {
        "now": now, "first": firsts["tickets_ticket"] - 1, "subjects": SUBJECTS, "passages": PASSAGES,
        "rare": RARE_EVERY,
    }  # fmt: skip
    cursor.execute("SELECT setseed(0.4)")
    cursor.execute("SET max_parallel_workers_per_gather = 0")  # a seed is one process's
    cursor.execute(PLAN, values)
    cursor.execute("RESET max_parallel_workers_per_gather")
    copier = Copier(cursor, values)
    for write in (
        copier.customers, copier.tickets, copier.messages, copier.clocks, copier.events, copier.read_marks,
    ):  # fmt: skip
        write()
    write_long_ticket(copier)
    cursor.execute("UPDATE tickets_ticketcounter c SET last_number = 1001 + size FROM place p"
                   " WHERE p.tenant_id = c.tenant_id")  # fmt: skip
    for table in _COUNTED:
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _place_table(cursor: Any, made: list[Place], firsts: dict[str, int]) -> None:
    cursor.execute(
        "CREATE TEMP TABLE place (n int, tenant_id bigint, language text, size int, customers int, ticket bigint,"
        " customer bigint, contact bigint, contract bigint, agents bigint[], teams bigint[], products bigint[],"
        " first_customer bigint, first_contact bigint, first_contract bigint)"
    )
    before = 0
    rows = []
    for place in made:
        rows.append((*place, *(firsts[table] + before for table in _COUNTED[:3])))
        before += place.customers
    execute_values(cursor, "INSERT INTO place VALUES %s", rows)
    cursor.execute("ANALYZE place")


def _pool_table(cursor: Any) -> None:
    cursor.execute("CREATE TEMP TABLE pool (language text, kind text, n int, text text, vector tsvector)")
    execute_values(cursor, "INSERT INTO pool VALUES %s", pool(), "(%s, %s, %s, %s, NULL)")
    cursor.execute("UPDATE pool SET vector = to_tsvector(text_config(language), text)")
    cursor.execute("ANALYZE pool")


@contextmanager
def _much_log(cursor: Any) -> Iterator[None]:
    """Let the filling run without a checkpoint every few seconds; afterwards the server is as it was."""
    cursor.execute("ALTER SYSTEM SET max_wal_size = '16GB'")
    cursor.execute("SELECT pg_reload_conf()")
    yield
    cursor.execute("ALTER SYSTEM RESET max_wal_size")
    cursor.execute("SELECT pg_reload_conf()")
    cursor.execute("CHECKPOINT")


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Take off every index that is no constraint, and make the same ones again."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = ANY(%s::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [list(TABLES)],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
