from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import NATIONAL_CONTACTS, Agreement, ContactKind, DoorStep, Outcome, Present, Stage, TaskAnswer
from cases.forms.fields import choices_of
from cases.forms.task import TagsForm
from cases.services.contact import Step
from common import dates
from common.forms import AsksSometimes
from common.templatetags.ui import short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms.boundfield import BoundField

    from accounts.models import User
    from cases.models import Case, ContactAttempt, Task

NOTE = "note"
AGAIN, OTHER, NOTHING = "visit", "other", "nothing"
TOMORROW, WEEK = "tomorrow", "week"
DAYS_AHEAD = {TOMORROW: 1, WEEK: 7}
#: Answers that can only be true when somebody was spoken to.
SPOKEN = {Outcome.WANTS_TO_TALK, Outcome.SOLVES_IT, Outcome.PAID, Outcome.WANTS_NO_HELP, Outcome.UNDECIDED}


#: What may have an outcome: not being there, which has no aim, and no note under the door.
WITH_OUTCOME = set(NATIONAL_CONTACTS) - {ContactKind.NOTE}
#: How two people can go together; on the phone is one.
IN_PERSON = {ContactKind.VISIT, ContactKind.APPOINTMENT}


def spoken_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Did you speak with somebody?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you spoke with somebody")},
    )


def note_is_mute() -> ValidationError:
    return ValidationError(_("A note speaks with nobody. Choose how you spoke"), code="note")


def unspoken() -> ValidationError:
    return ValidationError(_("You chose that you spoke with nobody. Change one of the two"), code="unspoken")


class MomentForm(AsksSometimes):
    """When it was: now, unless both another day and time are given, since they tell the day part. Not ahead."""

    sometimes = frozenset({"at_day", "at_time"})
    form_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    at_day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    at_time = forms.TimeField(label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["form_id"] = uuid4()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, hour = data.get("at_day"), data.get("at_time")
        if bool(day) != (hour is not None) and not {"at_day", "at_time"} & set(self.errors):
            missing = "at_time" if day else "at_day"
            self.ask(missing, _("Give both the day and the time"))
        data["moment"] = timezone.make_aware(datetime.combine(day, hour)) if day and hour is not None else None
        if data["moment"] and data["moment"] > timezone.now():
            self.add_error("at_day", ValidationError(_("This moment is still to come"), code="future"))
        return data


class PresenceForm(MomentForm):
    """Being there for somebody. Nothing has to be filled in: no aim, no outcome, no next step."""

    story = forms.CharField(
        label=_("What stayed with you?"),
        help_text=_("Only if you like. Only the team reads this."),
        widget=forms.Textarea(attrs={"class": "story-input", "rows": 4}),
        required=False,
    )
    nobody = forms.BooleanField(label=_("Nobody was there, I left something"), required=False)

    def __init__(self, *args: Any, writes_story: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not writes_story:
            del self.fields["story"]

    def attempt(self) -> dict[str, Any]:
        """Give what was said as ``log_attempt`` wants it."""
        data = self.cleaned_data
        return {
            "uuid": data["form_id"],
            "kind": ContactKind.PRESENCE,
            "at": data["moment"] or dates.now(),
            "reached": not data["nobody"],
            "story": data.get("story", ""),
        }


class CorrectForm(forms.Form):
    """Put right what was logged. A note under the door reaches nobody, and only what has an aim has an outcome."""

    reached = spoken_field()
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[("", _("Not said")), *Outcome.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    story = forms.CharField(
        label=_("The story"), widget=forms.Textarea(attrs={"class": "story-input", "rows": 5}), required=False
    )

    elsewhere = forms.BooleanField(
        label=_("This was not at this household"),
        help_text=_("Then it goes from the file, and nothing follows from it."),
        required=False,
    )

    def __init__(self, data: Any = None, *, attempt: ContactAttempt, writes_story: bool) -> None:
        super().__init__(data)
        self.attempt = attempt
        self.initial = {
            "reached": "yes" if attempt.reached else "no", "outcome": attempt.outcome, "story": attempt.story
        }  # fmt: skip
        if attempt.kind == ContactKind.NOTE:
            del self.fields["reached"]
        if attempt.kind not in WITH_OUTCOME:
            del self.fields["outcome"]
        if not writes_story:
            del self.fields["story"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("elsewhere"):
            self.errors.clear()
        elif data.get("reached") is False and data.get("outcome") in SPOKEN:
            self.add_error("outcome", unspoken())
        return data

    def said(self) -> dict[str, Any]:
        """Give what was said as ``correct_attempt`` wants it; what was not asked stays."""
        told = {name: self.cleaned_data.get(name, getattr(self.attempt, name)) for name in ("reached", "story")}
        return told | {"outcome": self.cleaned_data.get("outcome", self.attempt.outcome)}


class AfterForm(MomentForm):
    """Contact with a household that was let go: how, whether we spoke, and the story. Nothing is promised there."""

    kind = forms.ChoiceField(label=_("How?"), choices=choices_of(NATIONAL_CONTACTS), initial=ContactKind.PHONE)
    reached = spoken_field()
    story = forms.CharField(
        label=_("The story"),
        help_text=_("First in your own words. Only the team reads this."),
        widget=forms.Textarea(attrs={"class": "story-input", "rows": 5}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["reached"] = "yes"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reached") and data.get("kind") == ContactKind.NOTE:
            self.add_error("reached", note_is_mute())
        return data

    def attempt(self) -> dict[str, Any]:
        """Give what was said as ``log_attempt`` wants it."""
        data = self.cleaned_data
        return {
            "uuid": data["form_id"],
            "kind": ContactKind(data["kind"]),
            "at": data["moment"] or dates.now(),
            "reached": data["reached"],
            "story": data["story"],
        }


class VisitForm(MomentForm, TagsForm):
    """A visit in under a minute: kind, reached or not, next step are needed; who and when fill themselves in.

    A partner gets no field for the story and for how it was done, which only care staff read.
    """

    sometimes = MomentForm.sometimes | {"promise"}
    kind = forms.ChoiceField(label=_("How?"), choices=choices_of(NATIONAL_CONTACTS))
    door = forms.MultipleChoiceField(
        label=_("At the door"),
        choices=[
            (DoorStep.ENTRANCE.value, DoorStep.ENTRANCE.label),
            (DoorStep.FLAT.value, DoorStep.FLAT.label),
            (NOTE, _("Left a note under the door")),
            (DoorStep.NEIGHBOURS.value, DoorStep.NEIGHBOURS.label),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reached = spoken_field()
    present = forms.MultipleChoiceField(
        label=_("Who was there?"),
        choices=[choice for choice in Present.choices if choice[0] != Present.NOBODY],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    along = forms.MultipleChoiceField(label=_("Who went along?"), widget=forms.CheckboxSelectMultiple, required=False)
    story = forms.CharField(
        label=_("The story"),
        help_text=_("First in your own words. Only the team reads this."),
        widget=forms.Textarea(attrs={"class": "story-input", "rows": 5}),
        required=False,
    )
    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=Outcome.choices, widget=forms.RadioSelect, required=False
    )
    agreements = forms.MultipleChoiceField(
        label=_("What did you agree?"),
        choices=Agreement.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    next_step = forms.ChoiceField(
        label=_("Next step"),
        choices=[(AGAIN, _("Visit again")), (OTHER, _("Something else")), (NOTHING, _("Nothing for now"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the next step")},
    )
    promise = forms.CharField(label=_("What do you promise?"), required=False, max_length=200)
    when = forms.ChoiceField(label=_("When?"), widget=forms.RadioSelect, required=False, initial=WEEK)
    day = forms.DateField(label=_("Or choose a day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self,
        *args: Any,
        case: Case,
        by: User,
        writes_story: bool,
        tasks: Sequence[Task] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = {f"task-{task.uuid}": task for task in tasks}
        for name, task in self.tasks.items():
            self.fields[name] = forms.ChoiceField(
                label=task.what, choices=TaskAnswer.choices, widget=forms.RadioSelect, required=False
            )
        today = dates.today()
        self.initial["kind"] = ContactKind.PHONE if case.stage == Stage.LIGHT_CONTACT else ContactKind.VISIT
        self.others = {str(user.uuid): user for user in case.duo if user != by}
        self.fields["along"].choices = [(key, user.name) for key, user in self.others.items()]  # type: ignore[attr-defined]
        self.initial["along"] = list(self.others) if self.initial["kind"] == ContactKind.VISIT else []
        self.fields["when"].choices = [(TOMORROW, _("Tomorrow")), (WEEK, _("In a week"))]  # type: ignore[attr-defined]
        self.fields["when"].widget.hints = {
            word: short_day(today + timedelta(days=days)) for word, days in DAYS_AHEAD.items()
        }
        self.fields["present"].widget.hints = {Present.TENANT: case.household.name}
        self.fields["outcome"].widget.hints = {Outcome.WANTS_NO_HELP: _("That is fine. We stay within reach.")}
        if not writes_story:
            for name in ["story", *TagsForm.base_fields]:
                del self.fields[name]

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and day < dates.today():
            raise ValidationError(_("This day is over. Choose today or later"), code="past")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("next_step") == OTHER and not data.get("promise") and "promise" not in self.errors:
            self.ask("promise", _("Write what you promise"))
        if data.get("reached") and data.get("kind") == ContactKind.NOTE:
            self.add_error("reached", note_is_mute())
        if data.get("reached") is False and data.get("outcome") in SPOKEN:
            self.add_error("outcome", unspoken())
        return data

    def attempt(self) -> dict[str, Any]:
        """Give what was said as ``log_attempt`` wants it."""
        data = self.cleaned_data
        together = data["along"] if data["kind"] in IN_PERSON else []
        return {
            "uuid": data["form_id"],
            "kind": ContactKind(data["kind"]),
            "along": [self.others[key] for key in together],
            "at": data["moment"] or dates.now(),
            "reached": data["reached"],
            "present": data["present"],
            "door_steps": [step for step in data["door"] if step != NOTE],
            "note_left": NOTE in data["door"],
            "outcome": data["outcome"],
            "agreements": data["agreements"],
            "story": data.get("story", ""),
            "next_step": self._step(),
            "tags": self.tags(),
            "tasks": {task.uuid: TaskAnswer(data[name]) for name, task in self.tasks.items() if data[name]},
        }

    @property
    def asked_after(self) -> list[tuple[Task, BoundField]]:
        """What was agreed before and is still open, each with its question."""
        return [(task, self[name]) for name, task in self.tasks.items()]

    def _step(self) -> Step | None:
        data = self.cleaned_data
        if data["next_step"] == NOTHING:
            return None
        on = data["day"] or dates.today() + timedelta(days=DAYS_AHEAD[data["when"] or WEEK])
        again = data["next_step"] == AGAIN
        return Step(what=data["promise"] or str(_("Visit again")), on=on, is_visit=again)
