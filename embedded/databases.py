"""Databases of the embedded server, each with the roles, extensions and grants of roles.sql."""

from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from embedded import state as states
from embedded.errors import ServersError
from embedded.place import Account, Place, find_place
from embedded.state import State

ROLES = Path(__file__).with_name("roles.sql")


def create_database(data_dir: Path, name: str, template: str | None = None) -> None:
    """Create a database owned by `owner`; from a template it is a copy, grants included, else empty.

    The server must be up, nobody may be connected to the template, and the name must be free.
    """
    state = _state(data_dir)
    query = sql.SQL("CREATE DATABASE {} OWNER owner TEMPLATE {}")
    _execute(state, query.format(sql.Identifier(name), sql.Identifier(template or "template1")))
    if template is None:
        apply_roles(find_place(data_dir.resolve()), state, name)


def drop_database(data_dir: Path, name: str) -> None:
    """Drop a database if it exists, breaking the connections to it."""
    _execute(_state(data_dir), sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def ensure_default_database(place: Place, state: State) -> None:
    """Create the application's database where it is missing, and bring its roles and grants up to date."""
    with closing(psycopg2.connect(state.urls().for_database("postgres").superuser)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [states.DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(states.DATABASE)))
    apply_roles(place, state, states.DATABASE)


def apply_roles(place: Place, state: State, name: str) -> None:
    """Run roles.sql in one database as superuser, by the server's own psql."""
    url = urlsplit(state.urls().superuser)
    done = Account().run(
        place.binaries / "psql",
        *("-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(url.hostname), "-p", str(url.port), "-U", str(url.username)),
        *("-d", name, "-f", ROLES),
        env={
            "PGPASSWORD": state.superuser,
            "OWNER_PASSWORD": state.owner,
            "APP_PASSWORD": state.app,
            "RELAY_PASSWORD": state.relay,
        },
    )
    if done.returncode != 0:
        raise ServersError(f"The database roles cannot be created: {done.stdout.strip()}")


def _state(data_dir: Path) -> State:
    state = states.load(data_dir)
    if state is None:
        raise ServersError(f"No server was ever started in {data_dir}.")
    return state


def _execute(state: State, query: sql.Composable) -> None:
    with closing(psycopg2.connect(state.urls().for_database("postgres").superuser)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query)
