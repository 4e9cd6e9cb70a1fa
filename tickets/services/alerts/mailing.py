"""Turns raised alerts into mails: one each, or one digest where many came at once for one person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import structlog
from django.db import DatabaseError, transaction

from accounts.models import Membership
from outbox.models import OutboxMessage
from outbox.services import queue_all
from tickets import emails
from tickets.clocks import CountingBook
from tickets.models import Alert, SlaClock
from tickets.services.alerts.facts import FactBook

# Up to this many alerts at once are mailed one by one.
MOST_SINGLE = 2
# A digest tells of so many, the nearest deadlines, and counts the others.
MOST_TOLD = 50
# Receivers in one transaction.
RECEIVERS = 50
log = structlog.get_logger("alerts")


@transaction.atomic
def mail_batch(*, now: datetime, failed: set[int], book: CountingBook | None = None) -> bool:
    """Queue the mails of up to RECEIVERS people's alerts that were not mailed yet; say whether more may wait.

    The mails and the alerts' marks commit together. Two sweeps at once: the second finds the rows locked and goes on.
    A receiver whose mail cannot be written is added to `failed`, and is tried again at the next round.
    """
    unmailed = Alert.objects.filter(mailed_at__isnull=True).exclude(receiver_id__in=failed)
    people = list(unmailed.order_by("receiver_id").values_list("receiver_id", flat=True).distinct()[:RECEIVERS])
    if not people:
        return False
    waiting: Any = (
        unmailed.filter(receiver_id__in=people)
        .select_for_update(skip_locked=True)
        .order_by("receiver_id", "due_at", "pk")
        .values_list("pk", "clock_id", "receiver_id", "step", "due_at", named=True)
    )
    locked = list(waiting)
    last = {receiver: _last_steps(rows) for receiver, rows in groupby(locked, attrgetter("receiver_id"))}
    told = _told([row for rows in last.values() for row in rows[:MOST_TOLD]])
    facts = FactBook(now, book or CountingBook())
    mails: list[OutboxMessage] = []
    for receiver, rows in last.items():
        try:
            mails += _write(rows, told[receiver], facts, now)
        except DatabaseError:
            raise
        except Exception:
            log.exception("alerts.mail_failed", receiver=receiver)
            failed.add(receiver)
    queue_all(mails)
    written = [row.pk for row in locked if row.receiver_id not in failed]
    Alert.objects.filter(pk__in=written).update(mailed_at=now)
    return bool(locked) and len(people) == RECEIVERS


def _last_steps(rows: Iterable[Any]) -> list[Any]:
    """Keep the last step of each clock: after a sweep that came late, a warning says nothing beside its breach."""
    return list({row.clock_id: row for row in rows}.values())


def _told(rows: Sequence[Any]) -> dict[int, list[Alert]]:
    """Give the alerts of these rows by receiver, with all that a mail says; what two are told of is read once."""
    clocks = SlaClock.objects.select_related("ticket__customer", "ticket__assignee__user")
    clock = clocks.in_bulk({row.clock_id for row in rows})
    member = Membership.objects.select_related("user", "tenant").in_bulk({row.receiver_id for row in rows})
    told = defaultdict(list)
    for row in rows:
        told[row.receiver_id].append(
            Alert(
                pk=row.pk,
                clock=clock[row.clock_id],
                ticket=clock[row.clock_id].ticket,
                receiver=member[row.receiver_id],
                step=row.step,
                due_at=row.due_at,
            )
        )
    return told


def _write(rows: Sequence[Any], told: Sequence[Alert], facts: FactBook, now: datetime) -> list[OutboxMessage]:
    """Write one receiver's mails: of `rows`, those in `told` are told of."""
    receiver = told[0].receiver
    language = emails.language_of(receiver)
    if len(rows) > MOST_SINGLE:
        lines = [facts.brief(alert, language) for alert in told]
        return [emails.alert_digest(rows, lines, receiver=receiver, now=now)]
    return [emails.alert(alert, facts.whole(alert, language), now=now) for alert in told]
