from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import not_ahead
from cases.models import Dwelling
from cases.services.household import Address
from common.forms import AsksSometimes
from common.names import suffix_key

if TYPE_CHECKING:
    from datetime import date

POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")
#: What stands on a door: a number, then a letter or an addition.
DOOR = re.compile(r"\s*([0-9]{1,5})[\s-]*(.{0,20}?)\s*")


class AddressForm(AsksSometimes):
    """A front door. The street comes out of the address register, and is asked only where that does not know it."""

    sometimes = frozenset({"street"})

    postcode = forms.CharField(
        label=_("Postcode"), max_length=7, error_messages={"required": _("Write the postcode of the household")}
    )
    door = forms.CharField(
        label=_("House number"), max_length=26, error_messages={"required": _("Write the house number")}
    )
    street = forms.CharField(
        label=_("Street"), help_text=_("Only for an address we do not know."), max_length=200, required=False
    )

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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"postcode", "door"} <= data.keys() and not data.get("street") and not self._is_known_address():
            self.ask("street", _("We do not know this address yet. Write the street"))
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
    def address(self) -> Address:
        data = self.cleaned_data
        number, addition = data["door"]
        return Address(data["postcode"], number, addition, data.get("street", "").strip())


class MoveHouseForm(AddressForm):
    """Where a household lives now. Without a day it is today."""

    prefix = "moved"
    on = forms.DateField(
        label=_("Since when?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])
