"""One mail over SMTP, by the EMAIL_* settings, and what the server's answer means."""

from email.utils import format_datetime
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from outbox.models import OutboxMessage

_CLOSING = 421


class RefusedError(Exception):
    """Never: a 5xx answer, or a mail that cannot be written. A person has to look."""


class LaterError(Exception):
    """Not now: a 4xx answer about this mail."""


class AwayError(Exception):
    """No server to talk to: nothing is wrong with the mail."""


def send(server: EmailBackend, message: OutboxMessage) -> None:
    """Send one mail, connecting first where needed. Raises RefusedError, LaterError or AwayError."""
    try:
        server.open()
    except OSError as error:  # smtplib's errors are OSErrors, and refused credentials are the server's matter as well
        raise AwayError(_sentence(error)) from error
    try:
        server.send_messages([compose(message)])
    except SMTPRecipientsRefused as error:
        raise _verdict(*next(iter(error.recipients.values()))) from error
    except SMTPResponseException as error:
        raise _verdict(error.smtp_code, error.smtp_error) from error
    except (SMTPNotSupportedError, ValueError) as error:
        raise RefusedError(_sentence(error)) from error
    except OSError as error:
        raise AwayError(_sentence(error)) from error


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """Write the mail: sent twice, it is the same mail with the same Message-ID."""
    headers = dict(message.headers)
    reply_to = headers.pop("Reply-To", "")
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=message.sender,
        to=[message.recipient],
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": message.message_id, "Date": format_datetime(message.queued_at), **headers},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _verdict(code: int, answer: bytes | str) -> Exception:
    text = f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
    if code == _CLOSING:
        return AwayError(text)
    return RefusedError(text) if code >= 500 else LaterError(text)


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
