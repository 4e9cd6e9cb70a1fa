"""manage.py import_tickets: tickets and their history from another system."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from tickets.services.importing.mapping import Mapping, MappingError, read_mapping
from tickets.services.importing.rows import FileError, Row
from tickets.services.importing.run import Import, Summary
from tickets.services.importing.servicenow import SERVICENOW


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Imports tickets from a CSV file, one row for each update of a ticket. Running it again changes nothing. "
        "Rejected rows are named on standard error; the last line of standard output is the result as JSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See docs/importing.md."""
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--tenant", required=True, help="the tenant's short name, as in its address")
        parser.add_argument("--format", choices=["servicenow", "csv"], required=True)
        parser.add_argument("--mapping", type=Path, help="JSON file that says which column means what (--format csv)")
        parser.add_argument("--no-contracts", action="store_true", help="imported customers get no contract, no clocks")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Import the file; CommandError where the tenant, the mapping or the file as a whole is wrong."""
        mapping = self._mapping(options["format"], options["mapping"])
        try:
            tenant = Tenant.objects.get(slug=options["tenant"])
            with tenant_context(tenant.pk):
                summary = self._run(tenant, mapping, file, options)
        except Tenant.DoesNotExist:
            raise CommandError(f"There is no tenant “{options['tenant']}”.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeError as error:
            raise CommandError(f"{file} is not text in {mapping.encoding}.") from error
        except FileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(summary.as_json()))

    def _mapping(self, form: str, path: Path | None) -> Mapping:
        if form == "servicenow":
            return SERVICENOW
        if path is None:
            raise CommandError("--format csv needs --mapping FILE.")
        try:
            return read_mapping(path)
        except MappingError as error:
            raise CommandError(str(error)) from error

    def _run(self, tenant: Tenant, mapping: Mapping, path: Path, options: dict[str, Any]) -> Summary:
        def show(rows: Iterable[Row]) -> Iterable[Row]:
            # disable=None: on a terminal only
            bar: Iterable[Row] = tqdm(rows, unit=" rows", disable=None, file=sys.stderr)
            return bar

        def reject(line: int, reason: str) -> None:
            self.stderr.write(f"line {line}: {reason}")

        job = Import(
            tenant=tenant,
            mapping=mapping,
            now=timezone.now(),
            with_contracts=not options["no_contracts"],
            reject=reject,
            progress=show,
        )
        # Bytes that are not text reach the row, which is rejected by its line.
        with path.open(encoding=mapping.encoding, errors="surrogateescape", newline="") as file:
            return job.run(file, dry_run=options["dry_run"])
