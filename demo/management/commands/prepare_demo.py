"""manage.py prepare_demo: tables, data and running clocks, in one process."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """See `help`."""

    help = "Migrates, loads the demo data if it is missing, and files tickets for now. In demo mode only (DEMO=1)."
    requires_system_checks: list[str] = []  # migrate runs them

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what a start of the demo needs; each step leaves alone what is there already."""
        call_command("migrate", interactive=False, stdout=self.stdout)
        call_command("load_demo", stdout=self.stdout)
        call_command("freshen_demo", stdout=self.stdout)
