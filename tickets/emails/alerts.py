"""Mails to those who can keep a promise."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.links import absolute_url
from accounts.models import Membership
from outbox.services import queue_mail
from sla.terms import StepKind, step_kind
from tickets.models import Alert

Facts = dict[str, Any]


def language_of(receiver: Membership) -> str:
    """Give the language a member reads."""
    return receiver.user.language or receiver.tenant.language


def alert(item: Alert, facts: Facts, *, now: datetime) -> None:
    """Queue one alert: the time first, then the ticket, then how it was counted (domain: Alerts)."""
    receiver = item.receiver
    queue_mail(
        dedupe_key=f"sla:{item.clock_id}:{item.due_at.isoformat()}:{item.step}:{receiver.pk}",
        recipient=receiver.user.email,
        template="tickets/alert",
        context=facts,
        language=language_of(receiver),
        now=now,
    )


def alert_digest(items: Sequence[Alert], facts: Sequence[Facts], *, now: datetime) -> None:
    """Queue many alerts for one person as one mail, by deadline."""
    receiver = items[0].receiver
    queue_mail(
        dedupe_key=f"sla-digest:{receiver.pk}:"
        + ",".join(str(item.pk) for item in sorted(items, key=lambda i: i.pk))[:150],
        recipient=receiver.user.email,
        template="tickets/alert_digest",
        context={
            "items": facts,
            "count": len(items),
            "tone": "over" if any(step_kind(item.step) != StepKind.WARNING for item in items) else "risk",
            "url": absolute_url(receiver.tenant, "desk:queue"),
        },
        language=language_of(receiver),
        now=now,
    )
