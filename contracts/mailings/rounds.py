"""Works off mailings in batches, each in a transaction of its own. Idempotent: several rounds may run at once."""

import hashlib
from datetime import datetime
from time import monotonic

import structlog
from django.db import transaction

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.mailings.letters import LETTERS
from contracts.models import Contact, Mailing, MailingReceipt
from outbox.models import OutboxMessage
from outbox.services import queue_all

# So many mails are written in well under a second: nobody waits long for a lock, and little is lost with a worker.
AT_ONCE = 200
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
    """Queue the next mails of one mailing, with their receipts and how far it has come; False where none is open.

    All of it commits together: killed in between, the batch is still to be written. One address gets one mail, also
    where two contacts have it. Two workers at once: the second finds the mailing locked and takes another.
    """
    open_ones = Mailing.objects.filter(finished_at=None).select_related("tenant").order_by("pk")
    mailing = open_ones.select_for_update(skip_locked=True, of=("self",)).first()
    if mailing is None:
        return False
    letters = LETTERS[mailing.kind]
    after = letters.receivers(mailing).filter(pk__gt=mailing.cursor).order_by("pk")
    contacts = list(after[:AT_ONCE])
    write = letters.writer(mailing)
    told: list[tuple[Contact, OutboxMessage]] = []
    for contact in contacts:
        mail = write(contact, dedupe_key=_key(mailing, contact), now=now)
        if mail is not None:
            told.append((contact, mail))
    queue_all([mail for _contact, mail in told])
    MailingReceipt.objects.bulk_create(
        [MailingReceipt(mailing=mailing, contact=who, name=who.name, email=who.email, at=now) for who, _mail in told]
    )
    if contacts:
        mailing.cursor = contacts[-1].pk
    if len(contacts) < AT_ONCE:
        mailing.finished_at = now
    mailing.save(update_fields=["cursor", "finished_at"])
    return True


def _key(mailing: Mailing, contact: Contact) -> str:
    """Name the cause and the receiver: the address, hashed, since it may be longer than a key."""
    return f"mailing:{mailing.pk}:{hashlib.sha256(contact.email.lower().encode()).hexdigest()[:32]}"
