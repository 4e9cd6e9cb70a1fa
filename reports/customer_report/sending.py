"""Mails last month's report to the customers whose contract says so, on the first working day of the month."""

import hashlib
from datetime import date, datetime
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Tenant
from accounts.months import add_months, month_of
from accounts.tenancy.context import tenant_context
from contracts.models import Contact, Contract, Customer
from contracts.querysets import in_force
from outbox.services import queue_all
from reports.customer_report.emails import Postroom
from reports.customer_report.reading import customer_report
from reports.models import ReportReceipt
from sla.selectors import support_hours

# What a worker that stood still has not mailed by then stays unsent: it is no news any more. The portal has it.
LAST_DAY = 10
log = structlog.get_logger("customer_reports")


def send_all(*, now: datetime, seconds: float = 20) -> None:
    """Queue the reports that are due in every tenant, until none is left or the time is up: the next round goes on.

    Idempotent: several rounds may run at once.
    """
    until = monotonic() + seconds
    for tenant in Tenant.objects.all():
        if now.astimezone(ZoneInfo(tenant.zone)).day > LAST_DAY:
            continue
        with tenant_context(tenant.pk):
            failed: set[int] = set()
            try:
                while monotonic() < until and send_next(tenant=tenant, now=now, failed=failed):
                    pass
            except Exception:  # one tenant's trouble is not the others'; the next round tries again
                log.exception("customer_reports.tenant_failed", tenant=tenant.pk)


def send_next(*, tenant: Tenant, now: datetime, failed: set[int] | None = None) -> bool:
    """Claim one customer whose report of last month is due and queue it; False where none is, or it is closed.

    The first opening of a month is that of its first working day. A customer whose report cannot be written is put
    into `failed` and left to the next round, so that the others get theirs.
    """
    passed_over = failed if failed is not None else set()
    zone = ZoneInfo(tenant.zone)
    today, month = now.astimezone(zone).date(), add_months(month_of(now, zone), -1)
    with transaction.atomic():
        if today.day > LAST_DAY or not support_hours().is_open(now):
            return False
        due = due_customers(month, today).exclude(pk__in=passed_over).select_related("tenant").order_by("pk")
        customer = due.select_for_update(skip_locked=True, of=("self",)).first()
        if customer is None:
            return False
        try:
            with transaction.atomic():
                _send(customer, month, zone=zone, now=now)
        except Exception:
            log.exception("customer_reports.failed", customer=customer.pk, month=f"{month:%Y-%m}")
            passed_over.add(customer.pk)
    return True


def due_customers(month: date, today: date) -> QuerySet[Customer]:
    """Give the customers who are to be mailed a month's report on a local date and have not been.

    A contract that says so is in force today and was in the month; somebody at the customer sees the whole company.
    """
    here = {"customer": OuterRef("pk")}
    agreed = Contract.objects.filter(in_force(today), mails_report=True, starts_on__lt=add_months(month, 1), **here)
    told = ReportReceipt.objects.filter(month=month, **here)
    return Customer.objects.filter(Exists(agreed), Exists(receivers().filter(**here)), ~Exists(told))


def receivers() -> QuerySet[Contact]:
    """Give those who see the whole of their company and can be written to, as other mails to customers do."""
    return Contact.objects.filter(is_company_wide=True, left_at=None).exclude(email="")


def _send(customer: Customer, month: date, *, zone: ZoneInfo, now: datetime) -> None:
    report = customer_report(customer, month, zone=zone, now=now)
    postroom = Postroom(report)
    # One address gets one mail, also where two contacts have it.
    people = {contact.email.lower(): contact for contact in receivers().filter(customer=customer).order_by("-pk")}
    mails = [
        postroom.write(contact, dedupe_key=f"customer-report:{customer.pk}:{month:%Y-%m}:{_hashed(address)}")
        for address, contact in people.items()
    ]
    queue_all(mails)
    ReportReceipt.objects.bulk_create(
        ReportReceipt(customer=customer, month=month, contact=one, name=one.name, email=one.email, at=now)
        for one in people.values()
    )
    log.info("customer_reports.sent", customer=customer.pk, month=f"{month:%Y-%m}", receivers=len(mails))


def _hashed(address: str) -> str:
    """An address may be longer than a key."""
    return hashlib.sha256(address.encode()).hexdigest()[:32]
