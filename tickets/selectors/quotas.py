"""What a contract's quotas are and what is left of them (domain: Contracts and plans, Time)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts import formats
from accounts.tenancy.prepared import Prepared
from contracts.models import Contract, PlanService
from contracts.querysets import in_force
from tickets.models import Booking, TimeEntry

AT_ONCE = 500
WARN_AT = (80, 100)  # per cent of the quota
_USES = ("logged", "logged_over", "booked", "booked_over", "times", "times_over")


@dataclass(frozen=True)
class Quota:
    """One quota of one contract in one local calendar year; minutes where `is_hours`, else times.

    `used` is what the quota covered, `over` what was beyond it and is billed. used + left = allowed, but where a
    change of plan has made the quota smaller than what was used of it before.
    """

    service: PlanService
    year: int
    is_hours: bool
    allowed: int
    used: int
    over: int

    @property
    def code(self) -> str:
        """Give the service's code."""
        return self.service.code

    @property
    def name(self) -> str:
        """Give the service's name in the active language."""
        return self.service.name

    @property
    def left(self) -> int:
        """Give what can still be used."""
        return max(0, self.allowed - self.used)

    @property
    def percent(self) -> int:
        """Give how much of it is used, at most 100; nothing allowed is used up."""
        return min(100, self.used * 100 // self.allowed) if self.allowed else 100

    @property
    def reached(self) -> list[int]:
        """Give which of the warnings' shares are reached."""
        return [share for share in WARN_AT if self.used * 100 >= self.allowed * share]

    @property
    def left_text(self) -> str:
        """Say what is left, and what was used beyond it."""
        words = {"left": self.amount(self.left), "allowed": self.amount(self.allowed)}
        text = _("%(left)s of %(allowed)s left") % words
        beyond = _("%(over)s beyond it") % {"over": self.amount(self.over)}
        return f"{text}, {beyond}" if self.over else text

    @property
    def used_text(self) -> str:
        """Say what is used of how much."""
        return _("%(used)s of %(allowed)s used") % {
            "used": self.amount(self.used),
            "allowed": self.amount(self.allowed),
        }

    def amount(self, units: int) -> str:
        """Give minutes as a duration, times as a number."""
        return formats.duration(units * 60) if self.is_hours else str(units)


def quotas_of(contract: Contract, year: int) -> list[Quota]:
    """Give the quotas of a contract's plan version, in the plan's order, as they are used in a year. One query.

    The version that is in force now decides for the whole year: no part of it is prorated.
    """
    return [quota(service, year) for service in _QUOTAS.rows(contract.plan_version_id, contract.pk, shape=year)]


def services_with_quotas(contract: Contract, year: int) -> list[tuple[PlanService, Quota | None]]:
    """Give every service of a contract's plan version, those that are counted with their quota. One query."""
    rows = _with_use(contract.plan_version.services.all(), contract, year)
    return [(row, quota(row, year) if row.kind in PlanService.QUOTAS else None) for row in rows]


def quota_of(contract: Contract, code: str, year: int) -> Quota | None:
    """Give one of them; None where the plan has none of this code."""
    services = contract.plan_version.services.filter(kind__in=PlanService.QUOTAS, code=code)
    return next((quota(service, year) for service in _with_use(services, contract, year)), None)


def quotas_in(whose: Q, day: date) -> Iterator[tuple[Contract, Quota]]:
    """Give the quotas of all contracts in force on a local day that are `whose`, by customer: as they are used in its
    year. Two queries for every AT_ONCE contracts.
    """
    held = Contract.objects.filter(whose, in_force(day)).select_related("customer", "plan")
    contracts = held.order_by("customer__name", "pk").iterator(AT_ONCE)
    while chunk := list(islice(contracts, AT_ONCE)):
        services = PlanService.objects.filter(kind__in=PlanService.QUOTAS, version__contracts__in=chunk)
        found: dict[int, list[Quota]] = {}
        for row in _with_use(services.annotate(held_by=F("version__contracts")), OuterRef("held_by"), day.year):
            found.setdefault(row.held_by, []).append(quota(row, day.year))
        yield from ((contract, each) for contract in chunk for each in found.get(contract.pk, []))


def _with_use(services: QuerySet[PlanService], contract: Contract | int | OuterRef, year: int) -> QuerySet[Any]:
    days = (date(year, 1, 1), date(year, 12, 31))
    held = Booking.objects.filter(year=year)
    return services.annotate(**use_of(contract, days, held))


def _quotas(year: int, version: int, contract: int) -> QuerySet[Any]:
    services = PlanService.objects.filter(version=version, kind__in=PlanService.QUOTAS)
    return _with_use(services, contract, year)


_QUOTAS = Prepared(_quotas)


def use_of(contract: Any, days: tuple[date, date], bookings: QuerySet[Booking], prefix: str = "") -> dict[str, Any]:
    """Give what counts the use of a contract's services, to annotate them with; `quota` reads it.

    `contract` is one, or an OuterRef; of the bookings those that take something count. `days` are of work logged.
    """
    entries = TimeEntry.objects.filter(ticket__contract=contract, service=OuterRef("code"), day__range=days)
    held = bookings.filter(contract=contract, service=OuterRef("code"), status__in=Booking.TAKES)
    covered, beyond = held.filter(covered_minutes__gt=0), held.filter(covered_minutes=0)
    return {
        f"{prefix}logged": _sum(entries.filter(kind=TimeEntry.Kind.COVERED), Sum("minutes")),
        f"{prefix}logged_over": _sum(entries.filter(kind=TimeEntry.Kind.BILLABLE), Sum("minutes")),
        f"{prefix}booked": _sum(held, Sum("covered_minutes")),
        f"{prefix}booked_over": _sum(held, Sum(F("minutes") - F("covered_minutes"))),
        f"{prefix}times": _sum(covered, Count("pk")),
        f"{prefix}times_over": _sum(beyond, Count("pk")),
    }


def _sum(rows: QuerySet[Any], what: Any) -> Any:
    return Coalesce(Subquery(rows.order_by().values("service").annotate(n=what).values("n")), 0)


def quota(service: Any, year: int, prefix: str = "") -> Quota:
    """Give the quota of a service that `use_of` has annotated."""
    use = {name: getattr(service, prefix + name) for name in _USES}
    is_hours = service.kind == PlanService.Kind.QUOTA_HOURS
    return Quota(
        service=service,
        year=year,
        is_hours=is_hours,
        allowed=int(service.quantity * 60) if is_hours else int(service.quantity),
        used=use["logged"] + use["booked"] if is_hours else use["times"],
        over=use["logged_over"] + use["booked_over"] if is_hours else use["times_over"],
    )
