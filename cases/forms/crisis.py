from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.enums import EndReason, ItemState, LegalStage, NotNeeded, Threat, ToldBy
from cases.forms.fields import MoneyField, choices_of, not_ahead
from cases.services.crisis import CrisisFacts
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from cases.models import Checklist, Crisis

LINES, LENGTH = 40, 200


class FactsForm(forms.Form):
    """What is known of a crisis, each part if one likes.

    A field keeps what it showed (`show_hidden_initial`), so that saving changes only what this person changed.
    """

    day = forms.DateField(
        label=_("On which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        show_hidden_initial=True,
        error_messages={"invalid": _("Choose a real day")},
    )
    hour = forms.TimeField(
        label=_("At what hour?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        show_hidden_initial=True,
        error_messages={"invalid": _("Choose a real hour")},
    )
    legal_stage = forms.ChoiceField(label=_("How far is it?"), required=False, show_hidden_initial=True)
    stage_on = forms.DateField(
        label=_("Since which day?"),
        help_text=_("As the letter says."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        show_hidden_initial=True,
        error_messages={"invalid": _("Choose a real day")},
    )
    told_by = forms.ChoiceField(label=_("Who told it?"), required=False, show_hidden_initial=True)
    claim = MoneyField(label=_("How much is claimed?"), required=False, show_hidden_initial=True)
    bailiff = forms.CharField(
        label=_("Which bailiff, and their file number?"), required=False, max_length=100, show_hidden_initial=True
    )
    note = forms.CharField(
        label=_("What else is good to know?"),
        help_text=_("Who comes, and what they said."),
        required=False,
        max_length=300,
        show_hidden_initial=True,
    )

    def __init__(self, data: Any = None, *, crisis: Crisis | None = None) -> None:
        names = [name for name in FactsForm.base_fields if crisis]
        super().__init__(data, initial={name: getattr(crisis, name) for name in names})
        for name, choices in [("legal_stage", choices_of(LegalStage)), ("told_by", choices_of(ToldBy))]:
            self.fields[name].choices = [("", _("Not known")), *choices]  # type: ignore[attr-defined]

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and day < dates.today() and "day" in self.changed_data:
            raise ValidationError(_("This day is past. Is it over? Then say how it ended"), code="past")
        return day

    def facts(self) -> CrisisFacts:
        """Give what this person changed."""
        facts = CrisisFacts()
        for name in CrisisFacts.__annotations__.keys() & set(self.changed_data):
            facts[name] = self.cleaned_data[name]  # type: ignore[literal-required]
        return facts


class CrisisForm(FactsForm):
    """A crisis begins: what threatens is enough."""

    threat = forms.ChoiceField(
        label=_("What threatens?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what threatens")},
    )
    known_on = forms.DateField(
        label=_("Since when do we know?"),
        help_text=_("Leave it empty if that is today. Our days and those of the law count from it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["threat"].choices = choices_of(Threat)  # type: ignore[attr-defined]

    def clean_known_on(self) -> date | None:
        return not_ahead(self.cleaned_data["known_on"])


class EndForm(forms.Form):
    """How a crisis ended: one tap says both how and why."""

    reason = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ended")},
    )
    ended_on = forms.DateField(
        label=_("On which day?"),
        help_text=_("Leave it empty if that is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )
    given_up = forms.CharField(
        label=_("What did they give up for it, on purpose?"),
        help_text=_("For example: somebody else does the money for a while, to keep the home. That is no step back."),
        required=False,
        max_length=300,
    )

    def __init__(self, data: Any = None, *, crisis: Crisis) -> None:
        super().__init__(data)
        self.known_on = crisis.known_on
        lost = Threat(crisis.threat).lost
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (reason.value, f"{capfirst(str(reason.end.label if reason.is_averted else lost.label))}: {reason.label}")
            for reason in EndReason
        ]

    def clean_ended_on(self) -> date | None:
        day: date | None = self.cleaned_data["ended_on"]
        if day is not None and day > dates.today():
            raise ValidationError(_("This day is still to come"), code="future")
        if day is not None and day < self.known_on:
            raise ValidationError(_("That is before we knew of it"), code="early")
        return day


class SettleForm(forms.Form):
    """Phase two, in two short questions."""

    help_found = forms.CharField(
        label=_("Which help did you find together for what caused it?"), required=False, max_length=300
    )
    help_again = forms.CharField(
        label=_("Which help that was there already is active again?"), required=False, max_length=300
    )


class ItemForm(forms.Form):
    """One tap on a line: its new state, with the reason when it is left out."""

    do = forms.CharField()
    seen = forms.IntegerField(min_value=0)
    note = forms.CharField(required=False, max_length=LENGTH)

    def clean_do(self) -> tuple[ItemState, str]:
        state, _colon, reason = self.cleaned_data["do"].partition(":")
        fits = reason in NotNeeded.values if state == ItemState.NOT_NEEDED else not reason
        if state not in ItemState.values or not fits:
            raise ValidationError(_("Choose one of the buttons"), code="unknown")
        return ItemState(state), reason


class CallForm(forms.Form):
    """A call in a line."""

    who = forms.CharField(
        label=_("Who did you call?"), max_length=100, error_messages={"required": _("Write whom you called")}
    )
    said = forms.CharField(label=_("What was said?"), required=False, max_length=300)
    next_step = forms.CharField(label=_("What comes next?"), required=False, max_length=200)
    next_on = forms.DateField(
        label=_("When?"),
        help_text=_("Empty is the next working day."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )


class LinesField(forms.CharField):
    """Text in which each line that is not empty is one thing."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > LINES:
            raise ValidationError(_("At most %(number)d lines") % {"number": LINES}, code="many")
        if any(len(line) > LENGTH for line in value):
            raise ValidationError(_("A line has at most %(number)d characters") % {"number": LENGTH}, code="long")


class ChecklistForm(forms.Form):
    """An organisation's own lists, one thing a line."""

    steps = LinesField(label=_("What to do"), error_messages={"required": _("Write at least one thing to do")})
    papers = LinesField(label=_("Papers"), required=False)
    bring = LinesField(label=_("What to bring if the home is lost"), required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, lists: dict[str, list[str]], newest: Checklist | None) -> None:
        super().__init__(data, initial={**lists, "seen": newest.number if newest else 0})
        for name, lines in lists.items():
            self.fields[name].widget.attrs["rows"] = len(lines) + 2
