"""manage.py rebuild_rollups: the dashboards' figures by month, counted anew or checked."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from reports.raw.facts import FACTS
from reports.rollups.keeping import differences, rebuild


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Counts the dashboards' figures by month anew from the rows. With --check it changes nothing, compares every "
        "figure that is kept with the rows, names those that differ and ends with status 1 where one does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """All tenants, or one."""
        parser.add_argument("--tenant", help="the short name of one tenant, as in its address; all without it")
        parser.add_argument("--check", action="store_true", help="compare, and change nothing")

    def handle(self, *args: Any, tenant: str | None, check: bool, **options: Any) -> None:
        """CommandError where there is no such tenant, and where a figure differs."""
        tenants = Tenant.objects.order_by("pk").filter(**{"slug": tenant} if tenant else {})
        if tenant and not tenants:
            raise CommandError(f"There is no tenant “{tenant}”.")
        done = sum((self._check if check else self._rebuild)(each) for each in tenants)
        if check and done:
            raise CommandError(f"{done} figures differ from the rows.")
        self.stdout.write("Every figure that is kept equals the rows." if check else f"{done} months counted.")

    def _rebuild(self, tenant: Tenant) -> int:
        with tenant_context(tenant.pk):
            return rebuild(now=timezone.now())

    def _check(self, tenant: Tenant) -> int:
        found = 0
        with tenant_context(tenant.pk):
            for facts in FACTS.values():
                for month, dimension, key in differences(facts, now=timezone.now()):
                    self.stderr.write(f"{tenant.slug} {facts.name} {month:%Y-%m} {dimension or 'all'} {key}".rstrip())
                    found += 1
        return found
