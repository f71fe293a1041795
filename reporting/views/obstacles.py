"""What stands in the way at services, on the page of whoever can take it up with policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, require
from cases.services.obstacle import SignalAnswered, SignalRaisedAlready, answer_signal, raise_signal
from reporting.forms import SignalAnswerForm, SignalForm
from reporting.queries.obstacles import barriers_for, owners_for, signals_of, waiting_for

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest


@require_http_methods(["GET", "HEAD", "POST"])
def obstacles(request: UserRequest) -> HttpResponse:
    """Read what adds up, or take one of it up with policy: who does so, and in which words."""
    require(request.user, Permission.OBSTACLES_VIEW)
    barriers, sent = barriers_for(request.user), request.method == "POST"
    form = SignalForm(request.POST if sent else None, barriers=barriers, owners=owners_for(request.user))
    if form.is_valid():
        assert request.user.membership is not None
        try:
            raise_signal(agency=request.user.membership.organisation, by=request.user, **form.raised())
        except SignalRaisedAlready:
            form.add_error("about", _("This was taken up already. It stands on this page"))
        else:
            messages.success(request, _("Taken up. It stays here until there is an answer."))
            return redirect("reporting:obstacles")
    signals = list(signals_of(request.user))
    context = {
        "barriers": barriers,
        "waiting": waiting_for(request.user),
        "open": [signal for signal in signals if signal.answered_on is None],
        "answered": [signal for signal in signals if signal.answered_on is not None],
        "form": form,
    }
    return render(request, "reporting/obstacles.html", context, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def signal_answer(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Write down what came of what was taken up."""
    require(request.user, Permission.OBSTACLES_VIEW)
    signal = get_object_or_404(signals_of(request.user), uuid=uuid)
    sent = request.method == "POST"
    form = SignalAnswerForm(request.POST if sent else None)
    if not form.is_valid():
        context = {"signal": signal, "form": form}
        return render(request, "reporting/signal.html", context, status=422 if sent else 200)
    try:
        answer_signal(signal=signal, answer=form.cleaned_data["answer"], by=request.user)
        messages.success(request, _("Saved. Everybody on this page reads it."))
    except SignalAnswered:
        messages.warning(request, _("A colleague wrote down an answer just before you."))
    return redirect("reporting:obstacles")
