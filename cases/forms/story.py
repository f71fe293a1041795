from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import (
    ContactStatus,
    Relationship,
    StatementKind,
)
from cases.forms.fields import WorkerField, choices_of, not_ahead, offer
from cases.queries.people import workers_for

if TYPE_CHECKING:
    from datetime import date

    from cases.models import Case


class StoryForm(forms.Form):
    """What is said about a household, each part if one likes.

    A field keeps what it showed (`show_hidden_initial`), so that saving changes only what this person changed.
    """

    def __init__(self, data: Any = None, *, case: Case) -> None:
        running = {statement.kind: statement.text for statement in case.statements.running()}
        super().__init__(data, initial=running)
        for kind in (kind for kind in StatementKind if kind != StatementKind.DAY):  # asked with the rhythm
            self.fields[kind.value] = forms.CharField(
                label=kind.label,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5 if kind == StatementKind.SITUATION else 3}),
                show_hidden_initial=True,
                max_length=2000,
            )

    def said(self) -> dict[StatementKind, str]:
        """Give what this person changed."""
        return {StatementKind(name): self.cleaned_data[name] for name in self.changed_data}


class StandingForm(forms.Form):
    """Who keeps the direction and how the contact is."""

    director = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=False,
        blank=True,
        empty_label=_("Nobody yet"),
        label=_("Who keeps the direction?"),
    )
    kept_elsewhere = forms.CharField(
        label=_("Does somebody outside the team keep it?"),
        help_text=_("Write who. Whoever you chose above is in touch with them."),
        required=False,
        max_length=100,
    )
    relationship = forms.ChoiceField(
        label=_("How do we stand with each other?"),
        help_text=_("It may go back."),
        choices=choices_of(Relationship),
        widget=forms.RadioSelect,
    )
    contact_status = forms.ChoiceField(
        label=_("How is the contact?"),
        choices=choices_of(ContactStatus),
        widget=forms.RadioSelect,
    )
    pressed_by = forms.CharField(label=_("Who presses?"), required=False, max_length=100)
    since = forms.DateField(
        label=_("Since when is it so?"),
        help_text=_("Empty is today, if the contact changed."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        self.keeps_it = case.director
        initial = {
            "director": case.director.uuid if case.director else None,
            "kept_elsewhere": case.kept_elsewhere,
            "relationship": case.relationship,
            "contact_status": case.contact_status,
            "pressed_by": case.pressed_by,
            "since": case.contact_status_since,
        }
        super().__init__(data, initial=initial)
        offer(self.fields["director"], workers_for(case))

    def clean_since(self) -> date | None:
        """Give the day; one that stood there already is no news once the contact itself changed."""
        day = not_ahead(self.cleaned_data["since"])
        return None if "contact_status" in self.changed_data and "since" not in self.changed_data else day

    def clean_kept_elsewhere(self) -> str | None:
        """What was not asked is not said."""
        return self.cleaned_data["kept_elsewhere"] if "kept_elsewhere" in self.data else None

    def clean_director(self) -> User | None:
        """Whoever has left the team is no answer to choose, and keeps the direction until another one is chosen."""
        chosen: User | None = self.cleaned_data["director"]
        return chosen if "director" in self.data else self.keeps_it
