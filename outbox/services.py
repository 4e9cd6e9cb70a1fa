"""Puts messages in the outbox, inside the transaction of what they tell about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from outbox.addresses import (
    AUTOMATIC,
    automatic_headers,
    checked_headers,
    named_address,
    new_message_id,
    refuse_line_breaks,
)
from outbox.emails import render_letter
from outbox.files import MailFile, checked_files
from outbox.models import OutboxFile, OutboxMessage
from outbox.wake import wake_relay_on_commit

_State = OutboxMessage.State
_Priority = OutboxMessage.Priority
log = structlog.get_logger("outbox")


class Actor(Protocol):
    """Who does it: a membership. (accounts stands above the outbox.)"""

    pk: Any


def queue_mail(
    *,
    dedupe_key: str,
    recipient: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    now: datetime,
    sender: str | None = None,
    reply_to: str | None = None,
    headers: Mapping[str, str] | None = None,
    priority: int = _Priority.NORMAL,
    is_secret: bool = False,
    files: Sequence[MailFile] = (),
) -> OutboxMessage | None:
    """Queue one mail to one receiver, rendered now; None where this cause has had its mail (domain: Alerts).

    Runs in the caller's transaction: rolled back, nothing is sent. `dedupe_key` names the cause and the receiver
    (`sla:{clock}:{due_at}:{step}:{receiver}`). `language` empty: the tenant's. `sender` None: the tenant's name and
    address. `now` becomes the mail's Date. Templates get the context, `tenant`, `recipient`, `language` and `subject`.
    `priority`: urgent is what somebody waits for or must act on, low is what goes to many (docs/outbox.md). `is_secret`
    says that it holds a link that acts for its receiver: signs them in, answers a survey as them. Its text and headers
    are forgotten as soon as it is sent. A link that only ends mails is none. `files` go with it (docs/outbox.md):
    attached, or as pictures that its HTML names; a secret mail carries none.
    Raises TransactionManagementError outside a transaction, TenantMissingError without tenant, ValueError for line
    breaks in an address or header, or files that no mail carries.
    """
    message = write_mail(
        dedupe_key=dedupe_key,
        recipient=recipient,
        template=template,
        context=context,
        language=language,
        now=now,
        sender=sender,
        reply_to=reply_to,
        headers=headers,
        priority=priority,
        is_secret=is_secret,
        files=files,
    )
    _insert([message])
    # ON CONFLICT DO NOTHING does not say what it did; the Message-ID is ours alone.
    kept = OutboxMessage.objects.filter(dedupe_key=message.dedupe_key, message_id=message.message_id).first()
    if kept:
        wake_relay_on_commit()
    return kept


def write_mail(
    *,
    dedupe_key: str,
    recipient: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    now: datetime,
    sender: str | None = None,
    reply_to: str | None = None,
    headers: Mapping[str, str] | None = None,
    priority: int = _Priority.NORMAL,
    is_secret: bool = False,
    files: Sequence[MailFile] = (),
    tenant: Any = None,
    message_id: str | None = None,
    auto: str = AUTOMATIC,
) -> OutboxMessage:
    """Render one mail and keep nothing yet: who has many gives them to `queue_all` together. The rest as `queue_mail`.

    `tenant` is the current one where the caller has it at hand (accounts stands above the outbox); else it is read.
    `message_id`, with its brackets, is a thread's own; None makes one. `auto` says who sends: AUTOMATIC, ANSWERING a
    mail, or BY_PERSON (outbox/addresses.py).
    """
    message = OutboxMessage(
        dedupe_key=dedupe_key, recipient=recipient, queued_at=now, priority=priority, is_secret=is_secret
    )
    if tenant is None:
        tenant = message.tenant
    message.sender = sender or named_address(tenant.name, tenant.sender or settings.DEFAULT_FROM_EMAIL)
    message.headers = checked_headers({**automatic_headers(auto), **(headers or {})})
    if reply_to:
        message.headers["Reply-To"] = reply_to
    refuse_line_breaks([message.sender, recipient, reply_to or "", message_id or ""])
    message.message_id = message_id or new_message_id(message.sender)
    message.unkept_files = checked_files(files)
    message.has_files = bool(files)
    if files and is_secret:
        raise ValueError("A secret mail carries no files: they would be kept longer than its text.")
    letter = render_letter(
        template=template,
        context={"tenant": tenant, "recipient": recipient, **context},
        language=language or tenant.language,
    )
    message.subject, message.text, message.html = letter.subject, letter.text, letter.html
    return message


def queue_all(messages: Sequence[OutboxMessage]) -> None:
    """Queue written mails in one query, as `queue_mail`: in the caller's transaction, one for each cause."""
    if messages:
        _insert(messages)
        wake_relay_on_commit()


def _insert(messages: Sequence[OutboxMessage]) -> None:
    _require_transaction()
    for message in messages:
        message.next_at = Now()  # due by the database's clock, the only one that the relay reads
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)
    _insert_files([message for message in messages if message.has_files])


def _insert_files(messages: Sequence[OutboxMessage]) -> None:
    """Keep the files of those that were kept: the first of a cause, told by their Message-IDs."""
    if not messages:
        return
    kept = OutboxMessage.objects.filter(dedupe_key__in=[message.dedupe_key for message in messages], has_files=True)
    ids = {(key, message_id): pk for pk, key, message_id in kept.values_list("pk", "dedupe_key", "message_id")}
    OutboxFile.objects.bulk_create(
        OutboxFile(
            message_id=ids[message.dedupe_key, message.message_id],
            place=place,
            name=file.name,
            media_type=file.media_type,
            content=file.content,
            inline=file.inline,
        )
        for message in messages
        if (message.dedupe_key, message.message_id) in ids
        for place, file in enumerate(message.unkept_files)
    )


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "queue_mail belongs in the transaction of what the mail tells about."
        )
