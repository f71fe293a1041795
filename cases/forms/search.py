from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """What to look for; sent by POST, so that no name stands in an address."""

    words = forms.CharField(
        label=_("Name, address or what was written"),
        min_length=2,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "required": _("Write a name, an address or a word"),
            "min_length": _("Write at least two letters"),
        },
    )
