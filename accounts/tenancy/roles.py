"""Refuses to run where row-level security would not hold."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

_QUESTION = """
SELECT rolname, rolsuper, rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'USAGE'))
FROM pg_roles r WHERE rolname = current_user
"""


def refuse_privileged_role(alias: str = "default") -> None:
    """Raise ImproperlyConfigured if the connection's role is superuser, passes row-level security, or owns tables."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_QUESTION)
        name, superuser, bypasses, owns = cursor.fetchone()
    why = "is a superuser" if superuser else "has BYPASSRLS" if bypasses else "owns the tables" if owns else ""
    if why:
        raise ImproperlyConfigured(
            f"DATABASE_URL: the role “{name}” {why}, so row-level security would not fence tenants. "
            "Use the role “app” (embedded/roles.sql makes it)."
        )
