"""Reads of customers and contracts."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from contracts.models import Contract, ContractProduct, Customer, Product


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
