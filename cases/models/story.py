from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.enums import StatementKind
from cases.models.case import Case
from common.personal import CARE, FieldClasses


class StatementQuerySet(models.QuerySet["Statement"]):
    def running(self) -> StatementQuerySet:
        return self.filter(until=None)


class Statement(models.Model):
    """What is said about a household, one of each kind at a time; another version ends the one before."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=12, choices=StatementKind)
    text = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("text", config="dutch"), output_field=SearchVectorField(), db_persist=True
    )

    objects = StatementQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {"kind": CARE, "text": CARE, "search": CARE}

    class Meta:
        ordering = ["since", "pk"]
        indexes = [
            GinIndex(name="statement_search", fields=["search"], condition=Q(until=None)),
            models.Index(name="statement_newest", fields=["-since"], condition=Q(until=None)),
        ]
        constraints = [
            models.UniqueConstraint(name="one_statement_a_kind", fields=["case", "kind"], condition=Q(until=None)),
            models.CheckConstraint(name="statement_says_something", condition=~Q(text="")),
        ]
