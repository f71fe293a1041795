from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CreditorState(TextChoices):
    """How far it has come with somebody whom a household owes money."""

    OPEN = "open", _("open")
    ARRANGED = "arranged", _("arranged")
    PAID = "paid", _("paid")

    @property
    def icon(self) -> str:
        return {"open": "unknown", "arranged": "handshake", "paid": "done"}[self.value]


class IncomeState(TextChoices):
    """What is known of something that a household may have a right to."""

    HAS = "has", _("has it")
    MAY_HAVE = "may_have", _("perhaps")
    APPLIED = "applied", _("applied for")
    NOT = "not", _("no right")

    @property
    def icon(self) -> str:
        return {"has": "done", "may_have": "flag", "applied": "clock", "not": "close"}[self.value]


class ChainKind(TextChoices):
    """The steps of help with debts (Activering Sociale Netwerken 2014, 1.17)."""

    APPLICATION = "application", _("application for debt help")
    CREDIT_BANK = "credit_bank", _("credit bank")
    ADMINISTRATOR = "administrator", _("administrator of the money")
    RESTRUCTURING = "restructuring", _("debt restructuring")

    @property
    def solves(self) -> bool:
        """Whether its good end is a solution about money, after which people relapse unless somebody looks again."""
        return self is not ChainKind.APPLICATION


class ChainState(TextChoices):
    PREPARING = "preparing", _("being prepared")
    HANDED_OVER = "handed_over", _("handed over")
    DONE = "done", _("done")
    REFUSED = "refused", _("turned away")
    STOPPED = "stopped", _("stopped, no longer needed")
    DROPPED_OUT = "dropped_out", _("the household dropped out")

    @property
    def icon(self) -> str:
        return {"preparing": "edit", "handed_over": "handshake", "done": "done"}.get(self.value, "close")


RUNNING_STEPS = (ChainState.PREPARING, ChainState.HANDED_OVER)


class DebtOutcome(TextChoices):
    """What is decided on debt help."""

    AWARD = "award", _("debt help is given")
    REFUSAL = "refusal", _("no debt help is given")
