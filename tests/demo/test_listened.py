"""The demo has an address that was told of tickets, and tells it nothing more."""

import pytest

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage, WebhookAttempt, WebhookEndpoint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("year")]


@pytest.mark.parametrize("slug", ["nordsoft", "lonhuset"])
def test_each_tenant_has_an_endpoint_that_went_off_and_a_log(slug: str) -> None:
    with tenant_context(Tenant.objects.get(slug=slug).pk):
        endpoint = WebhookEndpoint.objects.get()
        assert (endpoint.is_active, endpoint.disabled_reason) == (False, "failing")
        rows = OutboxMessage.objects.filter(endpoint=endpoint)
        assert {state: rows.filter(state=state).count() for state in ("sent", "failed", "queued")} == {
            "sent": 9,
            "failed": 3,
            "queued": 0,
        }
        assert WebhookAttempt.objects.count() == 9 + 3 * 3
