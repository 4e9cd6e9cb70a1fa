"""A manager at the dashboards, at a fixed moment, and how often the database is asked."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from accounts.tenancy.context import tenant_context
from tests.budget import Budget
from tests.cast import Cast, make_cast
from tests.conftest import Standing

# Friday 22 May 2026, 10:00 in Stockholm and Copenhagen.
NOW = datetime(2026, 5, 22, 8, 0, tzinfo=UTC)
BUDGET = 12


@pytest.fixture
def frozen() -> Iterator[datetime]:
    """Stand still."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture(scope="module")
def _thrown_once(request: pytest.FixtureRequest, standing: Standing) -> Iterator[Cast]:
    with standing():
        cast = make_cast("nordsoft")
        with tenant_context(cast.tenant.pk):
            request.module.throw(cast)
        yield cast


@pytest.fixture
def thrown_cast(_thrown_once: Cast, db: None) -> Iterator[Cast]:
    """Give the Swedish tenant with what the module's own `throw` has made in it, once for all of its tests."""
    cast = deepcopy(_thrown_once)
    with tenant_context(cast.tenant.pk):
        yield cast


@pytest.fixture
def manager(nordsoft: Cast, client: Client, frozen: datetime) -> Client:
    """Sign the manager in."""
    client.force_login(nordsoft.manager.user)
    return client


def questions(client: Client, path: str) -> int:
    """Count the queries of a page, signing in and the tenant included, transactions' own statements not."""
    with Budget() as budget:
        assert client.get(path).status_code == 200
    return len(budget.asked)
