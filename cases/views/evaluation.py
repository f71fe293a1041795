"""Looking back with a household, at the table or from paper; also after it was let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from cases.forms.evaluation import ANSWERS, AnswerForm, EvaluationForm
from cases.services.evaluation import EvaluationAnsweredAlready, answer_household, look_back
from cases.views.access import opens_case
from common.pdf import pdf_response

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


#: To write on.
LINES = 8


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_evaluation(request: UserRequest, case: Case) -> HttpResponse:
    """Read what the household said, or note it."""
    sent = request.method == "POST"
    form = EvaluationForm(request.POST if sent else None)
    if not form.is_valid():
        return _page(request, case, form, status=422 if sent else 200)
    look_back(case=case, by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted."))
    return redirect("cases:evaluation", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def evaluation_answer(request: UserRequest, case: Case, evaluation: UUID) -> HttpResponse:
    """Answer what the household said."""
    found = get_object_or_404(case.evaluations, uuid=evaluation)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, case, EvaluationForm(), refused={found.pk: form}, status=422)
    try:
        answer_household(evaluation=found, by=request.user, **form.cleaned_data)
    except EvaluationAnsweredAlready:
        messages.warning(request, _("A colleague answered this just before you."))
    return redirect("cases:evaluation", case.uuid)


@require_safe
@opens_case(Permission.CASE_WRITE, own_only=True)
def evaluation_pdf(request: UserRequest, _case: Case) -> HttpResponse:
    """Give the questions on paper to leave behind; it names nobody of the household."""
    asked = EvaluationForm().fields
    context = {
        "worker": request.user.name,
        "questions": [asked["helped"].label, asked["heard"].label],
        "words": asked["words"].label,
        "answers": [label for _value, label in ANSWERS],
        "lines": range(LINES),
    }
    return pdf_response(request, "cases/evaluation_paper.html", context, name=_("looking-back"))


def _page(
    request: UserRequest,
    case: Case,
    form: EvaluationForm,
    *,
    refused: dict[int, AnswerForm] | None = None,
    status: int,
) -> HttpResponse:
    said = case.evaluations.select_related("noted_by", "answered_by")
    forms = [(one, (refused or {}).get(one.pk) or AnswerForm(auto_id=f"{one.pk}_%s")) for one in said]
    context = {"case": case, "form": form, "said": forms}
    return render(request, "cases/evaluation.html", context, status=status)
