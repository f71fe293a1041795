from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    Approach,
    DirectionCheck,
    Estimate,
    OwnStrength,
    Referrer,
    RefusalGround,
    Route,
    SwitchReason,
    ToldHow,
)
from cases.forms.address import AddressForm
from cases.forms.fields import choices_of, not_ahead, words_field
from cases.models import Household
from cases.queries.requests import known_elsewhere, nameable_at, usual_household
from cases.services.request import RequestFacts

if TYPE_CHECKING:
    from datetime import date

    from cases.models import HelpRequest

    HouseholdChoice = forms.ModelChoiceField[Household]
else:
    HouseholdChoice = forms.ModelChoiceField

ROUTES = [route for route in Route if route != Route.LIST]


class RequestForm(AddressForm):
    """Help that is asked: by which route and where. Who asked is said where somebody else did; all else may follow."""

    sometimes = AddressForm.sometimes | {"referrer"}
    field_order = ("route", "referrer", "asked_by")
    route = forms.ChoiceField(
        label=_("How did it come to us?"),
        choices=choices_of(ROUTES),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came to us")},
    )
    referrer = forms.ChoiceField(label=_("Who sent them?"), required=False)
    asked_by = forms.CharField(
        label=_("Name, and how to reach them"),
        help_text=_("Of whoever asked. They are told what came of it."),
        max_length=100,
        required=False,
    )
    name = forms.CharField(label=_("Who is it about?"), max_length=200, required=False)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        help_text=_("If it is known: a list finds them by it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    phone = forms.CharField(label=_("Their phone"), max_length=40, required=False)
    why = words_field(_("What is asked, in a few lines?"), rows=4)
    eviction_on = forms.DateField(
        label=_("Day of the eviction"),
        help_text=_("If somebody knows it. The crisis starts at once."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    fall_back = forms.CharField(
        label=_("What happens if help does not come about?"),
        help_text=_("Agreed with whoever asked: what do they do then?"),
        max_length=300,
        required=False,
    )
    asked_on = forms.DateField(
        label=_("When was it asked?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["referrer"].choices = [("", _("Choose")), *choices_of(Referrer)]  # type: ignore[attr-defined]

    def clean_asked_on(self) -> date | None:
        return not_ahead(self.cleaned_data["asked_on"])

    def clean_birth_date(self) -> date | None:
        return not_ahead(self.cleaned_data["birth_date"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("route") == Route.REFERRAL and not data.get("referrer"):
            self.ask("referrer", _("Choose who sent them"))
        return data

    @property
    def chosen_route(self) -> Route:
        return Route(self.cleaned_data["route"])

    def facts(self) -> RequestFacts:
        data, where = self.cleaned_data, self.address
        return RequestFacts(
            referrer=data["referrer"], asked_by=data["asked_by"].strip(), asked_on=data["asked_on"],
            name=data["name"].strip(), birth_date=data["birth_date"], phone=data["phone"].strip(),
            postcode=where.postcode, number=where.number, addition=where.addition, street=where.street,
            why=data["why"].strip(), eviction_on=data["eviction_on"], fall_back=data["fall_back"].strip(),
        )  # fmt: skip


class HouseholdField(HouseholdChoice):
    """One of the households that a request may mean, by the name of its tenant."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Household) -> str:
        return obj.name


class AcceptForm(forms.Form):
    """A request taken up: first who keeps the direction. What it will take is one tap each, and may follow later."""

    direction = forms.ChoiceField(
        label=_("Who keeps the direction over this household?"),
        help_text=_("Ask whoever sent them, and look at what we know."),
        choices=choices_of(DirectionCheck),
        widget=forms.RadioSelect,
        error_messages={"required": _("Ask who keeps the direction. “Asked, and not known” is an answer too")},
    )
    kept_by = forms.CharField(label=_("Who is that?"), max_length=100, required=False)
    household = HouseholdField(
        queryset=Household.objects.none(),
        to_field_name="uuid",
        required=False,
        blank=True,
        empty_label=_("Somebody else: a new household"),
        label=_("Is it one of these?"),
    )
    fall_back = forms.CharField(
        label=_("What happens if help does not come about?"),
        help_text=_("Agreed with whoever asked: what do they do then?"),
        max_length=300,
        required=False,
    )
    estimate = forms.ChoiceField(label=_("What will it take?"), widget=forms.RadioSelect, required=False)
    own_strength = forms.ChoiceField(label=_("How much own strength?"), widget=forms.RadioSelect, required=False)

    def __init__(self, data: Any = None, *, request: HelpRequest) -> None:
        here, elsewhere = nameable_at(request), known_elsewhere(request)
        usual = usual_household(request) or (elsewhere[0] if len(elsewhere) == 1 and not here else None)
        super().__init__(data, initial={"household": usual.uuid if usual else "", "fall_back": request.fall_back})
        known = Household.objects.filter(pk__in=[household.pk for household in [*here, *elsewhere]])
        known = known.prefetch_related("people").order_by("-created_at", "-pk")
        self.fields["household"].queryset = known  # type: ignore[attr-defined]
        self.fields["household"].widget.hints = {
            str(household.uuid): _("Known at %(address)s. Taken up, it has the new address")
            % {"address": household.dwelling}
            for household in elsewhere
        }
        for name, choices in [("estimate", choices_of(Estimate)), ("own_strength", choices_of(OwnStrength))]:
            self.fields[name].choices = [("", _("Not yet")), *choices]  # type: ignore[attr-defined]
        if not request.referrer:
            del self.fields["fall_back"]

    def accepted(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "direction": DirectionCheck(data["direction"]),
            "kept_by": data["kept_by"],
            "household": data["household"],
            "fall_back": data.get("fall_back"),
            "estimate": Estimate(data["estimate"]) if data["estimate"] else None,
            "own_strength": OwnStrength(data["own_strength"]) if data["own_strength"] else None,
        }


class RefuseForm(forms.Form):
    """A request sent on: on which ground, and where to. Nobody is sent away without an advice."""

    prefix = "refuse"
    kept_by = forms.CharField(label=_("Who keeps the direction, if somebody does?"), max_length=100, required=False)
    ground = forms.ChoiceField(
        label=_("Why do we not take it up?"),
        choices=choices_of(RefusalGround),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why")},
    )
    advice = words_field(
        _("Where can they go instead?"),
        help_text=_("This is told to whoever asked. No name, and nothing out of a file."),
        missing=_("Write where they can go: nobody is sent away without an advice"),
        most=500,
    )

    def refused(self) -> dict[str, Any]:
        data = self.cleaned_data
        direction = DirectionCheck.OTHERS if data["kept_by"].strip() else None
        found = {"direction": direction, "kept_by": data["kept_by"]}
        return found | {"ground": RefusalGround(data["ground"]), "advice": data["advice"]}


class ToldForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How did you tell them?"),
        choices=choices_of(ToldHow),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you told them")},
    )


class EstimateForm(forms.Form):
    """What it will take, or how much own strength: each is one tap."""

    estimate = forms.ChoiceField(choices=[(choice.value, choice.label) for choice in Estimate], required=False)
    own_strength = forms.ChoiceField(choices=[(choice.value, choice.label) for choice in OwnStrength], required=False)

    def seen(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "estimate": Estimate(data["estimate"]) if data["estimate"] else None,
            "own_strength": OwnStrength(data["own_strength"]) if data["own_strength"] else None,
        }


class ApproachForm(forms.Form):
    """In which way we go on, so that a form sent twice switches once; and why."""

    approach = forms.ChoiceField(
        choices=[(choice.value, choice.label) for choice in Approach], widget=forms.HiddenInput
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=choices_of(SwitchReason),
        required=False,
        widget=forms.RadioSelect,
    )

    def switched(self) -> dict[str, Any]:
        data = self.cleaned_data
        reason = SwitchReason(data["reason"]) if data["reason"] else None
        return {"approach": Approach(data["approach"]), "reason": reason}
