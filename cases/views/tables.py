"""Neighbourhood tables of formal and informal organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, require
from cases.forms.table import AgendaForm, BringForm, MeetingForm, MemberForm, OfferEndForm, OfferForm, TableForm
from cases.models import Case, NeighbourhoodTable
from cases.services.table import (
    MeetingThatDay,
    MeetingWrittenMeanwhile,
    MemberSitsThere,
    NamesSomebody,
    OfferEnded,
    TableExists,
    add_offer,
    end_offer,
    open_table,
    plan_meeting,
    seat_member,
    unseat_member,
    write_meeting,
)
from cases.views.access import opens_case
from cases.views.talks import form_page, must_be_open

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import TableMeeting


@require_http_methods(["GET", "HEAD", "POST"])
def tables(request: UserRequest) -> HttpResponse:
    """Show the tables of the agency, or begin one."""
    require(request.user, Permission.TABLES)
    assert request.user.membership is not None
    form = TableForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            table = open_table(agency=request.user.membership.organisation, by=request.user, **form.opened())
        except TableExists:
            form.add_error("name", _("There is a table of this name"))
        else:
            return redirect("cases:table", table.uuid)
    found = NeighbourhoodTable.objects.of(request.user).prefetch_related("members", "meetings")
    return render(request, "cases/tables.html", {"tables": found, "form": form}, status=422 if form.is_bound else 200)


@require_safe
def table(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show who sits at a table, its meetings, and what is offered and asked for."""
    return _page(request, _table(request, uuid))


@require_POST
def table_seat(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Give an organisation or initiative a seat."""
    found = _table(request, uuid)
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            seat_member(table=found, by=request.user, **form.seated())
            return redirect("cases:table", uuid)
        except MemberSitsThere:
            form.add_error("name", _("This one sits at the table already"))
    return _page(request, found, status=422, member_form=form)


@require_POST
def table_unseat(request: UserRequest, uuid: UUID, member: UUID) -> HttpResponse:
    """Note that somebody no longer comes."""
    found = _table(request, uuid)
    unseat_member(member=get_object_or_404(found.members.all(), uuid=member), by=request.user)
    messages.success(request, _("Noted. What they brought stays."))
    return redirect("cases:table", uuid)


@require_POST
def table_plan(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Plan a meeting."""
    found = _table(request, uuid)
    form = MeetingForm(request.POST, table=found)
    if form.is_valid():
        try:
            plan_meeting(table=found, by=request.user, **form.cleaned_data)
            return redirect("cases:table", uuid)
        except MeetingThatDay:
            form.add_error("on", _("The table meets that day already"))
    return _page(request, found, status=422, meeting_form=form)


@require_POST
def table_offer(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Note what is offered or asked for."""
    found = _table(request, uuid)
    form = OfferForm(request.POST, table=found, by=request.user)
    if form.is_valid():
        add_offer(table=found, by=request.user, **form.offered())
        return redirect("cases:table", uuid)
    return _page(request, found, status=422, offer_form=form)


@require_POST
def table_offer_end(request: UserRequest, uuid: UUID, offer: UUID) -> HttpResponse:
    """Note what came of an offer or a request."""
    found = _table(request, uuid)
    form = OfferEndForm(request.POST)
    if form.is_valid():
        try:
            end_offer(offer=get_object_or_404(found.offers.all(), uuid=offer), by=request.user, **form.cleaned_data)
        except OfferEnded:
            messages.warning(request, _("A colleague noted just before you what came of it."))
    return redirect("cases:table", uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def table_meeting(request: UserRequest, uuid: UUID, meeting: UUID) -> HttpResponse:
    """Write the three parts of a meeting. The file behind the case shows to whom it opens, and to nobody else."""
    table = _table(request, uuid)
    found = get_object_or_404(table.meetings.select_related("table", "brought_by"), uuid=meeting)
    form, theirs = AgendaForm(request.POST if request.method == "POST" else None, meeting=found), None
    if form.is_valid():
        try:
            write_meeting(meeting=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("cases:table", uuid)
        except NamesSomebody:
            form.add_error("story", _("It has a name or street of this household. Leave that out"))
        except MeetingWrittenMeanwhile:
            found.refresh_from_db()
            form, theirs = _seen_now(request, found), found
    before = table.meetings.filter(on__lt=found.on).exclude(brought_by=None).order_by("-on").first()
    context = {
        "table": table,
        "meeting": found,
        "form": form,
        "theirs": theirs,
        "twice": before is not None and before.brought_by_id == found.brought_by_id,
        "case": Case.objects.own(request.user).filter(table_meetings=found).first(),
    }
    return render(request, "cases/table_meeting.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_bring(request: UserRequest, case: Case) -> HttpResponse:
    """Bring a case to a table, without its names."""
    must_be_open(case)
    form = BringForm(request.POST if request.method == "POST" else None, case=case)
    if form.is_valid():
        try:
            meeting, story = form.cleaned_data["meeting"], form.cleaned_data["story"]
            write_meeting(meeting=meeting, seen=meeting.version, by=request.user, case=case, story=story)
            messages.success(request, _("It is on the agenda. Nobody there sees whose file it is."))
            return redirect("cases:talks", case.uuid)
        except NamesSomebody:
            form.add_error("story", _("It has a name or street of this household. Leave that out"))
        except MeetingWrittenMeanwhile:
            form.add_error(
                "meeting", _("A colleague wrote in this meeting just before you. Save again, or choose another")
            )
    title, save = _("Bring it to a neighbourhood table"), _("Put it on the agenda")
    return form_page(request, case, form, title=title, save=save, icon="people")


def _table(request: UserRequest, uuid: UUID) -> NeighbourhoodTable:
    require(request.user, Permission.TABLES)
    return get_object_or_404(NeighbourhoodTable.objects.of(request.user).select_related("agency"), uuid=uuid)


def _seen_now(request: UserRequest, meeting: TableMeeting) -> AgendaForm:
    """Give the form with what was typed again, which by now has seen what a colleague saved.

    Where nothing was typed stand the colleague's words: saving again wipes nothing that this person did not see.
    """
    data = request.POST.copy()
    data["seen"] = str(meeting.version)
    for name in AgendaForm.WORDS:
        data[name] = data.get(name, "").strip() or getattr(meeting, name)
    form = AgendaForm(data, meeting=meeting)
    form.add_error(None, _("A colleague saved this just before you. Put in what you keep of theirs, then save again"))
    return form


def _page(request: UserRequest, table: NeighbourhoodTable, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Draw a table; a form that was refused keeps what was typed."""
    turns = list(table.members.by_turn())
    offers = list(table.offers.select_related("member", "owner"))
    forms.setdefault("member_form", MemberForm())
    forms.setdefault("meeting_form", MeetingForm(table=table))
    forms.setdefault("offer_form", OfferForm(table=table, by=request.user))
    context = {
        "table": table,
        "turns": turns,
        "meetings": table.meetings.select_related("brought_by"),
        "offers": [offer for offer in offers if offer.ended_on is None],
        "ended": [offer for offer in offers if offer.ended_on is not None],
        "end_form": OfferEndForm(),
    }
    return render(request, "cases/table.html", context | forms, status=status)
