from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.enums import BreakthroughState, Shown, Skill
from cases.forms.fields import choices_of, words_field
from cases.queries.consult import can_be_shown, colleagues_of, who_knows
from cases.states import BREAKTHROUGH
from common import dates

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case


class ConsultForm(forms.Form):
    """A question to one colleague or to a specialism; what of the file goes along is ticked, each with its words."""

    question = words_field(
        _("What do you want to know?"),
        help_text=_("Without names or an address. Whoever you ask reads this, and what you tick below."),
        required=True,
    )
    whom = forms.ChoiceField(label=_("Whom do you ask?"), error_messages={"required": _("Choose whom you ask")})
    show = forms.MultipleChoiceField(
        label=_("What may they read of the file?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any = None, *, case: Case, by: User) -> None:
        super().__init__(data)
        agency = case.team.organisation
        colleagues = [person for person in colleagues_of(agency) if person != by]
        self.people = {str(person.uuid): person for person in colleagues}
        others = {group.skill: [who for who in group.people if who != by] for group in who_knows(agency)}
        skills = [
            (skill.value, f"{capfirst(str(skill.label))} ({_names(who)})") for skill, who in others.items() if who
        ]
        people = [(key, person.name) for key, person in self.people.items()]
        groups = [(_("A specialism"), skills), (_("A colleague"), people)]
        self.fields["whom"].choices = [("", _("Choose")), *[group for group in groups if group[1]]]  # type: ignore[attr-defined]
        shown = can_be_shown(case)
        self.fields["show"].choices = [(kind.value, kind.label) for kind in shown]  # type: ignore[attr-defined]
        self.fields["show"].widget.hints = {kind.value: text for kind, text in shown.items()}

    def asked(self) -> dict[str, Any]:
        data, whom = self.cleaned_data, self.cleaned_data["whom"]
        person = self.people.get(whom)
        to = {"asked_of": person} if person else {"skill": Skill(whom)}
        return to | {"question": data["question"], "show": [Shown(kind) for kind in data["show"]]}


class ReplyForm(forms.Form):
    text = words_field(_("What do you say?"), required=True)


class CloseConsultForm(forms.Form):
    outcome = words_field(_("What do you do with it?"), rows=2)


class SkillsForm(forms.Form):
    """What colleagues may ask somebody about."""

    skills = forms.MultipleChoiceField(
        label=_("What may colleagues ask you about?"),
        choices=choices_of(Skill),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def told(self) -> list[Skill]:
        return [Skill(skill) for skill in self.cleaned_data["skills"]]


class BreakthroughForm(forms.Form):
    """What a worker asks of the team leader: only the question itself has to be said."""

    asked = words_field(_("What do you ask of your team leader?"), required=True)
    stuck = words_field(_("What is stuck?"))
    tried = words_field(_("What did you try?"))
    needed_by = forms.DateField(
        label=_("By when do you need it?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_needed_by(self) -> Any:
        day = self.cleaned_data["needed_by"]
        if day is not None and day < dates.today():
            raise forms.ValidationError(_("This day is over. Choose today or later"), code="past")
        return day


class LeaderAnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("What do you say?"),
        choices=choices_of(BREAKTHROUGH.after(BreakthroughState.ASKED)),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you say")},
    )
    answer = words_field(_("Would you like to add something?"))


def _names(people: list[User]) -> str:
    return ", ".join(person.get_short_name() for person in people)
