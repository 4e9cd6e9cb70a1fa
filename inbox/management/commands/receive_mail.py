"""manage.py receive_mail: a mail server hands a message over by a pipe."""

import os
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from inbox.models import InboundMail
from inbox.services.storing import LARGEST, TooLargeError, find_mailbox, store


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Keeps one message from standard input: `receive_mail --to support@example.com < message`. Ends with 0 once it "
        "is kept, 67 (EX_NOUSER) where nobody has the mailbox, 65 (EX_DATAERR) where it is empty or too large, and 75 "
        "(EX_TEMPFAIL) for everything else, so that the mail server keeps it and tries again later."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The envelope."""
        parser.add_argument("--tenant", help="the tenant's short name: its first mailbox, where --to is not given")
        parser.add_argument("--to", help="the envelope's recipient")
        parser.add_argument("--from", dest="sender", help="the envelope's sender; an empty one for <>")

    def handle(self, *args: Any, tenant: str | None, to: str | None, sender: str | None, **options: Any) -> None:
        """Keep the message; the exit status tells the mail server what to do (sysexits.h). manage.py has the rest."""
        if not to and not tenant:
            raise CommandError("give --to or --tenant")
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if not raw.strip():
            self._end(os.EX_DATAERR, "5.6.0 the message is empty")
        try:
            address = find_mailbox(to, tenant=tenant)
            if address is None:
                self._end(os.EX_NOUSER, "5.1.1 nobody has this mailbox")
            store(
                address=address,
                raw=raw,
                source=InboundMail.Source.PIPE,
                recipient=to or "",
                envelope_from=sender,
                now=timezone.now(),
            )
        except TooLargeError as error:
            self._end(os.EX_DATAERR, f"5.3.4 too large: {error}")
        except (DatabaseError, InterfaceError) as error:
            self._end(os.EX_TEMPFAIL, f"4.3.0 try again later: {type(error).__name__}")

    def _end(self, status: int, words: str) -> NoReturn:
        self.stderr.write(words)
        raise SystemExit(status)
