"""The page on which a household looks back by itself: no account, nothing of the case, one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.internal import ratelimit  # its public door counts no GET, and a guess may be one
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.services.links import LinkRefused
from cases.forms.evaluation import QuestionsForm
from cases.services.evaluation import case_of_link, look_back_by_link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NOT_FOUND, TOO_MANY = 404, 429
#: The code is in the address: it goes along to no other page and stays in no browser or search engine. A browser that
#: sends no origin at all (``no-referrer``) would fail the check on where a form comes from.
HEADERS = {"Referrer-Policy": "strict-origin", "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def look_back(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the questions, or keep the answers. Whatever is wrong with a link, its page is the same."""
    if not ratelimit.consume(request, app="allauth.account", action="look_back", limit_get=True):
        return _closed(request, status=TOO_MANY)
    sent = request.method == "POST"
    form = QuestionsForm(request.POST if sent else None)
    try:
        case = case_of_link(code=code)
        if form.is_valid():
            look_back_by_link(code=code, **form.cleaned_data)
            return _quiet(redirect("look_back_thanks"))
    except LinkRefused:
        return _closed(request, status=NOT_FOUND)
    context = {"form": form, "agency": case.team.organisation}
    return _page(request, "cases/look_back.html", context, status=422 if sent else 200)


@login_not_required
@require_safe
def look_back_thanks(request: HttpRequest) -> HttpResponse:
    return _page(request, "cases/look_back_done.html", {"thanks": True}, status=200)


def _closed(request: HttpRequest, *, status: int) -> HttpResponse:
    return _page(request, "cases/look_back_done.html", {"thanks": False}, status=status)


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    return _quiet(render(request, template, context, status=status))


def _quiet(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response[name] = value
    return response
