"""Whoever has to call is reminded in the morning of the day on which the call is due."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Membership, Tenant
from outbox.services import queue_all
from sla.selectors import support_hours
from surveys import emails
from surveys.models import FollowUp
from surveys.selectors.callers import callers
from surveys.services.rounds import in_every_tenant, until_none_is_due
from tickets.emails import mailbox_for_everything
from tickets.models import Notification
from tickets.services.notifying import notify


def remind_all(*, now: datetime) -> None:
    """Remind for every tenant."""
    in_every_tenant(lambda tenant: until_none_is_due(lambda _failed: remind_next(tenant=tenant, now=now)))


@transaction.atomic
def remind_next(*, tenant: Tenant, now: datetime) -> bool:
    """Claim one open call that is due on today's local date and tell its owner, or every manager where nobody has it,
    in the way each has chosen; False when none is due. Once for each clock, never before the support function opens.
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
    _tell(task, callers(task.owner), now)
    return True


def _tell(task: FollowUp, who: Sequence[Membership], now: datetime) -> None:
    """Whoever wants to be mailed at once gets all that the call needs; the others have it on the desk, in their
    summary, after their quiet hours, or not at all.
    """
    ticket, kind = task.answer.invitation.ticket, Notification.Kind.CALL
    notify(kind, ticket=ticket, receivers=[member.pk for member in who], now=now)
    at_once = Notification.objects.filter(kind=kind, ticket=ticket, created_at=now, mail_at__lte=now)
    keys = set(at_once.values_list("receiver", flat=True))
    mailbox = mailbox_for_everything() if keys else None
    queue_all([emails.call_due(task, member, mailbox=mailbox, now=now) for member in who if member.pk in keys])
    at_once.update(mailed_at=now)
