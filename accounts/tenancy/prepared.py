"""Questions of the hottest pages, written once: the ORM takes longer to write them than the database to answer."""

from collections.abc import Callable, Hashable
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models

from accounts.tenancy.context import current_tenant, require_tenant_id

Row = TypeVar("Row")
# Stand for the tenant and the values while the SQL is written; no number in any query is one of these.
_BLANKS = tuple(range(2_147_480_001, 2_147_480_009))


class Prepared(Generic[Row]):
    """A query of the ORM whose SQL is kept in the process, once for each shape, and run with other values.

    `build(shape, *values)` gives the queryset; all that depends on a value must be written as that value alone, an
    integer, and all else that the query depends on is its shape (hashable, few). The tenant in it is always the
    current one's. No prefetches.
    """

    def __init__(self, build: Callable[..., "models.QuerySet[Any, Row]"]) -> None:
        self._build = build
        self._written: dict[Hashable, _Written] = {}

    def rows(self, *values: int, shape: Hashable = None) -> list[Row]:
        """Ask. One query."""
        written = self._written.get(shape)
        if written is None:
            written = self._written[shape] = _write(self._build, shape, len(values))
        return written.run([require_tenant_id(), *values])

    def first(self, *values: int, shape: Hashable = None) -> Row | None:
        """Give the first row, None where there is none. One query."""
        return next(iter(self.rows(*values, shape=shape)), None)


class _Written:
    def __init__(self, iterable: Any, compiler: Any, model: Any) -> None:
        self._iterable, self._compiler, self._model = iterable, compiler, model
        self._sql, params = compiler.as_sql()
        self._params = list(params)
        self._places = [(place, _BLANKS.index(value)) for place, value in enumerate(params) if value in _BLANKS]

    def run(self, values: list[int]) -> list[Any]:
        params = self._params.copy()
        for place, number in self._places:
            params[place] = values[number]
        ready = copy(self._compiler)
        ready.connection = connections[DEFAULT_DB_ALIAS]
        ready.as_sql = lambda *_args, **_more: (self._sql, tuple(params))
        query = SimpleNamespace(get_compiler=lambda *_args, **_more: ready)
        asked = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, model=self._model, _known_related_objects={})
        return list(self._iterable(asked))


def _write(build: Callable[..., Any], shape: Hashable, count: int) -> _Written:
    token = current_tenant.set(_BLANKS[0])
    try:
        queryset = build(shape, *_BLANKS[1 : count + 1])
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        return _Written(queryset._iterable_class, compiler, queryset.model)
    finally:
        current_tenant.reset(token)
