"""The first migration of an app, rendered once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.migrations import AddConstraint, AddField, AddIndex
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class FirstSchema(Operation):
    """The operations that ``makemigrations`` writes for an app without tables, done against their outcome.

    Django renders all models that hang together anew after each operation. Here nearly all do, and a new database
    waits some 20 s for it. A table that does not exist yet can be made with its last columns and constraints at once.
    """

    reduces_to_sql = True
    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return type(self).__qualname__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered again when somebody asks
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            if not isinstance(operation, (AddField, AddIndex, AddConstraint)):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"First tables: {len(self.operations)} operations"
