"""What somebody must fill in before anything is saved, counted over the whole product.

Few required fields are a promise (design.md §7.3): whoever adds one adds a line here, and the ADR that says why.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

from django import forms

APPS = ["accounts", "cases", "visits", "networks", "signals_intake", "reporting"]
ADRS = Path(__file__).parents[2] / "docs" / "adr"
#: Fields that must be filled in by hand. What a form fills in itself, with a default or from the clock, is not asked.
REQUIRED: dict[str, set[str]] = {
    "accounts.forms.LanguageForm": {"language"},
    "cases.forms.access.ReasonForm": {"reason"},
    "cases.forms.assign.AssignForm": {"agency_worker", "house_worker"},
    "cases.forms.circumstance.CircumstanceForm": {"kind"},
    "cases.forms.household.MemberForm": set(),
    "cases.forms.household.ProfileForm": set(),
    "cases.forms.move.MoveForm": {"stage"},
    "cases.forms.note.NoteForm": {"text"},
    "cases.forms.search.SearchForm": {"words"},
    "cases.forms.story.StandingForm": set(),
    "cases.forms.story.StoryForm": set(),
}
#: A form that came to ask more -> the ADR that says why.
REASONS: dict[str, str] = {}


def all_forms() -> dict[str, type[forms.Form]]:
    found = {}
    for app in APPS:
        try:
            home = importlib.import_module(f"{app}.forms")
        except ModuleNotFoundError:
            continue
        parts = [m.name for m in pkgutil.iter_modules(getattr(home, "__path__", []), f"{home.__name__}.")]
        for module in [home, *map(importlib.import_module, parts)]:
            for name, form in inspect.getmembers(module, inspect.isclass):
                if (
                    issubclass(form, forms.BaseForm)
                    and form.__module__ == module.__name__
                    and form.__dict__.get("__doc__", "")
                ):
                    found[f"{module.__name__}.{name}"] = form
    return found


def asked(form: type[forms.Form]) -> set[str]:
    return {name for name, field in form.base_fields.items() if field.required and field.initial is None}


def test_every_form_asks_for_what_the_list_says_and_no_more():
    assert {name: asked(form) for name, form in all_forms().items()} == REQUIRED
