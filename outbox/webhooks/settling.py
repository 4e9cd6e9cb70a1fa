"""What an answer means for the delivery and for its endpoint (docs/webhooks.md)."""

import random
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage, WebhookAttempt, WebhookChange, WebhookEndpoint
from outbox.webhooks.client import Outcome

# The waits between a delivery's attempts in seconds, as Standard Webhooks recommends; after the last it has failed.
WAITS = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
# What an endpoint rests after a failure, times three after each further one; nobody who is back waits longer.
FIRST_REST, LONGEST_REST = 5, 600
# A receiver may ask for so much patience.
LONGEST_RETRY_AFTER = 24 * 3600
# So long nothing came through, in as many attempts at least: the endpoint is switched off.
FAILING_FOR, FAILING_ATTEMPTS = timedelta(days=5), 10
GONE = 410
PATIENCE = (429, 503)
State, Off = OutboxMessage.State, WebhookEndpoint.Off
log = structlog.get_logger("outbox")

DisabledHook = Callable[[WebhookEndpoint, datetime], None]
_hooks: list[DisabledHook] = []


def when_disabled(hook: DisabledHook) -> DisabledHook:
    """Register what an app above does, in the same transaction, when an endpoint was switched off by itself
    (AppConfig.ready). It gets the endpoint and the time.
    """
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def settle(message: OutboxMessage, endpoint: WebhookEndpoint, token: uuid.UUID, outcome: Outcome) -> bool:
    """Write down an attempt and what follows from it; False where somebody else has the delivery by now.

    The attempt is kept all the same: the receiver was told. `message` is as it was claimed.
    """
    attempt = message.attempts + 1
    with tenant_context(endpoint.tenant_id or 0), transaction.atomic():
        WebhookAttempt.objects.create(
            message_id=message.pk,
            at=Now(),
            status=outcome.status,
            milliseconds=outcome.milliseconds,
            answer=outcome.answer,
            error=outcome.error,
        )
        mine = OutboxMessage.objects.filter(pk=message.pk, token=token)
        free = {"token": None, "lease_until": None}
        if outcome.is_delivered:
            is_mine = mine.update(state=State.SENT, sent_at=Now(), last_error="", **free)
            _came_through(endpoint)
            return bool(is_mine)
        said = outcome.error or f"{outcome.status} {outcome.answer}".strip()
        wait = wait_after(attempt, outcome, now=timezone.now())
        if wait is None:
            is_mine = mine.update(state=State.FAILED, last_error=said, **free)
        else:
            next_at = Now() + timedelta(seconds=wait)
            is_mine = mine.update(state=State.QUEUED, next_at=next_at, last_error=said, **free)
        log.warning("outbox.webhook_refused", message_id=message.message_id, endpoint=endpoint.pk, answer=said)
        _failed(endpoint, outcome)
        return bool(is_mine)


def wait_after(attempt: int, outcome: Outcome, *, now: datetime) -> float | None:
    """Give the seconds until a delivery is tried again after its `attempt`-th attempt, with up to a tenth more by
    chance; None where it has failed.
    """
    if outcome.status == GONE or attempt > len(WAITS):
        return None
    return max(WAITS[attempt - 1] * random.uniform(1, 1.1), patience(outcome, now=now))  # noqa: S311 - no secret


def patience(outcome: Outcome, *, now: datetime) -> float:
    """Give the seconds that the receiver asks to be left alone for; 0 where it asks for none, or for nonsense."""
    if outcome.status not in PATIENCE or not outcome.retry_after:
        return 0
    raw = outcome.retry_after.strip()
    if raw.isascii() and raw.isdigit():
        seconds = float(raw)
    else:
        try:
            until = parsedate_to_datetime(raw)
        except (ValueError, OverflowError):  # a year of twenty digits
            return 0
        seconds = ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now).total_seconds()
    return min(max(seconds, 0), LONGEST_RETRY_AFTER)


def rest_after(failures: int, outcome: Outcome, *, now: datetime) -> float:
    """Give the seconds that an endpoint rests after so many failures in a row."""
    rest = min(float(FIRST_REST) * 3.0 ** min(failures - 1, 10), LONGEST_REST)
    return max(rest, patience(outcome, now=now))


def _came_through(endpoint: WebhookEndpoint) -> None:
    if endpoint.failures:  # as it was claimed: nobody else has told it meanwhile
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failures=0, failing_since=None, paused_until=None)
        endpoint.failures = 0


def _failed(endpoint: WebhookEndpoint, outcome: Outcome) -> None:
    now = timezone.now()
    endpoint.failures += 1
    rest = timedelta(seconds=rest_after(endpoint.failures, outcome, now=now))
    here = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    here.update(
        failures=F("failures") + 1, failing_since=Coalesce(F("failing_since"), Now()), paused_until=Now() + rest
    )
    here = here.filter(is_active=True)
    if outcome.status == GONE:
        _disable(here, Off.GONE, endpoint, now)
    elif endpoint.failures >= FAILING_ATTEMPTS:
        _disable(here.filter(failing_since__lte=Now() - FAILING_FOR), Off.FAILING, endpoint, now)


def _disable(here: QuerySet[WebhookEndpoint], why: str, endpoint: WebhookEndpoint, now: datetime) -> None:
    """Switch it off, where the condition holds, and tell those above."""
    if not here.update(is_active=False, disabled_at=Now(), disabled_reason=why):
        return
    WebhookChange.objects.create(endpoint_id=endpoint.pk, kind=WebhookChange.Kind.OFF, at=now)
    log.error("outbox.webhook_disabled", endpoint=endpoint.pk, reason=why)
    current = WebhookEndpoint.objects.get(pk=endpoint.pk)
    for hook in _hooks:
        try:
            with transaction.atomic():
                hook(current, now)
        except Exception:
            # It is off and says so on its page; without this the delivery would be made again and again.
            log.exception("outbox.webhook_notice_failed", endpoint=endpoint.pk)
