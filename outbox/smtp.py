"""Mails over SMTP, by the EMAIL_* settings, and what the server's answer means."""

from collections.abc import Sequence
from email.utils import format_datetime, parseaddr
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

import structlog
from django.core.mail.backends.smtp import EmailBackend

from outbox.carriers import AwayError, LaterError, Limits, RefusedError
from outbox.dkim import Keys, WrittenMail
from outbox.files import MailFile
from outbox.models import OutboxFile, OutboxMessage

_CLOSING = 421
# Who is not signed in, or not well enough, may send nobody's mail: our settings' matter, and no mail's.
_WANTS_TO_KNOW_US = {530, 534, 535, 538}
log = structlog.get_logger("outbox")


class SmtpCarrier:
    """One connection to the mail server, kept from mail to mail (outbox.carriers.Carrier)."""

    kind: str = "email"
    limits: Limits = Limits()

    def __init__(self) -> None:
        self._server = EmailBackend()
        self._keys = Keys()

    def send(self, message: OutboxMessage) -> None:
        """Send one mail, connecting first where needed."""
        key = self._keys.of(message)
        files = _files_of(message)
        for address in (parseaddr(message.sender)[1], message.recipient):
            if not address.rpartition("@")[0].isascii():
                # Else Django would write the letters in another way, and so to somebody else.
                raise RefusedError(f"{address}: letters before the @ need SMTPUTF8, which is not spoken here.")
        try:
            mail = compose(message, files)
            mail.signing_key = key
            mail.message()
        except Exception as error:
            # Whatever it is that cannot be written today cannot be written tomorrow.
            raise RefusedError(_sentence(error)) from error
        try:
            self._server.open()
            if self._server.connection is not None:
                self._server.connection.ehlo_or_helo_if_needed()
        except OSError as error:  # smtplib's errors are OSErrors; refused credentials are the server's matter as well
            self._server.connection = None
            raise AwayError(_sentence(error)) from error
        try:
            taken = self._server.send_messages([mail])
        except SMTPRecipientsRefused as error:
            raise self._verdict(*next(iter(error.recipients.values()))) from error
        except SMTPResponseException as error:
            raise self._verdict(error.smtp_code, error.smtp_error) from error
        except (SMTPNotSupportedError, ValueError) as error:
            raise RefusedError(_sentence(error)) from error
        except OSError as error:
            self.close()  # cut off or silent in the middle: the next mail gets a connection of its own
            raise LaterError(_sentence(error)) from error
        if not taken:
            raise RefusedError("The mail has no receiver.")

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        try:
            self._server.close()
        except OSError as error:
            log.info("outbox.goodbye_failed", error=str(error))

    def _verdict(self, code: int, answer: bytes | str) -> Exception:
        text = f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
        if code == _CLOSING or code in _WANTS_TO_KNOW_US:
            self.close()
        if code in _WANTS_TO_KNOW_US:
            return AwayError(text)
        return RefusedError(text) if code >= 500 else LaterError(text)


def compose(message: OutboxMessage, files: Sequence[MailFile] = ()) -> WrittenMail:
    """Write the mail: sent twice, it is the same mail with the same Message-ID."""
    headers = dict(message.headers)
    reply_to = headers.pop("Reply-To", "")
    mail = WrittenMail(
        subject=message.subject,
        body=message.text,
        from_email=message.sender,
        to=[message.recipient],
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": message.message_id, "Date": format_datetime(message.queued_at), **headers},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    mail.carry(files)
    return mail


def _files_of(message: OutboxMessage) -> list[MailFile]:
    if not message.has_files:
        return []
    files = OutboxFile._base_manager.using("relay").filter(tenant_id=message.tenant_id or 0, message_id=message.pk)
    return [file.carried for file in files.order_by("place")]


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
