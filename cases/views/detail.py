from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, may
from cases.enums import EntryKind, Outcome, Stage, WorkerSide
from cases.forms.move import MoveForm
from cases.forms.note import NoteForm
from cases.forms.timeline import TimelineForm
from cases.permissions import (
    agreements_for,
    circumstances_of,
    clocks_of,
    consents_of,
    open_tasks_of,
    people_of,
    recent_attempts,
    sight_of,
    statements_of,
    tasks_to_tick,
    timeline_of,
)
from cases.queries.arrangement import arranged_of
from cases.queries.arrears import arrears_of
from cases.queries.rhythm import asks_what_fills_day
from cases.services.case import CaseAlreadyClosed, change_stage
from cases.services.task import finish_task
from cases.views.access import opens_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from accounts.models import User
    from cases.models import Case


ENTRIES_A_PAGE = 50
#: Whose photo is shown: a photo is there for colleagues, and the others of the duo are elsewhere.
FACES_OF_THE_AGENCY = (WorkerSide.AGENCY, WorkerSide.SECOND, WorkerSide.GUEST)
FACES_OF_THE_HOUSE = (WorkerSide.HOUSE,)


@require_safe
@opens_case()
def case_detail(request: UserRequest, case: Case) -> HttpResponse:
    """The file of one household: the story first, then who promised what to whom."""
    return file_page(request, case)


def file_page(
    request: UserRequest, case: Case, *, note_form: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    """Draw the file; a note that was refused keeps what was typed."""
    user, household = request.user, case.household
    sight = sight_of(user)
    is_open = case.is_own and case.stage != Stage.CLOSED
    narrowed = TimelineForm(request.GET, timeline_of(case, user))
    pages = Paginator(narrowed.found, ENTRIES_A_PAGE)
    pages.count, counts = narrowed.total, narrowed.counts
    attempts, tasks = recent_attempts(case, user), open_tasks_of(case, user)
    statements = statements_of(case, user)
    asked_elsewhere = [task.referral for task in tasks if task.referral is not None and task.referral.is_open]
    may_write = case.is_own and may(user, Permission.CASE_WRITE)
    context = {
        "case": case,
        "household": household,
        "asked": case.asked if is_open and not sight.is_partner else None,
        "sight": sight,
        "narrowed": narrowed,
        "page": pages.get_page(request.GET.get("page")),
        "attempts": counts[EntryKind.CONTACT],
        "note_form": note_form or (NoteForm() if may_write else None),
        "agreements": agreements_for(user, attempts),
        "story": next((attempt for attempt in attempts if attempt.story), None) if sight.is_care else None,
        "statements": statements,
        "asks_day": may_write
        and asks_what_fills_day(
            case,
            statements=statements,
            crisis_ended=EntryKind.CRISIS_ENDED in counts,
            outcomes=[attempt.outcome for attempt in attempts],
        ),
        "people": people_of(case, user),
        "profile": None if sight.is_partner else getattr(household, "profile", None),
        "faces": FACES_OF_THE_HOUSE if _is_of_house(user) else FACES_OF_THE_AGENCY,
        "may_write": may_write,
        "promises": [task for task in tasks if task.referral not in asked_elsewhere],
        "referrals": asked_elsewhere,
        "clocks": clocks_of(case.clocks.filter(stopped_on=None), user),
        "arrears": arrears_of(household) if may(user, Permission.SIGNAL_VIEW) else [],
        "arranged": arranged_of(case, user),
        "may_arrange": may(user, Permission.SIGNAL_VIEW),
        "circumstances": [known for known in circumstances_of(household, user) if known.holds],
        "consents": [consent for consent in consents_of(case, user) if consent.runs],
        "may_know": may(user, Permission.CIRCUMSTANCE_VIEW),
        "may_route": may(user, Permission.REQUEST_VIEW),
        "may_log": is_open and may(user, Permission.VISIT_LOG),
        "may_log_after": case.is_own and not is_open and may(user, Permission.VISIT_LOG),
        "may_lead": is_open and may(user, Permission.LEAD),
        "may_assign": is_open and case.assigned_at is None and may(user, Permission.CASE_ASSIGN),
        "may_hand_on": is_open and case.assigned_at is not None and may(user, Permission.CASE_ASSIGN),
        "may_move": is_open and may(user, Permission.CASE_WRITE),
    }
    return render(request, "cases/detail.html", context, status=status)


def _is_of_house(user: User) -> bool:
    return user.membership is not None and user.membership.organisation.is_supplier


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_move(request: UserRequest, case: Case) -> HttpResponse:
    """Decide in which stage a case goes on."""
    form = MoveForm(request.POST or None, case=case)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        last = case.attempts.exclude(outcome="").values_list("outcome", flat=True).first()
        context = {"case": case, "form": form, "said_no": last == Outcome.WANTS_NO_HELP}
        return render(request, "cases/move.html", context, status=status)
    try:
        change_stage(case=case, by=request.user, **form.cleaned_data)
    except CaseAlreadyClosed:
        messages.warning(request, _("A colleague closed this case just before you."))
    return redirect("cases:detail", case.uuid)


@require_POST
def task_done(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Tick off a task: the own one, one done as a student, or one in a case where one writes."""
    task = get_object_or_404(tasks_to_tick(request.user).select_related("case__household"), uuid=uuid)
    finish_task(task=task, by=request.user)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("home") if may(request.user, Permission.STUDENT_TASKS) else redirect("cases:detail", task.case.uuid)
