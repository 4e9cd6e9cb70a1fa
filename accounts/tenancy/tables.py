"""Many tables made by one step of a migration."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Create tables that may point at each other. Django draws every related model again after each CreateModel,
    and here each is related to all by the tenant; this draws them once.
    """

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to a state that is not drawn; whoever asks it for a model has it drawn whole."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Create the tables; what points at other tables is added when all are there."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)
        # None stands for a reference that queued itself (TenantReference).
        queued = [statement for statement in schema_editor.deferred_sql if statement is not None]
        schema_editor.deferred_sql = sorted(queued, key=lambda statement: "FOREIGN KEY" in str(statement))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Drop the tables, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Name the tables for `sqlmigrate` and who reads the plan."""
        return "Create " + ", ".join(model.name for model in self.models)
