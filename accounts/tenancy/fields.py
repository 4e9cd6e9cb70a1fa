"""Foreign keys between tenant tables, checked by the database together with the tenant."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement

_Set = TypeVar("_Set")
_Get = TypeVar("_Get")


class TenantForeignKey(models.ForeignKey[_Set, _Get]):
    """A foreign key to another tenant table; its model adds the TenantReference that guards it."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        """Stand in migrations as the plain foreign key that it is there."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class TenantReference(models.BaseConstraint):
    """FOREIGN KEY (tenant_id, field_id) → target(tenant_id, id): row-level security does not stop a row from
    pointing at another tenant's row, this does.
    """

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def _add(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        field: Any = model._meta.get_field(self.field)
        target = field.remote_field.model._meta
        quote = schema_editor.quote_name
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (tenant_id, {quote(field.column)}) "
            f"REFERENCES {quote(target.db_table)} (tenant_id, {quote(target.pk.column)}) DEFERRABLE INITIALLY DEFERRED"
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """Add it after CREATE TABLE: the target may be made later."""
        self.create_sql(model, schema_editor)
        return ""

    def create_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]
        """Queue the ALTER TABLE for the end of the migration."""
        schema_editor.deferred_sql.append(Statement(self._add(model, schema_editor).replace("%", "%%")))

    def remove_sql(self, model: Any, schema_editor: Any) -> Statement:  # type: ignore[override]
        """Give the DROP CONSTRAINT."""
        quote = schema_editor.quote_name
        return Statement(f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}")

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Raise ValidationError where the row pointed at is not of the instance's tenant."""
        if exclude and self.field in exclude:
            return
        field = model._meta.get_field(self.field)
        key = getattr(instance, field.attname)
        target = field.remote_field.model._base_manager.using(using)
        if key is not None and not target.filter(pk=key, tenant_id=instance.tenant_id).exists():
            raise ValidationError({self.field: "belongs to another tenant"})

    def deconstruct(self) -> Any:
        """Stand in migrations with its field."""
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TenantReference) and (self.name, self.field) == (other.name, other.field)

    def __hash__(self) -> int:
        return hash((self.name, self.field))
