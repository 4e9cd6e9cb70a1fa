"""Mails to those who can keep a promise. Written here, queued together by services/alerts/mailing.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.links import absolute_url
from accounts.models import Membership
from outbox.models import OutboxMessage
from outbox.services import write_mail
from sla.terms import StepKind, step_kind
from tickets.emails.thread import in_thread
from tickets.models import Alert

Facts = dict[str, Any]


def language_of(receiver: Membership) -> str:
    """Give the language a member reads."""
    return receiver.user.language or receiver.tenant.language


def alert(item: Alert, facts: Facts, *, mailbox: str | None, now: datetime) -> OutboxMessage:
    """Write one alert: the time first, then the ticket, then how it was counted (domain: Alerts). `mailbox` takes
    answers.
    """
    receiver = item.receiver
    key = f"sla:{item.clock_id}:{item.due_at.isoformat()}:{item.step}:{receiver.pk}"
    return write_mail(
        dedupe_key=key,
        recipient=receiver.user.email,
        template="tickets/alert",
        context=facts | {"is_noted": bool(mailbox)},
        language=language_of(receiver),
        now=now,
        priority=OutboxMessage.Priority.URGENT,
        tenant=receiver.tenant,
        **in_thread(item.clock.ticket, key, receiver.tenant, mailbox),
    )


def alert_digest(items: Sequence[Any], facts: Sequence[Facts], *, receiver: Membership, now: datetime) -> OutboxMessage:
    """Write many alerts for one person as one mail, by deadline; `items` name a pk and a step, and those beyond
    `facts` are counted.
    """
    return write_mail(
        dedupe_key=f"sla-digest:{receiver.pk}:"
        + ",".join(str(item.pk) for item in sorted(items, key=lambda i: i.pk))[:150],
        recipient=receiver.user.email,
        template="tickets/alert_digest",
        context={
            "items": facts,
            "count": len(items),
            "more": len(items) - len(facts),
            "tone": "over" if any(step_kind(item.step) != StepKind.WARNING for item in items) else "risk",
            "url": absolute_url(receiver.tenant, "desk:queue"),
        },
        language=language_of(receiver),
        now=now,
        priority=OutboxMessage.Priority.URGENT,
        tenant=receiver.tenant,
    )
