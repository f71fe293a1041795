"""The little logic that the partials in ``templates/ui/`` need; everything else belongs in views."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms, template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from django.forms.boundfield import BoundField, BoundWidget
    from django.utils.safestring import SafeString

register = template.Library()

NO_BREAK = "\u00a0"
PARTICLES = frozenset({"van", "de", "den", "der", "het", "'t", "ten", "ter", "te", "in", "op"})
PREFIXES = frozenset({"el", "al", "aït", "ait", "ben", "abu"})
NUMBER = re.compile(r"(?P<number>\d+)[\s-]*(?P<more>[A-Za-z]+)?")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw one icon of the sprite. Beside a word it is silent; alone it needs a ``label``."""
    address = f"{static('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.filter
def initials(name: object) -> str:
    """Two letters for the mark of a person: Joost van Dalen is JD, Samira El Idrissi SE, N.D. de Vries NV."""
    words = [word for word in re.split(r"[\s.\-]+", str(name)) if word and word[0].isalnum()]
    if not words:
        return ""
    family = [word for word in words[1:] if word.lower() not in PARTICLES]
    if family[:-1] and family[-2].lower() in PREFIXES:
        family.pop()
    return (words[0][0] + (family[-1][0] if family else "")).upper()


@register.filter
def money(amount: Decimal | float | str | None) -> str:
    """Write euros as the language of the reader does: ``€ 2.776,26`` in Dutch, ``€2,776.26`` in English."""
    if amount is None or amount == "":
        return ""
    value = Decimal(str(amount))
    digits = number_format(abs(value), decimal_pos=2, force_grouping=True)
    sign = "-" if value < 0 else ""
    return f"€{NO_BREAK}{sign}{digits}" if _is_dutch() else f"{sign}€{digits}"


@register.filter
def count(number: int | None) -> str:
    """Write a whole number with its thousands apart: ``12.500`` in Dutch, ``12,500`` in English."""
    return "" if number is None else number_format(number, decimal_pos=0, force_grouping=True)


@register.filter
def door_number(dwelling: object) -> str:
    """Shorten a house number until it fits on a door: ``116-bis`` is 116b, ``58-2`` is 58, ``14 A`` is 14A.

    Takes anything with ``number``, ``letter`` and ``addition``, or the written number.
    """
    if dwelling is None:
        return ""
    if hasattr(dwelling, "number"):
        letter = getattr(dwelling, "letter", "") or ""
        return f"{dwelling.number}{letter or _bis(getattr(dwelling, 'addition', ''))}"
    found = NUMBER.search(str(dwelling))
    if not found:
        return ""
    more = found["more"] or ""
    return found["number"] + (more.upper() if len(more) == 1 else _bis(more))


@register.filter
def day(on: date | None) -> str:
    """Write a day with its name: ``dinsdag 12 mei``."""
    return "" if on is None else date_format(on, "l j F")


@register.filter
def short_day(on: date | None) -> str:
    """Write a day briefly: ``di 12 mei``, ``Tue 12 May``."""
    if on is None:
        return ""
    written = date_format(on, "D j M")
    return written.lower() if _is_dutch() else written


@register.filter
def full_day(on: date | None) -> str:
    """Write a day with its year: ``12 mei 2026``."""
    return "" if on is None else date_format(on, "j F Y")


@register.filter
def month(on: date | None) -> str:
    """Write a month with its year: ``mei 2026``."""
    return "" if on is None else date_format(on, "F Y")


@register.filter
def hour(at: datetime | None) -> str:
    """Write a time of day, local: ``10.02`` in Dutch, ``10:02`` in English."""
    return "" if at is None else date_format(_local(at), "G.i" if _is_dutch() else "G:i")


@register.filter
def moment(at: datetime | None) -> str:
    """Write a day and a time, local: ``vrijdag 8 mei, 16.10``."""
    return "" if at is None else f"{day(_local(at))}, {hour(at)}"


@register.filter
def field_kind(field: BoundField) -> str:
    """Say how ``ui/_field.html`` draws it: ``hidden``, ``choices``, ``check``, ``file`` or ``input``."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "file" if isinstance(widget, forms.FileInput) else "input"


@register.simple_tag
def control(field: BoundField, extra_class: str = "") -> SafeString:
    """Draw the control of a field with the class of our inputs; Django itself names its hint and its error.

    A browser's own date picker reads ISO dates only, whatever the language of the page.
    """
    attrs: dict[str, Any] = {}
    widget = field.field.widget
    if isinstance(widget, forms.DateInput) and widget.input_type == "date":
        widget.format = "%Y-%m-%d"
    if field_kind(field) == "input":
        own = widget.attrs.get("class", "")
        attrs["class"] = " ".join(filter(None, ["input", own, extra_class]))
    drawn = field.as_widget(attrs=attrs)
    if field.field.show_hidden_initial:  # beside it what it showed, so that saving changes only what was changed
        return format_html("{}{}", drawn, field.as_hidden(only_initial=True))
    return drawn


@register.filter
def option_hint(option: BoundWidget, field: BoundField) -> str:
    """Look up the small line under an answer: ``widget.hints = {value: text}``."""
    hints: dict[Any, Any] = getattr(field.field.widget, "hints", {})
    value = option.data["value"]
    return str(hints.get(value, hints.get(str(value), "")))


@register.filter
def messages(field: BoundField) -> list[str]:
    """List what is wrong with a field; "This field is required" becomes what to do about it."""
    missing = _("Choose an answer") if field_kind(field) == "choices" else _("Fill this in")
    default = forms.Field.default_error_messages["required"]
    return [str(missing if message == default else message) for message in field.errors]


class FieldError(NamedTuple):
    """One line of the error summary; ``target`` and ``label`` are empty for what concerns the whole form."""

    target: str
    label: str
    message: str


@register.filter
def all_errors(form: forms.BaseForm) -> list[FieldError]:
    """List what is wrong in a form, in the order of its fields, each with the id to jump to."""
    return list(_errors(form))


@register.filter
def error_title(form: forms.BaseForm) -> str:
    """Count what is wrong, as the heading of the summary."""
    number = len(all_errors(form))
    return ngettext("%(number)d thing needs your attention", "%(number)d things need your attention", number) % {
        "number": number
    }


@register.filter
def found(text: str) -> SafeString:
    """Mark the words that a search found, between the control characters STX and ETX; everything stays text."""
    pieces = re.split("[\x02\x03]", text)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", p) if n % 2 else p,) for n, p in enumerate(pieces))
    )


@register.filter
def share(part: float, whole: float) -> str:
    """Give the width of a bar as an SVG attribute: ``34.7%``; nothing out of nothing is nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "0%"


@register.filter
def percentage(part: float, whole: float) -> str:
    """Round to whole per cents, for beside the numbers it comes from: ``35%``."""
    return f"{round(100 * part / whole)}%" if whole else ""


@register.filter
def notice_kind(level_tag: str) -> str:
    """Translate a level of Django's messages into a kind of notice."""
    return {"success": "positive", "warning": "warning", "error": "negative"}.get(level_tag, "info")


@register.filter
def notice_icon(kind: str) -> str:
    return {"positive": "done", "warning": "alert", "negative": "alert"}.get(kind, "info")


@register.filter
def bare(field: BoundField) -> BoundField:
    """Take help text and placeholder away from a field of somebody else's form."""
    field.help_text = ""
    field.field.widget.attrs.pop("placeholder", None)
    return field


def _errors(form: forms.BaseForm) -> Iterator[FieldError]:
    for message in form.non_field_errors():
        yield FieldError("", "", str(message))
    for field in form:
        first = "_0" if field_kind(field) == "choices" else ""
        target = "" if field.is_hidden else f"{field.auto_id}{first}"
        for message in messages(field):
            yield FieldError(target, str(field.label), message)


def _bis(addition: str | None) -> str:
    return "b" if (addition or "").strip(" -").lower() == "bis" else ""


def _is_dutch() -> bool:
    return (get_language() or "nl").startswith("nl")


def _local(at: datetime) -> datetime:
    return timezone.localtime(at) if timezone.is_aware(at) else at
