"""Reads of customers and contracts."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import pgettext_lazy

from accounts.models import Invitation, Tenant
from accounts.tenancy.prepared import Prepared
from contracts.models import (
    ConsultancyRate,
    Contact,
    Contract,
    ContractContact,
    ContractProduct,
    Customer,
    Partner,
    Product,
)
from contracts.pricing import discounted
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


def _held_by(_shape: None, *customers: int) -> models.QuerySet[Any]:
    """Give the contracts that count, the largest plan first."""
    products = ContractProduct.objects.filter(contract=OuterRef("pk")).values("product")
    contacts = ContractContact.objects.filter(contract=OuterRef("pk")).values("contact")
    return (
        Contract.objects.filter(customer__in=customers, status__in=Contract.IN_FORCE)
        .select_related("plan", "plan_version", "policy")
        .annotate(named=ArraySubquery(products), contacts=ArraySubquery(contacts))
        .order_by("-plan__rank", "-starts_on")
    )


_OF_ONE = Prepared(_held_by)


class MatchBook:
    """Answers `match_terms` for many tickets: 1 query for the contracts of their customers, 1 for each policy."""

    def __init__(self, customers: Collection[int]) -> None:
        self._contracts: dict[int, list[Any]] = {}
        for contract in _OF_ONE.rows(*customers) if len(customers) == 1 else _held_by(None, *customers):
            self._contracts.setdefault(contract.customer_id, []).append(contract)
        self._versions: dict[int | None, PolicyVersion] = {}

    def contract(
        self, customer: Customer, product: Product | None, on: date, contact: int | None = None
    ) -> Contract | None:
        """Give what `contract_for` gives; `contact` by its key."""
        return next(
            (
                contract
                for contract in self._contracts.get(customer.pk, [])
                if contract.holds_on(on)
                and (product is None or not contract.named or product.pk in contract.named)
                and (contact is None or not contract.contacts or contact in contract.contacts)
            ),
            None,
        )

    def match(self, customer: Customer, product: Product | None, now: datetime, contact: int | None = None) -> Match:
        """Give what `match_terms` gives; `contact` by its key."""
        contract = self.contract(customer, product, local_day(customer.tenant, now), contact)
        if contract is None or not contract.plan_version.has_support:
            return Match(contract, None, "")
        named: list[tuple[Policy | None, MatchedBy]] = [
            (contract.policy, MatchedBy.CONTRACT),
            (customer.policy, MatchedBy.CUSTOMER),
            (product.policy if product else None, MatchedBy.PRODUCT),
        ]
        policy, by = next(((policy, by) for policy, by in named if policy), (None, MatchedBy.DEFAULT))
        return Match(contract, self._version(policy), by.value)

    def _version(self, policy: Policy | None) -> PolicyVersion:
        key = policy.pk if policy else None
        if key not in self._versions:
            self._versions[key] = version_in_force(policy) if policy else default_policy_version()
        return self._versions[key]


def contract_for(
    customer: Customer, product: Product | None, on: date, contact: Contact | None = None
) -> Contract | None:
    """Give the contract in force on a local date that covers the product, the largest plan first; None without.

    A contract that names no products covers all. A question without product is covered by any of them. A contract that
    names contacts is theirs alone; a question without contact is covered.
    """
    return MatchBook([customer.pk]).contract(customer, product, on, contact.pk if contact else None)


def terms_for(
    customer: Customer, product: Product | None, now: datetime, contact: Contact | None = None
) -> tuple[Contract | None, PolicyVersion | None]:
    """Give the contract and the policy version of `match_terms`."""
    found = match_terms(customer, product, now, contact)
    return found.contract, found.version


def match_terms(customer: Customer, product: Product | None, now: datetime, contact: Contact | None = None) -> Match:
    """Give the contract and the policy version a ticket filed now falls under, and what named that policy.

    The first that names one counts: contract, customer, product, and else the tenant's default. The date is the
    tenant's local date. Without contract nothing is promised, nor by a plan without support (domain: Contracts).
    """
    return MatchBook([customer.pk]).match(customer, product, now, contact.pk if contact else None)


def open_contact_invitations(contacts: Collection[int], *, now: datetime) -> dict[int, Invitation]:
    """Give the invitations that contacts can still accept, by the contact's key."""
    found = Invitation.objects.filter(contact_id__in=contacts, accepted_at=None, expires_at__gt=now)
    return {invitation.contact_id: invitation for invitation in found.order_by("pk") if invitation.contact_id}


def local_day(tenant: Tenant, now: datetime) -> date:
    """Give the tenant's local date."""
    return now.astimezone(ZoneInfo(tenant.zone)).date()


def partner_for(product: Product | None, on: date) -> Partner | None:
    """Give who answers for a product on a local date (domain: Partner); None without."""
    return (
        Partner.objects.filter(product=product, valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .first()
    )


class HourPrice(NamedTuple):
    """What an hour of a consultant costs a customer: the tenant's price, less the plan's discount in per cent."""

    amount: Decimal
    currency: str
    discount: Decimal


def hour_price(contract: Contract | None, on: date) -> HourPrice | None:
    """Give the price on a local date, rounded to whole hundredths; None where the tenant has set none."""
    rate = ConsultancyRate.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    if rate is None:
        return None
    discount = contract.plan_version.consultancy_discount if contract else Decimal(0)
    return HourPrice(discounted(rate.amount, discount), rate.currency, discount)
