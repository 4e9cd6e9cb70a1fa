"""Names people choose."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.tenancy.models import TenantModel


def save_named(row: TenantModel, name: str, *, taken: str) -> None:
    """Save a row under a name, its spaces tidied; `taken` is the sentence where another of its kind has the name.

    ValidationError at `name`, where it is empty or too long too; upper and lower case are the same name.
    """
    named: Any = row
    named.name = " ".join(name.split())
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name != "name"])
    others = type(named).objects.exclude(pk=row.pk)
    refusal = ValidationError({"name": taken}, code="taken")
    if others.filter(name__iexact=named.name).exists():
        raise refusal
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # another was saved under this name in the meantime
        raise refusal from error
