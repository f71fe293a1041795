"""What stands in no file and in no template."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import Promise

from tests.house_rules.reading import APPS, ROOT, found, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_no_file_names_a_registry_or_a_place_on_a_machine():
    hosts = r"pypi\.org|pythonhosted|npmjs|registry\.|jsdelivr|unpkg|/root/|/home/[a-z]+/|/work/"

    assert (
        found(hosts, "*.py", "*.html", "*.css", "*.js", "*.toml", "*.txt", "*.in", "*.md", "*.yml", "Makefile", "*.sh")
        == []
    )


def test_nothing_is_left_to_be_done():
    assert found(r"\b(TODO|FIXME|XXX|HACK)\b", "*.py", "*.html", "*.css", "*.js", "*.md", "*.toml") == []


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize(
    ("what", "expression"),
    [
        ("inline style", r"<style\b|\sstyle\s*="),
        ("inline script", r"<script(?![^>]*\bsrc=)[^>]*>"),
        ("handler", r"\son[a-z]+\s*=\s*[\"']"),
        ("address of a script", r"javascript:"),
    ],
)
def test_templates_hold_no_code_of_their_own(what, expression):
    inline = re.compile(expression, re.IGNORECASE)

    assert [str(p.relative_to(ROOT)) for p in templates() if inline.search(p.read_text())] == []


def test_every_template_is_used():
    by_django = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    words = "\n".join(text for _, text in texts("*.py", "*.html"))
    unused = [
        name
        for path in templates()
        for name in [str(path.relative_to(ROOT / "templates"))]
        if name not in by_django and not name.startswith("account/") and not is_named(name, words)
    ]

    assert unused == []


def is_named(template: str, words: str) -> bool:
    """Whether some file names it in full, or by the last part where a folder is put before it."""
    return f'"{template}"' in words or f"'{template}'" in words or f'"{template.rsplit("/", maxsplit=1)[-1]}"' in words


def test_the_words_of_a_form_are_in_the_language_of_the_reader_not_of_the_first_import():
    """A label or choice that was made into text when the module was read never changes its language."""
    fixed = [
        f"{form.__module__}.{form.__qualname__}.{name}: {text}"
        for form in every_form()
        for name, field in form.base_fields.items()
        for text in words_of(field)
        if text and not isinstance(text, Promise)
    ]

    assert fixed == []


def every_form() -> Iterator[type[forms.BaseForm]]:
    """Our own forms, once all addresses and so all views are read; the building blocks are for developers."""
    import_module("outreach.urls")
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.partition(".")[0] in APPS and form.__module__ != "common.gallery":
            yield form


def words_of(field: forms.Field) -> list[Any]:
    choices = getattr(field, "choices", [])
    if isinstance(choices, (CallableChoiceIterator, forms.models.ModelChoiceIterator)):
        choices = []  # asked for when a form is made
    return [field.label, field.help_text, *(label for _value, label in choices)]
