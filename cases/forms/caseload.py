from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import not_ahead, words_field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cases.models import Case


class CaseloadTalkForm(forms.Form):
    """What a leader and a worker said: a word on the cases they went through, the rest if it was said."""

    words = words_field(_("How does it go, and what do you ask of each other?"))
    advice = words_field(_("What does the team leader advise?"))
    disagreed = words_field(
        _("Where does the worker go another way?"), help_text=_("That may be. The reason stands beside the advice.")
    )
    on = forms.DateField(
        label=_("When?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None, *, cases: Sequence[Case]) -> None:
        super().__init__(data)
        self.cases = {f"case-{case.uuid}": case for case in cases}
        for name, case in self.cases.items():
            self.fields[name] = forms.CharField(label=case.household.name, max_length=300, required=False)

    @property
    def rows(self) -> list[tuple[Case, Any]]:
        """Each case with its field."""
        return [(case, self[name]) for name, case in self.cases.items()]

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])

    def held(self) -> dict[str, Any]:
        data = self.cleaned_data
        lines = {case: data[name] for name, case in self.cases.items() if data[name].strip()}
        return {name: data[name] for name in ("words", "advice", "disagreed", "on")} | {"lines": lines}


class OwnCourseForm(forms.Form):
    disagreed = words_field(_("Where do you go another way, and why?"))
