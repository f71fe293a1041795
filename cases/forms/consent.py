from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from cases.enums import AgreedHow, ConsentPurpose
from cases.forms.fields import choices_of, not_ahead, words_field
from cases.queries.people import landlords_of
from common import dates
from common.forms import AsksSometimes

if TYPE_CHECKING:
    from datetime import date

    from cases.models import Gathered, Household

    LandlordChoice = forms.ModelChoiceField[Organisation]
else:
    LandlordChoice = forms.ModelChoiceField

#: Why we ask, to read out. A yes is worth something when a no costs nothing.
EXPLAINED = {
    ConsentPurpose.KNOWS: _(
        "“Your landlord then knows that we help you and does not come to your door for nothing. It hears nothing of "
        "what you tell us. If you say no, we help you all the same.”"
    ),
    ConsentPurpose.SHARE: _(
        "“We tell them only what they need to help you, so that you do not have to tell it all again. You hear "
        "beforehand what we say. You may say no.”"
    ),
    ConsentPurpose.ASK: _(
        "“We ask them only about what you and I just named, for example what you still have to pay. You hear what they "
        "say. You may say no.”"
    ),
    ConsentPurpose.REGISTER: _(
        "“I write down what we agree and what matters for it, so that a colleague knows too. You may read it and have "
        "it corrected. What you do not want on paper, you tell me.”"
    ),
    ConsentPurpose.STORY: _(
        "“Others can learn from your story. Your name and street are not in it, and you read it first. Without your "
        "yes nobody reads it.”"
    ),
}


TODAY = _("Empty is today.")


def day_field(label: Any, help_text: Any = TODAY) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def how_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices_of(AgreedHow),
        widget=forms.RadioSelect,
        initial=AgreedHow.TALK,
        required=False,
    )


class LandlordField(LandlordChoice):
    """One of the corporations that the household rents from."""

    widget = forms.RadioSelect


class ConsentForm(AsksSometimes):
    """A yes to one thing with one partner. What for has to be said; with whom only where it is about somebody."""

    sometimes = frozenset({"organisation", "party"})
    purpose = forms.ChoiceField(
        label=_("What does the household say yes to?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the household says yes to")},
    )
    organisation = LandlordField(
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        required=False,
        blank=True,
        empty_label=_("Somebody else"),
        label=_("Which landlord?"),
    )
    party = forms.CharField(
        label=_("Or who else?"), help_text=_("For example the doctor or the school."), max_length=100, required=False
    )
    how = how_field(_("How did the household say yes?"))
    given_on = day_field(_("When?"))
    until = day_field(
        _("Until which day?"),
        _("The first day on which it no longer counts. Empty is until the household takes it back."),
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purpose, landlord = self.fields["purpose"], self.fields["organisation"]
        purpose.choices = choices_of(ConsentPurpose)  # type: ignore[attr-defined]
        purpose.widget.hints = EXPLAINED
        landlord.queryset = landlords_of(household)  # type: ignore[attr-defined]

    def clean_given_on(self) -> date | None:
        return not_ahead(self.cleaned_data["given_on"])

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if day is not None and day <= dates.today():
            raise ValidationError(_("Choose a day after today, or leave it empty"), code="past")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "purpose" not in data:
            return data
        purpose = data["purpose"] = ConsentPurpose(data["purpose"])
        landlord, party = data.get("organisation"), data.get("party", "").strip()
        if purpose == ConsentPurpose.KNOWS:
            if landlord is None and "organisation" not in self.errors:
                message = _("Only a landlord reads along. For somebody else choose what they may hear or tell")
                self.ask("organisation", message, code="landlord")
            party = ""
        elif not purpose.is_about_somebody:
            landlord, party = None, ""
        elif not party and landlord is None:
            self.ask("party", _("Write who it is about"))
        data["organisation"], data["party"] = (None, party) if party else (landlord, "")
        return data


class GatheredForm(forms.Form):
    """What we heard of a household before it knew."""

    prefix = "heard"
    source = forms.CharField(
        label=_("From whom?"), max_length=100, error_messages={"required": _("Write from whom you heard it")}
    )
    what = forms.CharField(
        label=_("What did you hear?"),
        help_text=_("In one sentence. Only who helps households reads this."),
        max_length=300,
        error_messages={"required": _("Write what you heard")},
    )
    heard_on = day_field(_("When did you hear it?"))

    def clean_heard_on(self) -> date | None:
        return not_ahead(self.cleaned_data["heard_on"])


class ToldForm(forms.Form):
    """When the household was told what we had heard."""

    how = how_field(_("How did you tell it?"))
    on = day_field(_("When?"))

    def __init__(self, data: Any = None, *, heard: Gathered) -> None:
        super().__init__(data, auto_id=f"{heard.uuid}_%s")
        self.heard = heard

    def clean_on(self) -> date | None:
        day = not_ahead(self.cleaned_data["on"])
        if day is not None and day < self.heard.heard_on:
            raise ValidationError(_("You heard it only later. Choose a day after that"), code="before")
        return day


class ObjectionForm(forms.Form):
    """What a household objects to."""

    prefix = "objection"
    about = words_field(
        _("What does the household object to?"),
        help_text=_("In their own words. Only who helps households reads this."),
        missing=_("Write what the household objects to"),
        most=500,
    )
    made_on = day_field(_("When?"))

    def clean_made_on(self) -> date | None:
        return not_ahead(self.cleaned_data["made_on"])


class FollowedForm(forms.Form):
    """What followed an objection."""

    answer = words_field(_("What followed?"), missing=_("Write what followed"), most=500)
