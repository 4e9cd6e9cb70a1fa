"""Reads of customers and contracts."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from accounts.models import Invitation
from contracts.models import Contract, ContractProduct, Customer, Product
from sla.models import PolicyVersion
from sla.selectors import default_policy_version, version_in_force


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
    """Give the contract and the policy version a ticket filed now falls under; no policy where nothing is promised.

    The date is the tenant's local date. A plan without support promises nothing (domain: Contracts and plans).
    """
    today = now.astimezone(ZoneInfo(customer.tenant.zone)).date()
    contract = contract_for(customer, product, today)
    if contract is None or not contract.plan.has_support:
        return contract, None
    return contract, version_in_force(contract.policy) if contract.policy else default_policy_version()


def open_contact_invitations(contacts: Collection[int], *, now: datetime) -> dict[int, Invitation]:
    """Give the invitations that contacts can still accept, by the contact's key."""
    found = Invitation.objects.filter(contact_id__in=contacts, accepted_at=None, expires_at__gt=now)
    return {invitation.contact_id: invitation for invitation in found.order_by("pk") if invitation.contact_id}
