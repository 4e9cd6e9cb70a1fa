"""Signed-in people at the desk."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.windows import signed_in


@pytest.fixture
def agent(nordsoft: Cast) -> Client:
    """Maja at the desk."""
    return signed_in(nordsoft.agent.user)


@pytest.fixture
def consultant(nordsoft: Cast) -> Client:
    """Sigrid, who sees what was handed to her."""
    return signed_in(nordsoft.consultant.user)
