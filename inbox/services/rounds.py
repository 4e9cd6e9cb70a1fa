"""Reads what is kept and not read yet, over all tenants. May run anywhere, any number of times at once."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.tenancy.context import tenant_context
from inbox.models import InboundMail
from inbox.services.handling import TooEarlyError, handle
from inbox.services.one_at_a_time import nobody_else
from inbox.services.outcomes import Outcome
from outbox import stopping

# A reader that dies leaves its mail for so long; after as many tries a person has to look.
LEASE = timedelta(seconds=60)
ATTEMPTS = 5
# An answer whose question another reader has in hand.
SOON = timedelta(seconds=2)
log = structlog.get_logger("inbox")
State = InboundMail.State


def read_due(*, now: datetime, seconds: float = 20, stopped: Callable[[], bool] = stopping.is_stopping) -> int:
    """Take up kept mails until none is due or `seconds` have gone by, one of each tenant in turn; give how many.
    A worker that is told to stop ends after the mail in hand.

    Raises what the database raises when it is away: what was being read keeps its place, and is read again.
    """
    until = monotonic() + seconds
    waiting = deque(_tenants_with_mail())
    done = 0
    while waiting and monotonic() < until and not stopped():
        tenant_id = waiting.popleft()
        with tenant_context(tenant_id):
            if _read_one(now=now):
                done += 1
                waiting.append(tenant_id)
    return done


def _read_one(*, now: datetime) -> bool:
    mail = _claim()
    if mail is None:
        return False
    if mail.attempts > ATTEMPTS:
        _give_up(mail, "the reader died with it each time")
        return True
    try:
        outcome = handle(mail=mail, now=now)
    except TooEarlyError:
        _put_off(mail)
    except (InterfaceError, OperationalError):
        log.exception("inbox.database_failed", mail=mail.pk)
        raise  # nothing is said about the mail: its lease runs out
    except Exception as error:
        log.exception("inbox.failed", mail=mail.pk, attempts=mail.attempts)
        _failed(mail, error)
    else:
        log.info("inbox.taken", mail=mail.pk, outcome=str(outcome))
    return True


@transaction.atomic
def _claim() -> InboundMail | None:
    """Take the mail that is longest due, by the database's clock, and put it off: who dies with it blocks nobody.

    None as well where another reader is at work for this tenant: it takes them all.
    """
    if not nobody_else():
        return None
    due = InboundMail.objects.filter(state=State.STORED, next_at__lte=Now()).order_by("next_at", "pk")
    mail = due.select_for_update(of=("self",), skip_locked=True).defer("raw").first()
    if mail is not None:
        mail.attempts += 1
        InboundMail.objects.filter(pk=mail.pk).update(attempts=mail.attempts, next_at=Now() + LEASE)
    return mail


@transaction.atomic
def _put_off(mail: InboundMail) -> None:
    """Let the mail that it answers be read first. That one ends, read or failed, so that this one waits for an end."""
    InboundMail.objects.filter(pk=mail.pk, state=State.STORED).update(attempts=F("attempts") - 1, next_at=Now() + SOON)


def _failed(mail: InboundMail, error: Exception) -> None:
    """Keep what went wrong, try again a little later, and after ATTEMPTS leave it to a person: nothing is lost."""
    words = f"{type(error).__name__}: {error}"[:2000].replace("\0", "")
    if mail.attempts >= ATTEMPTS:
        _give_up(mail, words)
    else:
        with transaction.atomic():
            InboundMail.objects.filter(pk=mail.pk, state=State.STORED).update(error=words)


@transaction.atomic
def _give_up(mail: InboundMail, words: str) -> None:
    log.error("inbox.given_up", mail=mail.pk, error=words)
    left = InboundMail.objects.filter(pk=mail.pk, state=State.STORED)
    left.update(state=State.FAILED, outcome=Outcome.ERROR, error=words, handled_at=Now())


def _tenants_with_mail() -> list[int]:
    with connections["relay"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT tenant_id FROM inbox_inboundmail WHERE state = 'stored' AND next_at <= now()")
        return [row[0] for row in cursor.fetchall()]
