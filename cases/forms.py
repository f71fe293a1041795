from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums import ReadReason, Role
from accounts.models import User
from cases.enums import (
    Circumstance,
    CloseReason,
    ContactStatus,
    Language,
    PersonRole,
    Relationship,
    Stage,
    StatementKind,
    Tenure,
    Visibility,
)
from cases.models import HouseholdProfile
from cases.queries import partners_for, workers_for
from cases.services.case import reasons_to_close
from cases.services.household import Member
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.forms import BaseFormSet

    from cases.models import Case, Household

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


class CircumstanceForm(forms.Form):
    """Something about a household that keeps it from the lists for some time."""

    kind = forms.ChoiceField(
        label=_("What is good to know?"),
        help_text=_("While it holds the household is on no list, and the corporation reads “not now”."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is good to know")},
    )
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("The first day on which it no longer holds. Leave it empty if you do not know."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    note = forms.CharField(
        label=_("What should colleagues know?"),
        help_text=_("In one sentence. Only who helps households reads this."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, capfirst(str(kind.label))) for kind in Circumstance]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].widget.hints = {
            Circumstance.DECEASED: _("The main tenant"),
            Circumstance.MOVED: _("The household lives somewhere else now"),
            Circumstance.AGREED_PATTERN: _("Pays at another moment than the rent is due, as agreed"),
            Circumstance.TRAJECTORY: _("Debt counselling, or other help with the arrears"),
            Circumstance.DO_NOT_VISIT: _("Whoever plans or logs a visit reads this first"),
        }

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if day is not None and day <= dates.today():
            raise ValidationError(_("Choose a day after today, or leave it empty"), code="past")
        return day


class NoteForm(forms.Form):
    """A free note, and who reads it."""

    text = forms.CharField(
        label=_("What happened?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what happened")},
    )
    visibility = forms.ChoiceField(
        label=_("Who reads this?"),
        choices=[(choice.value, capfirst(choice.label)) for choice in Visibility],
        initial=Visibility.TEAM,
    )


class StoryForm(forms.Form):
    """What is said about a household, each part if one likes.

    A field keeps what it showed (`show_hidden_initial`), so that saving changes only what this person changed.
    """

    def __init__(self, data: Any = None, *, case: Case) -> None:
        running = {statement.kind: statement.text for statement in case.statements.running()}
        super().__init__(data, initial=running)
        for kind in StatementKind:
            self.fields[kind.value] = forms.CharField(
                label=kind.label,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5 if kind == StatementKind.SITUATION else 3}),
                show_hidden_initial=True,
                max_length=2000,
            )

    def said(self) -> dict[StatementKind, str]:
        """Give what this person changed."""
        return {StatementKind(name): self.cleaned_data[name] for name in self.changed_data}


class StandingForm(forms.Form):
    """Who keeps the direction and how the contact is."""

    director = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=False,
        blank=True,
        empty_label=_("Nobody yet"),
        label=_("Who keeps the direction?"),
    )
    relationship = forms.ChoiceField(
        label=_("How do we stand with each other?"),
        help_text=_("It may go back."),
        choices=[(choice.value, capfirst(choice.label)) for choice in Relationship],
        widget=forms.RadioSelect,
    )
    contact_status = forms.ChoiceField(
        label=_("How is the contact?"),
        choices=[(choice.value, capfirst(choice.label)) for choice in ContactStatus],
        widget=forms.RadioSelect,
    )
    pressed_by = forms.CharField(label=_("Who presses?"), required=False, max_length=100)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        self.keeps_it = case.director
        initial = {
            "director": case.director.uuid if case.director else None,
            "relationship": case.relationship,
            "contact_status": case.contact_status,
            "pressed_by": case.pressed_by,
        }
        super().__init__(data, initial=initial)
        _offer(self.fields["director"], workers_for(case))

    def clean_director(self) -> User | None:
        """Whoever has left the team is no answer to choose, and keeps the direction until another one is chosen."""
        chosen: User | None = self.cleaned_data["director"]
        return chosen if "director" in self.data else self.keeps_it


class ProfileForm(forms.Form):
    """How a household lives and how to reach it."""

    tenure = forms.ChoiceField(label=_("How do they live here?"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Which languages do they speak?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    contact_wish = forms.CharField(label=_("How and when do they like to be reached?"), required=False, max_length=200)
    postal_address = forms.CharField(label=_("Where does their post arrive?"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, household: Household) -> None:
        profile = getattr(household, "profile", None) or HouseholdProfile(household=household)
        super().__init__(data, initial={name: getattr(profile, name) for name in self.base_fields})
        self.fields["tenure"].choices = [("", _("Not known")), *Tenure.choices]  # type: ignore[attr-defined]
        self.fields["languages"].choices = [  # type: ignore[attr-defined]
            (choice.value, capfirst(str(choice.label))) for choice in Language
        ]


class MemberForm(forms.Form):
    """Somebody else who lives here; a name is enough."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    role = forms.ChoiceField(label=_("Who is it?"), required=False)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    gone = forms.BooleanField(label=_("Lives here no more"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in PersonRole if role != PersonRole.MAIN_TENANT]
        self.fields["role"].choices = [(role.value, capfirst(str(role.label))) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = PersonRole.MEMBER
        if not self.initial.get("uuid"):
            del self.fields["gone"]

    def clean_birth_date(self) -> date | None:
        day: date | None = self.cleaned_data["birth_date"]
        if day is not None and day > dates.today():
            raise ValidationError(_("This day is still to come"), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        told = data.get("birth_date") or data.get("phone") or self.initial.get("uuid")
        if told and not data.get("name") and not data.get("gone"):
            raise ValidationError({"name": ValidationError(_("Write a name"), code="required")})
        return data


MemberForms = forms.formset_factory(MemberForm, extra=2, max_num=30)


def members_of(household: Household, data: Any = None) -> BaseFormSet[MemberForm]:
    """Give forms for whoever was added by hand (the others come from contracts), and room for two more."""
    people = [person for person in household.people.all() if person.uuid is not None]
    names = ("uuid", "name", "role", "birth_date", "phone")
    initial = [{name: getattr(person, name) for name in names} for person in people]
    return MemberForms(data, initial=initial, prefix="members")


def told_members(members: BaseFormSet[MemberForm]) -> list[Member]:
    return [
        Member(
            uuid=data.get("uuid"),
            name=data.get("name", ""),
            role=data.get("role") or PersonRole.MEMBER,
            birth_date=data.get("birth_date"),
            phone=data.get("phone", ""),
            gone=data.get("gone", False),
        )
        for data in members.cleaned_data
        if data
    ]
