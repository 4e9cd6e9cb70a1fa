"""Celery as in production, with a lease in proportion to the short EMAIL_TIMEOUT, and a clock that is FAULTS_AHEAD
seconds ahead: `python -m bench.faults.worker -A supportdesk worker …`.
"""

import os
from datetime import UTC, datetime, timedelta

import django
import time_machine
from celery.__main__ import main

# As in production, twelve times EMAIL_TIMEOUT.
LEASE_SECONDS = 12


def run() -> None:
    """Move the clock before anything reads it, then be Celery; the pool's children inherit both."""
    ahead = int(os.environ.get("FAULTS_AHEAD", "0"))
    if ahead:
        time_machine.travel(datetime.now(UTC) + timedelta(seconds=ahead), tick=True).start()
    django.setup()
    from outbox import claims

    if claims.LEASE_SECONDS <= LEASE_SECONDS:
        raise AssertionError("the outbox's lease is another one now")
    claims.LEASE_SECONDS = LEASE_SECONDS
    main()


if __name__ == "__main__":
    run()
