"""One caller for each role."""

import pytest

from tests.cast import Cast
from tests.tickets.api.caller import Caller


@pytest.fixture
def agent(nordsoft: Cast) -> Caller:
    return Caller(nordsoft.agent)


@pytest.fixture
def consultant(nordsoft: Cast) -> Caller:
    return Caller(nordsoft.consultant)


@pytest.fixture
def manager(nordsoft: Cast) -> Caller:
    return Caller(nordsoft.manager)


@pytest.fixture
def karin(nordsoft: Cast) -> Caller:
    """Karin sees the whole company."""
    assert nordsoft.karin.membership
    return Caller(nordsoft.karin.membership)


@pytest.fixture
def lars(nordsoft: Cast) -> Caller:
    """Lars sees his own tickets alone."""
    assert nordsoft.lars.membership
    return Caller(nordsoft.lars.membership)
