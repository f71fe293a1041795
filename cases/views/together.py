"""The page of the file on which one sees who does what: tasks, where the household was sent, what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, may
from cases.enums import DropReason, Stage
from cases.forms.referral import AnswerForm, ObstacleForm, ReferralForm
from cases.forms.scaling import ScalingAnswerForm, ScalingForm
from cases.forms.task import DropForm, TaskChangeForm, TaskForm
from cases.models import Case, Obstacle, Service
from cases.permissions import ended_tasks_of, obstacles_of, promises_of, referrals_of, scalings_of, sight_of
from cases.queries.obstacles import with_policy
from cases.services.obstacle import end_obstacle, note_obstacle
from cases.services.referral import ReferralMovedOn, ReferralRunsAlready, answer_referral, refer
from cases.services.scaling import ScalingAnswered, ScalingWaitsAlready, answer_scaling, scale
from cases.services.task import TaskOffTheList, add_task, change_task, drop_task
from cases.views.access import opens_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest

ENDED = 12


@require_safe
@opens_case(Permission.REFERRAL_VIEW)
def case_together(request: UserRequest, case: Case) -> HttpResponse:
    """Read who does what and where the household waits."""
    return _page(request, case)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def task_add(request: UserRequest, case: Case) -> HttpResponse:
    """Note what was agreed."""
    _must_be_open(case)
    form = TaskForm(request.POST, case=case, by=request.user)
    if not form.is_valid():
        return _page(request, case, task_form=form, status=422)
    add_task(case=case, by=request.user, **form.agreed())
    messages.success(request, _("Agreed. It is asked after at the next contact."))
    return redirect("cases:together", case.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def task_change(request: UserRequest, case: Case, task: UUID) -> HttpResponse:
    """Change what was agreed, who does it or by when."""
    found = get_object_or_404(case.tasks.to_do().select_related("owner", "student", "case"), uuid=task)
    sent = request.method == "POST"
    form = TaskChangeForm(request.POST if sent else None, task=found, by=request.user)
    if not form.is_valid():
        return render(request, "cases/task.html", {"case": case, "form": form}, status=422 if sent else 200)
    try:
        change_task(task=found, by=request.user, **form.agreed())
        messages.success(request, _("Saved. It stands in the file."))
    except TaskOffTheList:
        messages.warning(request, _("A colleague took this off the list just before you."))
    return redirect("cases:together", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def task_drop(request: UserRequest, case: Case, task: UUID) -> HttpResponse:
    """Take off the list what need not happen any more; the reason is one tap. A referral ends with its answer."""
    found = get_object_or_404(case.tasks.to_tick(), uuid=task)
    form = DropForm(request.POST)
    if not form.is_valid():
        return _page(request, case, drop_form=form, status=422)
    drop_task(task=found, reason=DropReason(form.cleaned_data["reason"]), by=request.user)
    messages.success(request, _("Off the list. The file says why."))
    return redirect("cases:together", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_refer(request: UserRequest, case: Case) -> HttpResponse:
    """Send the household on, or look in the directory and keep what was typed."""
    _must_be_open(case)
    if "look" in request.POST:
        looking = ReferralForm(user=request.user, initial=request.POST.dict())
        return _page(request, case, referral_form=looking)
    form = ReferralForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            referral = refer(case=case, by=request.user, **form.referred())
        except ReferralRunsAlready:
            form.add_error("to", _("The household waits for them already. It stands on this page"))
        else:
            messages.success(
                request, _("Sent on to %(party)s. You ask for an answer in time.") % {"party": referral.party}
            )
            return redirect("cases:together", case.uuid)
    return _page(request, case, referral_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_referral(request: UserRequest, case: Case, referral: UUID) -> HttpResponse:
    """Note what came of a referral."""
    found = get_object_or_404(case.referrals.select_related("service", "case__household"), uuid=referral)
    sent = request.method == "POST"
    form = AnswerForm(request.POST if sent else None, referral=found)
    if sent and not found.is_open:
        messages.warning(request, _("A colleague noted the end of this just before you."))
        return redirect("cases:together", case.uuid)
    if not form.is_valid():
        context = {"case": case, "referral": found, "form": form}
        return render(request, "cases/referral.html", context, status=422 if sent else 200)
    try:
        answer_referral(referral=found, by=request.user, **form.answered())
        messages.success(request, _("Saved. It stands in the file."))
    except ReferralMovedOn:
        messages.warning(request, _("A colleague noted something else just before you. Look how it is now."))
    return redirect("cases:together", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def obstacle_add(request: UserRequest, case: Case) -> HttpResponse:
    """Note what stands in the household's way, or look in the directory and keep what was typed."""
    _must_be_open(case)
    form = ObstacleForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, case, obstacle_form=form, status=422)
    note_obstacle(case=case, by=request.user, **form.noted())
    messages.success(request, _("Noted. It counts, without names, in what the team takes up."))
    return redirect("cases:together", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def obstacle_end(request: UserRequest, case: Case, obstacle: UUID) -> HttpResponse:
    """Note that it is out of the way. What a colleague noted a moment before is noted."""
    end_obstacle(obstacle=get_object_or_404(Obstacle, uuid=obstacle, case=case), by=request.user)
    messages.success(request, _("This no longer stands in the way."))
    return redirect("cases:together", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_scale(request: UserRequest, case: Case) -> HttpResponse:
    """Note to whom the case was scaled up or down."""
    _must_be_open(case)
    form = ScalingForm(request.POST)
    if form.is_valid():
        try:
            scale(case=case, by=request.user, **form.scaled())
        except ScalingWaitsAlready:
            form.add_error("party", _("This was asked already and waits for its answer. It stands on this page"))
        else:
            messages.success(request, _("Noted, with what was known. You ask for an answer in time."))
            return redirect("cases:together", case.uuid)
    return _page(request, case, scaling_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def scaling_answer(request: UserRequest, case: Case, scaling: UUID) -> HttpResponse:
    """Note what was answered, and when."""
    found = get_object_or_404(case.scalings.select_related("case__household", "asked_by"), uuid=scaling)
    sent = request.method == "POST"
    form = ScalingAnswerForm(request.POST if sent else None, scaling=found)
    if not form.is_valid():
        context = {"case": case, "scaling": found, "form": form}
        return render(request, "cases/scaling.html", context, status=422 if sent else 200)
    try:
        answer_scaling(scaling=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. It stands in the file."))
    except ScalingAnswered:
        messages.warning(request, _("A colleague wrote down an answer just before you."))
    return redirect("cases:together", case.uuid)


def _must_be_open(case: Case) -> None:
    """Raise PermissionDenied for a closed case: nobody would see what is agreed there."""
    if case.stage == Stage.CLOSED:
        raise PermissionDenied("closed")


def _page(request: UserRequest, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Draw the page; a form that was refused keeps what was typed."""
    user = request.user
    own = may(user, Permission.CASE_WRITE) and Case.objects.own(user).filter(pk=case.pk).exists()
    is_open = own and case.stage != Stage.CLOSED
    referrals = referrals_of(case, user)
    obstacles = with_policy(obstacles_of(case, user), agency=case.team.organisation_id)
    if is_open:
        forms.setdefault("task_form", TaskForm(case=case, by=user))
        forms.setdefault("referral_form", ReferralForm(user=user))
        forms.setdefault("obstacle_form", ObstacleForm(user=user))
        forms.setdefault("scaling_form", ScalingForm())
    context = {
        "case": case,
        "sight": sight_of(user),
        "tasks": promises_of(case, user),
        "ended_tasks": ended_tasks_of(case, user)[:ENDED],
        "referrals": [referral for referral in referrals if referral.is_open],
        "ended": [referral for referral in referrals if not referral.is_open],
        "obstacles": [obstacle for obstacle in obstacles if obstacle.ended_on is None],
        "gone": [obstacle for obstacle in obstacles if obstacle.ended_on is not None],
        "scalings": scalings_of(case, user),
        "directory": Service.objects.of(user).running().values_list("name", flat=True) if is_open else [],
        "drop_reasons": DropReason.choices,
        "may_write": own,
        "is_open": is_open,
    }
    return render(request, "cases/together.html", context | forms, status=status)
