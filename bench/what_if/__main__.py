"""`python -m bench.what_if`: servers and a database of its own, a million clocks, the whole selector, the bars."""

import os
import resource
import shutil
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import psycopg2

from bench.measuring import Report, median_of
from embedded import Urls, ensure_servers, forget_servers

NOW = datetime(2026, 5, 22, 10, 0, tzinfo=UTC)
CLOCKS = 1_000_000


def main() -> None:
    """Fill, measure, print, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="what-if-"))
    try:
        urls = ensure_servers(folder, durable=False)
        use(urls)
        _measure(urls)
    finally:
        forget_servers(folder)
        shutil.rmtree(folder, ignore_errors=True)


def use(urls: Urls) -> None:
    """Run Django on these servers."""
    os.environ.update(
        DATABASE_URL=urls.database,
        OWNER_DATABASE_URL=urls.owner,
        RELAY_DATABASE_URL=urls.relay,
        REDIS_URL=urls.redis,
        SECRET_KEY="only-this-measurement-uses-this-key-0123",
        DJANGO_SETTINGS_MODULE="supportdesk.settings",
        LOG_LEVEL="WARNING",
    )
    import django

    django.setup()


def _measure(urls: Urls) -> None:
    """Ask for other targets everywhere and another calendar: every clock is counted again. Reading is included."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from accounts.tenancy.context import tenant_context
    from bench.what_if.filling import fill
    from reports.selectors.what_if import Asked, what_if
    from reports.selectors.what_if_page import what_if_page
    from sla.builtin import builtin_calendar
    from sla.models import Metric, Severity
    from sla.terms import Target
    from tests.cast import make_cast
    from tests.factories import make_ticket

    call_command("migrate", verbosity=0)
    report = Report()
    cast = make_cast("nordsoft")
    with transaction.atomic(), tenant_context(cast.tenant.pk):
        ticket = make_ticket(cast)
    begun = perf_counter()
    with closing(psycopg2.connect(urls.superuser)) as server, server, server.cursor() as cursor:
        clocks = fill(cursor, ticket.pk, cast.customer.pk, NOW)
    report.figure("what if", "filling the database", perf_counter() - begun, "s")
    assert clocks == CLOCKS, f"{clocks:,} clocks"
    targets = {(s.value, m.value): Target(seconds=3600 * (2 + n)) for n, s in enumerate(Severity) for m in Metric}
    since = datetime(2020, 1, 1, tzinfo=UTC)
    asked = Asked(list(Metric.values), since, NOW, targets, builtin_calendar("DK"))

    def page() -> None:
        with transaction.atomic(), tenant_context(cast.tenant.pk):
            found = what_if(asked, now=NOW)
            assert found.count >= CLOCKS
            what_if_page(found, everything=False, number=1, now=NOW, zone=UTC)

    before = _peak()
    seconds = report.figure("what if", f"{CLOCKS:,} clocks, with reading", median_of(page, 3) / 1e9, "s")
    report.figure("what if", "memory above what was used", _peak() - before, "MB")
    report.at_most("what_if_page_s", seconds, 10)
    connection.close()
    report.show()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
