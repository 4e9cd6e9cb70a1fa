"""Managers are reminded of contracts 90, 60 and 30 days before something must be decided."""

from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction

from accounts.models import Membership, Role, Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Contract, ContractEvent
from contracts.selectors import local_day
from contracts.selectors.reminders import Reminder, reminders_due, was_sent
from contracts.services.timeline import note
from tickets.models import Notification, NotificationChoice, Way
from tickets.quiet import mail_time

Kind = Notification.Kind.CONTRACT
log = structlog.get_logger("contracts")


def remind_of_contracts(*, now: datetime) -> int:
    """Tell the managers of every tenant what is due today; give how many contracts. Idempotent: several may run."""
    count = 0
    for tenant in Tenant.objects.all():
        with tenant_context(tenant.pk):
            with transaction.atomic():
                due = reminders_due(local_day(tenant, now))
            for reminder in due:
                try:
                    count += _remind(reminder, tenant=tenant, now=now)
                except Exception:  # one contract's trouble is not the others'; the next round tries again
                    log.exception("contracts.reminder_failed", tenant=tenant.pk, contract=reminder.contract.pk)
    return count


@transaction.atomic
def _remind(reminder: Reminder, *, tenant: Tenant, now: datetime) -> bool:
    """Note it and tell the managers, together; once, however many ask at the same time."""
    rows = Contract.objects.select_for_update(of=("self",), skip_locked=True)
    contract = rows.filter(pk=reminder.contract.pk, status=Contract.Status.ACTIVE).first()
    if contract is None or contract.ends_on != reminder.ends_on or was_sent(reminder):
        return False
    event = note(contract=contract, kind=ContractEvent.Kind.REMINDED, actor=None, now=now, data=reminder.data)
    tell_managers(event, tenant=tenant, now=now)
    return True


def tell_managers(event: ContractEvent, *, tenant: Tenant, now: datetime, always: bool = False) -> None:
    """Tell a tenant's managers, its admins where it has none, of what a contract's timeline says. In a transaction.

    Each as they want to be told; quiet hours hold the mail. `always`: on the desk also those who want to hear nothing
    of contracts. Three queries.
    """
    staff = Membership.objects.filter(is_active=True, user__is_active=True)
    found = list(staff.filter(role__in=[Role.MANAGER, Role.ADMIN]).order_by("pk"))
    receivers = [member for member in found if member.role == Role.MANAGER] or found
    choices = {choice.membership_id: choice for choice in NotificationChoice.objects.filter(membership__in=receivers)}
    rows = []
    for member in receivers:
        choice = choices.get(member.pk) or NotificationChoice(membership=member)
        if always or choice.way(Kind) != Way.OFF:
            mail_at = mail_time(choice, Kind, now=now, zone=ZoneInfo(tenant.zone), urgent=False)
            rows.append(Notification(receiver=member, kind=Kind, contract_event=event, created_at=now, mail_at=mail_at))
    Notification.objects.bulk_create(rows)
