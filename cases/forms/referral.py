from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import AgreedHow, ObstacleKind, ReferralState
from cases.forms.fields import choices_of, not_ahead, words_field
from cases.models import Service
from cases.states import REFERRAL
from common import dates
from common.forms import AsksSometimes

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models import Referral
    from cases.models.service import ServiceQuerySet

    ServiceChoice = forms.ModelChoiceField[Service]
else:
    ServiceChoice = forms.ModelChoiceField

FOUND = 8


class ServiceField(ServiceChoice):
    """One service of the directory, by name."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Service) -> str:
        return obj.name


class PartyForm(AsksSometimes):
    """Somebody outside: a service of the directory, found by words while writing, or a name that is not in it.

    Services whose text has the words of `to` are offered beside it; a name that is exactly that of one means that one.
    """

    sometimes = frozenset({"to"})
    to = forms.CharField(
        label=_("To whom?"), max_length=100, required=False, widget=forms.TextInput(attrs={"list": "directory"})
    )
    service = ServiceField(
        queryset=Service.objects.none(),
        to_field_name="uuid",
        required=False,
        blank=True,
        empty_label=_("None of these: the name above"),
        label=_("In the directory"),
    )

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.directory = Service.objects.of(user).running()
        words, chosen = (str(self[name].value() or "") for name in ("to", "service"))
        self.found = _found(self.directory, words, chosen)
        self.looked = bool(words.strip())
        self.fields["service"].queryset = self.found  # type: ignore[attr-defined]
        self.fields["service"].widget.hints = {str(service.uuid): _hint(service) for service in self.found}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        name = data.get("to", "").strip()
        data["service"] = data.get("service") or self.directory.filter(name__iexact=name).first()
        if not name and not data["service"] and "to" not in self.errors:
            self.ask("to", _("Write to whom, or choose from the directory"))
        return data

    @property
    def party(self) -> dict[str, Any]:
        return {"service": self.cleaned_data["service"], "party": self.cleaned_data["to"]}


class ReferralForm(PartyForm):
    """A household sent on: only to whom has to be said. What is handed over takes the household's yes."""

    sometimes = PartyForm.sometimes | {"agreed_how"}

    why = words_field(_("What for?"), most=500)
    is_warm = forms.BooleanField(label=_("A warm handover: somebody there takes over by name"), required=False)
    shared = forms.CharField(
        label=_("What do you hand over?"),
        help_text=_("Empty if the household tells its story itself."),
        max_length=300,
        required=False,
    )
    agreed_how = forms.ChoiceField(label=_("How did the household say yes to that?"), required=False)
    agreed_on = forms.DateField(
        label=_("When?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_how"].choices = [("", _("Not asked")), *AgreedHow.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("shared") or data.get("agreed_on")) and not data.get("agreed_how"):
            self.ask("agreed_how", _("Ask the household first, and note how it said yes"), code="consent")
        if data.get("agreed_how"):
            data["agreed_on"] = data.get("agreed_on") or dates.today()
        return data

    def clean_agreed_on(self) -> date | None:
        return not_ahead(self.cleaned_data["agreed_on"])

    def referred(self) -> dict[str, Any]:
        names = ("why", "is_warm", "shared", "agreed_how", "agreed_on")
        return self.party | {name: self.cleaned_data[name] for name in names}


class ObstacleForm(PartyForm):
    """What stands in the way somewhere."""

    prefix = "obstacle"
    kind = forms.ChoiceField(
        label=_("What stands in the way?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what stands in the way")},
    )
    what = forms.CharField(label=_("In a few words"), max_length=300, required=False)
    since = forms.DateField(
        label=_("Since when?"),
        help_text=_("The day on which the household asked. Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].label = _("Where?")
        self.fields["kind"].choices = choices_of(ObstacleKind)  # type: ignore[attr-defined]

    def clean_since(self) -> date | None:
        return not_ahead(self.cleaned_data["since"])

    def noted(self) -> dict[str, Any]:
        data = self.cleaned_data
        return self.party | {"kind": ObstacleKind(data["kind"]), "what": data["what"], "since": data["since"]}


class AnswerForm(AsksSometimes):
    """What came of a referral: only how far it is has to be said."""

    sometimes = frozenset({"accepted_by"})
    state = forms.ChoiceField(
        label=_("How far is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it is")},
    )
    on = forms.DateField(
        label=_("Since when?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    accepted_by = forms.CharField(label=_("Who there takes it on?"), max_length=100, required=False)
    result = words_field(_("What was said?"), most=500)
    obstacle = forms.ChoiceField(label=_("Does something stand in the way?"), required=False)

    def __init__(self, data: Any = None, *, referral: Referral) -> None:
        super().__init__(data, initial={"accepted_by": referral.accepted_by})
        self.referral = referral
        self.fields["state"].choices = choices_of(REFERRAL.after(referral.state))  # type: ignore[attr-defined]
        self.fields["state"].widget.hints = {
            ReferralState.RESULT: _("The help is finished, whatever came of it"),
            ReferralState.REFUSED: _("They do not help this household. It counts as an obstacle"),
            ReferralState.NOT_TAKEN_UP: _("The household did not go, or nobody began"),
        }
        self.fields["obstacle"].choices = [("", _("Nothing")), *choices_of(ObstacleKind)]  # type: ignore[attr-defined]

    def clean_on(self) -> date | None:
        day = not_ahead(self.cleaned_data["on"])
        if day is not None and day < self.referral.state_on:
            raise ValidationError(_("This day is before the last step"), code="before")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.referral.is_warm and data.get("state") == ReferralState.ACCEPTED and not data.get("accepted_by"):
            self.ask("accepted_by", _("A warm handover is to somebody: write who takes it on"))
        return data

    def answered(self) -> dict[str, Any]:
        data = self.cleaned_data
        obstacle = ObstacleKind(data["obstacle"]) if data["obstacle"] else None
        names = ("on", "accepted_by", "result")
        return {name: data[name] for name in names} | {"state": ReferralState(data["state"]), "obstacle": obstacle}


def _found(directory: ServiceQuerySet, words: str, chosen: str) -> QuerySet[Service]:
    """Give the first services with these words, and the chosen one whatever the words are."""
    keys = list(directory.matching(words).values_list("pk", flat=True)[:FOUND]) if words.strip() else []
    with suppress(ValueError):
        return directory.filter(Q(pk__in=keys) | Q(uuid=UUID(chosen)))
    return directory.filter(pk__in=keys)


def _hint(service: Service) -> str:
    parts = [service.what_for, service.conditions, service.reach]
    if service.is_stale:
        parts.append(str(_("not checked for a long time")))
    return " · ".join(part for part in parts if part)
