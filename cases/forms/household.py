from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    Language,
    PersonRole,
    Tenure,
)
from cases.forms.fields import choices_of
from cases.models import HouseholdProfile
from cases.services.household import Member
from common import dates
from common.forms import AsksSometimes

if TYPE_CHECKING:
    from datetime import date

    from django.forms import BaseFormSet

    from cases.models import Household

    MemberFormSet = BaseFormSet["MemberForm"]
else:
    MemberFormSet = forms.BaseFormSet


class ProfileForm(forms.Form):
    """How a household lives and how to reach it."""

    phone = forms.CharField(
        label=_("Their phone"),
        help_text=_("This number is called. A file of a corporation does not change it."),
        required=False,
        max_length=40,
    )
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
        self.fields["languages"].choices = choices_of(Language)  # type: ignore[attr-defined]


class MemberForm(AsksSometimes):
    """Somebody else who lives here; a name is enough."""

    sometimes = frozenset({"name"})
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

    def __init__(self, *args: Any, may_be_tenant: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in PersonRole if role != PersonRole.MAIN_TENANT or may_be_tenant]
        self.fields["role"].choices = choices_of(roles)  # type: ignore[attr-defined]
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
            self.ask("name", _("Write a name"))
        return data


class BaseMemberForms(MemberFormSet):
    def clean(self) -> None:
        """Refuse a second main tenant."""
        tenants = [
            form
            for form in self.forms
            if form.cleaned_data.get("role") == PersonRole.MAIN_TENANT
            and form.cleaned_data.get("name")
            and not form.cleaned_data.get("gone")
        ]
        for form in tenants[1:]:
            form.add_error("role", ValidationError(_("A household has one main tenant"), code="second"))


MemberForms = forms.formset_factory(MemberForm, formset=BaseMemberForms, extra=2, max_num=30)


def members_of(household: Household, data: Any = None) -> BaseFormSet[MemberForm]:
    """Give forms for whoever was added by hand (the others come from contracts), and room for two more.

    The main tenant is one of them only where no contract names one.
    """
    people = [person for person in household.people.all() if person.uuid is not None]
    names = ("uuid", "name", "role", "birth_date", "phone")
    initial = [{name: getattr(person, name) for name in names} for person in people]
    tenant = household.tenant
    may_be_tenant = tenant is None or tenant.uuid is not None
    return MemberForms(data, initial=initial, prefix="members", form_kwargs={"may_be_tenant": may_be_tenant})


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
