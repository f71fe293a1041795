from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import WorkerSide
from cases.forms.fields import WorkerField, offer, words_field
from cases.queries.people import colleagues_for, guests_for, partners_for, workers_for

if TYPE_CHECKING:
    from cases.models import Case, CaseWorker


class HandOnForm(forms.Form):
    """Who takes the place of one of the duo."""

    to = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        label=_("Who takes over?"),
        error_messages={"required": _("Choose who takes over")},
    )
    words = words_field(
        _("How it was handed over"),
        help_text=_("Together at the door, by phone, and what the household need not tell again"),
        most=1000,
    )

    def __init__(self, *args: Any, worker: CaseWorker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = worker.case
        people = {WorkerSide.HOUSE: partners_for, WorkerSide.SECOND: colleagues_for}.get(
            WorkerSide(worker.side), workers_for
        )(case)
        offer(self.fields["to"], people.exclude(pk__in=case.workers.current().values("user")))


class JoinForm(forms.Form):
    """Which colleague of the team joins, and for what."""

    prefix = "second"
    colleague = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        label=_("Who comes along?"),
        error_messages={"required": _("Choose who comes along")},
    )
    words = forms.CharField(required=False, max_length=1000, label=_("What for"), widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = case.workers.current().values("user")
        offer(self.fields["colleague"], colleagues_for(case).exclude(pk__in=there))


class BorrowForm(forms.Form):
    """Who of another team joins, and for what."""

    guest = WorkerField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        label=_("Who joins?"),
        error_messages={"required": _("Choose who joins")},
    )
    words = words_field(_("What for"), rows=2, most=1000)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["guest"], guests_for(case))
