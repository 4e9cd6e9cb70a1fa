"""Months are closed with what they were billed as, and opened again for a reason."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership, Tenant
from accounts.months import add_months
from accounts.tables import write_csv
from contracts.models import BillingClosing
from contracts.selectors import local_day
from contracts.services.billing_months import hold_months
from contracts.services.rights import require_manager
from tickets.bills import Bill, to_json, to_table
from tickets.selectors.billing import month_bill


@transaction.atomic
def close_month(*, month: date, actor: Membership, now: datetime) -> BillingClosing:
    """Keep a month's bill and its two files as they are now. ValidationError where something is missing, with code
    `status` where the month is not over or is closed already.
    """
    require_manager(actor)
    row = hold_months({month})[month]
    if row.is_closed:
        raise ValidationError(_("The month is closed already."), code="status")
    if local_day(actor.tenant, now) < add_months(month, 1):
        raise ValidationError(_("The month is not over yet."), code="status")
    bill = month_bill(actor.tenant, month)
    if bill.incomplete:
        raise ValidationError(_("Something is missing. Enter it before you close the month."), code="missing")
    row.is_closed = True
    row.save()
    return BillingClosing.objects.create(
        billing_month=row,
        number=row.closings.count() + 1,
        json=to_json(bill),
        csv=csv_of(bill, actor.tenant),
        totals={currency: str(amount) for currency, amount in bill.totals.items()},
        closed_at=now,
        closed_by=actor,
    )


@transaction.atomic
def reopen_month(*, month: date, actor: Membership, reason: str, now: datetime) -> BillingClosing:
    """Open a closed month again; what it was closed with is kept. ValidationError without a `reason`, with code
    `status` where the month is open.
    """
    require_manager(actor)
    row = hold_months({month})[month]
    closing: BillingClosing | None = row.closings.filter(reopened_at=None).first()
    if closing is None:
        raise ValidationError(_("The month is open."), code="status")
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the month is opened again.")}, code="reason")
    row.is_closed = False
    row.save()
    closing.reopened_at, closing.reopened_by, closing.reason = now, actor, " ".join(reason.split())
    closing.save(update_fields=["reopened_at", "reopened_by", "reason"])
    return closing


def csv_of(bill: Bill, tenant: Tenant) -> str:
    """Write a bill as CSV for the tenant's spreadsheets, alike for every reader; the mark at its start says UTF-8."""
    with translation.override(tenant.language):
        return f"\ufeff{write_csv(to_table(bill))}"
