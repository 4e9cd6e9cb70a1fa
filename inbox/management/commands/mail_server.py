"""manage.py mail_server: takes mail from a mail server by LMTP or SMTP."""

import asyncio
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from inbox.serving import Where, serve


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Takes mail by LMTP (--smtp: by SMTP) until SIGTERM or Ctrl-C. For a mail server beside it, not for the world."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it listens."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8024)
        parser.add_argument("--socket", type=Path, help="a socket in the file system instead of an address")
        parser.add_argument("--smtp", action="store_true", help="talk SMTP instead of LMTP")
        parser.add_argument("--threads", type=int, default=8, help="how many messages are written at once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        where = Where(options["host"], options["port"], options["socket"])
        asyncio.run(serve(where, is_lmtp=not options["smtp"], threads=options["threads"]))
