"""An address of another system's that was told of tickets until it no longer answered. Nothing is ever sent to it."""

from datetime import datetime, timedelta
from itertools import accumulate

from accounts.models import Membership, Role
from demo.tenants import Cast
from outbox.models import OutboxMessage, WebhookAttempt, WebhookChange, WebhookEndpoint
from outbox.webhooks.endpoints import add_endpoint
from outbox.webhooks.settling import FAILING_FOR, WAITS
from tickets.models import TicketEvent
from tickets.services.telling import tell_events

Kind = TicketEvent.Kind
State = OutboxMessage.State
KINDS = ["ticket.created", "ticket.resolved", "ticket.at_risk", "ticket.breached", "survey.answered"]
# So many events were told, and of these the last ones in vain.
TOLD, IN_VAIN = 12, 3
REFUSAL = "502 Bad Gateway"


def name_endpoint(cast: Cast, *, now: datetime) -> None:
    """Show an endpoint that has gone off by itself, with its log of deliveries."""
    admin = Membership.objects.filter(role=Role.ADMIN).order_by("pk")[0]
    url = f"https://wallboard.{cast.vendor.slug}.example/hooks/tickets"
    endpoint, _secret = add_endpoint(
        url=url, kinds=KINDS, description="Wallboard", actor=admin, now=now - timedelta(days=40)
    )
    off = now - timedelta(hours=3)
    # It stopped answering five days before that; a delivery is tried for three.
    silent, tried_in_vain = off - FAILING_FOR, off - timedelta(seconds=sum(WAITS))
    told = TicketEvent.objects.filter(kind__in=[Kind.FILED, Kind.RESOLVED]).order_by("-at", "-pk")
    heard = list(told.filter(at__lte=silent)[: TOLD - IN_VAIN])
    unheard = list(told.filter(at__gt=silent, at__lte=tried_in_vain)[:IN_VAIN])
    tell_events([*heard[::-1], *unheard[::-1]])
    rows = list(OutboxMessage.objects.filter(endpoint=endpoint).order_by("pk"))
    delivered, failed = rows[: len(heard)], rows[len(heard) :]
    for row in delivered:
        row.state, row.attempts, row.sent_at = State.SENT, 1, row.queued_at + timedelta(seconds=1)
    for row in failed:
        row.state, row.attempts, row.last_error = State.FAILED, len(WAITS) + 1, REFUSAL
    OutboxMessage.objects.bulk_update(rows, ["state", "attempts", "sent_at", "last_error"])
    WebhookAttempt.objects.bulk_create(
        WebhookAttempt(message=row, at=row.queued_at + timedelta(seconds=1), status=204, milliseconds=80)
        for row in delivered
    )
    WebhookAttempt.objects.bulk_create(
        WebhookAttempt(
            message=row, at=row.queued_at + timedelta(seconds=wait), status=502, milliseconds=110, answer="Bad Gateway"
        )
        for row in failed
        for wait in accumulate(WAITS, initial=1)
    )
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        is_active=False, disabled_at=off, disabled_reason=WebhookEndpoint.Off.FAILING, failures=31
    )
    WebhookChange.objects.create(endpoint=endpoint, kind=WebhookChange.Kind.OFF, at=off)
