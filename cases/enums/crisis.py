from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LegalStage(TextChoices):
    WARNING = "warning", _("last warning")
    SUMMONS = "summons", _("summons")
    JUDGMENT = "judgment", _("judgment")
    SERVED = "served", _("judgment served")
    ANNOUNCED = "announced", _("day announced")
    TODAY = "today", _("clearance today")
    PUT_OFF = "put_off", _("put off")


class ToldBy(TextChoices):
    """By which door a crisis came to us."""

    HOUSEHOLD = "household", _("the household")
    CORPORATION = "corporation", _("the landlord")
    BAILIFF = "bailiff", _("the bailiff")
    SUPPLIER = "supplier", _("the supplier or insurer")
    NEARBY = "nearby", _("somebody nearby")
    COLLEAGUE = "colleague", _("a colleague or partner")


class CrisisEnd(TextChoices):
    AVERTED = "averted", _("averted")
    LOST = "lost", _("it happened")


class EndReason(TextChoices):
    """Why a crisis ended as it did; each belongs to one end."""

    ARRANGEMENT = "arrangement", _("a payment arrangement")
    PAID = "paid", _("paid, with or without a loan")
    ADMINISTRATION = "administration", _("somebody else does the money now")
    DEBT_HELP = "debt_help", _("debt help was started")
    WITHDRAWN = "withdrawn", _("the other side or the judge withdrew it")
    TOO_LATE = "too_late", _("known too late")
    NOT_REACHED = "not_reached", _("nobody was reached")
    WANTED_NO_HELP = "wanted_no_help", _("the household wanted no help")
    NO_AGREEMENT = "no_agreement", _("the other side agreed to nothing")
    NO_MEANS = "no_means", _("there was no money or loan")

    @property
    def is_averted(self) -> bool:
        return self.value in {"arrangement", "paid", "administration", "debt_help", "withdrawn"}

    @property
    def end(self) -> CrisisEnd:
        return CrisisEnd.AVERTED if self.is_averted else CrisisEnd.LOST


class ItemKind(TextChoices):
    """The lists of a crisis: what to do, which papers, what to bring, and what has to be there after a loss."""

    STEP = "step", _("What to do")
    PAPER = "paper", _("Papers")
    BRING = "bring", _("What to bring if the home is lost")
    AFTER = "after", _("After the loss")


class ItemState(TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    NOT_NEEDED = "not_needed", _("not needed")


class NotNeeded(TextChoices):
    """Why something of a list is left out, in one tap."""

    ELSEWHERE = "elsewhere", _("somebody else does it")
    NOT_HERE = "not_here", _("not so here")
    NOT_WANTED = "not_wanted", _("the household does not want it")
    TOO_LATE = "too_late", _("too late for it")
