"""A mail server hands messages over by LMTP (RFC 2033) or SMTP. Accepted means kept: 250 comes after the commit."""

import asyncio
import signal
from collections.abc import Sequence

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from inbox.models import InboundMail
from inbox.services.storing import LARGEST, Address, TooLargeError, find_mailbox, store

MOST_RECIPIENTS = 100
log = structlog.get_logger("inbox")
_LATER = "451 4.3.0 Try again later"


class Handler:
    """Answers for each recipient by itself, as LMTP wants it; by SMTP the worst answer counts for all."""

    def __init__(self, *, is_lmtp: bool) -> None:
        self._is_lmtp = is_lmtp

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        """Take a recipient whose mailbox somebody has."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            found = await sync_to_async(_find)(address)
        except (DatabaseError, InterfaceError) as error:
            log.warning("inbox.database_away", error=str(error))
            return _LATER
        if found is None:
            return "550 5.1.1 Nobody has this mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message for each recipient, and only then say so."""
        answers = [await sync_to_async(_keep)(recipient, envelope) for recipient in envelope.rcpt_tos]
        if self._is_lmtp:
            return "\r\n".join(answers)
        return next((answer for answer in answers if not answer.startswith("2")), answers[0])


async def serve(host: str, port: int, *, is_lmtp: bool = True) -> None:
    """Serve until SIGTERM or SIGINT; a message that is being taken is finished."""
    loop = asyncio.get_running_loop()
    handler = Handler(is_lmtp=is_lmtp)
    kind = LMTP if is_lmtp else SMTP

    def talk() -> SMTP:
        return kind(handler, data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop, ident="supportdesk", timeout=120)

    server = await loop.create_server(talk, host, port)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    log.info("inbox.listening", host=host, port=server.sockets[0].getsockname()[1], lmtp=is_lmtp)
    async with server:
        await stop.wait()


def _find(recipient: str) -> Address | None:
    close_old_connections()
    return find_mailbox(recipient)


def _keep(recipient: str, envelope: Envelope) -> str:
    close_old_connections()
    try:
        address = find_mailbox(recipient)
        if address is None:
            return "550 5.1.1 Nobody has this mailbox"
        kept = store(
            address=address,
            raw=envelope.original_content or b"",
            source=InboundMail.Source.LMTP,
            recipient=recipient,
            envelope_from=envelope.mail_from or "",
            now=timezone.now(),
        )
    except TooLargeError as error:
        return f"552 5.3.4 Too large: {error}"
    except (DatabaseError, InterfaceError) as error:
        log.warning("inbox.database_away", error=str(error))
        return _LATER
    return f"250 2.0.0 Kept as {kept.pk}"
