"""`python -m bench.sweep`: fill, measure, print, forget. Needs about 2 GB of disk for some minutes."""

import os
from pathlib import Path

from bench.measuring import Report
from embedded import ensure_servers, forget_servers

DATA = Path(__file__).resolve().parent.parent.parent / ".data" / "bench"


def main() -> None:
    """Measure on servers of its own, durable as in production, and delete them."""
    forget_servers(DATA)  # what a run that was killed has left
    urls = ensure_servers(DATA)
    try:
        os.environ.update(
            DATABASE_URL=urls.database,
            OWNER_DATABASE_URL=urls.owner,
            RELAY_DATABASE_URL=urls.relay,
            REDIS_URL=urls.redis,
            SECRET_KEY="only-the-measurement-uses-this-key-0123456789",
            DJANGO_SETTINGS_MODULE="supportdesk.settings",
            LOG_LEVEL="WARNING",
        )
        _measure(urls.superuser)
    finally:
        forget_servers(DATA)


def _measure(superuser: str) -> None:
    import django

    django.setup()
    from bench.sweep import burst, idle, steady
    from bench.sweep.world import World

    report = Report()
    with World(superuser) as world:
        idle.measure(report)
        steady.measure(report, world)
        idle.measure(report, "after the alerts")
        burst.measure(report, world)
    report.show()


if __name__ == "__main__":
    main()
