"""The meeting of the joint review: one address for both organisations, each sees its own side.

Every row is saved by itself. With the script a saved row closes in place and the next one opens; without it the page
comes back at the next row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from accounts.permissions import Permission, may, require
from signals_intake.enums import Decision
from signals_intake.forms.review import DecisionForm
from signals_intake.queries.review import (
    facts_of,
    find_review,
    left_in,
    lines_of,
    next_line,
    participants_of,
    sides_of,
)
from signals_intake.services import review as service

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest
    from signals_intake.models import Review
    from signals_intake.queries.review import Line

ROWS_A_PAGE = 250


@require_safe
def review(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show the whole list with one household open: the one asked for, else the first that waits."""
    found = _find(request, uuid)
    return _page(request, found, asked=_uuid(request.GET.get("row", "")))


@require_http_methods(["GET", "HEAD", "POST"])
def review_row(request: UserRequest, uuid: UUID, entry: UUID) -> HttpResponse:
    """Open one row, or decide on it."""
    found = _find(request, uuid)
    if request.method == "POST":
        return _decide(request, found, _line(request, found, entry))
    if not request.htmx:
        return redirect(_address(found, entry))
    line = _line(request, found, entry)
    form = DecisionForm(entry=line.entry, shown=line.shown, focus=True)
    return render(request, "signals_intake/_review_open.html", _open(request, found, line, form))


@require_POST
def review_join(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Note that somebody takes part; the page does so by itself where scripts run."""
    found = _find(request, uuid)
    require(request.user, Permission.REVIEW_DECIDE)
    service.join(review=found, user=request.user)
    return _toolbar(request, found) if request.htmx else redirect(_address(found))


@require_safe
def review_toolbar(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show who takes part and how far the meeting is."""
    found = _find(request, uuid)
    return _toolbar(request, found) if request.htmx else redirect(_address(found))


@require_http_methods(["GET", "HEAD", "POST"])
def review_sign(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show both sign-offs, or give that of one's own organisation."""
    found = _find(request, uuid)
    if request.method == "POST":
        require(request.user, Permission.REVIEW_SIGN)
        _sign(request, found)
    elif request.htmx:
        return render(request, "signals_intake/_review_sign.html", _signing(request, found))
    return redirect(_address(found) + "#sign-off")


def _find(request: UserRequest, uuid: UUID) -> Review:
    require(request.user, Permission.LIST_VIEW)
    found = find_review(request.user.membership, uuid)
    if found is None:
        raise Http404
    return found


def _line(request: UserRequest, found: Review, entry: UUID) -> Line:
    lines = lines_of(found, request.user.membership, uuid=entry)
    if not lines:
        raise Http404
    return lines[0]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _address(found: Review, row: UUID | None = None) -> str:
    url = reverse("signals_intake:review", args=[found.uuid])
    return f"{url}?{urlencode({'row': row})}#row-{row}" if row else url


def _page(
    request: UserRequest,
    found: Review,
    *,
    asked: UUID | None = None,
    form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page; a form that was refused keeps its row open."""
    lines = lines_of(found, request.user.membership)
    opened = next((line for line in lines if line.entry.uuid == asked), None) or next_line(lines)
    pages = Paginator(lines, ROWS_A_PAGE)
    page = pages.get_page(request.GET.get("page") or (_page_of(opened, lines) if opened else 1))
    context = {"page": page, "lines": page.object_list, "opened": opened}
    context |= _signing(request, found) | _progress(request, found, lines)
    if opened is not None:
        form = form or DecisionForm(entry=opened.entry, shown=opened.shown, focus=asked is not None)
        context |= _open(request, found, opened, form)
    return render(request, "signals_intake/review.html", context, status=status)


def _page_of(line: Line, lines: list[Line]) -> int:
    return lines.index(line) // ROWS_A_PAGE + 1


def _open(request: UserRequest, found: Review, line: Line, form: DecisionForm) -> dict[str, Any]:
    membership = request.user.membership
    assert membership is not None, "without a membership there is no permission"
    may_decide = found.closed_at is None and may(request.user, Permission.REVIEW_DECIDE)
    return {
        "review": found,
        "line": line,
        "facts": facts_of(line, found, membership),
        "form": form if may_decide else None,
        "proposal": Decision(line.entry.proposal).label,
    }


def _progress(request: UserRequest, found: Review, lines: list[Line]) -> dict[str, Any]:
    taking_part = participants_of(found)
    joined = any(membership.user_id == request.user.pk for membership in taking_part)
    return {
        "review": found,
        "participants": taking_part,
        "may_join": found.closed_at is None and not joined and may(request.user, Permission.REVIEW_DECIDE),
        "decided": sum(line.shown is not None for line in lines),
        "total": len(lines),
    }


def _toolbar(request: UserRequest, found: Review) -> HttpResponse:
    lines = lines_of(found, request.user.membership)
    return render(request, "signals_intake/_review_toolbar.html", _progress(request, found, lines))


def _signing(request: UserRequest, found: Review) -> dict[str, Any]:
    membership = request.user.membership
    sides, left = sides_of(found), left_in(found)
    own = next((side for side in sides if membership and side.organisation == membership.organisation), None)
    may_sign = own is not None and own.sign_off is None and may(request.user, Permission.REVIEW_SIGN)
    return {"review": found, "sides": sides, "left": left, "may_sign": may_sign and not found.closed_at}


def _decide(request: UserRequest, found: Review, line: Line) -> HttpResponse:
    """Save one row and go on, or say in the row what is wrong."""
    require(request.user, Permission.REVIEW_DECIDE)
    form = DecisionForm(request.POST, entry=line.entry, shown=line.shown)
    if not form.is_valid():
        form.focus_on_error()
        if request.htmx:
            context = _open(request, found, line, form)
            return render(request, "signals_intake/_review_open.html", context, status=422)
        return _page(request, found, asked=line.entry.uuid, form=form, status=422)
    answer = dict(form.cleaned_data)
    _tell_whom_it_replaces(request, line, seen=answer.pop("seen"))
    try:
        service.decide(entry=line.entry, by=request.user, review=found, **answer)
    except service.ReviewClosed:
        messages.error(request, _("Both organisations have signed. Nothing was changed."))
        return HttpResponseClientRedirect(_address(found)) if request.htmx else redirect(_address(found))
    service.join(review=found, user=request.user)
    return _go_on(request, found, line.entry.uuid)


def _tell_whom_it_replaces(request: UserRequest, line: Line, *, seen: str) -> None:
    """Say so when somebody else decided while this row was open: the last one stands, and everybody knows."""
    made = getattr(line.entry, "decision", None)
    if made is None or line.shown is None or line.shown.who == request.user or made.decided_at.isoformat() == seen:
        return
    names = {"decision": line.shown.label, "name": line.name, "who": line.shown.who or _("another meeting")}
    text = _("%(who)s decided “%(decision)s” for %(name)s in the meantime. Yours replaces it.") % names
    messages.warning(request, text)


def _go_on(request: UserRequest, found: Review, decided: UUID) -> HttpResponse:
    """Close the row that was saved and open the next that waits."""
    lines = lines_of(found, request.user.membership)
    following = next_line(lines, decided)
    if not request.htmx:
        return redirect(_address(found, following.entry.uuid) if following else _address(found) + "#sign-off")
    line = next(line for line in lines if line.entry.uuid == decided)
    if following is not None and _page_of(following, lines) != _page_of(line, lines):
        return HttpResponseClientRedirect(_address(found, following.entry.uuid))
    response = render(request, "signals_intake/_review_saved.html", {"review": found, "line": line})
    trigger_client_event(response, "reviewChanged", {"target": "body"}, after="settle")
    if following is None:
        trigger_client_event(response, "reviewDecided", {"target": "body"}, after="settle")
    else:
        trigger_client_event(response, "openRow", {"target": f"#row-{following.entry.uuid}"}, after="settle")
    return response


def _sign(request: UserRequest, found: Review) -> None:
    try:
        service.sign_off(review=found, by=request.user)
    except service.ReviewClosed:
        messages.info(request, _("This meeting is closed already."))
    except service.NotAllDecided as error:
        text = ngettext(
            "%(left)d household still waits for a decision.",
            "%(left)d households still wait for a decision.",
            error.left,
        )
        messages.error(request, text % {"left": error.left})
    else:
        done = _("Both organisations have signed. The meeting is closed.") if found.closed_at else _("You have signed.")
        messages.success(request, done)
