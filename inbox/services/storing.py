"""A message is kept whole before anything is done with it. All ways in end here."""

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, connections, transaction

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.domains import spellings
from inbox.models import InboundMail
from inbox.reading import message_id_of
from inbox.wake import wake_readers_on_commit
from tickets.threads import plain_address

LARGEST = 50 * 1024 * 1024
# What servers put on top of a message on its way: differs when the same message is handed over again.
_TRACE = re.compile(
    rb"^(?:Received|Return-Path|Delivered-To|X-Original-To|X-Received|Envelope-To|Authentication-Results|ARC-[A-Za-z-]+"
    rb"|Received-SPF|X-[A-Za-z-]*(?:Spam|Virus)[A-Za-z-]*|Lines|Status|X-UID)$",
    re.I,
)


class TooLargeError(ValueError):
    """More than can be kept."""


class Address(NamedTuple):
    """A mailbox by its key, and whose it is."""

    tenant_id: int
    mailbox_id: int


def find_mailbox(recipient: str | None, *, tenant: str | None = None) -> Address | None:
    """Find whose mailbox an address is, with or without what stands after a `+`; None where nobody has it.

    `tenant` (its short name) binds it to that one; without an address that one's oldest mailbox is meant.
    """
    where: list[str] = ["m.is_active"]
    values: dict[str, str | int | list[str] | None] = {}
    if recipient:
        exact = recipient.strip("<> ").lower()
        where.append("m.address = ANY(%(addresses)s)")
        values["addresses"] = [*spellings(exact), *spellings(plain_address(exact))]
    if tenant:
        where.append("m.tenant_id = %(tenant)s")
        values["tenant"] = Tenant.objects.filter(slug=tenant).values_list("pk", flat=True).first()
    if not values:
        return None
    with connections["relay"].cursor() as cursor:
        cursor.execute(
            f"SELECT m.tenant_id, m.id FROM tickets_mailbox m WHERE {' AND '.join(where)} "  # noqa: S608
            "ORDER BY length(m.address) DESC, m.id LIMIT 1",
            values,
        )
        row = cursor.fetchone()
    return Address(*row) if row else None


def store(
    *,
    address: Address,
    raw: bytes,
    source: InboundMail.Source,
    recipient: str,
    envelope_from: str | None,
    now: datetime,
) -> InboundMail:
    """Keep a message, committed when this returns, outside a transaction of the caller's. Handed over again it is kept
    once, and the first one is given. Bytes are kept as they came. TooLargeError above LARGEST bytes.
    """
    if len(raw) > LARGEST:
        raise TooLargeError(f"{len(raw)} bytes")
    mail = InboundMail(
        tenant_id=address.tenant_id,
        mailbox_id=address.mailbox_id,
        source=source,
        envelope_from=envelope_from if envelope_from is None else _kept(envelope_from),
        recipient=_kept(recipient),
        raw=raw,
        size=len(raw),
        digest=digest(raw),
        mail_id=message_id_of(raw)[:400],
        received_at=now,
        next_at=now,
    )
    with tenant_context(address.tenant_id):
        try:
            with transaction.atomic():
                mail.save(force_insert=True)
                wake_readers_on_commit()
        except IntegrityError:
            with transaction.atomic():
                return InboundMail.objects.defer("raw").get(mailbox=address.mailbox_id, digest=mail.digest)
    return mail


def digest(raw: bytes) -> str:
    """Give the sha256 of a message without what the servers on its way put on top, and whatever its line ends."""
    head, gap, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    kept: list[bytes] = []
    is_trace = False
    for line in head.split(b"\n"):
        if line[:1] not in (b" ", b"\t"):
            is_trace = bool(_TRACE.match(line.partition(b":")[0].strip()))
        if not is_trace:
            kept.append(line)
    return hashlib.sha256(b"\n".join(kept) + gap + body).hexdigest()


def _kept(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:320]
