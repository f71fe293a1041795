from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, may, require
from cases.enums import Stage
from cases.permissions import attempts_of, promises_of, sight_of
from cases.queries.arrears import arrears_of
from cases.services.contact import log_attempt
from cases.views.access import opens_case
from common import dates
from visits.forms import PresenceForm, VisitForm
from visits.queries import doors_done, stops_of, visits_ahead

if TYPE_CHECKING:
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
    """Log a contact. What was typed for a case that has just closed is kept with it."""
    sent = request.method == "POST"
    if case.stage == Stage.CLOSED and not sent:
        messages.warning(request, _("This case is closed."))
        return redirect("cases:detail", case.uuid)
    form = VisitForm(
        request.POST if sent else None,
        case=case,
        writes_story=sight_of(request.user).is_care,
        tasks=[task for task in promises_of(case, request.user) if not task.is_visit],
    )
    if not form.is_valid():
        return _form(request, case, form, status=422 if sent else 200)
    log_attempt(case=case, by=request.user, **form.attempt())
    messages.success(request, _("Saved. It stands in the file."))
    return redirect("visits:day")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.VISIT_LOG, own_only=True)
def visit_presence(request: UserRequest, case: Case) -> HttpResponse:
    """Log that somebody was there: coffee, a chat, flowers. It counts as contact, and nothing else is asked."""
    sent = request.method == "POST"
    if case.stage == Stage.CLOSED and not sent:
        messages.warning(request, _("This case is closed."))
        return redirect("cases:detail", case.uuid)
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
        "asked": case.requests.order_by("-asked_on", "-pk").first() if sight_of(user).is_care else None,
        "do_not_visit": household.circumstances.asked_no_visits(on=dates.today()).exists(),
    }
    return render(request, "visits/log.html", context, status=status)
