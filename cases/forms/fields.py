from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from accounts.models import User

    WorkerChoice = forms.ModelChoiceField[User]
else:
    WorkerChoice = forms.ModelChoiceField


class WorkerField(WorkerChoice):
    """One worker by name, with the current load beside it."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: User) -> str:
        return obj.name


def not_ahead(day: date | None) -> date | None:
    """Give the day back. Raises ValidationError for one that is still to come."""
    if day is not None and day > dates.today():
        raise ValidationError(_("This day is still to come"), code="future")
    return day


def offer(field: forms.Field, people: QuerySet[User]) -> None:
    """Let choose from these people, each with role or corporation and the cases they are on."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = people
    field.widget.hints = {str(person.uuid): _hint(person) for person in people}


def _hint(person: Any) -> str:
    role = Role(person.role)
    where = person.house if role == Role.HOUSING_CONSULTANT else capfirst(str(role.label))
    cases = ngettext("on %(number)d case now", "on %(number)d cases now", person.load) % {"number": person.load}
    return f"{where} · {cases}"


def words_field(
    label: _StrPromise, *, help_text: _StrPromise | str = "", rows: int = 3, required: bool = False, most: int = 2000
) -> forms.CharField:
    """Give a field for some sentences."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
