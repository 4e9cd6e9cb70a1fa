"""Who asks in the portal."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast


def signed_in(member: object) -> Client:
    client = Client()
    client.force_login(member.user)  # type: ignore[attr-defined]
    return client


@pytest.fixture
def karin(nordsoft: Cast) -> Client:
    """Sees the whole company."""
    return signed_in(nordsoft.karin.membership)


@pytest.fixture
def lars(nordsoft: Cast) -> Client:
    """Sees his own alone."""
    return signed_in(nordsoft.lars.membership)


class Budget(CaptureQueriesContext):
    """Counts what is asked of the database; savepoints and the tenant's setting ask nothing."""

    def __init__(self, most: int) -> None:
        super().__init__(connection)
        self.most = most

    def __exit__(self, *failed: object) -> None:
        super().__exit__(*failed)
        if failed[0] is None:
            asked = [
                q["sql"]
                for q in self.captured_queries
                if q["sql"].split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")
            ]
            assert len(asked) <= self.most, f"{len(asked)} queries:\n" + "\n".join(asked)


@pytest.fixture
def budget() -> Callable[[int], AbstractContextManager[object]]:
    """At most so many queries inside the block."""
    return Budget
