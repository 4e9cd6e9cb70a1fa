"""Whoever has to call is reminded in the morning of the day on which the call is due."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from outbox.services import queue_all
from sla.selectors import support_hours
from surveys import emails
from surveys.models import FollowUp
from surveys.selectors.callers import callers


def remind_all(*, now: datetime) -> None:
    """Remind for every tenant."""
    for tenant in Tenant.objects.all():
        with tenant_context(tenant.pk):
            while remind_next(tenant=tenant, now=now):
                pass


@transaction.atomic
def remind_next(*, tenant: Tenant, now: datetime) -> bool:
    """Claim one open call that is due on today's local date and mail its owner, or every manager where nobody has it;
    False when none is due. Once for each clock, and never before the support function opens.
    """
    zone = ZoneInfo(tenant.zone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    waiting = FollowUp.objects.filter(state__in=FollowUp.OPEN_STATES, reminded_at=None)
    task = (
        waiting.filter(due_at__gte=now, due_at__lte=datetime.combine(midnight.date(), time.max, zone))
        .select_related("answer__invitation__ticket__customer", "answer__invitation__contact", "owner")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "pk")
        .first()
    )
    if task is None or now < support_hours().next_open(midnight):
        return False
    task.reminded_at = now
    task.save(update_fields=["reminded_at"])
    queue_all([emails.call_due(task, receiver, now=now) for receiver in callers(task.owner)])
    return True
