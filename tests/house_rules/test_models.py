"""Every field of a person is classed, and every pair of fields is filled together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint

from common.personal import CARE
from tests.factories.fields import PERSONAL, unclassified
from tests.house_rules.reading import APPS

if TYPE_CHECKING:
    from collections.abc import Iterator


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def test_paired_fields_are_filled_together():
    loose = []
    for model in our_models():
        names = {field.name: field for field in model._meta.concrete_fields}
        checked = {
            name for c in model._meta.constraints if isinstance(c, CheckConstraint) for name in constrained(c.condition)
        }
        for name, field in names.items():
            pair = re.sub("_(at|on)$", "_by", name)
            if pair != name and pair in names and field.null and not hasattr(model, "pgh_tracked_model"):
                loose += [f"{model.__name__}.{name}"] if not {name, pair} <= checked else []

    assert loose == []


def constrained(condition: models.Q) -> Iterator[str]:
    """Names of the fields in a condition."""
    for part in condition.children:
        if isinstance(part, models.Q):
            yield from constrained(part)
        elif isinstance(part, tuple):
            yield part[0].split("__")[0]


def test_every_field_that_can_hold_something_personal_says_what_and_how_long():
    assert {model.__name__: missing for model in our_models() if (missing := unclassified(model))} == {}


@pytest.mark.parametrize(
    "name",
    [
        "cases.HouseholdCircumstance.kind", "cases.Case.stage", "cases.Case.close_reason", "cases.TimelineEntry.detail",
        "cases.ContactAttempt.outcome", "signals_intake.Deliberation.reason",
    ],
)  # fmt: skip
def test_a_code_that_tells_of_somebody_is_care(name):
    model, _, field = name.rpartition(".")

    assert apps.get_model(model).field_classes[field] == CARE


def test_field_classes_name_no_field_that_is_gone():
    gone = {
        model.__name__: left
        for model in our_models()
        if (left := set(getattr(model, "field_classes", {})) - {field.name for field in model._meta.fields})
    }

    assert gone == {}


@pytest.mark.parametrize("choices", [None, [("a", "A")]], ids=["open", "choice"])
@pytest.mark.parametrize("kind", PERSONAL, ids=lambda kind: kind.__name__)
def test_a_new_field_without_a_class_would_be_noticed(kind, choices):
    arguments = {models.DecimalField: {"max_digits": 5, "decimal_places": 2}, models.CharField: {"max_length": 5}}
    field = kind(**arguments.get(kind, {})) if kind.__name__ != "ArrayField" else kind(models.CharField(max_length=5))
    field.choices = choices
    field.set_attributes_from_name("novelty")

    class Toy:
        class _meta:  # noqa: N801 -- stands in for Django's
            fields = [field]

    assert unclassified(Toy) == ["novelty"]
    Toy.field_classes = {"novelty": None}
    assert unclassified(Toy) == []
