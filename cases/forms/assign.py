from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import WorkerSide
from cases.forms.fields import WorkerField, offer
from cases.queries.people import agency_workers, partners_for, workers_for

if TYPE_CHECKING:
    from cases.models import Case


class AssignForm(forms.Form):
    """The two people of a duo. Without a consultant of the corporation the second is a colleague."""

    agency_worker = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        label=_("From the agency"),
        error_messages={"required": _("Choose somebody of the agency")},
    )
    house_worker = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        label=_("From the housing corporation"),
        error_messages={"required": _("Choose the second of the duo")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers, partners = workers_for(case), partners_for(case)
        self.has_partner = partners.exists()
        offer(self.fields["agency_worker"], workers)
        offer(self.fields["house_worker"], partners if self.has_partner else workers)
        if not self.has_partner:
            self.fields["house_worker"].label = _("The second, a colleague")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("agency_worker") and data.get("agency_worker") == data.get("house_worker"):
            raise ValidationError({"house_worker": ValidationError(_("A duo is two people"), code="same")})
        return data


class TakeOverForm(forms.Form):
    """Who takes over the agency's half of a duo, or works along from any team of the agency."""

    side = forms.ChoiceField(
        label=_("What does this colleague do?"),
        choices=[
            (WorkerSide.AGENCY.value, _("Takes over from the worker of the agency")),
            (WorkerSide.SECOND.value, _("Works along as the second of the agency")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this colleague does")},
    )
    worker = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        label=_("Which colleague?"),
        help_text=_("Of another team too: this file opens for them, and no other."),
        error_messages={"required": _("Choose a colleague")},
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data)
        offer(self.fields["worker"], agency_workers(case).exclude(pk__in=[person.pk for person in case.duo]))
