from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, may, require
from cases.enums import EntryKind, Stage
from cases.permissions import attempts_of, earlier_of, may_correct, promises_of, sight_of, timeline_of
from cases.queries.arrangement import arranged_of
from cases.queries.arrears import arrears_of
from cases.services.case import CaseAlreadyClosed
from cases.services.contact import attempt_of, correct_attempt, log_attempt, withdraw_attempt
from cases.views.access import opens_case
from common import dates
from visits.forms import AfterForm, CorrectForm, PresenceForm, VisitForm
from visits.queries import doors_done, stops_of, visits_ahead

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case

AHEAD, KNOWN = 5, 3


@require_safe
def visit_day(request: UserRequest) -> HttpResponse:
    """The doors of today on a phone: the first one open, the others waiting."""
    require(request.user, Permission.VISIT_LOG)
    today = dates.today()
    stops, done = list(stops_of(request.user, on=today)), list(doors_done(request.user, on=today))
    context = {
        "today": today,
        "stops": stops,
        "done": done,
        "total": len(stops) + len(done),
        "ahead": visits_ahead(request.user, after=today)[:AHEAD],
        "may_hold_groups": may(request.user, Permission.CASE_WRITE),
    }
    return render(request, "visits/day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.VISIT_LOG, own_only=True)
def visit_log(request: UserRequest, case: Case) -> HttpResponse:
    """Log a contact. In a closed case nothing is promised any more; what was typed before that is kept all the same."""
    sent = request.method == "POST"
    is_closed = case.stage == Stage.CLOSED
    if is_closed and "next_step" not in request.POST:
        return _log_after(request, case)
    form = VisitForm(
        request.POST if sent else None,
        case=case,
        by=request.user,
        writes_story=sight_of(request.user).is_care,
        tasks=[task for task in promises_of(case, request.user) if not task.is_visit],
    )
    if not form.is_valid():
        return _form(request, case, form, status=422 if sent else 200)
    log_attempt(case=case, by=request.user, **form.attempt())
    if is_closed:
        messages.warning(request, _("Saved in the file. The case was closed in the meantime, so nothing is planned."))
    else:
        messages.success(request, _("Saved. It stands in the file."))
    return redirect("visits:day")


def _log_after(request: UserRequest, case: Case) -> HttpResponse:
    """Log that a household that was let go got in touch; the case stays as it was closed."""
    sent = request.method == "POST"
    form = AfterForm(request.POST if sent else None)
    if not form.is_valid():
        return render(request, "visits/after.html", {"case": case, "form": form}, status=422 if sent else 200)
    log_attempt(case=case, by=request.user, **form.attempt())
    messages.success(request, _("Saved. It stands in the file, and the case stays closed."))
    return redirect("cases:detail", case.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.VISIT_LOG, own_only=True)
def visit_correct(request: UserRequest, case: Case, entry: UUID) -> HttpResponse:
    """Put right what was logged, by its line on the timeline, as long as the case is open."""
    user = request.user
    found = get_object_or_404(timeline_of(case, user), uuid=entry, kind=EntryKind.CONTACT)
    attempt = attempt_of(found)
    if attempt is None or not may_correct(found, user):
        raise Http404
    if case.stage == Stage.CLOSED:
        raise CaseAlreadyClosed
    sent = request.method == "POST"
    form = CorrectForm(request.POST if sent else None, attempt=attempt, writes_story=sight_of(user).is_care)
    if not form.is_valid():
        context = {"case": case, "form": form, "entry": found, "earlier": earlier_of(found, user)}
        return render(request, "visits/correct.html", context, status=422 if sent else 200)
    if form.cleaned_data["elsewhere"]:
        withdraw_attempt(attempt=attempt, by=user)
        messages.success(request, _("Taken out of this file. Log it with the household where you were."))
    else:
        correct_attempt(attempt=attempt, by=user, **form.said())
        messages.success(request, _("Corrected. How it was stays in the history."))
    return redirect(reverse("cases:detail", args=[case.uuid]) + "#course")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.VISIT_LOG, own_only=True)
def visit_presence(request: UserRequest, case: Case) -> HttpResponse:
    """Log that somebody was there: coffee, a chat, flowers. It counts as contact, and nothing else is asked."""
    sent = request.method == "POST"
    form = PresenceForm(request.POST if sent else None, writes_story=sight_of(request.user).is_care)
    if not form.is_valid():
        return render(request, "visits/presence.html", {"case": case, "form": form}, status=422 if sent else 200)
    log_attempt(case=case, by=request.user, **form.attempt())
    messages.success(request, _("Saved. It counts as contact."))
    return redirect("cases:detail", case.uuid)


def _form(request: UserRequest, case: Case, form: VisitForm, *, status: int) -> HttpResponse:
    user, household = request.user, case.household
    attempts = list(attempts_of(case, user))
    context = {
        "case": case,
        "form": form,
        "number": len(attempts) + 1,
        "attempts": attempts[:KNOWN],
        "arrears": arrears_of(household) if may(user, Permission.SIGNAL_VIEW) else [],
        "arranged": arranged_of(case, user),
        "asked": case.requests.order_by("-asked_on", "-pk").first() if sight_of(user).is_care else None,
        "do_not_visit": household.circumstances.asked_no_visits(on=dates.today()).exists(),
    }
    return render(request, "visits/log.html", context, status=status)
