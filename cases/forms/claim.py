from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import ClaimBasis
from cases.forms.fields import choices_of
from common import dates


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


class BatchForm(forms.Form):
    """The days that a batch is about; filled in with last month."""

    since = _day(_("From"), error_messages={"required": _("Choose the first day")})
    until = _day(_("Up to and including"), error_messages={"required": _("Choose the last day")})

    def __init__(self, data: Any = None) -> None:
        this_month = dates.first_of_month(dates.today())
        last_month = {"since": dates.add_months(this_month, -1), "until": this_month - timedelta(days=1)}
        super().__init__(data, initial=last_month)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "since" in data and "until" in data:
            if data["until"] < data["since"]:
                self.add_error("until", ValidationError(_("Choose a day after the first one"), code="before"))
            elif data["until"] >= dates.today():
                message = _("Choose a day before today: what comes today could not be claimed later")
                self.add_error("until", ValidationError(message, code="future"))
        return data


class ReturnForm(forms.Form):
    """Why a batch was sent back."""

    note = forms.CharField(label=_("Why was it sent back?"), max_length=300, required=False)


class TypeForm(forms.Form):
    """Something the agency may claim."""

    name = forms.CharField(
        label=_("What does the desk call it?"),
        max_length=100,
        error_messages={"required": _("Write what the desk calls it")},
    )
    basis = forms.ChoiceField(
        label=_("What is it made from?"),
        choices=choices_of(ClaimBasis),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is made from")},
    )


class TariffForm(forms.Form):
    """An amount from a day on."""

    amount = forms.DecimalField(
        label=_("Amount (€)"), min_value=0, max_digits=8, decimal_places=2, localize=True,
        error_messages={"required": _("Write an amount")},
    )  # fmt: skip
    valid_from = _day(_("From which day?"), error_messages={"required": _("Choose the first day")})
