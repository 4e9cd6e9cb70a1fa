"""manage.py outbox_run: sends messages without Celery."""

import signal
import threading
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connections

from outbox.kinds import KINDS, drain_kind

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
        """Finish the messages that are being sent, give back the others, and end with status 0 when told to stop."""
        stop = threading.Event()
        if once:
            self.stdout.write(f"{sum(_for_each_kind(lambda kind: _round(kind, stop)))} sent")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        _for_each_kind(lambda kind: _rounds(kind, interval, stop))


def _for_each_kind(work: Callable[[str], int]) -> list[int]:
    """Run it in a thread for each kind: one that hangs holds up no other. A fault ends it with that fault."""

    def run(kind: str) -> int:
        try:
            return work(kind)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(KINDS)) as pool:
        return list(pool.map(run, KINDS))


def _round(kind: str, stop: threading.Event) -> int:
    return drain_kind(kind, seconds=float("inf"), stopped=stop.is_set)


def _rounds(kind: str, interval: float, stop: threading.Event) -> int:
    sent = 0
    while not stop.is_set():
        try:
            sent += _round(kind, stop)
        except (OperationalError, InterfaceError) as error:
            # The database was restarted: leases run out by themselves, the next round connects anew.
            log.warning("outbox.database_away", kind=kind, error=str(error))
            connections.close_all()
        except BaseException:
            stop.set()  # else the others would run on, and nobody would start this one again
            raise
        stop.wait(interval)
    return sent
