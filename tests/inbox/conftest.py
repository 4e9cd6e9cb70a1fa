"""A mail provider, for those who sign in at one."""

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from tests.inbox.provider import Provider, provider


@pytest.fixture(scope="package")
def running_provider() -> Iterator[Provider]:
    with provider() as known:
        yield known


@pytest.fixture
def at(running_provider: Provider, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Provider:
    """The provider as nobody has used it yet. It has no certificate: the library is told that this is a trial."""
    running_provider.forget()
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    return running_provider
