"""What a contract says, as it is entered and as its timeline keeps it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Membership
from contracts.models import Contact, Contract, Plan, Product
from sla.models import Policy


@dataclass(frozen=True)
class Agreed:
    """What a contract says. Both dates are inclusive and local; no products: all of them; no policy: the default.

    No contacts: everybody at the customer. No currency: the tenant's.
    """

    plan: Plan
    starts_on: date
    ends_on: date | None = None
    policy: Policy | None = None
    products: Collection[Product] = ()
    contacts: Collection[Contact] = ()
    covers_critical: bool = False
    mails_report: bool = False
    personal_consultant: Membership | None = None
    notice_months: int = 3
    renews: bool = False
    renewal_months: int = 12
    currency: str = ""


def facts_of(contract: Contract) -> dict[str, Any]:
    """Give what the contract says by field, as the timeline keeps it: names, numbers and dates as text."""
    consultant = contract.personal_consultant
    return {
        "plan": contract.plan_version.plan.name,
        "plan_version": contract.plan_version.number,
        "status": contract.status,
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat() if contract.ends_on else None,
        "renews": contract.renews,
        "renewal_months": contract.renewal_months,
        "notice_months": contract.notice_months,
        "currency": contract.currency,
        "products": sorted(row.product.name for row in contract.contract_products.select_related("product")),
        "contacts": sorted(row.contact.name for row in contract.contract_contacts.select_related("contact")),
        "policy": contract.policy.name if contract.policy else None,
        "covers_critical": contract.covers_critical,
        "mails_report": contract.mails_report,
        "personal_consultant": consultant.user.name if consultant else None,
    }


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give {field: [old, new]} of what differs."""
    return {field: [before[field], value] for field, value in after.items() if before[field] != value}
