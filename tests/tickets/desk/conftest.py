"""Signed-in people at the desk."""

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import Cast


def signed_in(user: User) -> Client:
    """Give a browser in English, so that tests read the words of the source."""
    user.language = "en"
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def agent(nordsoft: Cast) -> Client:
    """Maja at the desk."""
    return signed_in(nordsoft.agent.user)


@pytest.fixture
def consultant(nordsoft: Cast) -> Client:
    """Sigrid, who sees what was handed to her."""
    return signed_in(nordsoft.consultant.user)
