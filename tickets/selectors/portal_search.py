"""The database's search function, as customers ask it: fenced there to what the contact may see, without notes."""

import json
from typing import Any

from django.db import connection

from tickets.selectors.search_hits import Hit

MOST = 500


def portal_hits(contact: int, words: str, *, most: int = MOST, **asked: Any) -> list[Hit]:
    """Give at most so many tickets that this contact (by key) may see and that match a web search, the best first.

    `asked`: `mine` leaves out what colleagues filed, `open` says which half, `solution` wants a written one,
    `only_words` looks for no beginnings of words.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM search_portal(%s, %s, %s, %s)", [words, contact, json.dumps(asked), most])
        hits = [Hit(*row) for row in cursor.fetchall()]
    return sorted(hits, key=lambda hit: (-hit.rank, -hit.ticket))
