"""Whom a notice concerns: one that names products, only customers whose contract covers one of them.

A contract that names no products covers all. A customer without contract is told what is about all products.
"""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from contracts.models import Contact, Contract, ContractProduct, Customer, Notice, NoticeProduct


def contracts_on(on: date) -> QuerySet[Contract]:
    """Give the contracts in force on a local date."""
    running = Contract.objects.filter(status__in=["active", "notice"], starts_on__lte=on)
    return running.filter(Q(ends_on=None) | Q(ends_on__gte=on))


def concerning(notices: QuerySet[Notice], customer: Customer, on: date) -> QuerySet[Notice]:
    """Give those of the notices that concern a customer on a local date."""
    theirs = contracts_on(on).filter(customer=customer)
    named = NoticeProduct.objects.filter(notice=OuterRef("pk"))
    held = ContractProduct.objects.filter(contract__in=theirs).values("product")
    return notices.filter(~Exists(named) | Exists(_of_all(theirs)) | Exists(named.filter(product__in=held)))


def concerned(contacts: QuerySet[Contact], notice: Notice, on: date) -> QuerySet[Contact]:
    """Give those of the contacts whom a notice concerns on a local date."""
    about = NoticeProduct.objects.filter(notice=notice).values("product")
    if not about.exists():
        return contacts
    theirs = contracts_on(on).filter(customer=OuterRef("customer"))
    covering = theirs.filter(Exists(ContractProduct.objects.filter(contract=OuterRef("pk"), product__in=about)))
    return contacts.filter(Exists(_of_all(theirs)) | Exists(covering))


def with_cover(contacts: QuerySet[Contact], on: date) -> QuerySet[Contact]:
    """Read along what each contact's contracts cover on a local date, for `is_covered`."""
    theirs = contracts_on(on).filter(customer=OuterRef("customer"))
    products = ContractProduct.objects.filter(contract__in=contracts_on(on), contract__customer=OuterRef("customer"))
    return contacts.annotate(covers_all=Exists(_of_all(theirs)), held=ArraySubquery(products.values("product")))


def is_covered(contact: Contact, notice: Notice) -> bool:
    """Say what `concerned` would, of a contact of `with_cover` and a notice whose products have been read."""
    about = {row.product_id for row in notice.notice_products.all()}
    cover: Any = contact
    return not about or cover.covers_all or not about.isdisjoint(cover.held)


def _of_all(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    return contracts.filter(~Exists(ContractProduct.objects.filter(contract=OuterRef("pk"))))
