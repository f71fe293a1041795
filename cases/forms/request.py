from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
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
from cases.forms.fields import choices_of, not_ahead
from cases.models import Dwelling, Household
from cases.queries.requests import households_at, nameable_at, usual_household
from cases.services.request import RequestFacts
from common.names import suffix_key

if TYPE_CHECKING:
    from datetime import date

    from cases.models import HelpRequest

    HouseholdChoice = forms.ModelChoiceField[Household]
else:
    HouseholdChoice = forms.ModelChoiceField

ROUTES = [route for route in Route if route != Route.LIST]
POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")
#: What stands on a door: a number, then a letter or an addition.
DOOR = re.compile(r"\s*([0-9]{1,5})[\s-]*(.{0,20}?)\s*")


class RequestForm(forms.Form):
    """Help that is asked: by which route and where. Who asked is said where somebody else did; all else may follow."""

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
    postcode = forms.CharField(
        label=_("Postcode"), max_length=7, error_messages={"required": _("Write the postcode of the household")}
    )
    door = forms.CharField(
        label=_("House number"), max_length=26, error_messages={"required": _("Write the house number")}
    )
    street = forms.CharField(
        label=_("Street"), help_text=_("Only for an address we do not know."), max_length=200, required=False
    )
    name = forms.CharField(label=_("Who is it about?"), max_length=200, required=False)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        help_text=_("If it is known: a list finds them by it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    phone = forms.CharField(label=_("Their phone"), max_length=40, required=False)
    why = forms.CharField(
        label=_("What is asked, in a few lines?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
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

    def clean_postcode(self) -> str:
        postcode = str(self.cleaned_data["postcode"]).replace(" ", "").upper()
        if not POSTCODE.fullmatch(postcode):
            raise ValidationError(_("A postcode is four figures and two letters"), code="postcode")
        return postcode

    def clean_door(self) -> tuple[int, str]:
        found = DOOR.fullmatch(self.cleaned_data["door"])
        if not found:
            raise ValidationError(_("A house number begins with its figures, as in 116-bis"), code="door")
        return int(found[1]), found[2]

    def clean_asked_on(self) -> date | None:
        return not_ahead(self.cleaned_data["asked_on"])

    def clean_birth_date(self) -> date | None:
        return not_ahead(self.cleaned_data["birth_date"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("route") == Route.REFERRAL and not data.get("referrer"):
            self.add_error("referrer", ValidationError(_("Choose who sent them"), code="required"))
        if {"postcode", "door"} <= data.keys() and not data.get("street") and not self._is_known_address():
            error = ValidationError(_("We do not know this address yet. Write the street"), code="required")
            self.add_error("street", error)
        return data

    def _is_known_address(self) -> bool:
        number, addition = self.cleaned_data["door"]
        key = suffix_key("", addition)
        here = Dwelling.objects.filter(postcode=self.cleaned_data["postcode"], number=number, suffix=key)
        found = here.first()
        if found is not None:
            self.cleaned_data["street"] = found.street
        return found is not None

    @property
    def chosen_route(self) -> Route:
        return Route(self.cleaned_data["route"])

    def facts(self) -> RequestFacts:
        data = self.cleaned_data
        number, addition = data["door"]
        return RequestFacts(
            referrer=data["referrer"], asked_by=data["asked_by"].strip(), asked_on=data["asked_on"],
            name=data["name"].strip(), birth_date=data["birth_date"], phone=data["phone"].strip(),
            postcode=data["postcode"], number=number, addition=addition, street=data["street"].strip(),
            why=data["why"].strip(), eviction_on=data["eviction_on"], fall_back=data["fall_back"].strip(),
        )  # fmt: skip


class HouseholdField(HouseholdChoice):
    """One of the households at an address, by the name of its tenant."""

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
        usual, here = usual_household(request), [household.pk for household in nameable_at(request)]
        super().__init__(data, initial={"household": usual.uuid if usual else "", "fall_back": request.fall_back})
        self.fields["household"].queryset = self.here = households_at(request).filter(pk__in=here)  # type: ignore[attr-defined]
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
    advice = forms.CharField(
        label=_("Where can they go instead?"),
        help_text=_("This is told to whoever asked. No name, and nothing out of a file."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write where they can go: nobody is sent away without an advice")},
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
