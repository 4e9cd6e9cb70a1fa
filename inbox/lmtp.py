"""A mail server hands messages over by LMTP (RFC 2033) or SMTP. Accepted means kept: 250 comes after the commit."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any, AnyStr, TypeVar

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from inbox.models import InboundMail
from inbox.services.storing import LARGEST, Address, TooLargeError, find_mailbox, store

MOST_RECIPIENTS = 100
# Longer than RFC 5321 allows: programs write whole HTML pages in one line, and other servers let them pass.
LONGEST_LINE = 4 * 1024 * 1024
log = structlog.get_logger("inbox")
T = TypeVar("T")
_LATER = "451 4.3.0 Try again later"
_NOBODY = "550 5.1.1 Nobody has this mailbox"


class Kept(Envelope):
    """An envelope that knows whose mailboxes its recipients are."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Address] = []


class Handler:
    """Answers for each recipient by itself, as LMTP wants it; by SMTP the worst answer counts for all.

    The database is asked in threads of `pool`, each with connections of its own.
    """

    def __init__(self, pool: Executor, *, is_lmtp: bool) -> None:
        self._pool = pool
        self._is_lmtp = is_lmtp

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Kept, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say what RFC 2033 wants said; the lines are read one by one, however many come at once."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", "250-ENHANCEDSTATUSCODES", responses[-1]]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Kept, address: str, options: Sequence[str]
    ) -> str:
        """Take a recipient whose mailbox somebody has."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            found = await self._ask(find_mailbox, address)
        except (DatabaseError, InterfaceError) as error:
            log.warning("inbox.database_away", error=str(error))
            return _LATER
        if found is None:
            return _NOBODY
        envelope.rcpt_tos.append(address)
        envelope.places.append(found)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Kept) -> str:  # noqa: N802
        """Keep the message for each recipient, and only then say so."""
        answers = [
            await self._ask(_keep, place, recipient, envelope)
            for place, recipient in zip(envelope.places, envelope.rcpt_tos, strict=True)
        ]
        if self._is_lmtp:
            return "\r\n".join(answers)
        return next((answer for answer in answers if not answer.startswith("2")), answers[0])

    async def handle_exception(self, error: Exception) -> str:
        """Let the sender keep its message and try again: whatever went wrong here is no fault of the message's."""
        log.error("inbox.server_failed", exc_info=error)
        return _LATER

    async def _ask(self, work: Callable[..., T], *values: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, _with_a_connection, work, values)


def _with_a_connection(work: Callable[..., T], values: Sequence[Any]) -> T:
    """Do what may be done twice. A connection is not asked each time whether it still stands: where it does not, a new
    one is taken, once.
    """
    try:
        return work(*values)
    except (InterfaceError, OperationalError):
        close_old_connections()
        return work(*values)


def _keep(place: Address, recipient: str, envelope: Kept) -> str:
    sender = envelope.mail_from or ""
    try:
        kept = store(
            address=place,
            raw=envelope.original_content or b"",
            source=InboundMail.Source.LMTP,
            recipient=recipient,
            envelope_from="" if sender == "<>" else sender,
            now=timezone.now(),
        )
    except TooLargeError as error:
        return f"552 5.3.4 Too large: {error}"
    except (DatabaseError, InterfaceError) as error:
        log.warning("inbox.database_away", error=str(error))
        return _LATER
    return f"250 2.0.0 Kept as {kept.pk}"


class Talk(SMTP):
    """A connection of the server's. `is_taking` from DATA until the message is answered for."""

    line_length_limit = LONGEST_LINE
    is_taking = False

    def __init__(self, handler: Handler, *, seconds: float, hostname: str) -> None:
        super().__init__(
            handler,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
            hostname=hostname,
            ident="supportdesk",
            timeout=seconds,
        )

    def _create_envelope(self) -> Envelope:
        return Kept()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Take a message."""
        self.is_taking = True
        try:
            await super().smtp_DATA(arg)
        finally:
            self.is_taking = False

    smtp_DATA.__smtp_syntax__ = "DATA"  # type: ignore[attr-defined]

    async def handle_exception(self, error: Exception) -> str:
        """Begin anew after a fault: what came before is no longer waited for."""
        self.envelope = self._create_envelope()
        return str(await super().handle_exception(error))

    async def leave(self) -> None:
        """Say that the server goes, unless a message is being taken."""
        if not self.is_taking and self.transport is not None:
            await self.push("421 4.3.2 The server stops")
            self.transport.close()


class LmtpTalk(Talk, LMTP):
    """The same for LMTP: as many answers after a message as it has recipients, also where aiosmtpd gives one."""

    _answers = 1

    async def push(self, status: AnyStr) -> None:
        """Answer."""
        said = status.decode() if isinstance(status, bytes) else status
        if self._answers > 1 and "\r\n" not in said:
            said = "\r\n".join([said] * self._answers)
        self._answers = len(self.envelope.rcpt_tos) if self.envelope and said.startswith("354") else 1
        await super().push(said)
