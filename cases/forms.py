from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums import ReadReason, Role
from accounts.models import User
from cases.enums import CloseReason, Stage, Visibility
from cases.queries import partners_for, workers_for
from cases.services.case import reasons_to_close

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.models import Case

    WorkerChoice = forms.ModelChoiceField[User]
else:
    WorkerChoice = forms.ModelChoiceField

#: Where a case may be taken by hand; contact and light contact follow from the joint review.
NEXT_STAGES = (Stage.VISITING, Stage.GUIDANCE, Stage.MONITORING, Stage.MINIMAL_CONTACT)


class ReasonForm(forms.Form):
    """Why somebody opens a case of another team: one tap, words only if they like."""

    reason = forms.ChoiceField(
        label=_("Why do you open this case?"),
        choices=[choice for choice in ReadReason.choices if choice[0] != ReadReason.OWN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you open this case")},
    )
    explanation = forms.CharField(label=_("Would you like to add something?"), required=False, max_length=200)


class WorkerField(WorkerChoice):
    """One worker by name, with the current load beside it."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: User) -> str:
        return obj.name


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
        _offer(self.fields["agency_worker"], workers)
        _offer(self.fields["house_worker"], partners if self.has_partner else workers)
        if not self.has_partner:
            self.fields["house_worker"].label = _("The second, a colleague")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("agency_worker") and data.get("agency_worker") == data.get("house_worker"):
            raise ValidationError({"house_worker": ValidationError(_("A duo is two people"), code="same")})
        return data


def _offer(field: forms.Field, people: QuerySet[User]) -> None:
    """Let choose from these people, each with role or corporation and the cases they are on."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = people
    field.widget.hints = {str(person.uuid): _hint(person) for person in people}


def _hint(person: Any) -> str:
    role = Role(person.role)
    where = person.house if role == Role.HOUSING_CONSULTANT else capfirst(str(role.label))
    cases = ngettext("on %(number)d case now", "on %(number)d cases now", person.load) % {"number": person.load}
    return f"{where} · {cases}"


class MoveForm(forms.Form):
    """How a case goes on: another stage, or closed for a reason that fits what happened."""

    stage = forms.ChoiceField(
        label=_("How does it go on?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it goes on")},
    )
    reason = forms.ChoiceField(label=_("Why does it close?"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [stage for stage in (*NEXT_STAGES, Stage.CLOSED) if stage != case.stage]
        self.fields["stage"].choices = [(s.value, capfirst(str(s.label))) for s in stages]  # type: ignore[attr-defined]
        self.fields["stage"].widget.hints = {
            Stage.GUIDANCE: _("The first conversation was held, we help"),
            Stage.MONITORING: _("It is solved, we keep an eye on it"),
            Stage.MINIMAL_CONTACT: _("It rests, the door stays open"),
            Stage.CLOSED: _("Only with a reason from the list below"),
        }
        reasons = [reason for reason in CloseReason if reason in reasons_to_close(case)]
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a reason")),
            *[(r.value, capfirst(str(r.label))) for r in reasons],
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("stage") == Stage.CLOSED and not data.get("reason") and "reason" not in self.errors:
            raise ValidationError({"reason": ValidationError(_("Choose why the case closes"), code="required")})
        return data


class NoteForm(forms.Form):
    """A free note, and who reads it."""

    text = forms.CharField(
        label=_("What happened?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what happened")},
    )
    visibility = forms.ChoiceField(
        label=_("Who reads this?"),
        choices=[(choice.value, capfirst(str(choice.label))) for choice in Visibility],
        initial=Visibility.TEAM,
    )
