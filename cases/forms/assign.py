from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.forms.fields import WorkerField, offer
from cases.queries.people import known_first, partners_for, workers_for

if TYPE_CHECKING:
    from cases.models import Case


class AssignForm(forms.Form):
    """The two people of a duo. Without a consultant of the corporation the second is a colleague.

    Who worked with this household before stands first, and is proposed.
    """

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
        workers, partners = (known_first(people(case), case) for people in (workers_for, partners_for))
        self.has_partner = partners.exists()
        offer(self.fields["agency_worker"], workers)
        offer(self.fields["house_worker"], partners if self.has_partner else workers)
        self.initial["agency_worker"] = next(
            (person.uuid for person in workers if getattr(person, "known", False)), None
        )
        if not self.has_partner:
            self.fields["house_worker"].label = _("The second, a colleague")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("agency_worker") and data.get("agency_worker") == data.get("house_worker"):
            raise ValidationError({"house_worker": ValidationError(_("A duo is two people"), code="same")})
        return data
