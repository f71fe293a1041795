from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Role
from cases.enums import Skill
from common import dates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet, TextChoices
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


#: Figures of a thousand; behind a sign with fewer stand cents.
THOUSAND = 3


class MoneyField(forms.DecimalField):
    """Euros, written as somebody with a paper in the hand does: ``1.234,56``, ``€ 90`` or ``12.5``."""

    widget = forms.TextInput
    default_error_messages = {"invalid": gettext_lazy("Write an amount, such as 312,50")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=10, decimal_places=2, min_value=0, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "decimal"}

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain(value) if isinstance(value, str) else value)


#: Whole euros with or without thousands apart, and one or two figures of cents after the other sign.
AMOUNT = re.compile(r"\d+(?:[.,]\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?")


def _plain(written: str) -> str:
    """Take out the euro sign, blanks and thousands; cents come after a point, and what is no amount gives ``?``."""
    figures = re.sub(r"[€\s]|,-$", "", written)
    if not AMOUNT.fullmatch(figures):
        return figures and "?"
    parts = re.split("[.,]", figures)
    has_cents = len(parts) > 1 and len(parts[-1]) < THOUSAND
    return "".join(parts[:-1]) + "." + parts[-1] if has_cents else "".join(parts)


def not_ahead(day: date | None) -> date | None:
    """Give the day back. Raises ValidationError for one that is still to come."""
    if day is not None and day > dates.today():
        raise ValidationError(_("This day is still to come"), code="future")
    return day


def offer(field: forms.Field, people: QuerySet[User]) -> None:
    """Let choose from these people, each with role or corporation, what they know about and the cases they are on."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = people
    field.widget.hints = {str(person.uuid): _hint(person) for person in people}


def _hint(person: Any) -> str:
    role = Role(person.role)
    where = person.house if role == Role.HOUSING_CONSULTANT else capfirst(str(role.label))
    cases = ngettext("on %(number)d case now", "on %(number)d cases now", person.load) % {"number": person.load}
    known = [_("worked with this household before")] if getattr(person, "known", False) else []
    skills = [", ".join(str(Skill(skill).label) for skill in person.knows)] if person.knows else []
    return " · ".join([*known, where, *skills, cases])


def words_field(
    label: _StrPromise,
    *,
    help_text: _StrPromise | str = "",
    missing: _StrPromise | None = None,
    required: bool = False,
    rows: int = 3,
    most: int = 2000,
) -> forms.CharField:
    """Give a field for some sentences; with `missing`, which says what to write, they are required as well."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required or missing is not None,
        error_messages={"required": missing} if missing else None,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choices_of(options: Iterable[TextChoices]) -> list[tuple[str, str | _StrPromise]]:
    """Give a closed list, or a part of one, to choose from; each begins with a capital, in the reader's language."""
    return [(option.value, capfirst(option.label)) for option in options]


def radio_field(
    label: _StrPromise, options: Iterable[TextChoices], *, missing: _StrPromise, **more: Any
) -> forms.ChoiceField:
    """Give a field for one of a few, all in sight."""
    return forms.ChoiceField(
        label=label, choices=choices_of(options), widget=forms.RadioSelect, error_messages={"required": missing}, **more
    )
