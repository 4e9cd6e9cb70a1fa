"""One product, one contract a day: which of two holds could not be said."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.formats import full_day
from contracts.models import Contract, Product
from contracts.querysets import RUNS_ON


def products_of(contract: Contract) -> list[Product]:
    """Give the products that a contract names."""
    return [row.product for row in contract.contract_products.select_related("product")]


def refuse_overlap(contract: Contract, products: Collection[Product]) -> None:
    """ValidationError where another contract in force covers one of these products on one of its days; none: all.

    The caller holds the customer's row. A draft stands in nobody's way, nor is it looked at.
    """
    if contract.status not in Contract.IN_FORCE:
        return
    held = Contract.objects.filter(customer=contract.customer_id, status__in=Contract.IN_FORCE).exclude(pk=contract.pk)
    others = held.filter(Q(ends_on=None) | Q(ends_on__gte=contract.starts_on) | RUNS_ON)
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
    values = {"plan": other.plan.name, "day": full_day(other.starts_on), "products": names}
    if names:
        return _("Covered in this period already: %(products)s, by %(plan)s from %(day)s.") % values
    return _("All products are covered in this period already, by %(plan)s from %(day)s. End that one first.") % values
