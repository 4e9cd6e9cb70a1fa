"""Rows made once by the product's own services, and written again as they are for each test that wants them."""

import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import time_machine
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.models.sql import InsertQuery
from django.utils import timezone

from accounts.tenancy.context import tenant_context
from accounts.tenancy.models import TenantModel

# Rows are made at this moment: a field that says it was filled with "now", and says another now when written again.
_THEN = datetime(2001, 1, 1, tzinfo=UTC)


class Kept:
    """What `make` made, with the tables it wrote to in their order; keys are used up, and never another row's."""

    def __init__(self, make: Callable[[], Any]) -> None:
        tables: dict[str, None] = {}

        def note(execute: Any, sql: str, *rest: Any) -> Any:
            if sql.startswith('INSERT INTO "'):
                tables[sql.split('"')[1]] = None
            return execute(sql, *rest)

        with transaction.atomic(), time_machine.travel(_THEN, tick=False):
            with connection.execute_wrapper(note):
                made = make()
            with tenant_context(made.tenant.pk):
                by_table = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
                rows = [_made(by_table[table]) for table in tables]
            transaction.set_rollback(True)
        self.pickled = pickle.dumps((made, [found for found in rows if found]))

    def write(self) -> Any:
        """Write the rows in few statements, and give what `make` gave."""
        made, rows = pickle.loads(self.pickled)  # noqa: S301 - our own
        now = timezone.now()
        for row in (*_models_of(made), *(row for found in rows for row in found)):
            for name in _filled_then(row):
                setattr(row, name, now)
        with transaction.atomic(), tenant_context(made.tenant.pk):
            for found in rows:
                _insert(found)
        return made


def _made(model: type[models.Model]) -> list[models.Model]:
    """Give the current tenant's rows; of tables without a tenant, the new ones."""
    rows = list(model._default_manager.order_by("pk"))
    return rows if issubclass(model, TenantModel) else [row for row in rows if _filled_then(row)]


def _filled_then(row: models.Model) -> list[str]:
    fields = (field for field in row._meta.concrete_fields if getattr(field, "auto_now_add", False))
    return [field.attname for field in fields if getattr(row, field.attname) == _THEN]


def _insert(rows: list[models.Model]) -> None:
    query = InsertQuery(type(rows[0]))
    fields = [field for field in rows[0]._meta.concrete_fields if not field.generated]
    query.insert_values(fields, rows, raw=True)
    for sql, params in query.get_compiler(DEFAULT_DB_ALIAS).as_sql():
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


def _models_of(made: Any) -> list[models.Model]:
    """Give the rows that the made thing names, and those that they have loaded."""
    found: dict[int, models.Model] = {}

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, models.Model) and id(value) not in found:
            found[id(value)] = value
            walk(value._state.fields_cache)

    walk(vars(made))
    return list(found.values())
