from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.enums import ReadReason
from accounts.permissions import Permission, may, require
from cases.forms.search import SearchForm
from cases.permissions import sight_of
from cases.queries.file import SUBJECT as FILE
from cases.queries.search import look_for
from cases.services.read import log_shown
from cases.views.consult import SUBJECT as QUESTION
from cases.views.requests import SUBJECT as REQUEST

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest
    from accounts.models import User
    from cases.queries.search import Found


@require_http_methods(["GET", "HEAD", "POST"])
def case_search(request: UserRequest) -> HttpResponse:
    """Look for a household or a text, by POST: a name has no place in an address, which logs and histories keep."""
    if not may(request.user, Permission.CASE_AS_DUO):
        require(request.user, Permission.CASE_VIEW)
    sent = request.method == "POST"
    form = SearchForm(request.POST if sent else None)
    if not form.is_valid():
        return render(request, "cases/search.html", {"form": form}, status=422 if sent else 200)
    found = look_for(form.cleaned_data["words"], request.user)
    _log(found, request.user)
    return render(
        request, "cases/search.html", {"form": form, "found": found, "partner": sight_of(request.user).is_partner}
    )


def _log(found: Found, user: User) -> None:
    """Log that pieces were read, each under the name that its own page has in the log."""
    log_shown(subject=FILE, ids={text.case.uuid for text in found.texts if text.case}, user=user)
    questions = {text.consult.uuid for text in found.texts if text.consult}
    log_shown(subject=QUESTION, ids=questions, user=user, reason=ReadReason.CONSULT)
    log_shown(subject=REQUEST, ids={asked.uuid for asked in found.requests}, user=user)
