"""What the pages of changes of plan and campaigns show has something to show."""

from datetime import timedelta

import pytest

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Campaign, CampaignLetter, Contact, PlanChange
from tests.demo.conftest import WORKING

pytestmark = [pytest.mark.usefixtures("year"), pytest.mark.django_db, pytest.mark.xdist_group("year")]


@pytest.mark.parametrize("slug", ["nordsoft", "lonhuset"])
def test_a_campaign_runs_one_change_is_decided_and_one_waits(slug: str) -> None:
    with tenant_context(Tenant.objects.get(slug=slug).pk):
        campaign = Campaign.objects.get()
        assert campaign.status == Campaign.Status.RUNNING
        assert campaign.deadline > (WORKING + timedelta(days=14)).date()
        letters = CampaignLetter.objects.all()
        assert letters.exclude(chosen_version=None).count() == 4
        assert letters.filter(chosen_version=None).count() > 20
        assert set(PlanChange.objects.values_list("status", flat=True)) == {"scheduled", "sent"}
        own = Contact.objects.get(membership__user__email=f"customer@{slug}.example").customer
        assert not PlanChange.objects.filter(contract__customer=own).exists()
