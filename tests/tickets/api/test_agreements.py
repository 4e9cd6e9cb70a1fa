"""Plans with their versions, contracts with their timelines."""

from dataclasses import replace
from datetime import date

from contracts.models import Contract, ContractContact
from contracts.selectors.plans import newest_version
from contracts.services.plans import PlanDraft, change_plan, kept_services
from contracts.services.standing import give_notice
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.tickets.api.caller import Caller, assert_problem


def test_a_contract_says_its_terms_and_the_version_it_was_signed_with(
    nordsoft: Cast, agent: Caller, lars: Caller
) -> None:
    plan = nordsoft.plans["professional"]
    kept = [one for one in kept_services(newest_version(plan)) if one.code != "legal"]
    change_plan(plan=plan, actor=nordsoft.manager, draft=PlanDraft(plan.name, kept), now=MONDAY)
    ContractContact.objects.create(contract=nordsoft.contract, contact=nordsoft.karin)
    shown = lars.get(f"contracts/{nordsoft.contract.pk}/").json()
    assert shown == agent.get(f"contracts/{nordsoft.contract.pk}/").json()
    terms = ("status", "renews", "renewal_months", "notice_months", "currency", "contacts")
    assert [shown[name] for name in terms] == [
        "active",
        False,
        12,
        3,
        "SEK",
        [{"id": nordsoft.karin.pk, "name": "Karin Bergman"}],
    ]
    version = shown["plan_version"]
    assert (version["number"], version["contact_limit"], version["consultancy_discount"]) == (1, None, "15.00")
    legal = next(service for service in version["services"] if service["code"] == "legal")
    assert legal == {
        "code": "legal",
        "kind": "quota_hours",
        "quantity": "2.00",
        "name": "Juridisk hjälp och säkerhetshjälp",  # in the caller's language
    }


def test_contracts_by_status_and_last_day_and_drafts_are_the_desks(
    nordsoft: Cast, agent: Caller, karin: Caller
) -> None:
    version = newest_version(nordsoft.plans["basic"])
    draft = Contract.objects.create(
        customer=nordsoft.customer, plan_version=version, starts_on=date(2026, 1, 1), status="draft"
    )
    ending = Contract.objects.create(
        customer=nordsoft.stranger, plan_version=version, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)
    )

    def keys(query: str) -> list[int]:
        return [row["id"] for row in agent.get(f"contracts/{query}").json()["results"]]

    assert keys("") == [nordsoft.contract.pk, draft.pk, ending.pk]
    assert keys("?status=draft") == [draft.pk]
    assert keys("?ends_before=2026-07-01") == [ending.pk]
    assert keys("?ends_before=2026-06-30") == []
    assert_problem(agent.get("contracts/?status=old"), 400, "invalid")
    assert [row["id"] for row in karin.get("contracts/").json()["results"]] == [nordsoft.contract.pk]
    assert_problem(karin.get(f"contracts/{draft.pk}/"), 404, "not_found")


def test_a_contracts_timeline(nordsoft: Cast, lonhuset: Cast, agent: Caller, karin: Caller) -> None:
    give_notice(contract=nordsoft.contract, actor=nordsoft.manager, ends_on=date(2026, 6, 30), now=MONDAY)
    path = f"contracts/{nordsoft.contract.pk}/events/"
    (line,) = agent.get(path).json()["results"]
    assert (line["kind"], line["text"], line["actor"]) == ("notice", "Avtalet sades upp.", "Henrik Lund")
    assert line["changes"] == {"status": ["active", "notice"], "ends_on": [None, "2026-06-30"]}
    assert_problem(karin.get(path), 404, "not_found")
    assert_problem(agent.get(f"contracts/{lonhuset.contract.pk}/events/"), 404, "not_found")


def test_plans_with_their_newest_version_and_every_version(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    plan = nordsoft.plans["standard"]
    services = kept_services(newest_version(plan))
    fewer = replace(services[0], name_en="News")
    change_plan(plan=plan, actor=nordsoft.manager, draft=PlanDraft("Standard", [fewer], 4), now=MONDAY)
    shown = agent.get("plans/").json()["results"]
    assert [(row["name"], row["rank"], row["version"]["number"]) for row in shown] == [
        ("Basic", 1, 1),
        ("Standard", 2, 2),
        ("Professional", 3, 1),
        ("Premium", 4, 1),
    ]
    assert agent.get(f"plans/{plan.pk}/").json() == shown[1]
    assert (shown[1]["version"]["contact_limit"], shown[1]["version"]["has_support"]) == (4, False)
    versions = agent.get(f"plans/{plan.pk}/versions/").json()["results"]
    assert [(row["number"], len(row["services"])) for row in versions] == [(2, 1), (1, len(services))]
    for path in ("plans/", f"plans/{plan.pk}/"):
        assert_problem(karin.get(path), 404, "not_found")
    assert_problem(agent.get("plans/999999/"), 404, "not_found")


def test_as_few_questions_for_many_as_for_one(nordsoft: Cast, agent: Caller) -> None:
    version = newest_version(nordsoft.plans["premium"])
    for _number in range(20):
        Contract.objects.create(
            customer=nordsoft.stranger, plan_version=version, starts_on=date(2026, 1, 1), status="draft"
        )
    with Budget(10):
        assert len(agent.get("contracts/").json()["results"]) == 21
    with Budget(8):
        agent.get("plans/")
