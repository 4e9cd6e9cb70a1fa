"""manage.py freshen_demo: gives the demo something to be late with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.freshen import freshen


class Command(BaseCommand):
    """See `help`."""

    help = "Files Critical tickets of which one is about to breach, and solves those of earlier starts. Demo mode only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse outside demo mode: the tickets are made up."""
        if not settings.DEMO:
            raise CommandError("The demo is freshened in demo mode only: set DEMO=1.")
        for slug, count in freshen(now=timezone.now()).items():
            self.stdout.write(f"{slug}: {count} tickets filed.")
