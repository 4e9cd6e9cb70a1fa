"""Campaigns: who can be asked, what was answered."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from contracts.models import Campaign, CampaignLetter, Contact, Contract, Plan, PlanChange, PlanVersion

LETTER_PARTIES = (
    "campaign__tenant",
    "contract__tenant",
    "contract__customer",
    "from_version__plan",
    "default_version__plan",
    "chosen_version__plan",
    "change",
)


def askable(plans: Collection[Plan] | None, deadline: date) -> QuerySet[Contract, Contract]:
    """Give the active contracts under these plans (None: any) that go on after the deadline, by customer.

    A contract with a change under way, or with another letter to answer, is left in peace.
    """
    goes_on = Q(ends_on=None) | Q(renews=True) | Q(ends_on__gt=deadline)
    contracts = Contract.objects.filter(goes_on, status=Contract.Status.ACTIVE, starts_on__lte=deadline)
    if plans is not None:
        contracts = contracts.filter(plan__in=plans)
    under_way = PlanChange.objects.filter(contract=OuterRef("pk"), status__in=PlanChange.OPEN)
    asked = CampaignLetter.objects.filter(contract=OuterRef("pk"), campaign__status=Campaign.Status.RUNNING)
    return contracts.filter(~Exists(under_way), ~Exists(asked)).order_by("customer__name", "pk")


def letters(campaign: Campaign) -> QuerySet[CampaignLetter, CampaignLetter]:
    """Give a campaign's letters with their parties, by customer; `is_read`: somebody there gets it."""
    readers = Contact.objects.filter(customer=OuterRef("contract__customer"), is_company_wide=True).exclude(email="")
    found = CampaignLetter.objects.filter(campaign=campaign).select_related(*LETTER_PARTIES, "chosen_by__user")
    return found.annotate(is_read=Exists(readers)).order_by("contract__customer__name", "pk")


def waiting_letter() -> Subquery:
    """Give the key of the letter of a running campaign to a contract's customer, to read with the contract."""
    found = CampaignLetter.objects.filter(contract=OuterRef("pk"), campaign__status=Campaign.Status.RUNNING)
    return Subquery(found.values("pk")[:1])


def offered(campaign: Campaign) -> QuerySet[PlanVersion, PlanVersion]:
    """Give the versions that may be chosen, the smallest plan first."""
    versions = PlanVersion.objects.filter(pk__in=campaign.offers.values("version")).select_related("plan")
    return versions.order_by("plan__rank", "plan")
