"""A new contact is named on the contracts that are their named contacts' alone."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact, Contract, ContractContact, ContractEvent
from contracts.selectors import local_day
from contracts.services.timeline import note


def name_on_contracts(*, contact: Contact, actor: Membership, now: datetime) -> int:
    """Name a contact on each contract of their customer that holds today and names people; give how many.

    A contract that names nobody is everybody's. ValidationError where the plan lets it name no more. The caller holds
    the transaction.
    """
    today = local_day(contact.tenant, now)
    naming = ContractContact.objects.filter(contract__customer=contact.customer_id).values("contract")
    held = Contract.objects.filter(pk__in=naming).select_for_update(of=("self",))
    named = 0
    for contract in held.select_related("plan_version").order_by("pk"):
        rows = contract.contract_contacts.select_related("contact")
        before = sorted(row.contact.name for row in rows)
        if not contract.holds_on(today) or any(row.contact_id == contact.pk for row in rows):
            continue
        most = contract.plan_version.contact_limit
        if most is not None and len(before) >= most:
            raise ValidationError(_("The contract names %(most)s contacts already.") % {"most": most}, code="limit")
        ContractContact.objects.create(contract=contract, contact=contact)
        changes = {"contacts": [before, sorted([*before, contact.name])]}
        note(contract=contract, kind=ContractEvent.Kind.CHANGED, actor=actor, now=now, data={"changes": changes})
        named += 1
    return named
