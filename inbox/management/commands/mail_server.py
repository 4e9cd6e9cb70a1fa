"""manage.py mail_server: takes mail from a mail server by LMTP or SMTP."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from inbox.lmtp import serve


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
        parser.add_argument("--smtp", action="store_true", help="talk SMTP instead of LMTP")

    def handle(self, *args: Any, host: str, port: int, smtp: bool, **options: Any) -> None:
        """Serve."""
        asyncio.run(serve(host, port, is_lmtp=not smtp))
