"""How many tickets each view holds, in one query that never counts far."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b

from django.core.cache import cache
from django.db import connection

from accounts.models import Membership
from accounts.tenancy.context import require_tenant_id
from tickets.models import Ticket
from tickets.models.versions import queue_version_key
from tickets.selectors.queue_filters import QueueFilter

# Nobody reads on from here; counting stops, so that a count costs the same however many tickets there are.
MOST = 1000
KEEP_SECONDS = 10


def counts(asked: Iterable[QueueFilter], *, member: Membership, now: datetime) -> list[int]:
    """Give the number of tickets behind each question, MOST where there are as many or more. One query for all."""
    visible = Ticket.objects.visible_to(member)
    queries = [question.apply(visible, member=member, now=now).order_by().values("pk")[:MOST] for question in asked]
    compiled = [query.query.sql_with_params() for query in queries]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"(SELECT count(*) FROM ({sql}) AS c)" for sql, _params in compiled),  # noqa: S608
            [value for _sql, params in compiled for value in params],
        )
        return list(cursor.fetchone())


def view_counts(
    built_in: Sequence[QueueFilter], saved: Sequence[QueueFilter], *, member: Membership, now: datetime
) -> tuple[list[int], list[int]]:
    """Give the counts of the built-in views, which have indexes, and of the saved ones, which may be dear: those
    are counted anew when a ticket or the minute has changed, but at most every KEEP_SECONDS for one reader. One query.
    """
    tenant = require_tenant_id()
    name = repr((member.pk, [question.query() for question in saved])).encode()
    key = f"queue-counts:{tenant}:{blake2b(name, digest_size=12).hexdigest()}"
    here = cache.get_many([key, queue_version_key(tenant)]) if saved else {}
    state, at = (here.get(queue_version_key(tenant), 0), int(now.timestamp()) // 60), now.timestamp()
    kept: tuple[object, float, list[int]] | None = here.get(key)
    if not saved or (kept and (kept[0] == state or 0 <= at - kept[1] < KEEP_SECONDS)):
        return counts(built_in, member=member, now=now), kept[2] if kept else []
    found = counts([*built_in, *saved], member=member, now=now)
    cache.set(key, (state, at, found[len(built_in) :]), 60)
    return found[: len(built_in)], found[len(built_in) :]


def count_word(count: int) -> str:
    """Give the count as it is read: 999+ where there are more."""
    return f"{MOST - 1}+" if count >= MOST else str(count)
