from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import MemberKind, OfferKind
from cases.forms.fields import WorkerField, choices_of, words_field
from cases.models import TableMeeting, TableMember
from cases.queries.consult import colleagues_of
from common import dates

if TYPE_CHECKING:
    from cases.models import Case, NeighbourhoodTable

    MemberChoice = forms.ModelChoiceField[TableMember]
    MeetingChoice = forms.ModelChoiceField[TableMeeting]
else:
    MemberChoice = MeetingChoice = forms.ModelChoiceField


class MemberField(MemberChoice):
    def label_from_instance(self, obj: TableMember) -> str:
        return obj.name


class MeetingField(MeetingChoice):
    widget = forms.RadioSelect

    def label_from_instance(self, obj: TableMeeting) -> str:
        return f"{obj.table.name}, {date_format(obj.on, 'j F Y')}"


class TableForm(forms.Form):
    name = forms.CharField(
        label=_("How do you call the table?"), max_length=100, error_messages={"required": _("Write a name")}
    )
    every_weeks = forms.IntegerField(
        label=_("Every how many weeks?"), min_value=1, max_value=52, required=False, help_text=_("Empty is six.")
    )

    def opened(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "every_weeks": self.cleaned_data["every_weeks"] or 6}


class MemberForm(forms.Form):
    prefix = "member"
    name = forms.CharField(
        label=_("Which organisation or initiative?"), max_length=100, error_messages={"required": _("Write a name")}
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=choices_of(MemberKind),
        initial=MemberKind.INFORMAL,
        required=False,
    )
    contact = forms.CharField(label=_("Who comes?"), max_length=100, required=False)

    def seated(self) -> dict[str, Any]:
        return self.cleaned_data | {"kind": MemberKind(self.cleaned_data["kind"] or MemberKind.INFORMAL)}


class MeetingForm(forms.Form):
    """A meeting to come; who brings a case is whose turn it is, unless somebody else is chosen."""

    prefix = "meeting"
    on = forms.DateField(
        label=_("When?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day")},
    )
    place = forms.CharField(label=_("Where?"), max_length=100, required=False)
    brought_by = MemberField(
        queryset=TableMember.objects.none(),
        to_field_name="uuid",
        required=False,
        label=_("Who brings a case?"),
        empty_label=_("Whose turn it is"),
    )

    def __init__(self, data: Any = None, *, table: NeighbourhoodTable) -> None:
        super().__init__(data, initial={"on": table.next_on})
        self.fields["brought_by"].queryset = table.members.running()  # type: ignore[attr-defined]


class AgendaForm(forms.Form):
    """The three parts of a meeting, in words; none has to be said."""

    WORDS = ("developments", "cooperation", "story", "came_of_it")
    developments = words_field(_("What is new in the neighbourhood?"))
    cooperation = words_field(_("How does working together go?"))
    brought_by = MemberField(
        queryset=TableMember.objects.none(),
        to_field_name="uuid",
        required=False,
        label=_("Who brings a case?"),
        empty_label=_("Nobody yet"),
    )
    story = words_field(_("The case, without names"), help_text=_("No name, no street: nobody should recognise them."))
    came_of_it = words_field(_("What came of it?"))
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, meeting: TableMeeting) -> None:
        whose = meeting.brought_by
        super().__init__(
            data,
            initial={name: getattr(meeting, name) for name in self.WORDS}
            | {"brought_by": whose and whose.uuid, "seen": meeting.version},
        )
        seated = meeting.table.members.running()
        kept = TableMember.objects.filter(pk=whose.pk) if whose else TableMember.objects.none()
        self.fields["brought_by"].queryset = seated | kept  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    prefix = "offer"
    kind = forms.ChoiceField(
        label=_("Offered or asked for?"),
        choices=choices_of(OfferKind),
        initial=OfferKind.OFFER,
        required=False,
    )
    what = forms.CharField(
        label=_("What?"),
        help_text=_("No names of households."),
        max_length=200,
        error_messages={"required": _("Write what is offered or asked for")},
    )
    member = MemberField(
        queryset=TableMember.objects.none(),
        to_field_name="uuid",
        required=False,
        label=_("By whom?"),
        empty_label=_("Ourselves"),
    )
    owner = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=False,
        blank=True,
        empty_label=_("Me"),
        widget=forms.Select,
        label=_("Who looks after it?"),
    )

    def __init__(self, data: Any = None, *, table: NeighbourhoodTable, by: User) -> None:
        super().__init__(data)
        self.by = by
        self.fields["member"].queryset = table.members.running()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = colleagues_of(table.agency).exclude(pk=by.pk)  # type: ignore[attr-defined]

    def offered(self) -> dict[str, Any]:
        data = self.cleaned_data
        return data | {"kind": OfferKind(data["kind"] or OfferKind.OFFER), "owner": data["owner"] or self.by}


class OfferEndForm(forms.Form):
    result = forms.CharField(label=_("What came of it?"), max_length=300, required=False)


class BringForm(forms.Form):
    """A case for a table, told from its file, so that its names can be kept out."""

    meeting = MeetingField(
        queryset=TableMeeting.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        label=_("To which meeting?"),
        error_messages={"required": _("Choose a meeting")},
    )
    story = words_field(
        _("The case, without names"), help_text=_("No name, no street: nobody should recognise them."), required=True
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data)
        ahead = TableMeeting.objects.filter(table__agency=case.team.organisation, on__gte=dates.today(), story="")
        self.fields["meeting"].queryset = ahead.select_related("table").order_by("on", "pk")  # type: ignore[attr-defined]
