"""manage.py index_words: what is searched, split into words once more."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F, Model, QuerySet
from tqdm import tqdm

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from surveys.models import Answer
from tickets.models import Ticket
from tickets.services.search_index import index_tickets

AT_ONCE = 500


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Splits tickets and survey comments into words anew, in the tenant's language as it is now: after another "
        "language was chosen for a tenant, or a newer PostgreSQL has other stemmers. Articles have their own language."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See docs/operating.md."""
        parser.add_argument("--tenant", help="the tenant's short name, as in its address; all of them without")

    def handle(self, *args: Any, tenant: str | None, **options: Any) -> None:
        """Walk through the tenants, some rows a transaction, while work goes on. CommandError for a tenant that is not
        there. It may be run again at any time.
        """
        tenants = list(Tenant.objects.filter(slug=tenant) if tenant else Tenant.objects.order_by("slug"))
        if tenant and not tenants:
            raise CommandError(f"There is no tenant “{tenant}”.")
        for one in tenants:
            with tenant_context(one.pk):
                tickets = _walk(Ticket.objects.all(), lambda rows: index_tickets(*rows), f"{one.slug} tickets")
                comments = _walk(Answer.objects.exclude(reason="", improvement=""), _index, f"{one.slug} comments")
            self.stdout.write(f"{one.slug}: {tickets} tickets and {comments} comments.")


def _walk(found: QuerySet[Any], index: Callable[[Sequence[Any]], None], what: str) -> int:
    last = count = 0
    with tqdm(unit=f" {what}", disable=None, file=sys.stderr) as bar:  # disable=None: on a terminal only
        while True:
            with transaction.atomic():
                rows: list[Model] = list(found.filter(pk__gt=last).only("pk").order_by("pk")[:AT_ONCE])
                if not rows:
                    return count
                index(rows)
            last = rows[-1].pk
            count += len(rows)
            bar.update(len(rows))


def _index(answers: Sequence[Answer]) -> None:
    """Let the trigger split them anew."""
    Answer.objects.filter(pk__in=[answer.pk for answer in answers]).update(reason=F("reason"))
