from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege

from embedded import Urls, create_database, drop_database, ensure_servers, forget_servers


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Urls]]:
    data_dir = tmp_path_factory.mktemp("servers") / "data"
    urls = ensure_servers(data_dir, durable=False)
    run(urls.owner, "CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)")
    yield data_dir, urls
    forget_servers(data_dir)


def run(url: str, sql: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def test_several_databases_may_be_made_at_once(servers: tuple[Path, Urls]) -> None:
    data_dir, _ = servers
    names = [f"many{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: create_database(data_dir, name), names))
    for name in names:
        drop_database(data_dir, name)


def test_app_reads_and_writes_rows_and_owns_nothing(servers: tuple[Path, Urls]) -> None:
    _, urls = servers
    run(urls.database, "INSERT INTO thing (name) VALUES ('a')")
    run(urls.database, "UPDATE thing SET name = 'b'")
    assert run(urls.database, "SELECT name FROM thing") == [("b",)]
    run(urls.database, "DELETE FROM thing")
    for forbidden in ("TRUNCATE thing", "DROP TABLE thing", "CREATE TABLE mine (x int)", "SET ROLE owner"):
        with pytest.raises(InsufficientPrivilege):
            run(urls.database, forbidden)


def test_relay_sees_nothing_it_was_not_granted(servers: tuple[Path, Urls]) -> None:
    _, urls = servers
    assert run(urls.relay, "SELECT has_schema_privilege('public', 'USAGE')") == [(True,)]
    with pytest.raises(InsufficientPrivilege):
        run(urls.relay, "SELECT * FROM thing")


def test_no_role_but_the_superuser_escapes_row_level_security(servers: tuple[Path, Urls]) -> None:
    _, urls = servers
    rows = run(
        urls.superuser,
        "SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles"
        " WHERE rolname IN ('owner', 'app', 'relay', 'search') ORDER BY 1",
    )
    assert rows == [("app", True, False), ("owner", True, False), ("relay", True, False), ("search", False, False)]


def test_owner_hands_a_function_to_search(servers: tuple[Path, Urls]) -> None:
    _, urls = servers
    run(
        urls.owner, "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION one() OWNER TO search"
    )
    assert run(urls.owner, "SELECT proowner::regrole::text FROM pg_proc WHERE proname = 'one'") == [("search",)]


def test_another_database_has_the_same_grants_also_as_a_copy(servers: tuple[Path, Urls]) -> None:
    data_dir, urls = servers
    create_database(data_dir, "first")
    first = urls.for_database("first")
    run(first.owner, "CREATE TABLE thing AS SELECT 1 AS x")
    create_database(data_dir, "copy", template="first")
    copy = urls.for_database("copy")
    run(copy.owner, "CREATE TABLE later AS SELECT 2 AS x")
    assert run(copy.database, "SELECT thing.x, later.x FROM thing, later") == [(1, 2)]
    assert {name for (name,) in run(copy.owner, "SELECT extname FROM pg_extension")} >= {"pg_trgm", "btree_gin"}

    drop_database(data_dir, "copy")
    drop_database(data_dir, "copy")  # gone already
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        psycopg2.connect(copy.database)
