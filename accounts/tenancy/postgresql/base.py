"""Django's PostgreSQL backend, telling the database which tenant a transaction belongs to."""

from typing import Any

from django.db.backends.postgresql import base

from accounts.tenancy.context import current_tenant, set_local_sql


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets the tenant when a transaction opens, never for the session (a session's setting leaks through pgbouncer)."""

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        tenant_id = current_tenant.get()
        if not autocommit and tenant_id is not None and self.alias == "default":
            connection: Any = self.connection
            # As Django's own part of this: else a lost connection is nobody's error, and is kept in use.
            with self.wrap_database_errors, connection.cursor() as cursor:
                cursor.execute(set_local_sql(tenant_id))
