from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClaimBasis(TextChoices):
    """What was registered that a claim line is made from; each such thing is claimed once."""

    VISIT = "visit", _("a home visit")
    CONVERSATION = "conversation", _("the first conversation with a household")
    GUIDANCE = "guidance", _("guidance that began")
    AVERTED = "averted", _("a crisis that was averted")
    CLOSED = "closed", _("a case that was closed")


class ClaimState(TextChoices):
    """Where a batch of claim lines is: from the agency over the desk to the municipality (Vroeg Eropaf 2008, 1.10)."""

    DRAFT = "draft", _("with us")
    DESK = "desk", _("with the desk")
    MUNICIPALITY = "municipality", _("with the municipality")
    PAID = "paid", _("paid")
    RETURNED = "returned", _("sent back")

    @property
    def is_ours(self) -> bool:
        """Whether nobody else has it: then it can be thrown away and made anew."""
        return self in {ClaimState.DRAFT, ClaimState.RETURNED}

    @property
    def icon(self) -> str:
        return {
            "draft": "edit", "desk": "mail", "municipality": "building", "paid": "done", "returned": "undo"
        }[self.value]  # fmt: skip
