"""Letting go: why, by whom, and what is looked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, may
from cases.endings import CheckAnswer, CheckQuestion, ClosingState
from cases.enums import ClockKind, CloseReason, Stage
from cases.forms.closing import GROUNDS, SAID, CheckForm, TalkForm, form_for
from cases.forms.loose_ends import LooseEndsForm
from cases.forms.seeking import SeekOnForm
from cases.queries.silence import silence_of
from cases.services.case import CaseAlreadyClosed, ClosingNotAllowed, reasons_to_close
from cases.services.closing import (
    ClosingAskedAlready,
    ClosingSettledAlready,
    ContactNotSought,
    CrisisStillRuns,
    EndingIncomplete,
    SecondPersonNeeded,
    TooEarlyToLetGo,
    answer_check,
    confirm_closing,
    crisis_in_the_way,
    decide_on,
    is_guided,
    is_sought,
    keep_on,
    last_checks,
    let_go,
    seek_on,
)
from cases.services.loose_ends import LooseEndsLeft
from cases.services.team_talk import bring_before_team, talk_over
from cases.views.access import opens_case
from common import dates

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpResponse
    from django.utils.functional import _StrPromise

    from accounts.http import UserRequest
    from cases.forms.closing import EndingForm
    from cases.models import Case


class Ground(NamedTuple):
    """A way to let go as the page offers it; `from_on` is the first day on which it is one."""

    key: str
    label: str | _StrPromise
    hint: str | _StrPromise
    is_said: bool
    from_on: date | None


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_close(request: UserRequest, case: Case) -> HttpResponse:
    """Look at letting go, and do it for one reason: first the reason is chosen, then what belongs to it is asked."""
    sent = request.method == "POST"
    chosen = (request.POST if sent else request.GET).get("reason", "")
    if case.stage == Stage.CLOSED or not chosen:
        return _page(request, case, is_refused=sent, status=422 if sent else 200)
    if chosen not in GROUNDS or chosen not in reasons_to_close(case):
        return _refused(request, case, status=422 if sent else 200)
    reason = CloseReason(chosen)
    form = form_for(reason)(request.POST if sent else None, case=case, reason=reason)
    ends = None if case.household.has_minor else LooseEndsForm(request.POST if sent else None, case=case)
    if sent and form.is_valid() & (ends is None or ends.is_valid()):
        return _let_go(request, case, form, ends)
    return _ask(request, case, form, ends, status=422 if sent else 200)


def _let_go(request: UserRequest, case: Case, form: EndingForm, ends: LooseEndsForm | None) -> HttpResponse:
    """Let go for the reason of a form, and say what became of it. With a minor the second person ties up the ends."""
    try:
        closing = let_go(
            case=case, ending=form.ending(), loose_ends=ends.said() if ends else None, by=request.user
        )  # fmt: skip
    except EndingIncomplete as missing:
        form.add_error(missing.field if missing.field in form.fields else None, _("Fill this in first"))
        return _ask(request, case, form, ends, status=422)
    except CrisisStillRuns:
        form.add_error(None, _("Something threatens here. Say first how it ended"))
        return _ask(request, case, form, ends, status=422)
    except LooseEndsLeft:
        return _ask(request, case, form, LooseEndsForm(request.POST, case=case), status=422)
    except (ClosingNotAllowed, TooEarlyToLetGo):
        return _refused(request, case, status=422)
    except CaseAlreadyClosed:
        messages.warning(request, _("A colleague closed this case just before you."))
    except ClosingAskedAlready:
        messages.warning(request, _("A colleague asked this just before you. You can look along."))
    else:
        asked = _("Asked. A second person looks along, because a child lives here.")
        messages.success(request, asked if closing.two_people else _("This household is let go."))
    return redirect("cases:close", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def closing_confirm(request: UserRequest, case: Case, closing: UUID) -> HttpResponse:
    """Let go as the second person, for what stood on the page: another asking since then is another one."""
    form, ends = TalkForm(request.POST), LooseEndsForm(request.POST, case=case)
    found = get_object_or_404(case.closings, uuid=closing)
    is_valid = form.is_valid() & ends.is_valid()
    if found.state == ClosingState.ASKED and not is_valid:
        return _page(request, case, talk_form=form, ends=ends, status=422)
    try:
        said = ends.said() if is_valid else {}
        confirm_closing(closing=found, by=request.user, loose_ends=said, text=form.cleaned_data.get("text", ""))
    except (LooseEndsLeft, CrisisStillRuns):
        return _page(request, case, talk_form=form, ends=LooseEndsForm(request.POST, case=case), status=422)
    except SecondPersonNeeded:
        messages.warning(request, _("You asked this yourself. Somebody else looks along."))
    except (ClosingSettledAlready, CaseAlreadyClosed):
        messages.warning(request, _("A colleague answered this just before you."))
    except (ClosingNotAllowed, TooEarlyToLetGo, EndingIncomplete):
        messages.warning(request, _("Something happened since this was asked, and the reason fits no longer."))
    else:
        messages.success(request, _("This household is let go."))
        return redirect("cases:detail", case.uuid)
    return redirect("cases:close", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def closing_not_yet(request: UserRequest, case: Case, closing: UUID) -> HttpResponse:
    """Answer that it goes on, or take back what one asked oneself."""
    form = TalkForm(request.POST)
    if not form.is_valid():
        return _page(request, case, talk_form=form, status=422)
    try:
        keep_on(closing=get_object_or_404(case.closings, uuid=closing), by=request.user, **form.cleaned_data)
    except ClosingSettledAlready:
        messages.warning(request, _("A colleague answered this just before you."))
    else:
        messages.success(request, _("It goes on."))
    return redirect("cases:close", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_check(request: UserRequest, case: Case) -> HttpResponse:
    """Answer one of the four questions."""
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422)
    answer = CheckAnswer(form.cleaned_data["answer"])
    try:
        answer_check(case=case, question=CheckQuestion(form.cleaned_data["question"]), answer=answer, by=request.user)
    except CaseAlreadyClosed:
        messages.warning(request, _("A colleague closed this case just before you."))
    else:
        doubt = answer == CheckAnswer.DOUBT
        messages.success(request, _("Noted. Your doubt comes before the team.") if doubt else _("Noted."))
    return redirect("cases:close", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_to_team(request: UserRequest, case: Case) -> HttpResponse:
    """Bring a household before the team."""
    if case.stage == Stage.CLOSED:
        messages.warning(request, _("This case is closed."))
    else:
        bring_before_team(case=case, by=request.user)
        messages.success(request, _("The team leader sees that this comes before the team."))
    return redirect("cases:close", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_talked_over(request: UserRequest, case: Case) -> HttpResponse:
    """Note what the team decided."""
    form = TalkForm(request.POST)
    if not form.is_valid():
        return _page(request, case, talk_form=form, status=422)
    if case.stage == Stage.CLOSED:
        messages.warning(request, _("This case is closed."))
    else:
        talk_over(case=case, by=request.user, **form.cleaned_data)
        messages.success(request, _("Noted."))
    return redirect("cases:close", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_seek_on(request: UserRequest, case: Case) -> HttpResponse:
    """Go on seeking contact, as decided in the consultation of week 8."""
    form = SeekOnForm(request.POST)
    if not form.is_valid():
        return _page(request, case, seek_form=form, status=422)
    try:
        seek_on(case=case, by=request.user, **form.cleaned_data)
    except ContactNotSought:
        messages.warning(request, _("Contact is not being sought here, or it was decided just before you."))
    else:
        messages.success(request, _("Contact is sought further. The decision stands in the log."))
    return redirect("cases:close", case.uuid)


def _grounds(case: Case) -> list[Ground]:
    allowed, today = reasons_to_close(case), dates.today()
    last = case.attempts.exclude(outcome="").values_list("outcome", flat=True).first()
    said = SAID.get(last or "")
    week_eight = decide_on(case, on=today) if CloseReason.NOT_REACHED in allowed else today
    waits = {CloseReason.NOT_REACHED: week_eight} if week_eight > today else {}
    found = [
        Ground(reason.value, label, hint, reason == said, waits.get(reason))
        for reason, (label, hint) in GROUNDS.items()
        if reason in allowed
    ]
    return sorted(found, key=lambda ground: not ground.is_said)


def _page(
    request: UserRequest,
    case: Case,
    *,
    talk_form: TalkForm | None = None,
    ends: LooseEndsForm | None = None,
    seek_form: SeekOnForm | None = None,
    is_refused: bool = False,
    status: int = 200,
) -> HttpResponse:
    is_open = case.stage != Stage.CLOSED
    last = last_checks(case)
    closings = list(case.closings.select_related("asked_by", "settled_by"))
    asked = next((closing for closing in closings if closing.state == "asked"), None)
    context = {
        "case": case,
        "asked": asked,
        "ends": ends or (LooseEndsForm(case=case) if asked and asked.asked_by != request.user else None),
        "crisis": crisis_in_the_way(case, asked.reason) if asked else None,
        "silence": silence_of(case, on=dates.today()),
        "done": next((closing for closing in closings if closing.state == "done"), None),
        "talk": case.clocks.filter(kind=ClockKind.TEAM_TALK, stopped_on=None).first(),
        "talk_form": talk_form or TalkForm(),
        "checks": [(question, last.get(question)) for question in CheckQuestion] if is_guided(case) else [],
        "answers": CheckAnswer,
        "seek_form": (seek_form or SeekOnForm()) if is_open and is_sought(case) else None,
        "grounds": _grounds(case) if is_open else [],
        "looked_back": case.evaluations.exists(),
        "is_refused": is_refused,
    }
    return render(request, "cases/close.html", context, status=status)


def _ask(
    request: UserRequest, case: Case, form: EndingForm, ends: LooseEndsForm | None, *, status: int
) -> HttpResponse:
    """Ask what belongs to one reason. Who was never reached is shown with all that was tried."""
    never = form.reason == CloseReason.NOT_REACHED
    context = {
        "case": case,
        "form": form,
        "ends": ends,
        "ground": GROUNDS[form.reason],
        "crisis": crisis_in_the_way(case, form.reason),
        "attempts": case.attempts.select_related("by") if never else [],
        "two_people": case.household.has_minor,
    }
    return render(request, "cases/close_as.html", context, status=status)


def _refused(request: UserRequest, case: Case, *, status: int) -> HttpResponse:
    """Say that this does not end it, and what does help."""
    waits_until = None if case.first_reached_on else decide_on(case, on=dates.today())
    context = {
        "case": case,
        "waits_until": waits_until,
        "tried": case.attempts.exists(),
        "may_assign": may(request.user, Permission.CASE_ASSIGN),
    }
    return render(request, "cases/close_not.html", context, status=status)
