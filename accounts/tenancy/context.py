"""Which tenant the running code works for. The only ambient state in the project."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection


class TenantMissingError(RuntimeError):
    """A query was made, or a row written, without a tenant."""


current_tenant: ContextVar[int | None] = ContextVar("current_tenant", default=None)


def require_tenant_id() -> int:
    """Give the current tenant's id; TenantMissingError where none is set."""
    tenant_id = current_tenant.get()
    if tenant_id is None:
        raise TenantMissingError("No tenant is set: wrap the call in tenant_context(tenant_id).")
    return tenant_id


def set_local_sql(tenant_id: int | None) -> str:
    """Give the literal SET LOCAL; a placeholder or set_config() would not reach a distributed database's nodes."""
    return "SET LOCAL app.tenant_id = '%s'" % ("" if tenant_id is None else int(tenant_id))


@contextmanager
def tenant_context(tenant_id: int) -> Iterator[None]:
    """Run the block for one tenant, also inside an open transaction, and go back to the one before."""
    before = current_tenant.get()
    token = current_tenant.set(int(tenant_id))
    inside = connection.in_atomic_block
    if inside:
        _tell_database(tenant_id)
    try:
        yield
    finally:
        current_tenant.reset(token)
        if inside and connection.in_atomic_block and not connection.needs_rollback:
            _tell_database(before)


def _tell_database(tenant_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(set_local_sql(tenant_id))
