"""How many payslips a customer had: entered, corrected, read from files (domain: price per month)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.months import add_months
from contracts.models import Customer, PayslipCount
from contracts.selectors import local_day
from contracts.services.billing_months import hold_months
from contracts.services.rights import require_manager

MOST = 1_000_000


@dataclass(frozen=True)
class Counted:
    """The payslips of a customer's ordinary payroll run of a month (its first day)."""

    customer: Customer
    month: date
    count: int


class Entered(NamedTuple):
    """What became of each: `kept` are those that changed something, `same` stood there already."""

    kept: list[Counted]
    same: list[Counted]
    refused: list[tuple[Counted, str]]


@transaction.atomic
def enter_payslips(
    *, customer: Customer, month: date, count: int, source: str, actor: Membership, now: datetime
) -> bool:
    """Enter one count, or correct it; False where it stood there already.

    ValidationError by field, and with code `status` where the month that it is charged in is closed.
    """
    counted = Counted(customer, month, count)
    if problem := _problem(counted, today=local_day(actor.tenant, now)):
        field = "count" if not 0 <= count <= MOST else "month"
        raise ValidationError({field: problem}, code=field)
    entered = enter_all(counts=[counted], source=source, actor=actor, now=now)
    for _counted, reason in entered.refused:
        raise ValidationError(reason, code="status")
    return bool(entered.kept)


@transaction.atomic
def enter_all(*, counts: Sequence[Counted], source: str, actor: Membership, now: datetime) -> Entered:
    """Enter many counts, each customer and month at most once; what cannot be entered is refused with its reason, and
    the rest is kept. What stood there before is kept as history.
    """
    require_manager(actor)
    today = local_day(actor.tenant, now)
    problems = {counted: _problem(counted, today=today) for counted in counts}
    held = hold_months({charged_in(counted.month) for counted in counts if not problems[counted]})
    closed = {month for month, row in held.items() if row.is_closed}
    standing = _standing(counts)
    entered = Entered([], [], [])
    for counted in counts:
        before = standing.get((counted.customer.pk, counted.month))
        if problem := problems[counted]:
            entered.refused.append((counted, problem))
        elif before is not None and before.count == counted.count:
            entered.same.append(counted)
        elif charged_in(counted.month) in closed:
            entered.refused.append((counted, _closed(charged_in(counted.month))))
        else:
            entered.kept.append(counted)
    _write(entered.kept, standing, source=source, actor=actor, now=now)
    return entered


def charged_in(month: date) -> date:
    """Give the month in which a month's payslips are charged: the one after."""
    return add_months(month, 1)


def _standing(counts: Iterable[Counted]) -> dict[tuple[int, date], PayslipCount]:
    rows = PayslipCount.objects.filter(
        customer__in={counted.customer.pk for counted in counts},
        month__in={counted.month for counted in counts},
        replaced_at=None,
    )
    return {(row.customer_id, row.month): row for row in rows}


def _write(
    counts: Sequence[Counted],
    standing: dict[tuple[int, date], PayslipCount],
    *,
    source: str,
    actor: Membership,
    now: datetime,
) -> None:
    replaced = [row.pk for counted in counts if (row := standing.get((counted.customer.pk, counted.month)))]
    PayslipCount.objects.filter(pk__in=replaced).update(replaced_at=now)
    PayslipCount.objects.bulk_create(
        PayslipCount(
            customer=counted.customer,
            month=counted.month,
            count=counted.count,
            source=source,
            entered_at=now,
            entered_by=actor,
        )
        for counted in counts
    )


def _problem(counted: Counted, *, today: date) -> str:
    """Say what is wrong with a count by itself; empty for nothing."""
    if not 0 <= counted.count <= MOST:
        return _("From 0 to 1,000,000 payslips.")
    if counted.month.day != 1 or counted.month.year < 2000:
        return _("Give a month from the year 2000 on.")
    if counted.month > today:
        return _("The month has not begun.")
    return ""


def _closed(month: date) -> str:
    return _("%(month)s is closed for billing. Open it again first.") % {"month": f"{month:%Y-%m}"}
