"""manage.py replay_clocks: every clock from its events once more."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from tickets.models import Ticket
from tickets.services.replaying import Difference, replayed


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Counts every clock again from its ticket's events and mends what differs. With --check it changes nothing: "
        "it names each difference and ends with exit status 1 if there is any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See docs/operating.md."""
        parser.add_argument("--check", action="store_true", help="report differences and mend nothing")
        parser.add_argument("--tenant", help="the tenant's short name, as in its address; all of them without")

    def handle(self, *args: Any, check: bool, tenant: str | None, **options: Any) -> None:
        """Walk through the tenants; CommandError for a tenant that is not there, and for differences with --check."""
        tenants = list(Tenant.objects.filter(slug=tenant) if tenant else Tenant.objects.order_by("slug"))
        if tenant and not tenants:
            raise CommandError(f"There is no tenant “{tenant}”.")
        counts = [self._walk(one, check=check) for one in tenants]
        tickets, differing = sum(seen for seen, _ in counts), sum(wrong for _, wrong in counts)
        said = f"{tickets} tickets counted again, {differing} with differences"
        if check and differing:
            raise CommandError(f"{said}. Run it without --check to mend them.", returncode=1)
        self.stdout.write(f"{said}{', mended' if differing else ''}.")

    def _walk(self, tenant: Tenant, *, check: bool) -> tuple[int, int]:
        """Give how many tickets a tenant has, and how many of them differed."""
        seen = wrong = 0
        with tenant_context(tenant.pk):
            with transaction.atomic():
                total = Ticket.objects.count()
            # disable=None: on a terminal only
            bar = tqdm(replayed(mend=not check), total=total, unit=" tickets", disable=None, file=sys.stderr)
            for found in bar:
                seen += 1
                wrong += bool(found)
                for difference in found:
                    self.stdout.write(_line(tenant, difference))
        return seen, wrong


def _line(tenant: Tenant, difference: Difference) -> str:
    what = f"{tenant.slug} {difference.ticket} {difference.clock} {difference.column}"
    return f"{what}: kept {difference.kept}, counted {difference.counted}"
