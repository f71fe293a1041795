from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.endings import AnsweredOn, LookingBack
from cases.forms.fields import choices_of, words_field
from common.forms import AsksSometimes

ANSWERS = choices_of(LookingBack)


class QuestionsForm(AsksSometimes):
    """A few questions to a household; one of them answered is enough."""

    sometimes = frozenset({"words"})
    helped = forms.ChoiceField(label=_("Did it help you?"), choices=ANSWERS, widget=forms.RadioSelect, required=False)
    heard = forms.ChoiceField(
        label=_("Did you decide along?"), choices=ANSWERS, widget=forms.RadioSelect, required=False
    )
    words = words_field(_("What should we do again, and what differently?"), rows=4)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.get(name, "").strip() for name in ("helped", "heard", "words")):
            self.ask("words", _("Fill in at least one of the answers"))
        return data


class EvaluationForm(QuestionsForm):
    """What a household said at the table or on paper, with the answer of whoever notes it."""

    answer = words_field(_("What do you say to that?"), help_text=_("It may also follow later."))
    given = forms.ChoiceField(
        label=_("How was it answered?"),
        choices=choices_of([AnsweredOn.TABLE, AnsweredOn.PAPER]),
        widget=forms.RadioSelect,
        initial=AnsweredOn.TABLE,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = _("In their own words.")

    def clean_given(self) -> str:
        given: str = self.cleaned_data["given"]
        return given or AnsweredOn.TABLE


class AnswerForm(forms.Form):
    answer = words_field(_("What do you say to that?"), missing=_("Write your answer"))
