"""Decisions of a case, its safety record, and what is brought to the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, may
from cases.enums import SafetyStep
from cases.forms.decision import (
    NOT_REPORTED,
    AdviceForm,
    DecisionForm,
    DiscussionForm,
    DiscussionHeldForm,
    SafetyForm,
    SafetyWordsForm,
)
from cases.queries.file import reason_of_today
from cases.services.decision import DecisionRevisedAlready, advise, log_decision, revise_decision
from cases.services.discussion import DiscussionHeldAlready, hold_discussion, plan_discussion
from cases.services.read import log_part
from cases.services.safety import correct_safety, note_safety
from cases.views.access import opens_case
from cases.views.talks import form_page, must_be_open

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case, SafetyNote

#: What the log calls a safety record that was read.
SAFETY = "safety"


class Step(NamedTuple):
    """One of the five, with what was noted under it."""

    step: SafetyStep
    notes: list[SafetyNote]


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def decision_add(request: UserRequest, case: Case) -> HttpResponse:
    """Write down a decision."""
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        log_decision(case=case, by=request.user, **form.cleaned_data)
        messages.success(request, _("Written down, as it was known today."))
        return redirect("cases:talks", case.uuid)
    lead = _("Only the choice has to be said. Later you can write another version; this one stays.")
    return form_page(request, case, form, title=_("A decision"), save=_("Write it down"), icon="check", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def decision_revise(request: UserRequest, case: Case, decision: UUID) -> HttpResponse:
    """Write another version of a decision."""
    found = get_object_or_404(case.decisions.select_related("case__household", "advised_by"), uuid=decision)
    form = DecisionForm(request.POST if request.method == "POST" else None, decision=found)
    if form.is_valid():
        try:
            revise_decision(decision=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved as another version. The one before stays."))
        except DecisionRevisedAlready:
            messages.warning(request, _("A colleague wrote another version just before you. Look how it is now."))
        return redirect("cases:talks", case.uuid)
    return form_page(request, case, form, title=_("Another version"), save=_("Save"), icon="check")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.LEAD, own_only=True)
def decision_advise(request: UserRequest, case: Case, decision: UUID) -> HttpResponse:
    """Put one's advice beside the choice of a worker."""
    found = get_object_or_404(case.decisions.select_related("case__household"), uuid=decision)
    form = AdviceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            advise(decision=found, advice=form.cleaned_data["advice"], by=request.user)
            messages.success(request, _("Your advice stands beside the choice."))
        except DecisionRevisedAlready:
            messages.warning(request, _("A colleague wrote another version just before you. Look how it is now."))
        return redirect("cases:talks", case.uuid)
    return form_page(request, case, form, title=_("Your advice"), save=_("Save"), icon="check", lead=found.choice)


@require_safe
@opens_case(Permission.TALKS)
def case_safety(request: UserRequest, case: Case) -> HttpResponse:
    """Read the safety record, which is a line of its own in the log."""
    log_part(subject=SAFETY, subject_id=case.uuid, user=request.user, reason=reason_of_today(case, request.user))
    notes = list(case.safety_notes.select_related("noted_by"))
    context = {
        "case": case,
        "steps": [Step(step, [note for note in notes if note.step == step]) for step in SafetyStep],
        "may_write": case.is_own and may(request.user, Permission.CASE_WRITE),
        "unasked": notes and not any(note.step == SafetyStep.CONSULT for note in notes),
    }
    return render(request, "cases/safety.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def safety_add(request: UserRequest, case: Case, step: str) -> HttpResponse:
    """Note something under one of the five steps."""
    if step not in SafetyStep.values:
        raise Http404
    chosen = SafetyStep(step)
    form = SafetyForm(request.POST if request.method == "POST" else None, step=chosen)
    if form.is_valid():
        note_safety(case=case, by=request.user, **form.noted())
        messages.success(request, _("Noted. The care workers of your team read it here."))
        return redirect("cases:safety", case.uuid)
    return form_page(request, case, form, title=chosen.label, save=_("Note this"), icon="check", back_to="cases:safety")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def safety_correct(request: UserRequest, case: Case, note: UUID) -> HttpResponse:
    """Put right what one noted oneself; how it was stays in the history."""
    found = get_object_or_404(case.safety_notes, uuid=note, noted_by=request.user)
    form = SafetyWordsForm(request.POST if request.method == "POST" else None, initial={"words": found.words})
    if form.is_valid():
        if found.choice and not found.reports and not form.cleaned_data["words"]:
            form.ask("words", NOT_REPORTED)
        else:
            correct_safety(note=found, words=form.cleaned_data["words"], by=request.user)
            return redirect("cases:safety", case.uuid)
    return form_page(request, case, form, title=_("Correct"), save=_("Save"), icon="check", back_to="cases:safety")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def discussion_plan(request: UserRequest, case: Case) -> HttpResponse:
    """Bring a question to the team."""
    must_be_open(case)
    form = DiscussionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        plan_discussion(case=case, by=request.user, **form.planned())
        messages.success(request, _("It comes before the team within a week."))
        return redirect("cases:talks", case.uuid)
    return form_page(request, case, form, title=_("Bring it to the team"), save=_("Bring it"), icon="people")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def discussion_hold(request: UserRequest, case: Case, discussion: UUID) -> HttpResponse:
    """Write down what came of it in the team."""
    found = get_object_or_404(case.discussions.select_related("case__household"), uuid=discussion)
    form = DiscussionHeldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            hold_discussion(discussion=found, by=request.user, **form.held())
            messages.success(request, _("Saved. It stands in the file."))
        except DiscussionHeldAlready:
            messages.warning(request, _("A colleague wrote down just before you what came of it."))
        return redirect("cases:talks", case.uuid)
    title, save = _("What came of it in the team"), _("Save")
    return form_page(request, case, form, title=title, save=save, icon="check", lead=found.question)
