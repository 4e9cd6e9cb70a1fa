"""The operations that are not over, for the line on top of every portal page: kept in the cache."""

from datetime import datetime
from secrets import token_hex
from typing import NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from accounts.tenancy.context import require_tenant_id
from contracts.models import Customer, Notice
from contracts.notices.cover import concerning
from contracts.notices.selectors import ONGOING, readable, state_of
from contracts.selectors import local_day

KEEP_SECONDS = 60


def ongoing_for(customer: Customer, now: datetime) -> list[Notice]:
    """Give the published operations that last at `now` and concern a customer, the latest begun first.

    The database is not asked: what is not over is kept for a minute, and so is which of it concerns the customer. What
    the desk changes is seen at once, a contract that changes within a minute.
    """
    kept = _not_over(now)
    ongoing = [notice for notice in kept.notices if state_of(notice, now) == ONGOING]
    if not ongoing:
        return []
    mine = _concerning(customer, ongoing, kept.stamp, now)
    return [notice for notice in ongoing if notice.pk in mine]


def forget_current() -> None:
    """Look anew after the change that is being made."""
    key = _key()
    transaction.on_commit(lambda: cache.delete(key))


class _Kept(NamedTuple):
    stamp: str
    notices: list[Notice]


def _key() -> str:
    return f"operations:{require_tenant_id()}"


def _not_over(now: datetime) -> _Kept:
    kept: _Kept | None = cache.get(_key())
    if kept is None:
        found = Notice.objects.filter(kind=Notice.Kind.OPERATION, status=Notice.Status.PUBLISHED)
        not_over = found.filter(Q(ends_at=None) | Q(ends_at__gt=now)).defer("text_sv", "text_da", "text_en")
        kept = _Kept(token_hex(8), list(not_over.order_by("-starts_at", "-pk")))
        cache.set(_key(), kept, KEEP_SECONDS)
    return kept


def _concerning(customer: Customer, ongoing: list[Notice], stamp: str, now: datetime) -> set[int]:
    on = local_day(customer.tenant, now)
    keys = [notice.pk for notice in ongoing]
    key = f"{_key()}:{stamp}:{customer.pk}:{on}:{'-'.join(map(str, keys))}"
    mine: set[int] | None = cache.get(key)
    if mine is None:
        rows = readable(on).filter(pk__in=keys)
        mine = set(concerning(rows, customer, on).values_list("pk", flat=True))
        cache.set(key, mine, KEEP_SECONDS)
    return mine
