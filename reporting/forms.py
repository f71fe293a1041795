from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from common.dates import add_months, first_of_month, today

#: How far back one may look, and how long a period may be.
MONTHS_BACK, LONGEST = 36, 24


def month_choices() -> list[tuple[str, str]]:
    """List the months one can choose, newest first."""
    this_month = first_of_month(today())
    months = [add_months(this_month, -back) for back in range(MONTHS_BACK)]
    return [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]


class FiguresForm(forms.Form):
    """Which figures: whole months, so that nobody is found by moving a period one day."""

    since = forms.TypedChoiceField(
        label=_("From"), choices=month_choices, coerce=lambda text: date.fromisoformat(f"{text}-01"),
        error_messages={"invalid_choice": _("Choose a month from the list.")},
    )  # fmt: skip
    until = forms.TypedChoiceField(
        label=_("Up to and including"), choices=month_choices, coerce=lambda text: date.fromisoformat(f"{text}-01"),
        error_messages={"invalid_choice": _("Choose a month from the list.")},
    )  # fmt: skip
    supplier = forms.ModelChoiceField(
        label=_("Corporation"), queryset=Organisation.objects.none(), to_field_name="code", required=False,
        empty_label=_("All corporations"), error_messages={"invalid_choice": _("Choose a corporation from the list.")},
    )  # fmt: skip

    def __init__(self, data: Any, *, first_shown: tuple[date, date], own_supplier: bool) -> None:
        """Fill in from `first_shown` what the address leaves out."""
        months = dict(zip(("since", "until"), first_shown, strict=True))
        given = {key: data[key] for key in ("since", "until", "supplier") if data.get(key)}
        super().__init__({key: f"{month:%Y-%m}" for key, month in months.items()} | given, label_suffix="")
        if own_supplier:
            del self.fields["supplier"]
        else:
            suppliers = Organisation.objects.filter(kind=OrganisationKind.CORPORATION)
            self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            raise ValidationError({"until": _("The last month lies before the first. Choose a later month.")})
        if since and until and add_months(since, LONGEST) <= until:
            raise ValidationError(
                {"since": _("Choose at most %(months)d months.") % {"months": LONGEST}}, code="too_long"
            )
        return cleaned
