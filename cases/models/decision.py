from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.models.case import Case
from common.personal import CARE, FieldClasses


class DecisionQuerySet(models.QuerySet["Decision"]):
    def current(self) -> DecisionQuerySet:
        """The last version of each."""
        return self.filter(replaced_by=None)


class Decision(models.Model):
    """What was chosen in a case, and what was known and not known then (Samen DOEN 2016, 3).

    Nothing here is written over: another version is another row that `replaces` this one. The advice of the leader
    stands beside the choice of the worker, whose own it stays (`decided_by`). `search` is what the timeline does not
    say: the rest of the words around the choice.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replaced_by")
    choice = models.TextField()
    reason = models.TextField(blank=True)
    known = models.TextField(blank=True)
    unknown = models.TextField(blank=True)
    consulted = models.CharField(max_length=200, blank=True)
    advice = models.TextField(blank=True)
    advised_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    not_scaled_up = models.BooleanField(default=False, help_text="scaling up was considered and not done")
    decided_on = models.DateField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    search = models.GeneratedField(
        expression=SearchVector("reason", "known", "unknown", "consulted", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = DecisionQuerySet.as_manager()
    #: What whoever decides says; the rest says who and when.
    SAID: ClassVar[tuple[str, ...]] = ("choice", "reason", "known", "unknown", "consulted", "advice", "not_scaled_up")
    field_classes: ClassVar[FieldClasses] = dict.fromkeys([*SAID, "decided_on", "search"], CARE)

    class Meta:
        ordering = ["-decided_on", "-pk"]
        indexes = [
            models.Index(name="decision_newest", fields=["-written_at", "-id"]),
            GinIndex(name="decision_search", fields=["search"]),
        ]
        constraints = [
            models.CheckConstraint(name="decision_chooses_something", condition=~Q(choice="")),
            models.CheckConstraint(
                name="not_scaled_up_says_why_and_who_was_consulted",
                condition=Q(not_scaled_up=False) | (~Q(reason="") & ~Q(consulted="")),
            ),
            models.CheckConstraint(
                name="only_the_first_version_replaces_nothing",
                condition=Q(number=1, replaces=None) | Q(number__gt=1, replaces__isnull=False),
            ),
            models.CheckConstraint(name="advice_of_somebody_is_said", condition=Q(advised_by=None) | ~Q(advice="")),
        ]
