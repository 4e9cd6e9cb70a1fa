"""March in both tenants, and people signed in on a day in April."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from accounts.tenancy.context import tenant_context
from tests.reports.customer_report.march import March, make_march
from tests.windows import signed_in

APRIL = datetime(2026, 4, 15, 7, 0, tzinfo=UTC)


@pytest.fixture(params=["nordsoft", "lonhuset"])
def march(request: pytest.FixtureRequest, db: None) -> Iterator[March]:
    """Give a customer's March, of the Swedish tenant and of the Danish one."""
    made = make_march(request.param)
    with tenant_context(made.tenant.pk), translation.override("en"):
        yield made


@pytest.fixture
def april() -> Iterator[datetime]:
    """Stand still on a morning in April."""
    with time_machine.travel(APRIL, tick=False):
        yield APRIL


@pytest.fixture
def desk(march: March, april: datetime) -> Client:
    """Sign the manager in."""
    return signed_in(march.cast.manager.user)


@pytest.fixture
def portal(march: March, april: datetime) -> Client:
    """Sign Karin in, who sees the whole company."""
    assert march.cast.karin.membership
    return signed_in(march.cast.karin.membership.user)
