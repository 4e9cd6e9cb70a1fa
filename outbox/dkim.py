"""Signs mails (DKIM, RFC 6376) as they go out, where the tenant has a key for the domain that they come from."""

import hashlib
from collections.abc import Sequence
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from email.utils import parseaddr
from functools import cached_property
from typing import Any, NamedTuple

import dkim
import structlog
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import SafeMIMEMultipart
from django.utils.encoding import punycode

from outbox.files import MailFile
from outbox.models import OutboxMessage, SigningKey
from outbox.sealing import UnreadableSecretError, unseal
from outbox.tidy import folded, subject, tidied

# What a receiver sees or acts on. Where a mail has no Reply-To, none can be added to it either.
SIGNED = (
    "From", "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "In-Reply-To", "References", "Auto-Submitted",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "List-Unsubscribe", "List-Unsubscribe-Post",
)  # fmt: skip
_ALWAYS = ("From", "Reply-To")
log = structlog.get_logger("outbox")


class Key(NamedTuple):
    """A private key, readable, and where its public half stands."""

    domain: str
    selector: str
    private: bytes


class Keys:
    """The keys in use, each read once: for one round of the relay."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], Key | None] = {}

    def of(self, message: OutboxMessage) -> Key | None:
        """Give the key for the mail's sender; None where there is none, and, said in the log, where it is unreadable:
        an unsigned mail is better than none.
        """
        domain = punycode(parseaddr(message.sender)[1].rpartition("@")[2]).lower()
        place = (message.tenant_id or 0, domain)
        if place not in self._known:
            self._known[place] = _read(*place)
        return self._known[place]


class WrittenMail(EmailMultiAlternatives):
    """A mail that is written once and is then the same, signed where there is a key."""

    signing_key: Key | None = None
    _pictures: Sequence[MailFile] = ()

    def carry(self, files: Sequence[MailFile]) -> None:
        """Attach files, and put pictures beside the HTML that shows them (RFC 2387)."""
        self._pictures = [file for file in files if file.inline]
        for file in files:
            if not file.inline:
                self.attach(file.name, file.content, file.media_type)

    def _with_pictures(self, written: Any) -> Any:
        for part in [*written.walk()] if self._pictures else []:
            if part.get_content_type() == "multipart/alternative":
                parts = part.get_payload()
                parts[-1] = self._related(parts[-1])
        return written

    def _related(self, html: Any) -> SafeMIMEMultipart:
        related = SafeMIMEMultipart(_subtype="related", type="text/html")
        related.attach(html)
        for picture in self._pictures:
            part = MIMEBase(*picture.media_type.split("/"))
            part.set_payload(picture.content)
            encode_base64(part)
            part.add_header("Content-Disposition", "inline", filename=("utf-8", "", picture.name))
            part["Content-ID"] = f"<{picture.content_id}>"
            related.attach(part)
        return related

    def message(self, *args: Any, **options: Any) -> Any:
        """Give it as it goes out: a SafeMIMEText or a SafeMIMEMultipart of Django's."""
        return self._written

    @cached_property
    def _written(self) -> Any:
        written = tidied(self._with_pictures(super().message()))
        written.replace_header("Subject", subject(str(self.subject)))
        several = (part for part in written.walk() if part.is_multipart())
        for place, part in enumerate(several):  # chosen by chance otherwise
            named = f"{written['Message-ID']}{place or ''}"
            part.set_boundary(f"==={hashlib.sha256(named.encode()).hexdigest()[:24]}===")
        if self.signing_key:
            try:
                Message.__setitem__(written, "DKIM-Signature", folded(signature(written, self.signing_key)))
            except dkim.DKIMException as error:  # what the library does not understand goes out all the same
                log.error("outbox.unsigned", message_id=written["Message-ID"], reason=str(error))
        return written


def signature(mail: Any, key: Key) -> str:
    """Give the value of the mail's DKIM-Signature, on one line. Signed is what the mail has of SIGNED."""
    there = [name.encode() for name in SIGNED if name in mail or name in _ALWAYS]
    raw = mail.as_bytes(linesep="\r\n")  # as the SMTP backend writes it
    made = dkim.DKIM(raw).sign(
        key.selector.encode(),
        key.domain.encode(),
        key.private,
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=there,
    )
    return " ".join(made.decode().partition(":")[2].split())


def _read(tenant_id: int, domain: str) -> Key | None:
    keys = SigningKey._base_manager.using("relay").filter(tenant_id=tenant_id, domain=domain, is_active=True)
    row = keys.first()
    if row is None:
        return None
    try:
        return Key(domain, row.selector, unseal(row.private).encode())
    except UnreadableSecretError:
        log.error("outbox.unsigned", record=row.record_name, reason="sealed under another SECRET_KEY")
        return None
