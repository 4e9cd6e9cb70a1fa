"""A receiver on this machine, which the settings allow."""

import ipaddress
from collections.abc import Iterator
from typing import Any

import pytest

from tests.receiver import Receiver, receiving


@pytest.fixture
def here(settings: Any) -> None:
    """Allow this machine's own addresses."""
    settings.WEBHOOK_ALLOWED_NETWORKS = [ipaddress.ip_network("127.0.0.0/8")]


@pytest.fixture
def receiver(here: None) -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver
