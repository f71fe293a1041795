"""Which model fields can hold personal data, and which of those do not say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

if TYPE_CHECKING:
    from django.db.models import Model

#: Somebody chooses the words or the value of these, and a code of a closed list or a yes tells as much as a word. A
#: DateTimeField is written by us, so it is no open field; whole numbers, keys and links stay out too.
PERSONAL = [
    models.CharField, models.TextField, models.EmailField, models.JSONField, models.DateField, models.DecimalField,
    ArrayField, models.FileField, models.BinaryField, models.GenericIPAddressField, models.BooleanField,
]  # fmt: skip


def unclassified(model: type[Model]) -> list[str]:
    """Name the open fields of a model that no category and retention is given for.

    The history of a model mirrors it: its fields have the classes of the model that is tracked.
    """
    told = dict(getattr(getattr(model, "pgh_tracked_model", model), "field_classes", {}))
    return [field.name for field in model._meta.fields if _is_open(field) and field.name not in told]


def _is_open(field: models.Field) -> bool:
    if field.name.startswith("pgh_") or isinstance(field, models.DateTimeField):
        return False
    return isinstance(field, tuple(PERSONAL))
