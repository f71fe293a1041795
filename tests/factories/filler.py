"""One complete row of any model, for tests that walk them all. Tests about one thing use its own factory."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Field, Model

numbers = count(1)
#: What the constraints of a model want beyond the plainest value of its type.
SPECIAL: dict[str, dict[str, Any]] = {
    "accounts.Area": {"postcode_from": 1000, "postcode_until": 1109},
    "cases.Dwelling": {"postcode": "1013AB"},
    "cases.Case": {"stage": "visiting"},
    "cases.Consent": {"purpose": "register"},
    "cases.Consult": {"skill": "money"},
    "cases.CrisisItem": {"what": "a line"},
    "cases.DebtPaper": {"what": "a line"},
    "cases.Evaluation": {"words": "a word"},
    "cases.IncomeLine": {"what": "a line"},
    "cases.TradeOff": {"look_on": date(2027, 5, 1)},
    "cases.HelpRequest": {"route": "self", "postcode": "1013AB"},
    "signals_intake.ListCount": dict.fromkeys(
        ["received", "listed", "listed_earlier", "excluded", "not_due", "rejected"], 0
    ),
    "signals_intake.ListedRow": {"outcome": "not_due"},
}
#: What a change of such a row changes, where the first plain field would break a promise of the database.
CHANGES: dict[str, dict[str, Any]] = {
    "cases.ClaimBatch": {"note": "y"},
    "cases.Closing": {"consulted": "y"},
    "cases.Consent": {"how": "talk"},
    "cases.HelpRequest": {"why": "y"},
    "cases.IncomeLine": {"what": "y"},
}
VALUES: list[tuple[type[Field], Callable[[], Any]]] = [
    (models.BooleanField, lambda: False),
    (models.DecimalField, lambda: Decimal("1.00")),
    (models.IntegerField, lambda: next(numbers)),
    (models.DateTimeField, timezone.now),
    (models.DateField, lambda: date(2026, 5, 1)),
    (models.UUIDField, uuid.uuid4),
    (models.EmailField, lambda: f"filled-{next(numbers)}@example.org"),
    (models.JSONField, dict),
    (ArrayField, list),
    (models.TextField, lambda: f"filled {next(numbers)}"),
    (models.CharField, lambda: f"x{next(numbers)}"),
]


class Filler:
    """Makes rows that belong together: every foreign key to one model gets the same row.

    Filler(organisation=kade) makes everything that may hang on a supplier hang on that one.
    """

    def __init__(self, **known: Model) -> None:
        self.known: dict[type[Model], Model] = {type(row): row for row in known.values()}
        self.given = frozenset(self.known)

    def row(self, model: type[Model]) -> Model:
        """Give the one row of `model`, making it and what it needs the first time."""
        if model not in self.known:
            self.known[model] = self.new(model)
        return self.known[model]

    def new(self, model: type[Model], **given: Any) -> Model:
        """Make a further row of `model`."""
        values = SPECIAL.get(model._meta.label, {}) | given
        for field in model._meta.concrete_fields:
            wanted = _is_needed(field) or (field.remote_field and field.remote_field.model in self.given)
            if field.name not in values and wanted:
                values[field.name] = self._value(field)
        return model._base_manager.create(**values)

    def _value(self, field: Field) -> Any:
        if field.remote_field:
            return self.row(field.remote_field.model)
        if field.choices:
            return field.choices[0][0]
        return next(make() for kind, make in VALUES if isinstance(field, kind))


def _is_needed(field: Field) -> bool:
    automatic = getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
    own_key = field.primary_key and not field.remote_field
    if own_key or automatic or field.null or field.has_default() or field.has_db_default():
        return False
    return not (field.blank and field.empty_strings_allowed)
