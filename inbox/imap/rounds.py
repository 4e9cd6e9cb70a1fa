"""Fetches from every account that is due, over all tenants. May run anywhere, any number of times at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

import structlog
from django.db import DatabaseError, InterfaceError, connections, transaction
from django.db.models.functions import Now

from accounts.tenancy.context import tenant_context
from inbox.imap.connecting import LONGEST
from inbox.imap.fetching import fetch_all
from inbox.imap.troubles import Trouble, trouble_of
from inbox.models import ImapAccount
from inbox.services.telling import tell_admins

# Beat calls every 30 s.
EVERY = timedelta(seconds=25)
# While it fails: twice as long each time.
LONGEST_PAUSE = timedelta(minutes=30)
# No account is begun later in a round: the next one begins with those.
ROUND = 60.0
# Longer than anybody can be at it: who dies with an account holds it up for so long.
LEASE = timedelta(seconds=LONGEST + 60)
# Accounts of one round. Most of the time is waiting for others' servers, and a slow one holds up no other.
AT_ONCE = 8
MOST = 200
log = structlog.get_logger("inbox")


def fetch_due(*, now: datetime) -> int:
    """Fetch from every account that is due by the database's clock; give how many were looked at."""
    until = monotonic() + ROUND
    with ThreadPoolExecutor(AT_ONCE, "imap") as pool:
        return sum(pool.map(partial(_in_a_thread, now=now, until=until), _due()))


def fetch_one(tenant_id: int, pk: int, *, now: datetime) -> bool:
    """Fetch from an account of a tenant, unless somebody else is at it; say whether it was done."""
    with tenant_context(tenant_id):
        account = _claim(pk)
        if account is None:
            return False
        try:
            done = fetch_all(account, now=now)
        except (DatabaseError, InterfaceError):
            log.exception("inbox.database_failed", account=pk)
            raise  # nothing can be written down: the lease runs out
        except Exception as error:
            trouble = trouble_of(error)
            log.warning("inbox.imap_failed", account=pk, trouble=trouble, exc_info=trouble == Trouble.ANSWER)
            _failed(account, trouble, str(error), now=now)
        else:
            _polled(account, Trouble.MESSAGES if done.failed else "", now=now)
            if any(done):
                log.info("inbox.imap_fetched", account=pk, **done._asdict())
    return True


def _in_a_thread(due: tuple[int, int], *, now: datetime, until: float) -> bool:
    try:
        return monotonic() < until and fetch_one(*due, now=now)
    finally:
        connections.close_all()


def _due() -> list[tuple[int, int]]:
    with connections["relay"].cursor() as cursor:
        cursor.execute(
            "SELECT a.tenant_id, a.id FROM inbox_imapaccount a JOIN tickets_mailbox m ON m.id = a.mailbox_id "
            "WHERE a.is_active AND m.is_active AND a.next_at <= now() ORDER BY a.next_at LIMIT %s",
            [MOST],
        )
        return [(tenant, key) for tenant, key in cursor.fetchall()]


@transaction.atomic
def _claim(pk: int) -> ImapAccount | None:
    due = ImapAccount.objects.filter(pk=pk, is_active=True, next_at__lte=Now())
    account = due.select_for_update(of=("self",), skip_locked=True).select_related("mailbox", "tenant").first()
    if account is not None:
        account.next_at = Now() + LEASE
        account.save(update_fields=["next_at"])
    return account


@transaction.atomic
def _polled(account: ImapAccount, trouble: str, *, now: datetime) -> None:
    ImapAccount.objects.filter(pk=account.pk).update(
        next_at=Now() + EVERY,
        last_polled_at=now,
        last_error=trouble,
        last_answer="",
        failing_since=(account.failing_since or now) if trouble else None,
        failures=0,
        told_error=tell_admins(account, Trouble(trouble), now=now) if trouble else "",
    )


@transaction.atomic
def _failed(account: ImapAccount, trouble: Trouble, answer: str, *, now: datetime) -> None:
    pause = min(EVERY * 2 ** min(account.failures, 10), LONGEST_PAUSE)
    ImapAccount.objects.filter(pk=account.pk).update(
        next_at=Now() + pause,
        last_error=trouble,
        last_answer=answer.replace("\0", "")[:300],
        failing_since=account.failing_since or now,
        failures=account.failures + 1,
        told_error=tell_admins(account, trouble, now=now),
    )
