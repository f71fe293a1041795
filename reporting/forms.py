from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from cases.enums import ObstacleKind
from common.dates import add_months, first_of_month, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from reporting.queries.obstacles import Barrier

    OwnerChoice = forms.ModelChoiceField[User]
else:
    OwnerChoice = forms.ModelChoiceField

#: How far back one may look, and how long a period may be.
MONTHS_BACK, LONGEST = 36, 24


def month_choices() -> list[tuple[str, str]]:
    """List the months one can choose, newest first."""
    this_month = first_of_month(today())
    months = [add_months(this_month, -back) for back in range(MONTHS_BACK)]
    return [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]


class OwnerField(OwnerChoice):
    """Somebody of the agency, by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


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


class SignalForm(forms.Form):
    """What adds up, taken up with policy: who does so, and in which words, without names."""

    about = forms.ChoiceField(
        label=_("What do you take up?"), error_messages={"required": _("Choose what you take up")}
    )
    owner = OwnerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=_("Choose"),
        label=_("Who does so?"),
        error_messages={"required": _("Choose who takes it up")},
    )
    words = forms.CharField(
        label=_("What do you ask for?"),
        help_text=_("Without names of households."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, barriers: Sequence[Barrier], owners: QuerySet[User]) -> None:
        super().__init__(data)
        self.barriers = {f"{barrier.kind}:{barrier.party}": barrier for barrier in barriers}
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((key, f"{barrier.party}: {barrier.label}") for key, barrier in self.barriers.items()),
        ]
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]

    def raised(self) -> dict[str, Any]:
        barrier = self.barriers[self.cleaned_data["about"]]
        about = {"party": barrier.party, "kind": ObstacleKind(barrier.kind)}
        return about | {name: self.cleaned_data[name] for name in ("owner", "words")}


class SignalAnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("What came of it?"),
        help_text=_("Without names of households."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what came of it")},
    )
