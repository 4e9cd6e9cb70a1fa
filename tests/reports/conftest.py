"""A manager at the dashboards, at a fixed moment, and how often the database is asked."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.budget import Budget
from tests.cast import Cast

# Friday 22 May 2026, 10:00 in Stockholm and Copenhagen.
NOW = datetime(2026, 5, 22, 8, 0, tzinfo=UTC)
BUDGET = 12


@pytest.fixture
def frozen() -> Iterator[datetime]:
    """Stand still."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


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
