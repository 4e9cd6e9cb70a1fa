"""Contracts for the pages about contracts: in every status, on an old version of a plan, with named contacts.

Their customers have no tickets, so that the year's numbers stay as they are.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Membership
from contracts.models import Contact, Contract, Customer, Plan, PlanService
from contracts.selectors.plans import newest_version
from contracts.services.agreed import Agreed
from contracts.services.agreements import create_contract
from contracts.services.plan_versions import ServiceDraft
from contracts.services.plans import PlanDraft, change_plan, kept_services
from contracts.services.standing import end_contract, give_notice

NAMES = {
    "sv": ("Alvesta Bokbinderi AB", "Brunskogs Kvarn AB", "Dalarö Segelmakeri AB", "Edsbro Plåtslageri AB",
           "Fagersta Trädgård AB", "Gnesta Glasbruk AB"),
    "da": ("Assens Bogbinderi ApS", "Bramming Mølle A/S", "Dragør Sejlmageri ApS", "Ebeltoft Blikkenslager ApS",
           "Faaborg Planteskole A/S", "Gilleleje Glasværk ApS"),
}  # fmt: skip
PEOPLE = {
    "sv": ("Ester Holmgren", "Ture Wikman", "Siv Dahlin"),
    "da": ("Ester Holm", "Tage Winther", "Signe Dahl"),
}
VISIT = ServiceDraft(
    "start_meeting",
    PlanService.Kind.QUOTA_TIMES,
    Decimal(1),
    "Startmöte med en konsult",
    "Startmøde med en konsulent",
    "Opening meeting with a consultant",
)


def sign_on_first_version(language: str, manager: Membership, plan: Plan, *, now: datetime) -> None:
    """Sign a contract under the plan's first version, and then change the plan: whoever comes later has the second."""
    then = now - timedelta(days=390)
    agreed = Agreed(plan=plan, starts_on=then.date())
    create_contract(customer=_customer(language, 0), actor=manager, agreed=agreed, now=then)
    draft = PlanDraft(plan.name, [*kept_services(newest_version(plan)), VISIT])
    change_plan(plan=plan, actor=manager, draft=draft, now=then + timedelta(days=60))


def sign_in_every_status(language: str, manager: Membership, plans: Mapping[str, Plan], *, now: datetime) -> None:
    """Sign a draft, one under notice, one that has ended, one that ends soon, one that renews and names contacts."""
    today, begun = now.date(), now - timedelta(days=340)

    def sign(place: int, plan: str, ends_on: date | None = None, *, is_draft: bool = False, **more: object) -> Contract:
        customer = _customer(language, place)
        if more.pop("names_contacts", False):
            people = [Contact.objects.create(customer=customer, name=name) for name in PEOPLE[language]]
            more["contacts"] = people[:2]
        starts_on = today + timedelta(days=20) if is_draft else begun.date()
        agreed = Agreed(plan=plans[plan], starts_on=starts_on, ends_on=ends_on, **more)  # type: ignore[arg-type]
        return create_contract(customer=customer, actor=manager, agreed=agreed, now=begun, is_draft=is_draft)

    sign(1, "Professional", is_draft=True)
    last = today + timedelta(days=45)
    give_notice(contract=sign(2, "Standard"), actor=manager, ends_on=last, now=now - timedelta(days=40))
    end_contract(
        contract=sign(3, "Basic"),
        actor=manager,
        ends_on=today - timedelta(days=20),
        now=now - timedelta(days=20),
    )
    sign(4, "Professional", today + timedelta(days=55))
    sign(5, "Premium", today + timedelta(days=170), renews=True, names_contacts=True)


def _customer(language: str, place: int) -> Customer:
    return Customer.objects.create(name=NAMES[language][place])
