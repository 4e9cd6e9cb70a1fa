"""Follows each alert's mail until it is out; one that does not arrive goes on to the next person."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from outbox.models import OutboxMessage
from tickets.models import Alert
from tickets.selectors.alerts import FOLLOWED
from tickets.services.alerts.handing_on import hand_on

BATCH = 200
# A mail that is not out by then has not reached anybody in time, whatever holds it up. Work on Critical has to begin
# within 15 minutes, and the warning comes after 11.
LATE = timedelta(minutes=5)
# Of a server's answer so much is kept.
MOST_SAID = 300
Failure, State = Alert.Failure, OutboxMessage.State
GIVEN_UP = (State.FAILED, State.DISCARDED)
log = structlog.get_logger("alerts")


@transaction.atomic
def follow_batch(*, now: datetime) -> bool:
    """Settle up to BATCH alerts of the current tenant whose mail is out, has failed or is late; say if more may wait.

    A failure is marked and handed on in one transaction, once: two workers at once take different rows. `now` is the
    database's: a worker whose own clock is ahead would take every mail for late.
    """
    mail = OutboxMessage.objects.filter(dedupe_key=OuterRef("mail_key"))
    on_their_way = Alert.objects.filter(out_at=None, mail_key__gt="", raised_at__gte=now - FOLLOWED)
    known = on_their_way.annotate(mail_state=Subquery(mail.values("state")[:1]))
    has_failed = Q(mail_state__in=GIVEN_UP) & (Q(failed_at=None) | Q(failed_by=Failure.LATE))
    due = known.filter(Q(mail_state=State.SENT) | has_failed | Q(failed_at=None, mailed_at__lte=now - LATE))
    alerts: list[Any] = list(due.select_for_update(skip_locked=True, of=("self",), no_key=True).order_by("pk")[:BATCH])
    out = [alert.pk for alert in alerts if alert.mail_state == State.SENT]
    if out:
        Alert.objects.filter(pk__in=out).update(out_at=now)
    failed = [alert for alert in alerts if alert.mail_state != State.SENT]
    if failed:
        keys = {alert.mail_key for alert in failed}
        answers = OutboxMessage.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", "last_error")
        said = dict(answers)
        refused = {alert.pk for alert in failed if alert.mail_state in GIVEN_UP}
        by = {alert.pk: Failure.REFUSED if alert.pk in refused else Failure.LATE for alert in failed}
        fail(failed, by=by, said={alert.pk: said.get(alert.mail_key, "") for alert in failed}, now=now)
    return len(alerts) == BATCH


@transaction.atomic
def mail_bounced(*, message_id: str, reason: str, now: datetime) -> int:
    """Take note that a mail came back: its alerts have failed and go on to the next person. Give how many there were.

    `message_id` as in the mail's header. 0 where no alert was told by it, or they had failed before.
    """
    sent = Alert.objects.filter(message_id=message_id, message_id__gt="").filter(
        Q(failed_at=None) | Q(failed_by=Failure.LATE)
    )
    alerts = list(sent.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if alerts:
        by = {alert.pk: Failure.BOUNCED for alert in alerts}
        fail(alerts, by=by, said={alert.pk: reason for alert in alerts}, now=now)
    return len(alerts)


def fail(alerts: Sequence[Alert], *, by: Mapping[int, Alert.Failure], said: Mapping[int, str], now: datetime) -> None:
    """Mark these alerts, which the caller has locked, as not arrived, and hand on those that had not failed before."""
    new = [alert for alert in alerts if alert.failed_at is None]
    for alert in alerts:
        alert.failed_at = alert.failed_at or now
        alert.failed_by, alert.failure = by[alert.pk], " ".join(said[alert.pk].split())[:MOST_SAID]
    Alert.objects.bulk_update(alerts, ["failed_at", "failed_by", "failure"])
    log.warning("alerts.not_delivered", alerts=[alert.pk for alert in new])
    hand_on(new, now=now)
