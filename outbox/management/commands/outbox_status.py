"""manage.py outbox_status: how the outbox stands."""

from typing import Any

from django.core.management.base import BaseCommand

from outbox.metrics import HELP, exposition, samples


class Command(BaseCommand):
    """See `help`."""

    help = "Prints how the outbox of all tenants stands, as /metrics tells it. Needs the database alone."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the figures, each with its meaning."""
        self.stdout.write(exposition(samples(), HELP), ending="")
