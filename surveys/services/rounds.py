"""What workers do in every tenant, again and again: one's trouble is not the others'."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from django.db import transaction

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context

log = structlog.get_logger("surveys")


def in_every_tenant(work: Callable[[Tenant], object]) -> None:
    """Do it in each; where it fails the next round tries again."""
    for tenant in Tenant.objects.order_by("pk"):
        try:
            with tenant_context(tenant.pk):
                work(tenant)
        except Exception:
            log.exception("surveys.tenant_failed", tenant=tenant.pk)


def until_none_is_due(do_next: Callable[[set[int]], bool]) -> None:
    """Do one after another; `do_next` is given the keys of those that failed in this round, and passes them over."""
    failed: set[int] = set()
    while do_next(failed):
        pass


@contextmanager
def kept_apart(key: int, failed: set[int] | None) -> Iterator[None]:
    """Undo what fails in here, and add its key to `failed`, so that the others go on; without `failed` it is raised."""
    try:
        with transaction.atomic():
            yield
    except Exception:
        if failed is None:
            raise
        log.exception("surveys.one_failed", key=key)
        failed.add(key)
