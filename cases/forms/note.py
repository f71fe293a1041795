from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    Visibility,
)
from cases.forms.fields import choices_of


class NoteForm(forms.Form):
    """A free note, and who reads it."""

    text = forms.CharField(
        label=_("What happened?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what happened")},
    )
    visibility = forms.ChoiceField(
        label=_("Who reads this?"),
        choices=choices_of(Visibility),
        initial=Visibility.TEAM,
    )
