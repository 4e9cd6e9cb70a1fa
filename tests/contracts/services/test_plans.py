"""Plans are entered and changed; what was signed is never touched."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from contracts.models import Contract, Plan, PlanVersion
from contracts.selectors.plan_differences import differences
from contracts.selectors.plan_pages import contracts_behind, plan_lines
from contracts.selectors.plans import newest_version
from contracts.services.agreed import Agreed
from contracts.services.agreement_versions import bring_to_newest
from contracts.services.agreements import create_contract, update_contract
from contracts.services.default_prices import create_default_prices
from contracts.services.plan_versions import ServiceDraft
from contracts.services.plans import (
    PlanDraft,
    change_plan,
    create_plan,
    kept_services,
    move_plan,
    offer_plan,
    remove_plan,
)
from tests.cast import MONDAY, Cast

SUPPORT = ServiceDraft("support", "included", name_en="Support")
LEGAL = ServiceDraft("legal", "quota_hours", Decimal("2.5"), name_en="Legal assistance")


def draft_of(plan: Plan) -> PlanDraft:
    version = newest_version(plan)
    return PlanDraft(plan.name, kept_services(version), version.contact_limit)


def without(draft: PlanDraft, *codes: str) -> PlanDraft:
    return replace(draft, services=[one for one in draft.services if one.code not in codes])


def test_a_plan_is_entered_as_the_largest_with_its_answers(nordsoft: Cast) -> None:
    fast = ServiceDraft("fast_track", "flag", name_sv="Snabbspår")
    rebate = ServiceDraft("consultancy_discount", "discount", Decimal("12.5"), name_en="Discount")
    draft = PlanDraft("  Gold   plan ", [SUPPORT, LEGAL, fast, rebate], contact_limit=3)
    plan = create_plan(actor=nordsoft.manager, draft=draft, now=MONDAY)
    version = newest_version(plan)
    assert (plan.name, plan.rank, version.number, version.created_by) == ("Gold plan", 5, 1, nordsoft.manager)
    assert (version.has_support, version.has_fast_track, version.contact_limit) == (True, True, 3)
    assert version.consultancy_discount == Decimal("12.5")
    assert [service.code for service in version.services.all()] == [one.code for one in draft.services]


def test_a_changed_plan_is_a_new_version_and_the_contract_keeps_its_own(nordsoft: Cast) -> None:
    plan, signed = nordsoft.plans["professional"], nordsoft.contract.plan_version
    changed = without(draft_of(plan), "fast_track", "legal")
    version = change_plan(plan=plan, actor=nordsoft.manager, draft=changed, now=MONDAY)
    assert version
    assert (version.number, version.has_fast_track) == (2, False)
    contract = Contract.objects.select_related("plan_version").get()
    assert contract.plan_version == signed
    assert contract.plan_version.has_fast_track
    assert signed.services.filter(code="legal").exists()
    assert list(contracts_behind(plan)) == [contract]
    line = next(line for line in plan_lines() if line.plan == plan)
    assert (line.number, line.contracts, line.old) == (2, 1, 1)


def test_saving_what_is_there_makes_no_version(nordsoft: Cast) -> None:
    plan = nordsoft.plans["premium"]
    same = replace(draft_of(plan), name="Premium Plus")
    assert change_plan(plan=plan, actor=nordsoft.manager, draft=same, now=MONDAY) is None
    assert (Plan.objects.get(pk=plan.pk).name, plan.versions.count()) == ("Premium Plus", 1)


def test_another_order_another_text_and_another_limit_are_new_versions(nordsoft: Cast) -> None:
    plan = nordsoft.plans["basic"]
    draft = draft_of(plan)
    for changed in (
        replace(draft, services=list(reversed(draft.services))),
        replace(draft, services=[replace(draft.services[0], name_da="Ny tekst"), *draft.services[1:]]),
        replace(draft, contact_limit=2),
    ):
        assert change_plan(plan=plan, actor=nordsoft.manager, draft=changed, now=MONDAY)
    assert plan.versions.count() == 4


def test_a_contract_is_brought_to_the_newest_version_and_says_so(nordsoft: Cast) -> None:
    plan = nordsoft.plans["professional"]
    version = change_plan(plan=plan, actor=nordsoft.manager, draft=without(draft_of(plan), "legal"), now=MONDAY)
    contract = bring_to_newest(contract=nordsoft.contract, actor=nordsoft.manager, now=MONDAY)
    assert contract.plan_version == version
    event = contract.events.get()
    assert (event.kind, event.data["changes"]) == ("version", {"plan_version": [1, 2]})
    bring_to_newest(contract=contract, actor=nordsoft.manager, now=MONDAY)
    assert contract.events.count() == 1


def test_changing_the_plan_of_a_contract_takes_the_newest_version_of_that_one(nordsoft: Cast) -> None:
    plan = nordsoft.plans["premium"]
    version = change_plan(plan=plan, actor=nordsoft.manager, draft=without(draft_of(plan), "legal"), now=MONDAY)
    agreed = Agreed(plan=plan, starts_on=nordsoft.contract.starts_on, policy=nordsoft.policy)
    update_contract(contract=nordsoft.contract, actor=nordsoft.manager, agreed=agreed, now=MONDAY)
    assert nordsoft.contract.plan_version == version
    change_plan(plan=plan, actor=nordsoft.manager, draft=without(draft_of(plan), "sparring"), now=MONDAY)
    update_contract(contract=nordsoft.contract, actor=nordsoft.manager, agreed=agreed, now=MONDAY)
    assert nordsoft.contract.plan_version == version


def test_what_differs_is_said_service_by_service(nordsoft: Cast) -> None:
    plan = nordsoft.plans["professional"]
    old = newest_version(plan)
    draft = without(draft_of(plan), "webinars")
    services = [replace(one, quantity=Decimal(4)) if one.code == "legal" else one for one in draft.services]
    extra = ServiceDraft("visits", "quota_times", Decimal(1), name_en="Visits")
    change_plan(
        plan=plan,
        actor=nordsoft.manager,
        draft=replace(draft, services=[*services, extra], contact_limit=5),
        now=MONDAY,
    )
    assert [tuple(one) for one in differences(old, newest_version(plan))] == [
        ("Visits", "–", "1 time a year"),
        ("Webinars", "Included", "–"),
        ("Legal and security assistance", "2 hours a year", "4 hours a year"),
        ("Contacts a contract may name", "no limit", "5"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        ServiceDraft("support", "included"),
        ServiceDraft("Support it", "included", name_en="S"),
        ServiceDraft("support", "quota_hours", Decimal(1), name_en="S"),
        ServiceDraft("visits", "quota_times", name_en="S"),
        ServiceDraft("visits", "quota_times", Decimal("1.5"), name_en="S"),
        ServiceDraft("visits", "quota_hours", Decimal("1.555"), name_en="S"),
        ServiceDraft("visits", "included", Decimal(1), name_en="S"),
        ServiceDraft("consultancy_discount", "discount", Decimal(101), name_en="S"),
        ServiceDraft("visits", "sometimes", name_en="S"),
        ServiceDraft("legal", "quota_hours", Decimal(1), name_en="Twice"),
        ServiceDraft("visits", "included", name_en="S" * 161),
    ],
)
def test_a_service_that_makes_no_sense_is_named_by_its_place(nordsoft: Cast, wrong: ServiceDraft) -> None:
    with pytest.raises(ValidationError) as refused:
        create_plan(actor=nordsoft.manager, draft=PlanDraft("Gold", [LEGAL, wrong]), now=MONDAY)
    assert set(refused.value.message_dict) == {"service-1"}
    assert Plan.objects.count() == 4


def test_a_retired_plan_takes_no_new_contracts_and_keeps_its_own(nordsoft: Cast) -> None:
    plan = nordsoft.plans["professional"]
    offer_plan(plan=plan, actor=nordsoft.manager, is_offered=False)
    agreed = Agreed(plan=Plan.objects.get(pk=plan.pk), starts_on=nordsoft.contract.starts_on)
    with pytest.raises(ValidationError) as refused:
        create_contract(customer=nordsoft.stranger, actor=nordsoft.manager, agreed=agreed, now=MONDAY)
    assert set(refused.value.message_dict) == {"plan"}
    update_contract(contract=nordsoft.contract, actor=nordsoft.manager, agreed=agreed, now=MONDAY)
    assert Contract.objects.get().plan == plan


def test_a_plan_that_is_used_is_never_removed(nordsoft: Cast) -> None:
    with pytest.raises(ValidationError):
        remove_plan(plan=nordsoft.plans["professional"], actor=nordsoft.manager)
    assert newest_version(nordsoft.plans["professional"]).services.exists()
    create_default_prices([nordsoft.plans["basic"]], valid_from=date(2026, 1, 1), now=MONDAY)
    remove_plan(plan=nordsoft.plans["basic"], actor=nordsoft.manager)
    assert Plan.objects.count() == 3
    assert not PlanVersion.objects.filter(plan__name="Basic").exists()


def test_plans_change_places(nordsoft: Cast) -> None:
    move_plan(plan=nordsoft.plans["basic"], actor=nordsoft.manager, is_larger=False)
    move_plan(plan=nordsoft.plans["premium"], actor=nordsoft.manager, is_larger=False)
    assert [plan.name for plan in Plan.objects.all()] == ["Basic", "Standard", "Premium", "Professional"]


def test_a_contract_names_no_more_contacts_than_its_plan_allows(nordsoft: Cast) -> None:
    plan = nordsoft.plans["professional"]
    people = [nordsoft.karin, nordsoft.lars]
    agreed = Agreed(plan=plan, starts_on=nordsoft.contract.starts_on, contacts=people)
    update_contract(contract=nordsoft.contract, actor=nordsoft.manager, agreed=agreed, now=MONDAY)
    change_plan(plan=plan, actor=nordsoft.manager, draft=replace(draft_of(plan), contact_limit=1), now=MONDAY)
    with pytest.raises(ValidationError):
        bring_to_newest(contract=nordsoft.contract, actor=nordsoft.manager, now=MONDAY)
    fewer = replace(agreed, contacts=people[:1])
    update_contract(contract=nordsoft.contract, actor=nordsoft.manager, agreed=fewer, now=MONDAY)
    bring_to_newest(contract=nordsoft.contract, actor=nordsoft.manager, now=MONDAY)
    with pytest.raises(ValidationError) as refused:
        update_contract(contract=nordsoft.contract, actor=nordsoft.manager, agreed=agreed, now=MONDAY)
    assert set(refused.value.message_dict) == {"contacts"}


def test_agents_keep_no_plans(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        create_plan(actor=nordsoft.agent, draft=PlanDraft("Gold", [SUPPORT]), now=MONDAY)
