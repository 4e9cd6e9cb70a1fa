"""Which terms are in force when, and who is to be told of a change."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Exists, OuterRef, Q, QuerySet

from contracts.models import Contact, Contract, ContractContact, Customer, TermsVersion

# Whoever is told later has little time to give notice: the manager is warned.
NOTICE_DAYS = 30
_TEXTS = ("text_sv", "text_da", "text_en")


class Edition:
    """A published version and its days, both inclusive; `ends_on` None: until further notice."""

    def __init__(self, version: TermsVersion, ends_on: date | None) -> None:
        self.version, self.ends_on = version, ends_on

    @property
    def starts_on(self) -> date:
        """Give its first day."""
        return self.version.valid_from

    def is_in_force(self, on: date) -> bool:
        """Say whether these are the terms of a local date."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


def published() -> QuerySet[TermsVersion]:
    """Give what is, was or will be in force, the latest first."""
    return TermsVersion.objects.filter(status=TermsVersion.Status.PUBLISHED).order_by("-valid_from")


def in_force(on: date) -> TermsVersion | None:
    """Give the terms in force on a local date; None where there were none yet (domain: Contracts and plans)."""
    return published().filter(valid_from__lte=on).first()


def editions() -> list[Edition]:
    """Give all published versions without their texts, the latest first."""
    return editions_of(list(published().defer(*_TEXTS)))


def editions_of(versions: Sequence[TermsVersion]) -> list[Edition]:
    """Give published versions, the latest first, with their last days: each ends where the next begins."""
    last = [Edition(versions[0], None)] if versions else []
    return last + [Edition(earlier, later.valid_from - timedelta(days=1)) for later, earlier in pairwise(versions)]


def bound_customers(on: date) -> QuerySet[Customer]:
    """Give the customers that have a contract on a local date, or one that begins later."""
    return Customer.objects.filter(Exists(_running(on).filter(customer=OuterRef("pk"))))


def to_be_told(on: date) -> QuerySet[Contact]:
    """Give the contacts who are told of new terms, by e-mail: who sees the whole company, or is named in a contract.

    A company that has none of these with an address is told through all its contacts that have one.
    """
    reached = Contact.objects.filter(left_at=None).exclude(email="")
    named = ContractContact.objects.filter(contract__in=_running(on)).values("contact")
    first = Q(is_company_wide=True) | Q(pk__in=named)
    has_first = Exists(reached.filter(first, customer=OuterRef("customer")))
    return reached.filter(customer__in=bound_customers(on)).filter(first | ~has_first)


def unreachable_customers(on: date) -> QuerySet[Customer]:
    """Give the customers with a contract of whom nobody can be told by e-mail."""
    reached = Contact.objects.filter(customer=OuterRef("pk"), left_at=None).exclude(email="")
    return bound_customers(on).filter(~Exists(reached))


def _running(on: date) -> QuerySet[Contract]:
    return Contract.objects.filter(status__in=["active", "notice"]).filter(Q(ends_on=None) | Q(ends_on__gte=on))
