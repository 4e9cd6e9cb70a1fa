"""How many tickets each view holds, in one query that never counts far."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from accounts.models import Membership
from tickets.models import Ticket
from tickets.selectors.queue_filters import QueueFilter

# Nobody reads on from here; counting stops, so that a count costs the same however many tickets there are.
MOST = 1000


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


def count_word(count: int) -> str:
    """Give the count as it is read: 999+ where there are more."""
    return f"{MOST - 1}+" if count >= MOST else str(count)
