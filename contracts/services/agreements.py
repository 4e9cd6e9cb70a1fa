"""Contracts are entered and changed; who calls these counts open tickets again (tickets/services/terms.py)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from contracts.models import Contract, ContractContact, ContractEvent, ContractProduct, Customer
from contracts.models.currency import CURRENCIES
from contracts.selectors import local_day
from contracts.selectors.plans import newest_version
from contracts.services.agreed import Agreed, facts_of
from contracts.services.holding import changing_contract, hold_customer
from contracts.services.overlaps import refuse_overlap
from contracts.services.rights import require_manager
from contracts.services.timeline import note

# The days the engine can answer for (domain: How a deadline is counted, point 6).
YEARS = range(1990, 2101)
MOST_MONTHS = 60
Status = Contract.Status


@transaction.atomic
def create_contract(
    *, customer: Customer, actor: Membership, agreed: Agreed, now: datetime, is_draft: bool = False
) -> Contract:
    """Enter a contract under the newest version of its plan. ValidationError by field; so where another covers one of
    its products on the same day. A draft promises nothing and overlaps with nothing until it is activated.
    """
    require_manager(actor)
    contract = Contract(customer=customer, status=Status.DRAFT if is_draft else Status.ACTIVE)
    _take(contract, agreed)
    hold_customer(customer.pk)
    refuse_overlap(contract, agreed.products)
    contract.save()
    _tie(contract, agreed)
    note(contract=contract, kind=ContractEvent.Kind.CREATED, actor=actor, now=now, data={"facts": facts_of(contract)})
    return contract


def update_contract(*, contract: Contract, actor: Membership, agreed: Agreed, now: datetime) -> Contract:
    """Change a contract; refuses what `create_contract` refuses. The plan's version stays unless the plan changes.

    Without last day it is no longer under notice; one that had ended and gets a later last day goes on.
    """
    require_manager(actor)
    today = local_day(actor.tenant, now)
    with changing_contract(contract, kind=ContractEvent.Kind.CHANGED, actor=actor, now=now) as current:
        if current.status == Status.NOTICE and agreed.ends_on is None:
            current.status = Status.ACTIVE
        if current.status == Status.ENDED and (agreed.ends_on is None or agreed.ends_on >= today):
            current.status = Status.ACTIVE
        _take(current, agreed)
        refuse_overlap(current, agreed.products)
        _tie(current, agreed)
    return contract


def check_period(starts_on: date, ends_on: date | None) -> None:
    """ValidationError by field for days the engine cannot answer for, and for a period that ends before it begins."""
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if day is not None and day.year not in YEARS:
            raise ValidationError({field: _("Give a day from 1990 to 2100.")}, code=field)
    if ends_on is not None and ends_on < starts_on:
        raise ValidationError({"ends_on": _("The last day is before the first.")}, code="ends_on")


def _take(contract: Contract, agreed: Agreed) -> None:
    _check(contract, agreed)
    if contract.plan_version_id is None or contract.plan_id != agreed.plan.pk:
        if not agreed.plan.is_offered:
            said = _("%(plan)s is no longer offered.") % {"plan": agreed.plan.name}
            raise ValidationError({"plan": said}, code="plan")
        contract.plan_version = newest_version(agreed.plan)
    _check_contacts(contract, agreed)
    for name in ("policy", "starts_on", "ends_on", "covers_critical", "mails_report", "personal_consultant"):
        setattr(contract, name, getattr(agreed, name))
    contract.notice_months, contract.renews, contract.renewal_months = (
        agreed.notice_months,
        agreed.renews,
        agreed.renewal_months,
    )
    contract.currency = agreed.currency or contract.currency


def _check(contract: Contract, agreed: Agreed) -> None:
    check_period(agreed.starts_on, agreed.ends_on)
    consultant = agreed.personal_consultant
    if consultant is not None and not consultant.is_staff:
        raise ValidationError({"personal_consultant": _("Choose somebody at the desk.")}, code="personal_consultant")
    if agreed.renews and agreed.ends_on is None:
        said = _("A contract that renews has a last day: say when the first period ends.")
        raise ValidationError({"ends_on": said}, code="renews")
    for field, least in (("notice_months", 0), ("renewal_months", 1)):
        if not least <= getattr(agreed, field) <= MOST_MONTHS:
            said = _("Give %(least)s to %(most)s months.") % {"least": least, "most": MOST_MONTHS}
            raise ValidationError({field: said}, code="months")
    if agreed.currency and agreed.currency not in CURRENCIES:
        raise ValidationError({"currency": _("Choose one of the currencies.")}, code="currency")


def _check_contacts(contract: Contract, agreed: Agreed) -> None:
    if any(contact.customer_id != contract.customer_id for contact in agreed.contacts):
        raise ValidationError({"contacts": _("Choose people at this customer.")}, code="contacts")
    limit = contract.plan_version.contact_limit
    if limit is not None and len(agreed.contacts) > limit:
        said = ngettext(
            "%(plan)s lets a contract name %(limit)d contact.",
            "%(plan)s lets a contract name %(limit)d contacts.",
            limit,
        )
        raise ValidationError({"contacts": said % {"plan": agreed.plan.name, "limit": limit}}, code="contacts")


def _tie(contract: Contract, agreed: Agreed) -> None:
    contract.contract_products.exclude(product__in=agreed.products).delete()
    for product in agreed.products:
        ContractProduct.objects.get_or_create(contract=contract, product=product)
    contract.contract_contacts.exclude(contact__in=agreed.contacts).delete()
    for contact in agreed.contacts:
        ContractContact.objects.get_or_create(contract=contract, contact=contact)
