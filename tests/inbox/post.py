"""Mails for tests: written as a program writes them, kept as they come, and read."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any

from inbox.models import InboundMail
from inbox.services.handling import handle
from inbox.services.storing import Address, store
from tests.cast import MONDAY, Cast
from tickets.models import Mailbox

KARIN = "Karin Bergman <karin@nordsoft.example>"
STRANGER = "Ida Ny <ida@nyab.example>"


def mailbox(cast: Cast, **fields: Any) -> Mailbox:
    """Make the tenant's mailbox, or give the one it has."""
    address = fields.pop("address", f"support@{cast.tenant.slug}.example")
    return Mailbox.objects.get_or_create(address=address, defaults=fields)[0]


def letter(
    *,
    sender: str = KARIN,
    to: str = "support@nordsoft.example",
    subject: str = "The print window closes",
    text: str = "It closes by itself.",
    files: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """Write a mail; `in_reply_to=…` becomes In-Reply-To. An empty value leaves a header out."""
    mail = EmailMessage()
    values = {"From": sender, "To": to, "Subject": subject, "Date": "Mon, 2 Mar 2026 09:00:00 +0100"}
    values |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    for name, value in values.items():
        if value:
            mail[name] = value
    mail.set_content(text)
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def keep(
    cast: Cast,
    raw: bytes,
    *,
    now: datetime = MONDAY,
    sender: str | None = None,
    at: Mailbox | None = None,
    to: str = "",
) -> InboundMail:
    """Keep it; `sender` is the envelope's, `at` the mailbox, `to` the envelope's recipient."""
    at = at or mailbox(cast)
    return store(
        address=Address(cast.tenant.pk, at.pk),
        raw=raw,
        source=InboundMail.Source.LMTP,
        recipient=to or at.address,
        envelope_from=sender,
        now=now,
    )


def take(cast: Cast, raw: bytes, *, now: datetime = MONDAY, **kept: Any) -> InboundMail:
    """Keep it, read it, and give what became of it."""
    mail = keep(cast, raw, now=now, **kept)
    handle(mail=mail, now=now)
    mail.refresh_from_db()
    return mail
