"""Works off mailings in batches, each in a transaction of its own. Idempotent: several rounds may run at once."""

import hashlib
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Q

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.mailings.letters import LETTERS
from contracts.models import Contact, Mailing, MailingReceipt
from outbox.models import OutboxMessage
from outbox.services import queue_all

# So many mails are written in well under a second: nobody waits long for a lock, and little is lost with a worker.
AT_ONCE = 200
# After a batch that failed, doubled from one to the next.
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
log = structlog.get_logger("mailings")


def mail_round(*, now: datetime, seconds: float = 8) -> None:
    """Queue what is to be mailed in every tenant, a batch of each in turn, until none is left or the time is up."""
    until = monotonic() + seconds
    waiting = list(Tenant.objects.values_list("pk", flat=True))
    while waiting and monotonic() < until:
        waiting = [tenant_id for tenant_id in waiting if monotonic() < until and _one_batch(tenant_id, now)]


def _one_batch(tenant_id: int, now: datetime) -> bool:
    try:
        with tenant_context(tenant_id):
            return mail_batch(now=now)
    except Exception:  # one tenant's trouble is not the others'; the next round tries again
        log.exception("mailings.tenant_failed", tenant=tenant_id)
        return False


@transaction.atomic
def mail_batch(*, now: datetime) -> bool:
    """Queue the next mails of one mailing, with their receipts and how far it has come; False where none is due.

    A batch commits together: killed in between, it is still to be written. One address gets one mail, also where two
    contacts have it. A mailing that fails is put off, and the next one has its turn. Two workers at once: the second
    finds the mailing locked and takes another.
    """
    due = Q(next_at=None) | Q(next_at__lte=now)
    open_ones = Mailing.objects.filter(due, finished_at=None).select_related("tenant").order_by("pk")
    mailing = open_ones.select_for_update(skip_locked=True, of=("self",)).first()
    if mailing is None:
        return False
    try:
        with transaction.atomic():
            _write_batch(mailing, now)
    except DatabaseError:
        raise
    except Exception:
        log.exception("mailings.batch_failed", mailing=mailing.pk, failures=mailing.failures + 1)
        _put_off(mailing, now)
    return True


def _put_off(mailing: Mailing, now: datetime) -> None:
    """Let the tenant's other mailings go first: what is wrong with one letter is not their matter."""
    mailing.failures += 1
    mailing.next_at = now + min(FIRST_WAIT * 2 ** min(mailing.failures - 1, 10), LONGEST_WAIT)
    mailing.save(update_fields=["failures", "next_at"])


def _write_batch(mailing: Mailing, now: datetime) -> None:
    letters = LETTERS[mailing.kind]
    after = letters.receivers(mailing).filter(pk__gt=mailing.cursor).order_by("pk")
    contacts = list(after[:AT_ONCE])
    write = letters.writer(mailing)
    told: list[tuple[Contact, OutboxMessage]] = []
    for contact in contacts:
        mail = write(contact, dedupe_key=_key(mailing, contact), now=now)
        if mail is not None:
            mail.priority = OutboxMessage.Priority.LOW
            told.append((contact, mail))
    queue_all([mail for _contact, mail in told])
    MailingReceipt.objects.bulk_create(
        [MailingReceipt(mailing=mailing, contact=who, name=who.name, email=who.email, at=now) for who, _mail in told]
    )
    if contacts:
        mailing.cursor = contacts[-1].pk
    if len(contacts) < AT_ONCE:
        mailing.finished_at = now
    mailing.failures, mailing.next_at = 0, None
    mailing.save(update_fields=["cursor", "finished_at", "failures", "next_at"])


def _key(mailing: Mailing, contact: Contact) -> str:
    """Name the cause and the receiver: the address, hashed, since it may be longer than a key."""
    return f"mailing:{mailing.pk}:{hashlib.sha256(contact.email.lower().encode()).hexdigest()[:32]}"
