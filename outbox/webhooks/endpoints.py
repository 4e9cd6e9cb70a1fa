"""What admins do with endpoints and deliveries. Each change is kept with who made it.

DoesNotExist for an endpoint that was removed meanwhile (outbox/webhooks/removing.py).
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from outbox.models import OutboxMessage, WebhookChange, WebhookEndpoint
from outbox.sealing import seal
from outbox.wake import wake_relay_on_commit
from outbox.webhooks import catalogue
from outbox.webhooks.addresses import RefusedAddressError, parse_target
from outbox.webhooks.announcing import News, body_of, delivery, queue
from outbox.webhooks.signing import new_secret, signing_besides

# So long the old secret signs as well, and so many at once: a page that is sent twice must not end the one in use.
OVERLAP = timedelta(hours=24)
MOST_OLD = 4
MOST_ENDPOINTS = 50
log = structlog.get_logger("outbox")
State, Off, Change = OutboxMessage.State, WebhookEndpoint.Off, WebhookChange.Kind


class Actor(Protocol):
    """Who does it: a membership. (accounts stands above the outbox.)"""

    pk: Any


@transaction.atomic
def add_endpoint(
    *, url: str, kinds: Sequence[str], description: str, actor: Actor, now: datetime
) -> tuple[WebhookEndpoint, str]:
    """Add an endpoint that is on; give it and its secret, which no page shows again. ValidationError by field."""
    if WebhookEndpoint.objects.filter(removed_at=None).count() >= MOST_ENDPOINTS:
        raise ValidationError(
            _("There are %(count)s addresses already: more cannot be added.") % {"count": MOST_ENDPOINTS}
        )
    secret = new_secret()
    endpoint = WebhookEndpoint(secret=seal(secret), created_at=now, created_by_id=actor.pk)
    _write(endpoint, url, kinds, description)
    note(endpoint, Change.CREATED, actor, now)
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    *, endpoint: WebhookEndpoint, url: str, kinds: Sequence[str], description: str, actor: Actor, now: datetime
) -> None:
    """Change where and what is told; what waits goes to the new address. ValidationError by field."""
    current = locked(endpoint)
    _write(current, url, kinds, description)
    note(current, Change.CHANGED, actor, now)


@transaction.atomic
def rotate_secret(*, endpoint: WebhookEndpoint, actor: Actor, now: datetime) -> str:
    """Make a new secret and give it; for a day those before sign as well, so that the receiver can change over in
    peace.
    """
    current = locked(endpoint)
    secret = new_secret()
    old = [current.secret, *signing_besides(current, now=now)][:MOST_OLD]
    current.old_secret, current.old_secret_until, current.secret = " ".join(old), now + OVERLAP, seal(secret)
    current.save(update_fields=["secret", "old_secret", "old_secret_until"])
    note(current, Change.ROTATED, actor, now)
    return secret


@transaction.atomic
def switch_off(*, endpoint: WebhookEndpoint, actor: Actor, now: datetime) -> None:
    """Tell it nothing from now on; what waits is kept. Does nothing where it is off."""
    here = WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=True)
    if here.update(is_active=False, disabled_at=now, disabled_reason=Off.BY_HAND):
        note(endpoint, Change.OFF, actor, now)


@transaction.atomic
def switch_on(*, endpoint: WebhookEndpoint, actor: Actor, now: datetime) -> None:
    """Tell it again, beginning with what waits: at once, with all attempts anew. Does nothing where it is on."""
    here = WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=False, removed_at=None)
    fresh = {"failures": 0, "failing_since": None, "paused_until": None}
    if here.update(is_active=True, disabled_at=None, disabled_reason="", **fresh):
        OutboxMessage.objects.filter(endpoint=endpoint, state=State.QUEUED).update(attempts=0, next_at=Now())
        note(endpoint, Change.ON, actor, now)
        wake_relay_on_commit("webhook")


@transaction.atomic
def send_test(*, endpoint: WebhookEndpoint, actor: Actor, now: datetime) -> OutboxMessage:
    """Queue an event that says nothing, whatever the endpoint has chosen; give its delivery."""
    item = News(catalogue.TEST, f"test:{uuid.uuid4().hex}", now, {"endpoint": endpoint.pk})
    made = delivery(item, body_of(item), endpoint)
    queue([made])
    log.info("outbox.webhook_test", endpoint=endpoint.pk, actor=actor.pk, at=now.isoformat())
    return OutboxMessage.objects.get(dedupe_key=made.dedupe_key)


@transaction.atomic
def redeliver(*, message: OutboxMessage, actor: Actor, now: datetime) -> None:
    """Send a delivery again under its webhook-id, by which the receiver knows whether it has seen it; with all
    attempts anew. ValidationError where it is under way, or what it said is forgotten (outbox/pruning.py), or its
    endpoint removed.
    """
    if not _again(OutboxMessage.objects.filter(pk=message.pk)):
        raise ValidationError(_("This delivery is under way already, or too old to be sent again."), code="state")
    log.info("outbox.redeliver", message_id=message.message_id, actor=actor.pk, at=now.isoformat())


@transaction.atomic
def redeliver_failed(*, endpoint: WebhookEndpoint, actor: Actor, now: datetime) -> int:
    """Send again whatever has failed to this endpoint; give how many."""
    count = _again(OutboxMessage.objects.filter(endpoint=endpoint, state=State.FAILED))
    log.info("outbox.redeliver_failed", endpoint=endpoint.pk, count=count, actor=actor.pk, at=now.isoformat())
    return count


def can_be_told_again(message: OutboxMessage) -> bool:
    """Say whether `redeliver` would take this delivery, read with its endpoint."""
    is_there = message.endpoint is not None and message.endpoint.removed_at is None
    return bool(is_there and message.text and message.state in (State.SENT, State.FAILED))


def locked(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """Read it anew and keep it from changing until the transaction ends."""
    return WebhookEndpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk, removed_at=None)


def _again(rows: Any) -> int:
    there = WebhookEndpoint.objects.filter(removed_at=None)
    done = rows.filter(endpoint__in=there, state__in=[State.SENT, State.FAILED]).exclude(text="")
    count: int = done.update(state=State.QUEUED, attempts=0, next_at=Now(), sent_at=None, last_error="")
    wake_relay_on_commit("webhook")
    return count


def _write(endpoint: WebhookEndpoint, url: str, kinds: Sequence[str], description: str) -> None:
    errors: dict[str, Any] = {}
    try:
        # An address that is a name is looked up when it is told; here only what is plain to see is refused.
        is_secure = parse_target(url.strip()).is_secure
        is_allowed = is_secure or settings.DEBUG or bool(settings.WEBHOOK_ALLOWED_NETWORKS)
    except RefusedAddressError:
        is_allowed = False
    if not is_allowed:
        errors["url"] = _("Give a public address that begins with https://, without a password in it.")
    known = {kind.name for kind in catalogue.kinds()}
    if not kinds or not known.issuperset(kinds):
        errors["kinds"] = _("Choose at least one event.")
    if errors:
        raise ValidationError(errors)
    endpoint.url, endpoint.kinds, endpoint.description = url.strip(), list(kinds), description.strip()
    endpoint.save()


def note(endpoint: WebhookEndpoint, kind: str, actor: Actor | None, now: datetime) -> None:
    """Keep who did what to an endpoint; `actor` None: it happened by itself."""
    WebhookChange.objects.create(endpoint=endpoint, kind=kind, at=now, actor_id=actor.pk if actor else None)
