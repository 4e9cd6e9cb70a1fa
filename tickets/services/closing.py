"""Solved tickets close by themselves (domain: What happens to a ticket)."""

from datetime import datetime

from django.db import transaction

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from tickets.models import Ticket
from tickets.services.resolution import close_if_due

AT_ONCE = 500


def close_due(*, now: datetime) -> None:
    """Close every solved ticket whose 5 working days have passed, each in its own transaction."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with tenant_context(tenant_id):
            _close_tenants(now)


def _close_tenants(now: datetime) -> None:
    with transaction.atomic():
        due = list(Ticket.objects.filter(status="resolved", close_due_at__lte=now).order_by("close_due_at")[:AT_ONCE])
    for ticket in due:
        close_if_due(ticket=ticket, now=now)
