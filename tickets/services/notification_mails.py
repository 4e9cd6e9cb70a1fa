"""Mails what is due: each receiver's notifications in one mail, in a transaction of its own."""

from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, transaction

from accounts.models import Membership, Tenant
from accounts.tenancy.context import tenant_context
from tickets.emails.notifications import tell_member
from tickets.models import Notification, Ticket
from tickets.selectors.notifications import with_words

KEPT = timedelta(days=90)
AT_ONCE = 1000
log = structlog.get_logger("notifications")


def mail_due(*, now: datetime) -> None:
    """Queue the mails that are due in every tenant. Idempotent: several may run at once."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        failed: set[int] = set()
        with tenant_context(tenant_id):
            try:
                while mail_one_member(now=now, failed=failed):
                    pass
            except Exception:  # one tenant's trouble is not the others'; the next round tries again
                log.exception("notifications.tenant_failed", tenant=tenant_id)


@transaction.atomic
def mail_one_member(*, now: datetime, failed: set[int]) -> bool:
    """Queue one receiver's mail about all that is due and unread; False where nothing is due.

    A receiver whose mail cannot be written is added to `failed` and passed over, until the next round.

    The mail and the marks commit together: killed in between, all of it is still due. Two workers at once: the second
    finds the receiver locked and takes the next one.
    """
    due = Notification.objects.filter(mail_at__lte=now, mailed_at=None, read_at=None)
    waiting = Membership.objects.filter(pk__in=due.values("receiver")).exclude(pk__in=failed)
    waiting = waiting.select_related("user", "tenant").order_by("pk")
    receiver = waiting.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if receiver is None:
        return False
    items = list(with_words(due.filter(receiver=receiver)).order_by("created_at", "pk"))
    try:
        with transaction.atomic():
            _tell(receiver, items, now)
    except DatabaseError:
        raise
    except Exception:
        log.exception("notifications.mail_failed", receiver=receiver.pk)
        failed.add(receiver.pk)
        return True
    Notification.objects.filter(pk__in=[item.pk for item in items]).update(mailed_at=now)
    return True


def _tell(receiver: Membership, items: list[Notification], now: datetime) -> None:
    """Queue the mail about those that the receiver may see; none to who can no longer sign in."""
    if receiver.is_active and receiver.is_staff and receiver.user.is_active:
        seen = Ticket.objects.visible_to(receiver).filter(pk__in={item.ticket_id for item in items if item.ticket_id})
        keys: set[int | None] = {None, *seen.values_list("pk", flat=True)}
        if told := [item for item in items if item.ticket_id in keys]:
            tell_member(told, receiver=receiver, now=now)


def forget_old(*, now: datetime) -> int:
    """Remove what was read more than 90 days ago, some at a time; give how many rows."""
    count = 0
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with tenant_context(tenant_id):
            while removed := _forget(now):
                count += removed
    return count


@transaction.atomic
def _forget(now: datetime) -> int:
    old = Notification.objects.filter(read_at__lt=now - KEPT).values_list("pk", flat=True)[:AT_ONCE]
    return Notification.objects.filter(pk__in=list(old)).delete()[0]
