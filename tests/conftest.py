"""Real engines: each worker has a database of its own, migrated as `owner`; tests run as `app`."""

import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from playwright.sync_api import Browser

from embedded import create_database, drop_database
from tests import chromium
from tests.cast import Cast, make_cast
from tests.settings import urls

# The walk needs a running demo: `make ci` starts one in a fresh clone and names it (.ci/newcomer.sh).
collect_ignore = [] if os.environ.get("BASE_URL") else ["walk"]
KEEP = {"django_migrations", "django_content_type", "auth_permission"}
DATA = settings.BASE_DIR / ".data" / "test"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser's tests out where there is no browser, and say so; in CI they fail instead."""
    if chromium.PATH is None and not os.environ.get("CI"):
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine: only CI needs one"))


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Make this worker's database; every connection of the settings points at it."""
    name = settings.TEST_DATABASE
    drop_database(DATA, name)
    create_database(DATA, name)
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
    yield
    for connection in connections.all():
        connection.close()
    drop_database(DATA, name)


def _truncate_as_owner(self: TransactionTestCase) -> None:
    """Empty the tables after a test that commits: `app` may not truncate, and owns nothing."""
    for connection in connections.all(initialized_only=True):
        connection.close()
    address = urls.for_database(settings.TEST_DATABASE).owner
    with closing(psycopg2.connect(address)) as owner, owner, owner.cursor() as cursor:
        cursor.execute("SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'")
        tables = ", ".join(t for t in cursor.fetchone()[0].split(", ") if t not in KEEP)
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


TransactionTestCase._fixture_teardown = _truncate_as_owner  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Let no rate limit or version number reach the next test."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _keeping(request: pytest.FixtureRequest, settings: Any) -> None:
    """Keep drawn pieces where the test commits, as in production."""
    marker = request.node.get_closest_marker("django_db")
    settings.KEEP_PIECES = bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture
def nordsoft(db: None) -> Iterator[Cast]:
    """Give the Swedish tenant with its people, and work for it."""
    from accounts.tenancy.context import tenant_context

    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk):
        yield cast


@pytest.fixture
def lonhuset(db: None) -> Cast:
    """Give the Danish tenant with the same people; the test enters its context itself."""
    return make_cast("lonhuset")
