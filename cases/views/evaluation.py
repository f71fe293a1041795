"""Looking back with a household, at the table, from paper or by a link; also after it was let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from cases.forms.evaluation import ANSWERS, AnswerForm, EvaluationForm, QuestionsForm
from cases.services.evaluation import (
    LINK_DAYS,
    EvaluationAnsweredAlready,
    answer_household,
    ask_by_link,
    look_back,
)
from cases.views.access import opens_case
from common.pdf import pdf_response
from common.qr import qr_image

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


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def evaluation_link(request: UserRequest, case: Case) -> HttpResponse:
    """Make a link by which the household answers itself, and show it this once."""
    return _page(request, case, EvaluationForm(), link=_new_link(request, case), status=200)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def evaluation_pdf(request: UserRequest, case: Case) -> HttpResponse:
    """Give the questions on paper to leave behind; asked for by POST with a link on it. It names nobody of the home."""
    asked = QuestionsForm().fields
    link = _new_link(request, case) if request.method == "POST" else ""
    context = {
        "worker": request.user.name,
        "questions": [asked["helped"].label, asked["heard"].label],
        "words": asked["words"].label,
        "answers": [label for _value, label in ANSWERS],
        "lines": range(LINES),
        "link": link,
        "square": qr_image(link) if link else "",
        "days": LINK_DAYS.days,
    }
    return pdf_response(request, "cases/evaluation_paper.html", context, name=_("looking-back"))


def _new_link(request: UserRequest, case: Case) -> str:
    code = ask_by_link(case=case, by=request.user)
    return request.build_absolute_uri(reverse("look_back", args=[code]))


def _page(
    request: UserRequest,
    case: Case,
    form: EvaluationForm,
    *,
    refused: dict[int, AnswerForm] | None = None,
    link: str = "",
    status: int,
) -> HttpResponse:
    said = case.evaluations.select_related("noted_by", "answered_by")
    forms = [(one, (refused or {}).get(one.pk) or AnswerForm(auto_id=f"{one.pk}_%s")) for one in said]
    context = {"case": case, "form": form, "said": forms, "link": link, "days": LINK_DAYS.days}
    return render(request, "cases/evaluation.html", context, status=status)
