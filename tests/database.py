"""The tests' databases: copies of one that was migrated once, and emptied after whoever commits."""

import fcntl
import hashlib
from contextlib import closing
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

from embedded import create_database, drop_database
from tests.settings import urls

BASE = Path(settings.BASE_DIR)
PREFIX = "supportdesk_template_"
# The migrations, what runs after them (fences, permissions, content types), the roles, and the libraries' versions.
READ = [
    "*/migrations/*.py", "*/models/*.py", "*/apps.py", "accounts/tenancy/*.py", "embedded/*.*", "requirements/*.lock",
]  # fmt: skip
KEEP = ["django_migrations", "django_content_type", "auth_permission"]


def point_at(name: str) -> None:
    """Let every connection of the settings lead to this database."""
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name


def copy_template(data: Path, name: str) -> None:
    """Make a migrated database of this name; the connections point at it then.

    The migrated one is kept beside it until something that migrations read has changed.
    """
    template = PREFIX + _digest()
    with (data / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template not in (made := _templates()):
            for old in made:
                drop_database(data, old)
            _make(data, template)
        drop_database(data, name)
        create_database(data, name, template)
    point_at(name)


def empty_tables(name: str) -> None:
    """Delete every row, past the tenants' fences and the foreign keys: as superuser. Keys go on counting.

    Few tables hold anything: this is quicker than truncating them all.
    """
    with closing(psycopg2.connect(urls.for_database(name).superuser)) as superuser, superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s) ORDER BY 1", [KEEP]
        )
        tables = [table for (table,) in cursor.fetchall()]
        held = sql.SQL("(SELECT {} FROM {} LIMIT 1)")
        cursor.execute(sql.SQL(" UNION ALL ").join(held.format(sql.Literal(t), sql.Identifier(t)) for t in tables))
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        superuser.commit()


def _make(data: Path, template: str) -> None:
    unfinished = "supportdesk_unfinished"
    drop_database(data, unfinished)
    create_database(data, unfinished)
    point_at(unfinished)
    call_command("migrate", verbosity=0)
    point_at(unfinished)  # nobody may be connected
    with closing(psycopg2.connect(urls.for_database("postgres").superuser)) as superuser:
        superuser.autocommit = True
        superuser.cursor().execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(template))
        )


def _templates() -> list[str]:
    with closing(psycopg2.connect(urls.for_database("postgres").superuser)) as superuser, superuser.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in READ for path in BASE.glob(pattern) if path.is_file()}):
        digest.update(str(path.relative_to(BASE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
