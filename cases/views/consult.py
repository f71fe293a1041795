"""What colleagues ask each other: one question with its thread, and who knows what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import ReadReason
from accounts.permissions import Permission, require
from cases.forms.consult import CloseConsultForm, ReplyForm, SkillsForm
from cases.models import Case, Consult
from cases.permissions import consults_for, may_end
from cases.queries.consult import who_knows
from cases.services.case import CaseAlreadyClosed
from cases.services.consult import ConsultClosed, close_consult, reply, tell_skills
from cases.services.read import log_part

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest

#: What the log calls a question that was read.
SUBJECT = "question"
LATELY = 20


@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Read a question and what was shown with it, and say something about it. The file stays closed."""
    found = _found(request, uuid)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        is_own = Case.objects.own(request.user).filter(pk=found.case_id).exists()
        log_part(
            subject=SUBJECT, subject_id=found.uuid, user=request.user,
            reason=ReadReason.OWN if is_own else ReadReason.CONSULT,
        )  # fmt: skip
        context = {
            "consult": found,
            "form": form,
            "close_form": CloseConsultForm(prefix="close"),
            "is_own": is_own,
            "may_end": may_end(found, request.user),
        }
        return render(request, "cases/consult.html", context, status=422 if form.is_bound else 200)
    try:
        reply(consult=found, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Sent."))
    except ConsultClosed:
        messages.warning(request, _("This question was ended just before you."))
    except CaseAlreadyClosed:
        messages.warning(request, _("This case is closed."))
    return redirect("cases:consult", uuid)


@require_POST
def consult_close(request: UserRequest, uuid: UUID) -> HttpResponse:
    """End a question, with what is done with it."""
    found = _found(request, uuid)
    if not may_end(found, request.user):
        raise PermissionDenied("not_asked_by")
    form = CloseConsultForm(request.POST, prefix="close")
    if form.is_valid():
        try:
            close_consult(consult=found, outcome=form.cleaned_data["outcome"], by=request.user)
            messages.success(request, _("Ended. It stands in the file."))
        except ConsultClosed:
            messages.warning(request, _("This question was ended just before you."))
        except CaseAlreadyClosed:
            messages.warning(request, _("This case is closed."))
    return redirect("cases:consult", uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: UserRequest) -> HttpResponse:
    """Show what is asked among colleagues and who knows what; or say what one may be asked about oneself."""
    require(request.user, Permission.TALKS)
    assert request.user.membership is not None
    mine = [one.skill for one in request.user.skills.all()]
    form = SkillsForm(request.POST if request.method == "POST" else None, initial={"skills": mine})
    if form.is_valid():
        tell_skills(user=request.user, skills=form.told())
        messages.success(request, _("Saved. Colleagues find you by this."))
        return redirect("cases:colleagues")
    people = Consult.objects.select_related("asked_by", "asked_of")
    context = {
        "form": form,
        "asked": people.asked_of(request.user).open().order_by("is_answered", "asked_at"),
        "own": people.filter(asked_by=request.user).open(),
        "ended": people.filter(pk__in=consults_for(request.user))
        .exclude(closed_at=None)
        .order_by("-closed_at")[:LATELY],
        "groups": who_knows(request.user.membership.organisation),
    }
    return render(request, "cases/colleagues.html", context, status=422 if form.is_bound else 200)


def _found(request: UserRequest, uuid: UUID) -> Consult:
    """Find a question that this person may read; any other does not exist."""
    require(request.user, Permission.TALKS)
    people = consults_for(request.user).select_related("asked_by", "asked_of", "case__team", "case__household")
    return get_object_or_404(people.prefetch_related("replies__by"), uuid=uuid)
