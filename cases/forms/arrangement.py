from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from cases.enums import ArrangementState, CostsDeal
from cases.forms.consent import LandlordField, day_field
from cases.forms.fields import MoneyField, not_ahead

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

ENDS = (ArrangementState.KEPT, ArrangementState.BROKEN)


class WithCorporation(forms.Form):
    """About one of the corporations of a household; the only one is chosen already."""

    corporation = LandlordField(
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        label=_("With which corporation?"),
        error_messages={"required": _("Choose with which corporation")},
    )

    def __init__(self, data: Any = None, *, corporations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["corporation"].queryset = corporations  # type: ignore[attr-defined]
        known = list(corporations[:2])
        if len(known) == 1:
            self.fields["corporation"].initial = known[0].uuid
            self.fields["corporation"].widget = forms.HiddenInput()


class ArrangementForm(WithCorporation):
    """An arrangement about the rent that is owed; what was agreed may be said later."""

    terms = forms.CharField(
        label=_("What was agreed?"),
        help_text=_("For example € 50 a month, from June on."),
        max_length=200,
        required=False,
    )
    agreed_on = day_field(_("Since when?"), _("Empty is today."))

    def clean_agreed_on(self) -> date | None:
        return not_ahead(self.cleaned_data["agreed_on"])


class ArrangementEndForm(forms.Form):
    """One tap: kept to its end or broken, with a day if one likes."""

    state = forms.ChoiceField(choices=[(state.value, state.label) for state in ENDS])
    on = day_field(_("When?"), _("Empty is today."))

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])


class BailiffCostsForm(WithCorporation):
    """Who pays the bailiff, as far as it has come with that."""

    deal = forms.ChoiceField(
        label=_("Who pays the bailiff?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who pays the bailiff")},
    )
    amount = MoneyField(label=_("How much is it?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deal"].choices = [(deal.value, capfirst(str(deal.label))) for deal in CostsDeal]  # type: ignore[attr-defined]
