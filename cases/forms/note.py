from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    Visibility,
)


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
