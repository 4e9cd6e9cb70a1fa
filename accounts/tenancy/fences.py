"""Row-level security on every tenant table: made after each migration, checked at each start."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import connections, models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel

# No missing_ok in current_setting: a forgotten tenant is an error and not an empty page. No CASE and no cast of the
# column: the planner then sees a one-time filter, and the policy costs nothing per row.
TENANT_RULE = "tenant_id = (SELECT current_setting('app.tenant_id')::bigint)"


def tenant_models() -> Iterator[type[TenantModel]]:
    """Give every tenant table's model."""
    yield from (model for model in apps.get_models() if issubclass(model, TenantModel))


def fence_tables(using: str, **kwargs: object) -> None:
    """Enable and force row-level security with the policy for `app` on each tenant table (post_migrate, as owner).

    A model widens access for another role by `fence_relay` or `fence_search`: the SQL privileges it grants there.
    """
    with connections[using].cursor() as cursor:
        existing = set(connections[using].introspection.table_names(cursor))
        for model in tenant_models():
            table = model._meta.db_table
            if table not in existing:
                continue
            cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
            for role, rule, privileges in _policies(model):
                cursor.execute(f'DROP POLICY IF EXISTS fence_{role} ON "{table}"')
                cursor.execute(f'CREATE POLICY fence_{role} ON "{table}" TO {role} USING ({rule}) WITH CHECK ({rule})')
                cursor.execute(f'GRANT {privileges} ON "{table}" TO {role}')


def _policies(model: type[TenantModel]) -> Iterator[tuple[str, str, str]]:
    yield "app", TENANT_RULE, "SELECT, INSERT, UPDATE, DELETE"
    for role in ("relay", "search"):
        privileges = getattr(model, f"fence_{role}", "")
        if privileges:
            yield role, "true", privileges


def check_fences(databases: Any = None, **kwargs: object) -> list[CheckMessage]:
    """System check (database tag): every tenant table has its policy, forced, and its composite foreign keys."""
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, EXISTS (SELECT 1 FROM pg_policy p "
            "WHERE p.polrelid = c.oid AND p.polname = 'fence_app') FROM pg_class c WHERE c.relkind = 'r'"
        )
        fenced = {name: bool(forced and policy) for name, forced, policy in cursor.fetchall()}
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        references = {name for (name,) in cursor.fetchall()}
    errors: list[CheckMessage] = []
    for model in tenant_models():
        table = model._meta.db_table
        if table not in fenced:
            continue  # not migrated yet
        if not fenced[table]:
            errors.append(Error("Row-level security is missing: run migrate.", obj=model, id="tenancy.E001"))
        errors += [
            Error(f"The composite foreign key of “{field.name}” is missing.", obj=model, id="tenancy.E002")
            for field in model._meta.local_fields
            if isinstance(field, TenantForeignKey) and f"{table}_{field.name}_ref" not in references
        ]
    return errors


def check_models(**kwargs: object) -> list[CheckMessage]:
    """System check: a tenant table points at tenant tables by TenantForeignKey alone, never many-to-many, and every
    unique constraint names the tenant.
    """
    errors: list[CheckMessage] = []
    for model in tenant_models():
        for field in model._meta.local_fields:
            related = field.related_model
            fenced = isinstance(related, type) and issubclass(related, TenantModel)
            if fenced and not isinstance(field, TenantForeignKey):
                errors.append(Error(f"“{field.name}” must be a TenantForeignKey.", obj=model, id="tenancy.E003"))
            if field.unique and not field.primary_key:
                errors.append(Error(f"“{field.name}” is unique without the tenant.", obj=model, id="tenancy.E004"))
        if model._meta.local_many_to_many:
            errors.append(Error("Many-to-many fields have no fence: name the table.", obj=model, id="tenancy.E005"))
        errors += [
            Error(f"The constraint “{constraint.name}” does not name the tenant.", obj=model, id="tenancy.E006")
            for constraint in model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint) and "tenant" not in constraint.fields
        ]
    return errors
