"""One mail of a tenant is taken up at a time: two that are about the same thing find each other's traces."""

from django.db import connection

from accounts.tenancy.context import require_tenant_id

_ROOM = 0x1B0C  # no other lock of ours has this number


def one_at_a_time() -> None:
    """Wait until no other mail of the current tenant is being taken up, and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ROOM, require_tenant_id()])


def nobody_else() -> bool:
    """Take the lock if it is free, until the transaction ends; say whether it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_ROOM, require_tenant_id()])
        return bool(cursor.fetchone()[0])
