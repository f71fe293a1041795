from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import Carrier, DropReason, Mode, Outreach, Rung
from cases.forms.fields import WorkerField, choices_of
from cases.queries.people import students_for, workers_for
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from cases.models import Case, Task


OTHERS = [kind for kind in Carrier if kind != Carrier.PROFESSIONAL]
#: What may be said of how something is done.
TAGS = {"mode": Mode, "rung": Rung, "outreach": Outreach}


class TagsForm(forms.Form):
    """How something is done, none of which has to be said. Without a need for it the reason stays out of sight."""

    mode = forms.ChoiceField(label=_("How do you do it?"), required=False)
    rung = forms.ChoiceField(label=_("On whose strength does it lean?"), required=False)
    outreach = forms.ChoiceField(label=_("Which way of outreach is it?"), required=False)
    mode_reason = forms.CharField(
        label=_("Why not together, or with less?"),
        help_text=_("May stay empty."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": " "}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, tag in TAGS.items():
            said = choices_of(tag)
            self.fields[name].choices = [("", _("Not said")), *said]  # type: ignore[attr-defined]

    @property
    def is_tagged(self) -> bool:
        """Whether something of it was said or went wrong, so that it stands open."""
        names = [name for name in TagsForm.base_fields if name in self.fields]
        return any(self[name].value() or self[name].errors for name in names)

    def tags(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "").strip() for name in TagsForm.base_fields}


class TaskForm(TagsForm):
    """Something agreed, in one line: only what it is has to be said."""

    what = forms.CharField(
        label=_("What was agreed?"), max_length=200, error_messages={"required": _("Write what was agreed")}
    )
    who = forms.ChoiceField(label=_("Who does it?"), required=False)
    due_on = forms.DateField(label=_("By when?"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    is_promise = forms.BooleanField(label=_("Promised to the household"), required=False)

    def __init__(self, data: Any = None, *, case: Case, by: User, owner: User | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.by = by
        colleagues = [*workers_for(case), *case.duo, *([owner] if owner else [])]
        self.people = {str(worker.uuid): worker for worker in [by, *colleagues]}
        self.students = {str(student.uuid): student for student in students_for(case)}
        groups = [
            (_("Colleagues"), [(key, worker.name) for key, worker in self.people.items() if worker != by]),
            (_("Students"), [(key, student.name) for key, student in self.students.items()]),
        ]
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (str(by.uuid), _("Me")),
            (_("Others"), choices_of(OTHERS)),
            *[(label, people) for label, people in groups if people],
        ]

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is not None and day < dates.today() and "due_on" in self.changed_data:
            raise ValidationError(_("This day is over. Choose today or later"), code="past")
        return day

    def agreed(self) -> dict[str, Any]:
        """Give what was said as the services want it: a colleague looks after what they do themselves."""
        data, who = self.cleaned_data, self.cleaned_data["who"] or str(self.by.uuid)
        agreed = {name: data[name] for name in ("what", "due_on", "is_promise")} | self.tags()
        if who in self.people:
            return agreed | {"carrier": Carrier.PROFESSIONAL, "owner": self.people[who], "student": None}
        student = self.students.get(who)
        return agreed | {"carrier": Carrier.STUDENT if student else Carrier(who), "student": student}


class TaskChangeForm(TaskForm):
    """A task as it stands, with who exactly does it and who looks after it."""

    carried_by = forms.CharField(
        label=_("Who is that?"),
        help_text=_("A first name or an organisation, if somebody else than a colleague does it."),
        max_length=100,
        required=False,
    )
    owner = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=False,
        blank=True,
        empty_label=None,
        widget=forms.Select,
        label=_("Who looks after it?"),
        help_text=_("What a colleague does, that colleague looks after."),
    )

    def __init__(self, data: Any = None, *, task: Task, by: User) -> None:
        who = task.owner.uuid if task.is_own_work else task.student.uuid if task.student else task.carrier
        told = ("what", "due_on", "is_promise", "carried_by", *TagsForm.base_fields)
        initial = {name: getattr(task, name) for name in told}
        initial |= {"who": str(who), "owner": task.owner.uuid}
        super().__init__(data, case=task.case, by=by, owner=task.owner, initial=initial)
        self.task = task
        self.fields["owner"].queryset = workers_for(task.case)  # type: ignore[attr-defined]

    def agreed(self) -> dict[str, Any]:
        agreed = super().agreed()
        other = agreed["carrier"] != Carrier.PROFESSIONAL
        agreed.setdefault("owner", self.cleaned_data["owner"] or self.task.owner)
        return agreed | {"carried_by": self.cleaned_data["carried_by"].strip() if other else ""}


class DropForm(forms.Form):
    reason = forms.ChoiceField(
        choices=DropReason.choices, error_messages={"required": _("Choose why it is no longer needed")}
    )
