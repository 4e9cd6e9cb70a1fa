"""Claims a tenant's due clocks in batches; what fails is set apart, so that it stops nobody else's alert."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError, transaction

from tickets.clocks import CountingBook
from tickets.models import SlaClock
from tickets.services.alerts.mailing import mail_batch
from tickets.services.alerts.raising import raise_alerts
from tickets.services.alerts.receivers import Roster
from tickets.services.changing import announce

# So many clocks in one transaction: an agent who changes one of their tickets waits for a fraction of a second.
BATCH = 200
log = structlog.get_logger("alerts")


@dataclass
class Aside:
    """What has failed in this sweep, and is not tried again before the next: clocks, and receivers' mails."""

    clocks: set[int] = field(default_factory=set)
    receivers: set[int] = field(default_factory=set)


@transaction.atomic
def raise_batch(*, now: datetime, aside: Aside) -> bool:
    """Claim up to BATCH due clocks of the current tenant and raise the steps they have reached; say if more may wait.

    Marks, events and alerts commit together: a crash before leaves the clocks due. The last batch queues the mails in
    the same transaction. A clock that somebody else holds, or whose ticket is being changed, is left for the next sweep
    (the ticket is locked first by those who change it: waiting for it here could be waiting for each other).
    """
    due = SlaClock.objects.filter(check_at__lte=now).exclude(pk__in=aside.clocks)
    due = due.select_related("ticket")
    claimed = due.select_for_update(skip_locked=True, of=("self", "ticket"), no_key=True).order_by("check_at", "pk")
    clocks = list(claimed[:BATCH])
    book = CountingBook()
    if clocks:
        _raise_apart(clocks, now, book, Roster(now), aside)
        announce()
    if len(clocks) == BATCH:
        return True
    try:
        return mail_batch(now=now, failed=aside.receivers, book=book)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # the desk shows the alerts whether or not they can be mailed; the leftovers' round tries again
        log.exception("alerts.mails_failed")
        return False


def _raise_apart(clocks: Sequence[SlaClock], now: datetime, book: CountingBook, roster: Roster, aside: Aside) -> None:
    """Raise all of them, or where that fails each half by itself, down to the clock that fails."""
    try:
        with transaction.atomic():
            raise_alerts(clocks, now=now, book=book, roster=roster)
    except (OperationalError, InterfaceError):
        raise  # the database's trouble and no clock's
    except Exception:
        if len(clocks) == 1:
            log.exception("alerts.clock_failed", clock=clocks[0].pk, ticket=clocks[0].ticket_id)
            aside.clocks.add(clocks[0].pk)
            return
        half = len(clocks) // 2
        _raise_apart(clocks[:half], now, book, roster, aside)
        _raise_apart(clocks[half:], now, book, roster, aside)
