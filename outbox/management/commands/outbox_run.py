"""manage.py outbox_run: sends mail without Celery."""

import signal
import threading
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connections

from outbox.relay import drain

log = structlog.get_logger("outbox")


def _seconds(raw: str) -> float:
    value = float(raw)
    if not 0 < value <= 3600:
        raise ArgumentTypeError("give a number of seconds above 0 and up to 3600")
    return value


class Command(BaseCommand):
    """See `help`."""

    help = "Sends the outbox's due messages, again and again until SIGTERM or Ctrl-C. Needs no Celery and no broker."
    requires_system_checks: list[str] = []  # it needs the pages as little as the broker

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, or at an interval."""
        parser.add_argument("--once", action="store_true", help="send what is due now and end")
        parser.add_argument("--interval", type=_seconds, default=5.0, help="seconds between two looks (default 5)")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        """Finish the mail that is being sent, give back the others, and end with status 0 when told to stop."""
        if once:
            self.stdout.write(f"{drain(seconds=float('inf'))} sent")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            self._round(stop)
            stop.wait(interval)

    def _round(self, stop: threading.Event) -> None:
        try:
            drain(seconds=float("inf"), stopped=stop.is_set)
        except (OperationalError, InterfaceError) as error:
            # The database was restarted: leases run out by themselves, the next round connects anew.
            log.warning("outbox.database_away", error=str(error))
            connections["relay"].close()
