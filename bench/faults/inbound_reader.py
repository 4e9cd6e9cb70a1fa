"""A worker that does nothing but take up kept mail, with a lease in proportion to a short run."""

import time
from datetime import timedelta

import django

LEASE = timedelta(seconds=6)


def run() -> None:
    """Read until killed."""
    django.setup()
    from django.utils import timezone

    from inbox.services import rounds

    if rounds.LEASE <= LEASE:
        raise AssertionError("the readers' lease is another one now")
    rounds.LEASE = LEASE
    while True:
        if not rounds.read_due(now=timezone.now()):
            time.sleep(0.1)


if __name__ == "__main__":
    run()
