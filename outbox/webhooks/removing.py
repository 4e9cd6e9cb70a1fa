"""Endpoints that go: at once for whoever is told, and with the log of what they were told in the end."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from outbox.models import OutboxMessage, WebhookChange, WebhookEndpoint
from outbox.states import FORGOTTEN
from outbox.webhooks.endpoints import Actor, locked, note

State = OutboxMessage.State
# What is given up with an endpoint.
UNDONE = (State.QUEUED, State.FAILED)
log = structlog.get_logger("outbox")
# Tenants with something for `prune_removed` to do, as the role `relay` reads it.
TENANTS = """
SELECT endpoint.tenant_id FROM outbox_webhookendpoint endpoint WHERE removed_at IS NOT NULL AND (
    EXISTS (SELECT FROM outbox_outboxmessage message
            WHERE message.tenant_id = endpoint.tenant_id AND message.endpoint_id = endpoint.id
                AND state IN ('queued', 'failed'))
    OR removed_at < now() - make_interval(days => %(row)s) AND NOT EXISTS (SELECT FROM outbox_outboxmessage message
                   WHERE message.tenant_id = endpoint.tenant_id AND message.endpoint_id = endpoint.id))
"""


@transaction.atomic
def remove_endpoint(*, endpoint: WebhookEndpoint, actor: Actor, now: datetime) -> int:
    """Tell it nothing ever again; give how many deliveries waited or had failed: these are given up.

    The secrets go now. The log stays readable, and the endpoint with it, until all is OUTBOX_DAYS old. What is on its
    way at this moment ends as it ends. DoesNotExist where it was removed before.
    """
    current = locked(endpoint)
    current.is_active, current.removed_at, current.disabled_at, current.disabled_reason = False, now, now, ""
    current.secret = current.old_secret = ""
    current.old_secret_until = None
    current.save()
    count = _give_up(OutboxMessage.objects.filter(endpoint=current))
    note(current, WebhookChange.Kind.REMOVED, actor, now)
    log.info("outbox.webhook_removed", endpoint=current.pk, given_up=count, actor=actor.pk, at=now.isoformat())
    return count


@transaction.atomic
def prune_removed() -> int:
    """Give up what came to wait for removed endpoints of the current tenant (it was on its way, or told in a
    transaction that was open), and forget those whose log is empty and who were removed OUTBOX_DAYS ago. Give how many
    rows changed.
    """
    removed = WebhookEndpoint.objects.filter(removed_at__isnull=False)
    count = _give_up(OutboxMessage.objects.filter(endpoint__in=removed))
    old = removed.filter(removed_at__lt=Now() - timedelta(days=settings.OUTBOX_DAYS))
    told = OutboxMessage.objects.filter(endpoint=OuterRef("pk"))
    _rows, gone = old.filter(~Exists(told)).delete()
    return count + gone.get(WebhookEndpoint._meta.label, 0)


def _give_up(deliveries: QuerySet[OutboxMessage]) -> int:
    return deliveries.filter(state__in=UNDONE).update(state=State.DISCARDED, next_at=Now(), **FORGOTTEN)
