"""All contracts of a tenant, filtered and in an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract

PAGE = 50
WITHIN = (30, 60, 90, 180)
# What is never there stands last, whichever way it is sorted; the key decides between equals.
SORTS = {
    "customer": (_("Customer"), [F("customer__name").asc()]),
    "ends": (_("Last day"), [F("ends_on").asc(nulls_last=True)]),
    "starts": (_("First day, newest first"), [F("starts_on").desc()]),
    "plan": (_("Plan, largest first"), [F("plan__rank").desc()]),
}


@dataclass(frozen=True)
class ContractList:
    """One page; `following` is the number of the next, 0 where this is the last."""

    contracts: Sequence[Contract]
    number: int
    following: int


def contract_list(asked: Mapping[str, str], *, today: date) -> ContractList:
    """Give a page of `listed_contracts`. One query."""
    return _page(listed_contracts(asked, today=today), _number(asked.get("page", "")) or 1)


def listed_contracts(asked: Mapping[str, str], *, today: date) -> QuerySet[Contract, Contract]:
    """Give contracts by `status`, `plan` and `within` (days to the last day), in `sort` order.

    What is not understood filters nothing. Drafts and contracts that have ended never end within some days.
    """
    rows = Contract.objects.select_related("customer", "plan", "plan_version")
    if asked.get("status") in Contract.Status.values:
        rows = rows.filter(status=asked["status"])
    if plan := _number(asked.get("plan", "")):
        rows = rows.filter(plan=plan)
    if (within := _number(asked.get("within", ""))) in WITHIN:
        rows = rows.filter(status__in=["active", "notice"], ends_on__gte=today)
        rows = rows.filter(ends_on__lte=today + timedelta(days=within))
    return rows.order_by(*SORTS[sort_of(asked)][1], "pk")


def sort_of(asked: Mapping[str, str]) -> str:
    """Give the order asked for, by customer where none is."""
    return asked.get("sort", "") if asked.get("sort", "") in SORTS else "customer"


def _page(rows: QuerySet[Contract, Contract], number: int) -> ContractList:
    first = (number - 1) * PAGE
    found = list(rows[first : first + PAGE + 1])
    return ContractList(found[:PAGE], number, number + 1 if len(found) > PAGE else 0)


def _number(text: Any) -> int:
    """Give a small whole number, 0 where it is none: what is typed into an address is not trusted."""
    return int(text) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 10 else 0
