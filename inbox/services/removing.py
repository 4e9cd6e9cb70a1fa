"""A mailbox is given up: nothing comes in any more, and its address is free for another one."""

from datetime import datetime

import structlog
from django.db import transaction

from accounts.models import Membership
from inbox.models import ImapAccount
from tickets.models import Mailbox

log = structlog.get_logger("inbox")


@transaction.atomic
def remove_mailbox(*, mailbox: Mailbox, actor: Membership, now: datetime) -> None:
    """Take no more mail at an address, and forget its account at a provider with whatever signs in there.

    What came in stays, and so does the mailbox's row, which those mails name; what is kept and not read yet is still
    read. Messages at the provider stay as they are. Removed again, nothing happens.
    """
    row = Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox.pk)
    if row.removed_at is not None:
        return
    ImapAccount.objects.filter(mailbox=row).delete()
    row.is_active, row.removed_at, row.removed_by = False, now, actor
    row.save(update_fields=["is_active", "removed_at", "removed_by"])
    log.info("inbox.mailbox_removed", mailbox=row.pk, actor=actor.pk)
