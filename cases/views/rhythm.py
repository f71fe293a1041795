"""The page of the file about its rhythm: how often, following without help, and what fills the day now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, may
from cases.enums import ClockKind, Going, Pace, Stage
from cases.forms.rhythm import CadenceForm, CheckForm, DayForm
from cases.models import Case
from cases.permissions import statements_of
from cases.queries.rhythm import asks_what_fills_day, quiet_since_crisis
from cases.services.rhythm import RESTS, NotFollowed, look_in, set_cadence, take_up_again, tell_day
from cases.views.access import opens_case

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from accounts.http import UserRequest


@require_safe
@opens_case(Permission.STORY_VIEW)
def case_rhythm(request: UserRequest, case: Case) -> HttpResponse:
    """Read how often both sides are in touch, and how it goes with a household that is followed."""
    return _page(request, case)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def cadence_set(request: UserRequest, case: Case) -> HttpResponse:
    """Plan how often."""
    form = CadenceForm(request.POST)
    if not form.is_valid():
        return _page(request, case, cadence_form=form, status=422)
    if set_cadence(case=case, pace=Pace(form.cleaned_data["pace"]), by=request.user):
        messages.success(request, _("Planned. The next sign of life follows from it."))
    return redirect("cases:rhythm", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def check_add(request: UserRequest, case: Case) -> HttpResponse:
    """Note a check."""
    form = CheckForm(request.POST, until=_followed_until(case))
    if not form.is_valid():
        return _page(request, case, check_form=form, status=422)
    try:
        look_in(case=case, by=request.user, **form.cleaned_data | {"going": Going(form.cleaned_data["going"])})
        messages.success(request, _("Saved. It stands in the file."))
    except NotFollowed:
        messages.warning(request, _("A colleague took this case up again just before you."))
    return redirect("cases:rhythm", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_again(request: UserRequest, case: Case) -> HttpResponse:
    """Take a case up again in one step."""
    if take_up_again(case=case, by=request.user):
        messages.success(request, _("It goes on, with the same people and the same plan."))
    return redirect("cases:detail", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def day_tell(request: UserRequest, case: Case) -> HttpResponse:
    """Note what fills the day now."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, case, day_form=form, status=422)
    if tell_day(case=case, words=form.cleaned_data["words"], by=request.user):
        messages.success(request, _("Saved. It stands in the file."))
    return redirect("cases:rhythm", case.uuid)


def _followed_until(case: Case) -> date | None:
    running = case.clocks.filter(kind=ClockKind.MONITORING, stopped_on=None)
    return running.values_list("due_on", flat=True).first()


def _page(request: UserRequest, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Draw the page; a form that was refused keeps what was typed."""
    user = request.user
    is_open = case.is_own and may(user, Permission.CASE_WRITE) and case.stage != Stage.CLOSED
    said = statements_of(case, user)
    cadences = list(case.cadences.select_related("by"))
    running = next((cadence for cadence in cadences if cadence.until is None), None)
    context = {
        "case": case,
        "is_open": is_open,
        "rests": is_open and case.stage in RESTS,
        "cadence": running,
        "earlier": [cadence for cadence in cadences if cadence is not running],
        "clocks": {clock.kind: clock for clock in case.clocks.filter(stopped_on=None)},
        "checks": case.checks.select_related("by"),
        "quiet": quiet_since_crisis(Case.objects.filter(pk=case.pk)).first(),
        "day": said.get("day"),
        "asks_day": asks_what_fills_day(
            case, statements=said, crisis_ended=case.crises.exclude(end="").exists(),
            outcomes=set(case.attempts.values_list("outcome", flat=True)),
        ),
        "cadence_form": CadenceForm(initial={"pace": running.pace if running else None}),
        "check_form": CheckForm(until=None),
        "day_form": DayForm(initial={"words": said["day"].text if "day" in said else ""}),
    }  # fmt: skip
    return render(request, "cases/rhythm.html", context | forms, status=status)
