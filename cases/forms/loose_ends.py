from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.endings import Becomes
from cases.forms.fields import radio_field
from cases.models import DebtDecision, DebtStep, Referral, Task
from cases.services.loose_ends import LooseEnd, likely_end, loose_ends_of, may_become
from common.forms import AsksSometimes
from common.templatetags.ui import full_day

if TYPE_CHECKING:
    from uuid import UUID

    from django.forms.boundfield import BoundField

    from cases.models import Case
    from cases.services.loose_ends import OpenEnd


@dataclass(frozen=True)
class EndRow:
    """A loose end as the page asks after it."""

    one: OpenEnd
    becomes: BoundField
    to: BoundField | None

    @property
    def icon(self) -> str:
        return "edit" if isinstance(self.one, DebtDecision) else self.one.icon

    @property
    def title(self) -> str:
        one = self.one
        if isinstance(one, DebtDecision):
            return str(_("A decision on debt help that was not sent"))
        if isinstance(one, DebtStep):
            return ": ".join(filter(None, [capfirst(str(one.get_kind_display())), one.party]))
        return one.what if isinstance(one, Task) else one.party

    @property
    def detail(self) -> str:
        one = self.one
        if isinstance(one, Task):
            said: list[Any] = [one.who, one.due_on]
        elif isinstance(one, DebtDecision):
            said = [one.written_on]
        else:
            on = one.state_on if isinstance(one, Referral) else one.handed_on or one.started_on
            said = [capfirst(str(one.get_state_display())), on]
        return ", ".join(full_day(part) if isinstance(part, date) else str(part) for part in said if part)


class LooseEndsForm(AsksSometimes):
    """What becomes of each thing that is open, filled in with what is most likely.

    Taking back a decision that was not sent is a choice: that is not filled in.
    """

    sometimes = frozenset({"becomes", "to"})

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, prefix="end")
        self.ends = loose_ends_of(case)
        for one in self.ends:
            likely, options = likely_end(one), may_become(one)
            field = radio_field(_("What becomes of it?"), options, missing=_("Choose what becomes of it"))
            self.fields[f"becomes_{one.uuid}"] = field
            if isinstance(one, DebtDecision):
                field.help_text = _("If the household should have it, send it first. Else its words stay as a note.")
                continue
            field.initial = likely.becomes
            self.fields[f"to_{one.uuid}"] = forms.CharField(
                label=_("Who goes on with it?"), max_length=100, required=False, initial=likely.to
            )

    @property
    def rows(self) -> list[EndRow]:
        return [self._row(one) for one in self.ends]

    def _row(self, one: OpenEnd) -> EndRow:
        to = f"to_{one.uuid}"
        return EndRow(one, self[f"becomes_{one.uuid}"], self[to] if to in self.fields else None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for one in self.ends:
            goes_on = data.get(f"becomes_{one.uuid}") == Becomes.GOES_ON
            if goes_on and not data.get(f"to_{one.uuid}", "").strip():
                self.ask(f"to_{one.uuid}", _("Name who goes on with it"))
        return data

    def said(self) -> dict[UUID, LooseEnd]:
        """Give what was said, for the service."""
        said = self.cleaned_data
        return {
            one.uuid: LooseEnd(Becomes(said[f"becomes_{one.uuid}"]), said.get(f"to_{one.uuid}", "").strip())
            for one in self.ends
        }
