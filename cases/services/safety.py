"""The record of a household in which somebody may not be safe, along the five steps of the meldcode."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases.enums import EntryKind, SafetyChoice, SafetyStep, Scale
from cases.models import Case, SafetyNote
from cases.services.decision import DecisionIncomplete, log_decision
from cases.services.record import record
from cases.services.scaling import ScalingWaitsAlready, scale
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User

#: Where a report goes (Wmo 2015, 4.1.1): a name, in every language.
VEILIG_THUIS = "Veilig Thuis"


@transaction.atomic
def note_safety(
    *,
    case: Case,
    step: SafetyStep,
    by: User,
    on: date | None = None,
    words: str = "",
    choice: SafetyChoice | None = None,
    consulted: str = "",
) -> SafetyNote:
    """Note a step; none waits for another, and a step may be noted more than once. An open case or a closed one.

    A report is scaling up, which is asked after; that nothing was reported stands in the decision log. Raises
    DecisionIncomplete when a choice, or why and who was consulted about not reporting, was not said. The case is locked
    first, so that a form sent twice is one line.
    """
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    choice = choice if step == SafetyStep.DECIDE else None
    said = {
        "step": step,
        "on": on or dates.today(),
        "words": words.strip(),
        "choice": choice or "",
        "consulted": consulted.strip(),
    }
    _check(step, choice, words.strip(), consulted.strip())
    if same := locked.safety_notes.filter(noted_by=by, **said).first():
        return same
    note = SafetyNote.objects.create(case=locked, noted_at=dates.now(), noted_by=by, **said)
    record(household=locked.household, case=locked, kind=EntryKind.SAFETY, detail=step, by=by)
    if choice is not None:
        _follow(note, choice, by=by)
    return note


@transaction.atomic
def correct_safety(*, note: SafetyNote, words: str, by: User) -> None:
    """Put right what a line says; how it was stays in the history. Raises DecisionIncomplete, as noting it does."""
    locked = SafetyNote.objects.select_for_update(no_key=True).get(pk=note.pk)
    if locked.words == words.strip():
        return
    choice = SafetyChoice(locked.choice) if locked.choice else None
    _check(SafetyStep(locked.step), choice, words.strip(), locked.consulted)
    locked.words, locked.corrected_at = words.strip(), dates.now()
    locked.save(update_fields=["words", "corrected_at"])
    record(household=locked.case.household, case=locked.case, kind=EntryKind.SAFETY, detail=locked.step, by=by)
    note.refresh_from_db()


def _check(step: SafetyStep, choice: SafetyChoice | None, words: str, consulted: str) -> None:
    if step != SafetyStep.DECIDE:
        return
    if choice is None:
        raise DecisionIncomplete("choice")
    if not choice.reports:
        for field, said in (("words", words), ("consulted", consulted)):
            if not said:
                raise DecisionIncomplete(field)


def _follow(note: SafetyNote, choice: SafetyChoice, *, by: User) -> None:
    """Do what belongs to a decision: ask Veilig Thuis for its answer in time, or keep that it was not asked.

    More people read the decision log, and the timeline after it: why, and who was consulted, stays in the record.
    """
    if choice.reports:
        with suppress(ScalingWaitsAlready):
            scale(case=note.case, direction=Scale.UP, party=VEILIG_THUIS, by=by)
        return
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Not reported to %(party)s: %(choice)s") % {"party": VEILIG_THUIS, "choice": choice.label}
        where = _("It stands in the safety record")
    log_decision(case=note.case, choice=text, reason=where, consulted=where, not_scaled_up=True, on=note.on, by=by)
