from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import ReadReason


class ReasonForm(forms.Form):
    """Why somebody opens a case of another team: one tap, words only if they like."""

    reason = forms.ChoiceField(
        label=_("Why do you open this case?"),
        choices=[choice for choice in ReadReason.choices if choice[0] != ReadReason.OWN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you open this case")},
    )
    explanation = forms.CharField(label=_("Would you like to add something?"), required=False, max_length=200)
