"""Contracts are entered, changed and ended; who calls these counts open tickets again (tickets/services/terms.py)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from contracts.models import Contract, ContractProduct, Customer, Plan, Product
from contracts.selectors.plans import newest_version
from contracts.services.rights import require_manager
from sla.models import Policy

# The days the engine can answer for (domain: How a deadline is counted, point 6).
YEARS = range(1990, 2101)
RUNS_ON = Q(renews=True, status=Contract.Status.ACTIVE)


@dataclass(frozen=True)
class Agreed:
    """What a contract says. Both dates are inclusive and local; no products: all of them; no policy: the default."""

    plan: Plan
    starts_on: date
    ends_on: date | None = None
    policy: Policy | None = None
    products: Collection[Product] = ()
    covers_critical: bool = False
    personal_consultant: Membership | None = None


@transaction.atomic
def create_contract(*, customer: Customer, actor: Membership, agreed: Agreed) -> Contract:
    """Enter a contract. ValidationError by field; so where another covers one of its products on the same day."""
    require_manager(actor)
    return _write(Contract(customer=customer), agreed)


@transaction.atomic
def update_contract(*, contract: Contract, actor: Membership, agreed: Agreed) -> Contract:
    """Change a contract; refuses what `create_contract` refuses. Without last day it is no longer under notice."""
    require_manager(actor)
    current = _locked(contract)
    if agreed.ends_on is None and current.status == Contract.Status.NOTICE:
        current.status = Contract.Status.ACTIVE
    return _write(current, agreed)


@transaction.atomic
def end_contract(*, contract: Contract, actor: Membership, ends_on: date) -> Contract:
    """Give notice: `ends_on` is the last day. ValidationError there, before the first day or after the agreed last."""
    require_manager(actor)
    current = _locked(contract)
    _check_period(current.starts_on, ends_on)
    if current.ends_on is not None and ends_on > current.ends_on:
        said = _("It ends before that: on %(day)s.") % {"day": _day(current.ends_on)}
        raise ValidationError({"ends_on": said}, code="ends_on")
    current.ends_on, current.status = ends_on, Contract.Status.NOTICE
    current.save()
    return current


def _locked(contract: Contract) -> Contract:
    return Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)


def _write(contract: Contract, agreed: Agreed) -> Contract:
    _check_period(agreed.starts_on, agreed.ends_on)
    consultant = agreed.personal_consultant
    if consultant is not None and not consultant.is_staff:
        raise ValidationError({"personal_consultant": _("Choose somebody at the desk.")}, code="personal_consultant")
    if contract.plan_version_id is None or contract.plan_id != agreed.plan.pk:
        contract.plan_version = newest_version(agreed.plan)
    contract.policy = agreed.policy
    contract.starts_on, contract.ends_on = agreed.starts_on, agreed.ends_on
    contract.covers_critical, contract.personal_consultant = agreed.covers_critical, consultant
    # One at a time for each customer: two contracts may not be entered beside each other.
    Customer.objects.select_for_update().get(pk=contract.customer_id)
    if contract.status in Contract.IN_FORCE:
        _refuse_overlap(contract, agreed.products)
    contract.save()
    contract.contract_products.exclude(product__in=agreed.products).delete()
    for product in agreed.products:
        ContractProduct.objects.get_or_create(contract=contract, product=product)
    return contract


def _check_period(starts_on: date, ends_on: date | None) -> None:
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if day is not None and day.year not in YEARS:
            raise ValidationError({field: _("Give a day from 1990 to 2100.")}, code=field)
    if ends_on is not None and ends_on < starts_on:
        raise ValidationError({"ends_on": _("The last day is before the first.")}, code="ends_on")


def _refuse_overlap(contract: Contract, products: Collection[Product]) -> None:
    """One product, one contract a day: which of two holds could not be said."""
    others = Contract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=contract.starts_on),
        customer=contract.customer_id,
        status__in=Contract.IN_FORCE,
    ).exclude(pk=contract.pk)
    if contract.ends_on is not None and not contract.runs_on:
        others = others.filter(starts_on__lte=contract.ends_on)
    for other in others.select_related("plan").prefetch_related("contract_products__product"):
        theirs = {held.product for held in other.contract_products.all()}
        shared = theirs & set(products) if theirs and products else theirs | set(products)
        if theirs and products and not shared:
            continue
        names = ", ".join(sorted(product.name for product in shared))
        # Where both name products, others can be chosen; else the period is what can be changed.
        at = "products" if theirs and products else "starts_on"
        raise ValidationError({at: _covered(other, names)}, code="overlap")


def _covered(other: Contract, names: str) -> str:
    values = {"plan": other.plan.name, "day": _day(other.starts_on), "products": names}
    if names:
        return _("Covered in this period already: %(products)s, by %(plan)s from %(day)s.") % values
    return _("All products are covered in this period already, by %(plan)s from %(day)s. End that one first.") % values


def _day(day: date) -> str:
    return formats.full_date(datetime.combine(day, time(12), UTC), UTC)
