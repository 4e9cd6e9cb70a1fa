"""manage.py load_demo: two tenants with a year of tickets."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.load import load


class Command(BaseCommand):
    """See `help`."""

    help = "Loads the demo data, once; a second run leaves everything as it is. In demo mode only (DEMO=1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how much, and as of when."""
        parser.add_argument("--now", type=datetime.fromisoformat, help="the present, with zone (default: the clock)")
        parser.add_argument("--tickets", type=int, default=3000, help="tickets in each tenant (3000)")
        parser.add_argument("--seed", default="1", help="another seed gives other people and tickets")

    def handle(self, *args: Any, now: datetime | None, tickets: int, seed: str, **options: Any) -> None:
        """Refuse outside demo mode: the log-ins have a password that everybody knows."""
        if not settings.DEMO:
            raise CommandError("The demo data is loaded in demo mode only: set DEMO=1.")
        if now is not None and now.tzinfo is None:
            raise CommandError("--now needs a zone, as in 2026-03-02T09:00:00+01:00.")
        present = (now or timezone.now()).replace(microsecond=0)
        load(now=present, count=tickets, seed=seed, say=self.stdout.write)
