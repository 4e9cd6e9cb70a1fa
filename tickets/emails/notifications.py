"""Mails to members of the desk about what concerns them."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.utils import translation

from accounts.links import absolute_url
from accounts.models import Membership
from outbox.services import queue_all, write_mail
from tickets.emails.alerts import language_of
from tickets.emails.thread import in_thread, mailbox_for_everything
from tickets.models import Notification
from tickets.selectors.notifications import CALLS, address, excerpt, heading, notice_text

MOST_LINES = 50


def tell_member(items: Sequence[Notification], *, receiver: Membership, now: datetime) -> None:
    """Queue one mail about one notification, or one summary of several; the rest beyond MOST_LINES is counted."""
    tenant, language = receiver.tenant, language_of(receiver)
    with translation.override(language):
        lines = [
            {
                "text": notice_text(item),
                "excerpt": excerpt(item),
                "heading": heading(item),
                "is_contract": item.ticket is None,
                "is_call": item.kind in CALLS,
                "url": absolute_url(tenant, *address(item)),
            }
            for item in items[:MOST_LINES]
        ]
    keys = ",".join(str(item.pk) for item in items)
    key = f"notice:{receiver.pk}:{sha256(keys.encode()).hexdigest()[:32]}"
    ticket = items[0].ticket if len(items) == 1 else None
    mailbox = mailbox_for_everything() if ticket else None
    mail = write_mail(
        dedupe_key=key,
        recipient=receiver.user.email,
        template="tickets/notification" if len(items) == 1 else "tickets/notification_digest",
        context={
            "lines": lines,
            "line": lines[0],
            "count": len(items),
            "is_noted": bool(mailbox),
            "more": len(items) - len(lines),
            "url": lines[0]["url"] if len(items) == 1 else absolute_url(tenant, "desk:notifications"),
            "settings_url": absolute_url(tenant, "desk:notification_settings"),
        },
        language=language,
        now=now,
        tenant=tenant,
        **(in_thread(ticket, key, tenant, mailbox) if ticket else {}),
    )
    queue_all([mail])
