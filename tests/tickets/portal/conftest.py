"""Who asks in the portal."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from tests.budget import Budget
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


@pytest.fixture
def budget() -> Callable[[int], AbstractContextManager[object]]:
    """At most so many queries inside the block."""
    return Budget
