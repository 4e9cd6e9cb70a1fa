"""Reads what is kept and not read yet, over all tenants. May run anywhere, any number of times at once."""

from collections import deque
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.db import DatabaseError, InterfaceError, connections, transaction
from django.db.models.functions import Now

from accounts.tenancy.context import tenant_context
from inbox.models import InboundMail
from inbox.services.handling import handle
from inbox.services.outcomes import Outcome

# A reader that dies leaves its mail for so long; after as many tries a person has to look.
LEASE = timedelta(seconds=60)
ATTEMPTS = 5
log = structlog.get_logger("inbox")


def read_due(*, now: datetime, seconds: float = 20) -> int:
    """Take up kept mails until none is due or `seconds` have gone by, one of each tenant in turn; give how many."""
    until = monotonic() + seconds
    waiting = deque(_tenants_with_mail())
    done = 0
    while waiting and monotonic() < until:
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
    try:
        outcome = handle(mail=mail, now=now)
    except (InterfaceError, DatabaseError):
        log.exception("inbox.database_failed", mail=mail.pk)
        raise  # nothing is said about the mail: its lease runs out
    except Exception as error:
        log.exception("inbox.failed", mail=mail.pk, attempts=mail.attempts)
        _failed(mail, error)
    else:
        log.info("inbox.taken", mail=mail.pk, outcome=outcome)
    return True


@transaction.atomic
def _claim() -> InboundMail | None:
    """Take the mail that is longest due, by the database's clock, and put it off: who dies with it blocks nobody."""
    due = InboundMail.objects.filter(state=InboundMail.State.STORED, next_at__lte=Now()).order_by("next_at", "pk")
    mail = due.select_for_update(of=("self",), skip_locked=True).defer("raw").first()
    if mail is not None:
        mail.attempts += 1
        mail.next_at = Now() + LEASE
        mail.save(update_fields=["attempts", "next_at"])
    return mail


@transaction.atomic
def _failed(mail: InboundMail, error: Exception) -> None:
    """Keep what went wrong, try again a little later, and after ATTEMPTS leave it to a person: nothing is lost."""
    values = {"error": f"{type(error).__name__}: {error}"[:2000]}
    if mail.attempts >= ATTEMPTS:
        values |= {"state": InboundMail.State.FAILED, "outcome": Outcome.ERROR}
    InboundMail.objects.filter(pk=mail.pk, state=InboundMail.State.STORED).update(**values)


def _tenants_with_mail() -> list[int]:
    with connections["relay"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT tenant_id FROM inbox_inboundmail WHERE state = 'stored' AND next_at <= now()")
        return [row[0] for row in cursor.fetchall()]
