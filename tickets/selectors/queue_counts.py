"""How many tickets each view holds, in one query that never counts far."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b

from django.conf import settings
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
    """Give the counts of the built-in views, which have indexes, and of the saved ones, which may be dear. One query
    at most.

    They are counted anew when a ticket or the minute has changed, once for all whose eyes see the same; the saved ones
    at most every KEEP_SECONDS.
    """
    tenant, at = require_tenant_id(), now.timestamp()
    version, asked = queue_version_key(tenant), [*built_in, *saved]
    keys = [f"queue-count:{tenant}:{_name(question, member)}" for question in asked]
    here = cache.get_many([version, *keys])
    state = (here.get(version, 0), int(at) // 60)

    def known(place: int) -> int | None:
        kept: tuple[object, float, int] | None = here.get(keys[place])
        is_saved = place >= len(built_in)
        if kept is None or not (is_saved or settings.KEEP_PIECES):
            return None
        return kept[2] if kept[0] == state or (is_saved and 0 <= at - kept[1] < KEEP_SECONDS) else None

    found = {place: known(place) for place in range(len(asked))}
    missing = [place for place, count in found.items() if count is None]
    if missing:
        new = dict(zip(missing, counts([asked[place] for place in missing], member=member, now=now), strict=True))
        cache.set_many({keys[place]: (state, at, count) for place, count in new.items()}, 60)
        found |= new
    every = [count for count in found.values() if count is not None]
    return every[: len(built_in)], every[len(built_in) :]


def _name(question: QueueFilter, member: Membership) -> str:
    return blake2b(repr((question.eyes(member), question.query())).encode(), digest_size=12).hexdigest()


def count_word(count: int) -> str:
    """Give the count as it is read: 999+ where there are more."""
    return f"{MOST - 1}+" if count >= MOST else str(count)
