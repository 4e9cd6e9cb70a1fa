"""The database's clock: the only one that all processes share."""

import time
from datetime import datetime, timedelta

from django.db import connection


def database_now() -> datetime:
    """Give the database's time: a round that asks a machine's own clock does its work too early where that is ahead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        now: datetime = cursor.fetchone()[0]
        return now


class Anchor:
    """The database's time without asking it again: it ticks on whatever happens to this machine's clock."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._set = time.monotonic()

    def now(self) -> datetime:
        """Give the time; children of the process that made it may ask, too."""
        return self._at + timedelta(seconds=time.monotonic() - self._set)
