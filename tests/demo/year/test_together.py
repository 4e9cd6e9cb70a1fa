"""What the pages of merging, incidents, hand-overs and remote sessions show has something to show."""

import pytest

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import ConsultancyRate, Partner
from outbox.models import OutboxMessage, WebhookAttempt, WebhookEndpoint
from tests.demo.conftest import WORKING
from tickets.models import Booking, RemoteSession, Ticket, TicketEvent
from tickets.selectors.quotas import quota_of
from tickets.services.replaying import replayed

pytestmark = [pytest.mark.usefixtures("year"), pytest.mark.django_db, pytest.mark.xdist_group("year")]


@pytest.mark.parametrize("slug", ["nordsoft", "lonhuset"])
def test_one_of_each(slug: str) -> None:
    with tenant_context(Tenant.objects.get(slug=slug).pk):
        incident = Ticket.objects.get(is_incident=True)
        assert incident.affected.count() == 3
        assert len(set(incident.affected.values_list("customer", flat=True))) == 3
        assert Ticket.objects.filter(merged_into__isnull=False).count() == 1
        assert Ticket.objects.filter(billable_from__isnull=False).count() == 1
        assert RemoteSession.objects.get().ended_at
        assert (Partner.objects.count(), ConsultancyRate.objects.count()) == (1, 1)
        assert TicketEvent.objects.filter(kind="handed_over", data__billable=True).count() == 1
        assert set(Booking.objects.values_list("status", flat=True)) == {"booked", "held"}
        assert Booking.objects.exclude(result_path="").count() == 1
        legal = quota_of(Booking.objects.all()[0].contract, "legal", WORKING.year)
        assert legal
        assert legal.percent == 83
        assert [found for one in replayed(mend=False) for found in one] == []


@pytest.mark.parametrize("slug", ["nordsoft", "lonhuset"])
def test_an_address_was_told_of_tickets_and_is_told_nothing_more(slug: str) -> None:
    with tenant_context(Tenant.objects.get(slug=slug).pk):
        endpoint = WebhookEndpoint.objects.get()
        assert (endpoint.is_active, endpoint.disabled_reason) == (False, "failing")
        states = list(OutboxMessage.objects.filter(endpoint=endpoint).order_by("pk").values_list("state", flat=True))
        assert states == ["sent"] * 9 + ["failed"] * 3
        assert WebhookAttempt.objects.count() == 9 + 3 * 10
