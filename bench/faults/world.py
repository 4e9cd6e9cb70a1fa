"""Servers of its own, two tenants with people, cover round the clock and open tickets, and what has been committed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from embedded import Urls, ensure_servers, forget_servers
from embedded.place import find_place

TENANTS = ("nordsoft", "lonhuset")
# What is in these has been committed, whatever the outbox says later: the writers' own list, and every row ever queued.
_LEDGERS = """
CREATE TABLE faults_ledger (key text PRIMARY KEY, message_id text NOT NULL);
CREATE TABLE faults_queued (message_id text PRIMARY KEY, key text NOT NULL);
GRANT SELECT, INSERT ON faults_ledger, faults_queued TO app;
CREATE FUNCTION faults_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO faults_queued VALUES (NEW.message_id, NEW.tenant_id || ':' || NEW.dedupe_key); RETURN NULL;
END $$;
CREATE TRIGGER faults_note AFTER INSERT ON outbox_outboxmessage FOR EACH ROW WHEN (NEW.kind = 'email')
EXECUTE FUNCTION faults_note();
"""


@dataclass(frozen=True)
class World:
    """The servers' addresses, and the environment of a process that works with them (all but the owner's address).

    What the processes write into `logs` is kept until the next run.
    """

    folder: Path
    logs: Path
    urls: Urls
    env: dict[str, str]

    def run(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Ask as superuser, past the fences, on a connection of its own: the server is restarted at any time."""
        with closing(psycopg2.connect(self.urls.superuser, connect_timeout=5)) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(query, values)
                return cursor.fetchall() if cursor.description else []

    def value(self, query: str, values: Any = None) -> Any:
        """Give the only value."""
        return self.run(query, values)[0][0]

    def restart_database(self, mode: str = "immediate") -> None:
        """Restart PostgreSQL on its data and port, `immediate` without a checkpoint: it recovers from its log."""
        place = find_place(self.folder)
        done = place.account.run(
            place.binaries / "pg_ctl", "restart", "-w", "-m", mode, "-D", place.data, "-l", place.log
        )
        if done.returncode:
            raise RuntimeError(f"PostgreSQL does not come back: {done.stdout}")


@contextmanager
def world(folder: Path, logs: Path) -> Iterator[World]:
    """Make it, and delete it afterwards."""
    folder = folder.resolve()
    forget_servers(folder)  # what a run that was killed has left
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(parents=True)
    urls = ensure_servers(folder)
    try:
        yield _made(folder, logs, urls)
    finally:
        forget_servers(folder)


def _made(folder: Path, logs: Path, urls: Urls) -> World:
    env = {
        "DATABASE_URL": urls.database,
        "RELAY_DATABASE_URL": urls.relay,
        "REDIS_URL": urls.redis,
        "SUPPORTDESK_DATA_DIR": str(folder),
        "SECRET_KEY": "only-the-measurement-uses-this-key-0123456789",
        "DJANGO_SETTINGS_MODULE": "bench.faults.settings",
        "PUBLIC_URL": "http://127.0.0.1:1",
        "DEMO": "0",
        "DEBUG": "0",
        "LOG_LEVEL": "INFO",
    }
    made = World(folder, logs, urls, {**os.environ, **env})
    made.run("ALTER SYSTEM SET track_commit_timestamp = on")  # when a row was committed, by the database's own clock
    made.restart_database("fast")
    os.environ.update(env, OWNER_DATABASE_URL=urls.owner, LOG_LEVEL="WARNING")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.utils import timezone

    from bench.faults.people import make_tenant

    call_command("migrate", verbosity=0)
    made.run(_LEDGERS)
    for slug in TENANTS:
        make_tenant(slug, now=timezone.now())
    connections.close_all()
    return made
