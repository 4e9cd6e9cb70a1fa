"""What every tenant table is made from."""

from typing import Self, TypeVar

from django.db import models
from django.db.models.signals import class_prepared

from accounts.tenancy.context import require_tenant_id
from accounts.tenancy.fields import TenantForeignKey, TenantReference

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class TenantQuerySet(models.QuerySet[_Row]):
    """Chainable filters of a tenant table."""

    def for_update(self) -> Self:
        """Lock the rows of this table alone until the transaction ends."""
        return self.select_for_update(of=("self",))


class TenantManager(models.Manager[_Row]):
    """Names the tenant in every query; TenantMissingError where none is set."""

    def get_queryset(self) -> models.QuerySet[_Row]:
        """Give the current tenant's rows."""
        return super().get_queryset().filter(tenant_id=require_tenant_id())

    def none(self) -> models.QuerySet[_Row]:
        """Give no rows, which no tenant needs to be asked for: forms are declared where none is set."""
        return super().get_queryset().none()


class TenantModel(models.Model):
    """A row of exactly one tenant. Its fences are made here: see `_fence`, and tenancy/fences.py for the policies."""

    tenant = models.ForeignKey(
        "accounts.Tenant",
        on_delete=models.CASCADE,
        default=require_tenant_id,
        editable=False,
        related_name="+",
        db_index=False,
    )

    objects = TenantManager()

    class Meta:
        abstract = True


def _fence(sender: type[models.Model], **kwargs: object) -> None:
    """Give each tenant table UNIQUE (tenant, id) and one composite foreign key for each TenantForeignKey."""
    if not issubclass(sender, TenantModel) or sender._meta.abstract:
        return
    options = sender._meta
    table = options.db_table
    fences: list[models.BaseConstraint] = [models.UniqueConstraint(fields=["tenant", "id"], name=f"{table}_key")]
    for field in options.local_fields:
        if isinstance(field, TenantForeignKey):
            fences.append(TenantReference(field=field.name, name=f"{table}_{field.name}_ref"))
    options.constraints = [*options.constraints, *fences]
    # The migration autodetector reads constraints only where the class named them itself.
    options.original_attrs["constraints"] = options.constraints


class_prepared.connect(_fence)
