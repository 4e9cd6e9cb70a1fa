"""manage.py outbox_rate: how many mails one tenant may send in a minute."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from outbox.models import OutboxRate


class Command(BaseCommand):
    """See `help`."""

    help = "Gives a tenant a rate of its own instead of OUTBOX_PER_MINUTE, or takes it away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A tenant, and a number or none."""
        parser.add_argument("tenant", help="the tenant's name in addresses")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--per-minute", type=int, help="mails in a minute; 0: as many as there are")
        what.add_argument("--default", action="store_true", help="as OUTBOX_PER_MINUTE says")

    def handle(self, *args: Any, tenant: str, per_minute: int | None, **options: Any) -> None:
        """It holds from the next batch on."""
        found = Tenant.objects.filter(slug=tenant).first()
        if found is None:
            raise CommandError(f"There is no tenant “{tenant}”.")
        if per_minute is not None and not 0 <= per_minute <= 1_000_000:
            raise CommandError("Give a number of 0 to 1000000.")
        with tenant_context(found.pk), transaction.atomic():
            if per_minute is None:
                OutboxRate.objects.all().delete()
            else:
                OutboxRate.objects.update_or_create(defaults={"per_minute": per_minute})
