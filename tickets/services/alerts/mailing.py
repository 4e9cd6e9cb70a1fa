"""Turns raised alerts into mails: one each, or one digest where many came at once for one person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from accounts.models import Membership
from accounts.models.membership import STAFF
from accounts.tenancy.context import require_tenant_id
from outbox.models import OutboxMessage
from outbox.services import queue_all
from tickets import emails
from tickets.clocks import CountingBook
from tickets.models import Alert, SlaClock
from tickets.services.alerts.facts import FactBook
from tickets.services.alerts.following import fail

# Up to this many alerts at once are mailed one by one.
MOST_SINGLE = 2
# A digest tells of so many, the nearest deadlines, and counts the others.
MOST_TOLD = 50
# Receivers in one transaction.
RECEIVERS = 50
_MAILED = """
UPDATE tickets_alert SET mailed_at = %(now)s, mail_key = mail.key, message_id = mail.message
FROM unnest(%(ids)s::bigint[], %(keys)s::text[], %(messages)s::text[]) AS mail (id, key, message)
WHERE tickets_alert.tenant_id = %(tenant)s AND tickets_alert.id = mail.id
"""
_ROW = (
    "pk", "clock_id", "receiver_id", "step", "due_at", "raised_at", "mail_at", "read_at", "why", "handed_from_id",
)  # fmt: skip
log = structlog.get_logger("alerts")


@transaction.atomic
def mail_batch(*, now: datetime, failed: set[int], book: CountingBook | None = None) -> bool:
    """Queue the mails of up to RECEIVERS people's alerts that are due and not mailed yet; say whether more may wait.

    The mails and the alerts' marks commit together. Two sweeps at once: the second finds the rows locked and goes on.
    A receiver whose mail cannot be written is added to `failed`, and is tried again at the next round. Whoever can no
    longer sign in is not mailed: what they would have been told has failed, and goes on to the next person.
    """
    due = Q(mail_at=None) | Q(mail_at__lte=now)
    unmailed = Alert.objects.filter(due, mailed_at__isnull=True).exclude(receiver_id__in=failed)
    people = list(unmailed.order_by("receiver_id").values_list("receiver_id", flat=True).distinct()[:RECEIVERS])
    if not people:
        return False
    waiting: Any = (
        unmailed.filter(receiver_id__in=people)
        .select_for_update(skip_locked=True)
        .order_by("receiver_id", "due_at", "pk")
        .values_list(*_ROW, named=True)
    )
    locked = list(waiting)
    wanted = _still_wanted(locked)
    last = {receiver: _last_steps(rows) for receiver, rows in groupby(wanted, attrgetter("receiver_id"))}
    told = _told([row for rows in last.values() for row in rows[:MOST_TOLD]])
    facts = FactBook(now, book or CountingBook())
    mailbox = emails.mailbox_for_everything() if told else None
    mails: list[_Mail] = []
    gone: list[int] = []
    for receiver, rows in last.items():
        if not _works_here(told[receiver][0].receiver):
            gone += [row.pk for row in rows]
            continue
        try:
            mails += _write(rows, told[receiver], facts, mailbox, now)
        except DatabaseError:
            raise
        except Exception:
            log.exception("alerts.mail_failed", receiver=receiver)
            failed.add(receiver)
    queue_all([mail.message for mail in mails])
    _mark([row.pk for row in locked if row.receiver_id not in failed], mails, now)
    if gone:
        alerts = list(Alert.objects.filter(pk__in=gone).order_by("pk"))
        fail(alerts, by=dict.fromkeys(gone, Alert.Failure.GONE), said=dict.fromkeys(gone, ""), now=now)
    return bool(locked) and len(people) == RECEIVERS


class _Mail(NamedTuple):
    """A mail, and the alerts that it tells of."""

    message: OutboxMessage
    alerts: list[int]


def _works_here(member: Membership) -> bool:
    return member.is_active and member.user.is_active and member.role in STAFF


def _still_wanted(rows: Sequence[Any]) -> list[Any]:
    """Leave out what waited for the end of quiet hours and was read, or settled, before it came."""
    waited = {row.clock_id for row in rows if row.mail_at and row.mail_at > row.raised_at and row.read_at is None}
    running = SlaClock.objects.filter(pk__in=waited, state=SlaClock.State.RUNNING)
    unsettled = set(running.values_list("pk", flat=True)) if waited else set()
    return [
        row
        for row in rows
        if row.mail_at is None or row.mail_at <= row.raised_at or (row.read_at is None and row.clock_id in unsettled)
    ]


def _mark(rows: Sequence[int], mails: Sequence[_Mail], now: datetime) -> None:
    """Say of these alerts that nothing is left to mail, and by which mail they are told."""
    by = {alert: mail.message for mail in mails for alert in mail.alerts}
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _MAILED,
            {
                "tenant": require_tenant_id(),
                "now": now,
                "ids": list(rows),
                "keys": [by[pk].dedupe_key if pk in by else "" for pk in rows],
                "messages": [by[pk].message_id if pk in by else "" for pk in rows],
            },
        )


def _last_steps(rows: Iterable[Any]) -> list[Any]:
    """Keep the last step of each clock: after a sweep that came late, a warning says nothing beside its breach."""
    return list({row.clock_id: row for row in rows}.values())


def _told(rows: Sequence[Any]) -> dict[int, list[Alert]]:
    """Give the alerts of these rows by receiver, with all that a mail says; what two are told of is read once."""
    clocks = SlaClock.objects.select_related("ticket__customer", "ticket__assignee__user")
    clock = clocks.in_bulk({row.clock_id for row in rows})
    member = Membership.objects.select_related("user", "tenant").in_bulk({row.receiver_id for row in rows})
    handed = {row.handed_from_id for row in rows if row.handed_from_id}
    before = Alert.objects.select_related("receiver__user").in_bulk(handed) if handed else {}
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
                why=row.why,
                handed_from=before.get(row.handed_from_id),
            )
        )
    return told


def _write(
    rows: Sequence[Any], told: Sequence[Alert], facts: FactBook, mailbox: str | None, now: datetime
) -> list[_Mail]:
    """Write one receiver's mails: of `rows`, those in `told` are told of."""
    receiver = told[0].receiver
    language = emails.language_of(receiver)
    if len(rows) > MOST_SINGLE:
        lines = [facts.brief(alert, language) for alert in told]
        digest = emails.alert_digest(rows, lines, receiver=receiver, now=now)
        return [_Mail(digest, [row.pk for row in rows])]
    return [
        _Mail(emails.alert(alert, facts.whole(alert, language), mailbox=mailbox, now=now), [alert.pk]) for alert in told
    ]
