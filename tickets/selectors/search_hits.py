"""The database's search function, as the desk asks it."""

import json
from typing import Any, NamedTuple

from django.db import connection

CONTACT, BEGINNING, PART = "contact", "beginning", "part"


class Hit(NamedTuple):
    """One ticket found; `how` is `words` or one of the above, the ways of the function."""

    ticket: int
    rank: float
    how: str


def hits_of(words: str, asked: dict[str, Any], *, most: int) -> list[Hit]:
    """Give at most so many tickets of the tenant's that match, the newest of them, the best first.

    `asked` filters (selectors/search_filters.py); who may see what is the caller's to say there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM search_desk(%s, %s, %s)", [words, json.dumps(asked), most])
        hits = [Hit(*row) for row in cursor.fetchall()]
    return sorted(hits, key=lambda hit: (-hit.rank, -hit.ticket))
