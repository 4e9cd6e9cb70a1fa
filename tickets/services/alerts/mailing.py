"""Turns raised alerts into mails: one each, or one digest where many came at once for one person."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter

import structlog
from django.db import DatabaseError, transaction

from outbox.models import OutboxMessage
from outbox.services import queue_all
from tickets import emails
from tickets.clocks import CountingBook
from tickets.models import Alert
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
    locked = list(
        unmailed.filter(receiver_id__in=people)
        .only("clock_id", "receiver_id", "step", "tenant_id")
        .select_for_update(skip_locked=True)
        .order_by("receiver_id", "due_at", "pk")
    )
    last = {receiver: _last_steps(alerts) for receiver, alerts in groupby(locked, attrgetter("receiver_id"))}
    told = _told(pk for alerts in last.values() for pk in _shown(alerts))
    facts = FactBook(now, book or CountingBook())
    mails: list[OutboxMessage] = []
    for receiver, alerts in last.items():
        try:
            mails += _write([told[pk] for pk in _shown(alerts)], alerts, facts, now)
        except DatabaseError:
            raise
        except Exception:
            log.exception("alerts.mail_failed", receiver=receiver)
            failed.add(receiver)
    queue_all(mails)
    written = [alert.pk for alert in locked if alert.receiver_id not in failed]
    Alert.objects.filter(pk__in=written).update(mailed_at=now)
    return bool(locked) and len(people) == RECEIVERS


def _last_steps(alerts: Iterable[Alert]) -> list[Alert]:
    """Keep the last step of each clock: after a sweep that came late, a warning says nothing beside its breach."""
    return list({alert.clock_id: alert for alert in alerts}.values())


def _shown(alerts: list[Alert]) -> list[int]:
    return [alert.pk for alert in alerts[:MOST_TOLD]]


def _told(keys: Iterable[int]) -> dict[int, Alert]:
    whole = Alert.objects.select_related(
        "ticket__customer", "ticket__assignee__user", "clock", "receiver__user", "receiver__tenant"
    )
    return whole.in_bulk(list(keys))


def _write(shown: list[Alert], alerts: list[Alert], facts: FactBook, now: datetime) -> list[OutboxMessage]:
    """Write one receiver's mails."""
    language = emails.language_of(shown[0].receiver)
    if len(alerts) > MOST_SINGLE:
        said = [facts.brief(alert, language) for alert in shown]
        return [emails.alert_digest(alerts, said, receiver=shown[0].receiver, now=now)]
    return [emails.alert(alert, facts.whole(alert, language), now=now) for alert in shown]
