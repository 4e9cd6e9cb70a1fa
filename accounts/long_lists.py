"""Lists of very many rows, a page at a time."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def some_of(found: QuerySet[M], first: int, after: int) -> list[M]:
    """Give the rows from `first` to before `after`, in order. Two queries: which they are, and then all of them.

    In one the planner, which thinks fewer rows pass the fence between tenants than do, joins every row of the list with
    all that is shown of it, before it sorts them and leaves out all but a page.
    """
    return by_keys(found, list(found.select_related(None).values_list("pk", flat=True)[first:after]))


def by_keys(found: QuerySet[M], keys: Sequence[int]) -> list[M]:
    """Give the rows with these keys in their order. One query."""
    rows = {row.pk: row for row in found.order_by().filter(pk__in=keys)}
    return [rows[key] for key in keys if key in rows]


class LongList(Paginator):  # type: ignore[type-arg]  # not one at run time
    """A list whose length is known already where `count` says it; counted, where not. `read` gives the rows from a
    place to before another: some_of, unless told otherwise.
    """

    def __init__(
        self,
        found: QuerySet[Any],
        per_page: int,
        *,
        count: int | None = None,
        read: Callable[[int, int], Sequence[Any]] | None = None,
    ) -> None:
        super().__init__(found, per_page)
        self._read = read or partial(some_of, found)
        if count is not None:
            self.__dict__["count"] = count  # in the place of the property, which counts

    def _get_page(self, rows: Any, *args: Any, **kwargs: Any) -> Any:
        first = (args[0] - 1) * self.per_page
        after = min(first + self.per_page, self.count)
        return super()._get_page(self._read(first, after), *args, **kwargs)  # type: ignore[misc]
