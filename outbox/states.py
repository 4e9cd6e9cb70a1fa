"""What a person decides about a message that did not get out, and what is left of one that is done with."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from outbox.models import OutboxFile, OutboxMessage
from outbox.services import Actor
from outbox.wake import wake_relay_on_commit

_State = OutboxMessage.State
# The row stays: who got something about what, when, and under which Message-ID.
FORGOTTEN: dict[str, Any] = {"text": "", "html": "", "headers": {}}
log = structlog.get_logger("outbox")


def forget_files(messages: QuerySet[OutboxMessage]) -> None:
    """Remove what messages carried, where FORGOTTEN takes their texts. One query."""
    OutboxFile.objects.filter(message__in=messages.filter(has_files=True)).delete()


@transaction.atomic
def send_again(*, ids: Collection[int] | None, kind: str, actor: Actor, now: datetime) -> int:
    """Queue failed messages of a kind again, those named or all, under their first Message-IDs; give how many."""
    found = OutboxMessage.objects.filter(kind=kind, state=_State.FAILED)
    if ids is not None:
        found = found.filter(pk__in=ids)
    count = found.update(state=_State.QUEUED, attempts=0, next_at=Now(), last_error="")
    if count:
        log.info("outbox.retry", count=count, actor=actor.pk, at=now.isoformat())
        wake_relay_on_commit(kind)
    return count


@transaction.atomic
def give_up(*, ids: Collection[int], kind: str, actor: Actor, now: datetime) -> int:
    """Give up messages that have failed or wait for another attempt: the rows stay, the texts go. Give how many.

    One that is being sent at this moment is left alone.
    """
    found = OutboxMessage.objects.filter(kind=kind, pk__in=ids, state__in=[_State.FAILED, _State.QUEUED])
    count = found.update(state=_State.DISCARDED, next_at=Now(), **FORGOTTEN)
    forget_files(OutboxMessage.objects.filter(kind=kind, pk__in=ids, state=_State.DISCARDED))
    if count:
        log.info("outbox.given_up", count=count, actor=actor.pk, at=now.isoformat())
    return count
