from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import CreditorState, IncomeState
from cases.forms.fields import MoneyField, choices_of, not_ahead
from cases.models.provisions import Provision
from cases.services.creditor import CreditorFacts, CreditorLine
from common.forms import AsksSometimes

if TYPE_CHECKING:
    from datetime import date

    from django.forms import BaseFormSet

    from cases.models import Creditor

#: What takes a tap back.
CLEAR = "clear"
#: Papers that are noted at once; who has more saves and goes on.
PAPERS = 5


class CreditorLineForm(AsksSometimes):
    """One paper out of the box: only the name of who wants money has to be said."""

    sometimes = frozenset({"name"})
    name = forms.CharField(label=_("Who wants money?"), required=False, max_length=100)
    amount = MoneyField(label=_("How much?"), required=False)
    file_number = forms.CharField(
        label=_("File number"),
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"placeholder": _("File number")}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        told = data.get("amount") is not None or data.get("file_number") or "amount" in self.errors
        if told and not data.get("name") and "name" not in self.errors:
            self.ask("name", _("Write who wants money"))
        return data


CreditorLines = forms.formset_factory(CreditorLineForm, extra=PAPERS, max_num=PAPERS)


def told_lines(lines: BaseFormSet[CreditorLineForm]) -> list[CreditorLine]:
    """Give the lines on which something stands."""
    return [CreditorLine(**data) for data in lines.cleaned_data if data.get("name")]


class CreditorForm(forms.Form):
    """All that is known of a creditor.

    A field keeps what it showed (`show_hidden_initial`), so that saving changes only what this person changed.
    """

    name = forms.CharField(
        label=_("Who wants money?"),
        max_length=100,
        show_hidden_initial=True,
        error_messages={"required": _("Write who wants money")},
    )
    amount = MoneyField(label=_("How much?"), required=False, show_hidden_initial=True)
    file_number = forms.CharField(label=_("File number"), required=False, max_length=50, show_hidden_initial=True)
    demand = forms.CharField(
        label=_("What do they want?"),
        help_text=_("As their letter says: at once, € 50 a month, through the bailiff."),
        required=False,
        max_length=300,
        show_hidden_initial=True,
    )
    aim = forms.CharField(
        label=_("What does the household want?"),
        help_text=_("In its own words: what it can pay, what it wants to keep."),
        required=False,
        max_length=300,
        show_hidden_initial=True,
    )
    owed_by = forms.ChoiceField(label=_("In whose name is it?"), required=False, show_hidden_initial=True)

    def __init__(self, data: Any = None, *, creditor: Creditor) -> None:
        initial = {name: getattr(creditor, name) for name in CreditorForm.base_fields}
        super().__init__(data, initial=initial | {"owed_by": creditor.owed_by.name if creditor.owed_by else ""})
        self.people = {person.name: person for person in creditor.case.household.people.all()}
        names = [(name, name) for name in self.people]
        self.fields["owed_by"].choices = [("", _("The household, or not known")), *names]  # type: ignore[attr-defined]

    def facts(self) -> CreditorFacts:
        """Give what this person changed."""
        said = self.cleaned_data | {"owed_by": self.people.get(self.cleaned_data["owed_by"])}
        facts = CreditorFacts()
        for name in self.changed_data:
            facts[name] = said[name]  # type: ignore[literal-required]
        return facts


class CreditorStateForm(forms.Form):
    """One tap: how far it is, beside what this person saw."""

    state = forms.ChoiceField(choices=CreditorState.choices)
    seen = forms.ChoiceField(choices=CreditorState.choices)


class IncomeForm(AsksSometimes):
    """One tap on a line of the income check, with a day or an amount if one likes."""

    sometimes = frozenset({"what"})
    do = forms.ChoiceField(
        label=_("What do you know of it?"), error_messages={"required": _("Choose one of the buttons")}
    )
    code = forms.ChoiceField(choices=Provision.choices, required=False)
    what = forms.CharField(label=_("Something else"), required=False, max_length=100)
    applied_on = forms.DateField(
        label=_("Applied for on"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )
    gained = MoneyField(
        label=_("What does it bring a month?"),
        help_text=_("Only what they did not have before."),
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        states = choices_of(IncomeState)
        self.fields["do"].choices = [*states, (CLEAR, _("Not looked at yet"))]  # type: ignore[attr-defined]

    def clean_applied_on(self) -> date | None:
        return not_ahead(self.cleaned_data["applied_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("code") and not data.get("what", "").strip() and not {"code", "what"} & set(self.errors):
            self.ask("what", _("Write what it is"))
        return data

    @property
    def line(self) -> dict[str, str]:
        """Say which line it is about."""
        code = self.cleaned_data["code"]
        return {"code": code, "what": "" if code else self.cleaned_data["what"].strip()}
