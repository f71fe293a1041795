from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.endings import (
    About,
    CaseOutcome,
    CheckAnswer,
    CheckQuestion,
    ClosingState,
    MovedTo,
    SortedBy,
    Unchecked,
    WhyNot,
)
from cases.enums import CloseReason
from cases.models.case import Case
from common.personal import CARE, FieldClasses

if TYPE_CHECKING:
    from collections.abc import Sequence


class Ending(NamedTuple):
    """Why and how a household is let go, as somebody says it. What does not belong to its reason stays empty."""

    reason: CloseReason
    story: str = ""
    sorted_by: str = ""
    about: str = About.MONEY
    why_not: str = ""
    moved_to: str = ""
    handed_to: str = ""
    pack_agreed: bool = False
    risk_note: str = ""
    consulted: str = ""
    note_left: bool = False
    outcomes: Sequence[str] = ()
    unchecked: str = ""


class ClosingQuerySet(models.QuerySet["Closing"]):
    def asked(self) -> ClosingQuerySet:
        return self.filter(state=ClosingState.ASKED)

    def done(self) -> ClosingQuerySet:
        return self.filter(state=ClosingState.DONE)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Closing(models.Model):
    """That somebody asked to let a household go, and how that was answered. Written by ``cases.services.closing``.

    With a minor in the household (`two_people`) it waits as *asked* until somebody else says yes; otherwise it is done
    at once. What the national code became stands on the case.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closings")
    state = models.CharField(max_length=10, choices=ClosingState, default=ClosingState.ASKED)
    reason = models.CharField(max_length=20, choices=CloseReason)
    story = models.TextField(blank=True)
    sorted_by = models.CharField(max_length=20, choices=SortedBy, blank=True)
    about = models.CharField(max_length=10, choices=About, default=About.MONEY)
    why_not = models.CharField(max_length=20, choices=WhyNot, blank=True)
    moved_to = models.CharField(max_length=10, choices=MovedTo, blank=True)
    handed_to = models.CharField(max_length=100, blank=True)
    pack_agreed = models.BooleanField(default=False, help_text="a pack went along, the household agreed to that")
    risk_note = models.TextField(blank=True)
    consulted = models.CharField(max_length=200, blank=True)
    note_left = models.BooleanField(default=False, help_text="a last note with both names lies under the door")
    outcomes = ArrayField(models.CharField(max_length=20, choices=CaseOutcome), default=list, blank=True)
    unchecked = models.CharField(max_length=20, choices=Unchecked, blank=True)
    two_people = models.BooleanField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ClosingQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys([*Ending._fields, "state", "two_people"], CARE)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_closing_asked", fields=["case"], condition=Q(state="asked")),
            models.UniqueConstraint(name="a_case_ends_once", fields=["case"], condition=Q(state="done")),
            models.CheckConstraint(
                name="closing_settled_at_and_by",
                condition=Q(state="asked", settled_at=None, settled_by=None)
                | (~Q(state="asked") & Q(settled_at__isnull=False, settled_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="with_a_minor_two_people_let_go",
                condition=~Q(two_people=True, state="done") | ~Q(settled_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="never_reached_ends_with_others_a_risk_and_a_last_note",
                condition=~Q(reason="not_reached") | (Q(note_left=True) & ~Q(risk_note="") & ~Q(consulted="")),
            ),
            models.CheckConstraint(
                name="silence_is_weighed_with_others", condition=~Q(reason="silent") | ~Q(consulted="")
            ),
            models.CheckConstraint(
                name="a_handover_names_who_accepted", condition=~Q(reason="handed_over") | ~Q(handed_to="")
            ),
            models.CheckConstraint(
                name="a_pack_goes_to_somebody", condition=Q(pack_agreed=False) | ~Q(handed_to="")
            ),
            models.CheckConstraint(
                name="not_picked_up_says_why_not",
                condition=(Q(reason="not_picked_up") & ~Q(why_not="")) | (~Q(reason="not_picked_up") & Q(why_not="")),
            ),
            models.CheckConstraint(
                name="moved_says_where_to",
                condition=(Q(reason="moved") & ~Q(moved_to="")) | (~Q(reason="moved") & Q(moved_to="")),
            ),
        ]  # fmt: skip

    @property
    def ending(self) -> Ending:
        return Ending(**{name: getattr(self, name) for name in Ending._fields})

    @property
    def outcome_labels(self) -> list[str]:
        return [str(outcome.label) for outcome in CaseOutcome if outcome.value in self.outcomes]

    @property
    def is_success(self) -> bool:
        """Whether any good came of it; that it did not get worse is enough."""
        return bool(self.outcomes)


class ClosingCheck(models.Model):
    """One of the four questions, answered on a day. The last answer counts; the ones before it stay."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closing_checks")
    question = models.CharField(max_length=20, choices=CheckQuestion)
    answer = models.CharField(max_length=10, choices=CheckAnswer)
    on = models.DateField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["question", "answer", "on"], CARE)

    class Meta:
        ordering = ["-on", "-pk"]

    @property
    def allows_letting_go(self) -> bool:
        """Three times yes, and no to the last: nothing goes wrong."""
        return self.answer == (CheckAnswer.NO if self.question == CheckQuestion.GOES_WRONG else CheckAnswer.YES)
