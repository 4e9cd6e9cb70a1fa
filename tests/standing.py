"""Rows that stand for many tests. Each test works in a transaction inside the one that wrote them, and takes back its
own changes alone.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction

TENANTS = ("nordsoft", "lonhuset")
# To the database it is "now" when the outermost transaction began: tests notice where that is long ago.
MOST_SECONDS = 1.0


class Standing:
    """The people of the tenants that a test wants: they stand until a test comes that does not want them.

    `write` writes a tenant's rows and gives what names them.
    """

    def __init__(self, write: Callable[[str], Any]) -> None:
        self._write = write
        self._written: list[tuple[str, ExitStack, bytes]] = []
        self._blocks = 0
        self._since = 0.0

    def copy_of(self, slug: str) -> Any:
        """Give what names the rows of this tenant, None where it does not stand."""
        return next((pickle.loads(made) for name, _stack, made in self._written if name == slug), None)  # noqa: S301

    def prepare(self, item: pytest.Item) -> None:
        """Let those tenants stand whose fixtures the test names, and no others; none for a test that commits."""
        names = getattr(item, "fixturenames", ())
        marker = item.get_closest_marker("django_db")
        commits = bool(marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & {*names}
        if self._blocks or not (marker or "db" in names):
            return
        is_young = 0 <= monotonic() - self._since < MOST_SECONDS
        if not is_young or connection.needs_rollback:  # the test before may have lost the connection
            self._stand(())
        self._stand(() if commits else tuple(slug for slug in TENANTS if slug in names))

    @contextmanager
    def block(self) -> Iterator[None]:
        """Let the rows that are written in the block stand until its end, and nothing else."""
        self._stand(())
        self._blocks += 1
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            self._blocks -= 1

    def _stand(self, slugs: tuple[str, ...]) -> None:
        while tuple(slug for slug, *_rest in self._written) != slugs[: len(self._written)]:
            self._written.pop()[1].close()
        if not self._written:
            self._since = monotonic()
        for slug in slugs[len(self._written) :]:
            stack = ExitStack()
            stack.enter_context(transaction.atomic())
            stack.callback(transaction.set_rollback, True)
            made = self._write(slug)
            connection.check_constraints()  # else the end of each test checks these rows again
            self._written.append((slug, stack, pickle.dumps(made)))
