"""The tenant's midnight: decided changes count, open tickets follow, campaigns are reminded of and closed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Membership
from accounts.tenancy.context import tenant_context
from contracts.models import Campaign, CampaignLetter, Contract, Customer, PlanChange
from contracts.selectors.plans import newest_version
from contracts.services.campaigns import Asked, create_campaign, send_campaign
from contracts.services.plan_changes import record_receipt, request_change
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Recount
from tickets.services import plan_changes
from tickets.services.plan_changes import change_plans, switch_plan

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 23, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def karin(cast: Cast) -> Membership:
    assert cast.karin.membership
    return cast.karin.membership


def decided(cast: Cast, plan: str) -> PlanChange:
    version = newest_version(cast.plans[plan])
    change = request_change(contract=cast.contract, to_version=version, actor=karin(cast), now=NOW)
    return record_receipt(change=change, received_on=date(2026, 11, 22), actor=cast.manager, now=NOW)


def running(cast: Cast) -> Campaign:
    offered = [newest_version(cast.plans[plan]) for plan in ("professional", "premium")]
    asked = Asked("Plans", "Choose.", date(2026, 12, 15), offered, offered[1], remind_days=7)
    campaign = create_campaign(asked=asked, plans=[cast.plans["professional"]], actor=cast.manager, now=NOW)
    return send_campaign(campaign=campaign, actor=cast.manager, now=NOW)


def plan() -> str:
    return Contract.objects.select_related("plan_version__plan").get().plan_version.plan.name


def test_the_plan_changes_at_the_tenants_midnight_and_not_again(nordsoft: Cast) -> None:
    decided(nordsoft, "premium")
    change_plans(now=NEW_YEAR - SECOND)
    assert plan() == "Professional"
    change_plans(now=NEW_YEAR)
    assert plan() == "Premium"
    mails = OutboxMessage.objects.count()
    change_plans(now=NEW_YEAR + timedelta(minutes=5))
    assert OutboxMessage.objects.count() == mails
    assert Recount.objects.count() == 1


def test_open_tickets_follow_the_new_plan_at_once(nordsoft: Cast) -> None:
    before = datetime(2026, 12, 30, 9, tzinfo=UTC)
    ticket = make_ticket(nordsoft, now=before)
    assert ticket.is_fast_track
    Contract.objects.update(notice_months=0)
    decided_change = decided(nordsoft, "basic")  # no support, no fast track
    assert decided_change.effective_on == date(2027, 1, 1)
    change_plans(now=NEW_YEAR)
    ticket.refresh_from_db()
    assert not ticket.is_fast_track
    assert ticket.policy_version is None


def test_a_worker_that_stood_still_catches_up(nordsoft: Cast) -> None:
    running(nordsoft)
    change_plans(now=datetime(2027, 2, 10, tzinfo=UTC))
    assert plan() == "Premium"  # closed, decided and in effect in one round
    assert Campaign.objects.get().status == Campaign.Status.CLOSED


def test_a_campaign_is_reminded_of_and_closed_at_midnight(nordsoft: Cast) -> None:
    running(nordsoft)
    change_plans(now=datetime(2026, 12, 8, 7, tzinfo=UTC))
    assert CampaignLetter.objects.get().reminded_at
    midnight = datetime(2026, 12, 15, 23, tzinfo=UTC)
    change_plans(now=midnight - SECOND)
    assert not PlanChange.objects.exists()
    change_plans(now=midnight)
    assert PlanChange.objects.get().effective_on == date(2027, 1, 1)
    change_plans(now=NEW_YEAR)
    assert plan() == "Premium"


def test_each_tenant_has_its_own_midnight(nordsoft: Cast, lonhuset: Cast) -> None:
    decided(nordsoft, "premium")
    nordsoft.tenant.zone = "Europe/Helsinki"
    nordsoft.tenant.save()
    with tenant_context(lonhuset.tenant.pk):
        decided(lonhuset, "premium")
    change_plans(now=NEW_YEAR - timedelta(hours=1))  # midnight in Helsinki, an hour before it in Copenhagen
    assert plan() == "Premium"
    with tenant_context(lonhuset.tenant.pk):
        assert plan() == "Professional"


@pytest.mark.parametrize("tickets", [0, 3])
def test_one_change_costs_so_much_however_many_contracts_there_are(nordsoft: Cast, tickets: int) -> None:
    change = decided(nordsoft, "premium")
    for _ in range(tickets):
        make_ticket(nordsoft, now=NOW)
    with Budget(25 + 22 * tickets):
        switch_plan(change=change, now=NEW_YEAR)


def test_a_round_without_anything_due(nordsoft: Cast) -> None:
    with Budget(3):
        change_plans(now=NOW)


def test_one_customers_trouble_is_not_the_others(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first = decided(nordsoft, "premium")
    customer = Customer.objects.create(name="Other")
    version = nordsoft.contract.plan_version
    other = Contract.objects.create(customer=customer, plan_version=version, starts_on=date(2026, 1, 1))
    change = request_change(contract=other, to_version=first.to_version, actor=nordsoft.manager, now=NOW)
    record_receipt(change=change, received_on=date(2026, 11, 22), actor=nordsoft.manager, now=NOW)

    def fails(*, change: PlanChange, now: datetime) -> None:
        if change.pk == first.pk:
            raise RuntimeError("trouble")
        switch_plan(change=change, now=now)

    monkeypatch.setattr(plan_changes, "switch_plan", fails)
    change_plans(now=NEW_YEAR)
    plans = dict(Contract.objects.values_list("pk", "plan__name"))
    assert plans == {nordsoft.contract.pk: "Professional", other.pk: "Premium"}
