from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.models import NetworkPerson

if TYPE_CHECKING:
    NetworkPersonForm = forms.ModelForm[NetworkPerson]
else:
    NetworkPersonForm = forms.ModelForm


class PersonForm(NetworkPersonForm):
    """Somebody around the household, in its own words; a first name is enough."""

    class Meta:
        model = NetworkPerson
        fields: ClassVar = ["name", "relation", "can_help_with"]
        labels: ClassVar = {
            "name": _("First name"),
            "relation": _("Who is it?"),
            "can_help_with": _("What could this person do?"),
        }
        help_texts: ClassVar = {"relation": _("Sister, neighbour, friend from the mosque")}
        error_messages: ClassVar = {
            "name": {"required": _("Write a first name")},
            "relation": {"required": _("Write who it is")},
        }
