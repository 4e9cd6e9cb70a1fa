"""Real engines: each worker has a database of its own, migrated as `owner`; tests run as `app`."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connections
from django.test import TransactionTestCase
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from embedded import drop_database
from tests import chromium, gate
from tests.cast import Cast, make_cast
from tests.cast import standing as people
from tests.database import copy_template, empty_tables

# The walk needs a running demo: `make ci` starts one in a fresh clone and names it (.ci/newcomer.sh).
collect_ignore = [] if os.environ.get("BASE_URL") else ["walk"]
DATA = settings.BASE_DIR / ".data" / "test"
_BLOCKER = pytest.StashKey[DjangoDbBlocker]()  # from when the database is there
# The tests' server writes head and body apart: without this the second waits 40 ms for the browser's word on the first.
WSGIRequestHandler.disable_nagle_algorithm = True
# That a machine is slow is no fault of what is tested.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),  # there the same examples each time
    database=None,
)
hypothesis.settings.load_profile("suite")


def pytest_sessionstart() -> None:
    """Look for no garbage while tests are collected: there is none, and thousands of objects to look through."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage among what the tests make, not among what stays, and seldom."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal out the tests of `make test`."""
    from tests.scheduling import Forgetful

    return Forgetful(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser's tests out where there is no browser, and say so; in CI they fail instead."""
    if config.getoption("loadgroup", False):
        from tests.scheduling import name_groups

        name_groups(items)
    if chromium.PATH is None and not os.environ.get("CI"):
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine: only CI needs one"))


@pytest.fixture(scope="session")
def parked_browser() -> Iterator[Callable[[], AbstractContextManager[Browser]]]:
    """Start the worker's browser once: a start costs more than most tests."""
    with chromium.parked() as driven:
        yield driven


@pytest.fixture
def browser(parked_browser: Callable[[], AbstractContextManager[Browser]]) -> Iterator[Browser]:
    """Give the browser without a window; the test's own windows are closed while its data still stands."""
    with parked_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make this worker's database; every connection of the settings points at it."""
    name = settings.TEST_DATABASE
    with django_db_blocker.unblock():
        copy_template(DATA, name)
    request.config.stash[_BLOCKER] = django_db_blocker
    yield
    for connection in connections.all():
        connection.close()
    drop_database(DATA, name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let the people stand whom the test works with."""
    if item.config.stash.get(_BLOCKER, None):
        with item.config.stash[_BLOCKER].unblock():
            people.prepare(item)


Standing = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def standing(django_db_setup: None, django_db_blocker: Any) -> Standing:
    """Give a block whose rows stand for all tests of a module, in a fixture of that scope: each test takes back what it
    changes, and after the block they are gone.
    """

    @contextmanager
    def block() -> Iterator[None]:
        with django_db_blocker.unblock(), people.block():
            yield

    return block


def _empty_after_commits(self: TransactionTestCase) -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
    empty_tables(settings.TEST_DATABASE)


TransactionTestCase._fixture_teardown = _empty_after_commits  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Let no rate limit, version number or late request reach the next test."""
    gate.open_up()
    cache._silent_until = 0.0  # type: ignore[attr-defined]  # whatever answered late before, this test asks
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
