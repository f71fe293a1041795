"""What part of a story somebody reads: a group of kinds, of whom, from when until when."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cases.enums import EntryKind
from cases.forms.consent import day_field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from cases.models import TimelineEntry

K = EntryKind


class Part(NamedTuple):
    """A part of what happened, by the kinds of its entries."""

    key: str
    label: _StrPromise
    kinds: frozenset[EntryKind]


ALL = Part("", _("All"), frozenset(K))
TASKS = frozenset({K.TASK, K.REFERRAL, K.OBSTACLE, K.OBSTACLE_ENDED, K.SCALED, K.SCALED_ANSWERED})
DECISIONS = frozenset({
    K.DECIDED, K.DEBT_DECISION, K.CONSULT, K.BREAKTHROUGH, K.SAFETY, K.TEAM_TALK, K.CASELOAD_TALK, K.CHECKED,
    K.CLOSE_ASKED, K.CLOSE_NOT_YET,
})  # fmt: skip
CRISIS = frozenset({K.CRISIS, K.LEGAL_STAGE, K.CRISIS_STEP, K.CRISIS_CALL, K.CRISIS_ENDED, K.CRISIS_SETTLED})
MONEY = frozenset({
    K.ARREARS, K.ARRANGEMENT, K.BAILIFF_COSTS, K.CREDITOR, K.INCOME, K.DEBT_STEP, K.DEBT_DECISION, K.TRADE_OFF,
})  # fmt: skip
KNOW = frozenset({
    K.WARNING, K.WARNING_GONE, K.CIRCUMSTANCE, K.CIRCUMSTANCE_ENDED, K.CONSENT, K.CONSENT_WITHDRAWN, K.GATHERED,
    K.GATHERED_TOLD, K.OBJECTED, K.OBJECTION_ANSWERED,
})  # fmt: skip
PARTS = [
    ALL,
    Part("contact", _("Contact"), frozenset({K.CONTACT, K.CADENCE, K.CHECK})),
    Part("notes", _("Notes"), frozenset({K.NOTE, K.STORY, K.MINUTES})),
    Part("tasks", _("Tasks and referrals"), TASKS),
    Part("decisions", _("Decisions"), DECISIONS),
    Part("crisis", _("Crisis"), CRISIS),
    Part("money", _("Money"), MONEY),
    Part("papers", _("Papers"), frozenset({K.MINUTES, K.DOCUMENT, K.DOCUMENT_GONE, K.PACK})),
    Part("know", _("Good to know"), KNOW),
]
#: What stands in no part of its own: how the case began, went on and was let go.
_ELSEWHERE = frozenset(K).difference(*(part.kinds for part in PARTS[1:]))
PARTS.append(Part("course", _("Course"), _ELSEWHERE))


class Chip(NamedTuple):
    label: _StrPromise
    query: str
    is_chosen: bool


class TimelineForm(forms.Form):
    """Of whom, and from when until when. What cannot be read narrows nothing; an address holds codes alone."""

    by = forms.CharField(label=_("By whom?"), required=False, widget=forms.Select)
    since = day_field(_("From"), "")
    until = day_field(_("Up to and including"), "")

    def __init__(self, data: Mapping[str, str], entries: QuerySet[TimelineEntry]) -> None:
        super().__init__(data)
        self.entries = entries
        self.part = next((part for part in PARTS if part.key == data.get("show")), ALL)
        self.full_clean()
        self.rows = list(
            entries.order_by()
            .values_list("kind", "by__uuid", "by__name")
            .annotate(Count("pk"), within=Count("pk", filter=self._period))
        )
        people = {str(uuid): name for _kind, uuid, name, _all, _within in self.rows if uuid}
        named = sorted(people.items(), key=lambda person: person[1])
        self.fields["by"].widget.choices = [("", _("Everybody")), *named]
        self.who = data.get("by", "") if data.get("by", "") in people else ""

    @property
    def _period(self) -> Q:
        """Say when it happened, in local time."""
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        found = Q(pk__isnull=False)
        if since:
            found &= Q(at__gte=_start(since))
        return found & Q(at__lt=_start(until + timedelta(days=1))) if until else found

    @property
    def counts(self) -> Counter[str]:
        """Count all that happened by its kind, whatever was asked for."""
        found: Counter[str] = Counter()
        for kind, _uuid, _name, number, _within in self.rows:
            found[kind] += number
        return found

    @property
    def total(self) -> int:
        """Count what was asked for."""
        return sum(
            within
            for kind, uuid, _name, _all, within in self.rows
            if kind in self.part.kinds and self.who in {"", str(uuid)}
        )

    @property
    def found(self) -> QuerySet[TimelineEntry]:
        of = Q(by__uuid=self.who) if self.who else Q()
        return self.entries.filter(self._period, of, kind__in=self.part.kinds)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.who or self.cleaned_data.get("since") or self.cleaned_data.get("until"))

    @property
    def query(self) -> str:
        return self._query(self.part)

    @property
    def chips(self) -> list[Chip]:
        """Give the parts of which something happened, each with the rest of what was asked for."""
        there = set(self.counts)
        shown = [part for part in PARTS if part in (ALL, self.part) or part.kinds & there]
        return [Chip(part.label, self._query(part), part == self.part) for part in shown]

    def _query(self, part: Part) -> str:
        days = {name: self.cleaned_data.get(name) for name in ("since", "until")}
        said: dict[str, Any] = {"show": part.key, "by": self.who, **days}
        return urlencode({name: value for name, value in said.items() if value or name == "show"})


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
