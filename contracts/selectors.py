"""Reads of customers and contracts."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from accounts.models import Invitation
from contracts.models import Contract, ContractProduct, Customer, Product
from sla.models import Policy, PolicyVersion
from sla.selectors import default_policy_version, version_in_force


class MatchedBy(models.TextChoices):
    """What names the policy of a ticket: the first of these that has one."""

    CONTRACT = "contract", pgettext_lazy("policy", "from the contract")
    CUSTOMER = "customer", pgettext_lazy("policy", "from the customer")
    PRODUCT = "product", pgettext_lazy("policy", "from the product")
    DEFAULT = "default", pgettext_lazy("policy", "the usual one")


class Match(NamedTuple):
    """The terms of a ticket. `version` is None and `matched_by` empty where nothing is promised."""

    contract: Contract | None
    version: PolicyVersion | None
    matched_by: str


def contract_for(customer: Customer, product: Product | None, on: date) -> Contract | None:
    """Give the contract in force on a local date that covers the product, the largest plan first; None without.

    A contract that names no products covers all. A question without product is covered by any of them.
    """
    names_any = ContractProduct.objects.filter(contract=OuterRef("pk"))
    contracts = (
        Contract.objects.filter(customer=customer, starts_on__lte=on, status__in=["active", "notice"])
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("plan", "policy")
        .order_by("-plan__rank", "-starts_on")
    )
    if product is not None:
        contracts = contracts.filter(Exists(names_any.filter(product=product)) | ~Exists(names_any))
    return contracts.first()


def terms_for(
    customer: Customer, product: Product | None, now: datetime
) -> tuple[Contract | None, PolicyVersion | None]:
    """Give the contract and the policy version of `match_terms`."""
    found = match_terms(customer, product, now)
    return found.contract, found.version


def match_terms(customer: Customer, product: Product | None, now: datetime) -> Match:
    """Give the contract and the policy version a ticket filed now falls under, and what named that policy.

    The first that names one counts: contract, customer, product, and else the tenant's default. The date is the
    tenant's local date. Without contract nothing is promised, nor by a plan without support (domain: Contracts).
    """
    today = now.astimezone(ZoneInfo(customer.tenant.zone)).date()
    contract = contract_for(customer, product, today)
    if contract is None or not contract.plan.has_support:
        return Match(contract, None, "")
    named: list[tuple[Policy | None, MatchedBy]] = [
        (contract.policy, MatchedBy.CONTRACT),
        (customer.policy, MatchedBy.CUSTOMER),
        (product.policy if product else None, MatchedBy.PRODUCT),
    ]
    policy, by = next(((policy, by) for policy, by in named if policy), (None, MatchedBy.DEFAULT))
    return Match(contract, version_in_force(policy) if policy else default_policy_version(), by.value)


def open_contact_invitations(contacts: Collection[int], *, now: datetime) -> dict[int, Invitation]:
    """Give the invitations that contacts can still accept, by the contact's key."""
    found = Invitation.objects.filter(contact_id__in=contacts, accepted_at=None, expires_at__gt=now)
    return {invitation.contact_id: invitation for invitation in found.order_by("pk") if invitation.contact_id}
