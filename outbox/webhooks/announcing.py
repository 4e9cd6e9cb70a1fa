"""Tells events to whoever wants them, in the transaction of what happened."""

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists
from django.db.models.functions import Now

from accounts.tenancy.prepared import Prepared
from outbox.models import OutboxMessage, WebhookEndpoint
from outbox.wake import wake_relay_on_commit


@dataclass(frozen=True)
class News:
    """One event: `key` names its cause, so that it is told once; `data` is what programs read."""

    kind: str
    key: str
    at: datetime
    data: Mapping[str, Any]


def listening() -> Exists:
    """Give an expression that is true where the tenant has any endpoint that is on, to be asked along with a question
    that is asked anyway.
    """
    return Exists(WebhookEndpoint.objects.filter(is_active=True))


def endpoints_for(kinds: Collection[str]) -> list[WebhookEndpoint]:
    """Give the endpoints that want any of these kinds. One query."""
    return [endpoint for endpoint in _ACTIVE.rows() if not set(kinds).isdisjoint(endpoint.kinds)]


_ACTIVE = Prepared(lambda _shape: WebhookEndpoint.objects.filter(is_active=True).order_by("pk"))


def announce(*, kind: str, key: str, data: Mapping[str, Any], now: datetime) -> None:
    """Tell one event to every endpoint that wants it; one query where there is none, one more for the rows.

    Runs in the caller's transaction: rolled back, nothing is told. Whose data costs something asks `endpoints_for`
    first, and gives what it finds to `tell`.
    """
    tell([News(kind, key, now, data)], endpoints_for([kind]))


def tell(news: Sequence[News], endpoints: Sequence[WebhookEndpoint]) -> None:
    """Queue each event for each of these endpoints that wants its kind, once for each cause; one query for all.

    What is told is written now, as it is now. TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("announce belongs in the transaction of what it tells about.")
    bodies = [(item, body_of(item)) for item in news if any(item.kind in endpoint.kinds for endpoint in endpoints)]
    queue([delivery(item, body, to) for item, body in bodies for to in endpoints if item.kind in to.kinds])


def queue(deliveries: Sequence[OutboxMessage]) -> None:
    """Keep written deliveries, and wake the relay once they are committed."""
    if deliveries:
        OutboxMessage.objects.bulk_create(deliveries, ignore_conflicts=True)
        wake_relay_on_commit("webhook")


def delivery(item: News, body: str, endpoint: WebhookEndpoint) -> OutboxMessage:
    """Write one event's delivery to one endpoint. Its webhook-id stays the same, however often it is sent."""
    return OutboxMessage(
        kind=OutboxMessage.Kind.WEBHOOK,
        endpoint=endpoint,
        dedupe_key=f"webhook:{endpoint.pk}:{item.key}",
        message_id=f"msg_{uuid.uuid4().hex}",
        recipient=endpoint.url[:320],
        subject=item.kind,
        text=body,
        queued_at=item.at,
        next_at=Now(),
    )


def body_of(item: News) -> str:
    """Write the JSON: type, timestamp, data. Instants are in UTC, as in the interface for programs."""
    told = {"type": item.kind, "timestamp": item.at, "data": item.data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an event")
