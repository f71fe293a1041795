"""The pages on which workers keep a file up to date: what is said, how we stand, who lives there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from cases.enums import ContactStatus, Relationship
from cases.forms.address import MoveHouseForm
from cases.forms.household import ProfileForm, members_of, told_members
from cases.forms.story import StandingForm, StoryForm
from cases.permissions import earlier_statements
from cases.services.household import (
    KnownThereAlready,
    LivesThereAlready,
    TenantKnownAlready,
    describe_household,
    move_household,
)
from cases.services.standing import set_standing
from cases.services.story import tell_story
from cases.views.access import opens_case

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_story(request: UserRequest, case: Case) -> HttpResponse:
    """Say what is going on, in as many of its parts as one likes."""
    sent = request.method == "POST"
    form = StoryForm(request.POST if sent else None, case=case)
    if not form.is_valid():
        context = {"case": case, "form": form, "earlier": earlier_statements(case)}
        return render(request, "cases/story.html", context, status=422 if sent else 200)
    if tell_story(case=case, said=form.said(), by=request.user):
        messages.success(request, _("Saved. It stands in the file."))
    return redirect("cases:detail", case.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_standing(request: UserRequest, case: Case) -> HttpResponse:
    """Say who keeps the direction and how the contact is."""
    sent = request.method == "POST"
    form = StandingForm(request.POST if sent else None, case=case)
    if not form.is_valid():
        return render(request, "cases/standing.html", {"case": case, "form": form}, status=422 if sent else 200)
    said = form.cleaned_data
    set_standing(
        case=case,
        by=request.user,
        director=said["director"],
        relationship=Relationship(said["relationship"]),
        contact_status=ContactStatus(said["contact_status"]),
        pressed_by=said["pressed_by"],
        since=said["since"],
        kept_elsewhere=said["kept_elsewhere"],
    )
    messages.success(request, _("Saved. It stands in the file."))
    return redirect("cases:detail", case.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_household(request: UserRequest, case: Case) -> HttpResponse:
    """Say who lives here and how to reach them."""
    sent = request.method == "POST"
    data = request.POST if sent else None
    form, members = ProfileForm(data, household=case.household), members_of(case.household, data)
    if not (form.is_valid() & members.is_valid()):
        return _household_page(request, case, form=form, members=members, status=422 if sent else 200)
    try:
        describe_household(case=case, profile=form.cleaned_data, members=told_members(members), by=request.user)
    except TenantKnownAlready:
        form.add_error(None, _("A main tenant was written down just before you. Look who it is"))
        return _household_page(request, case, form=form, members=members, status=422)
    messages.success(request, _("Saved. It stands in the file."))
    return redirect("cases:detail", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def household_move(request: UserRequest, case: Case) -> HttpResponse:
    """Write down where a household lives now."""
    form = MoveHouseForm(request.POST)
    if form.is_valid():
        try:
            move_household(
                household=case.household, address=form.address, on=form.cleaned_data["on"], by=request.user
            )  # fmt: skip
        except LivesThereAlready:
            form.add_error("door", _("The household lives here already"))
        except KnownThereAlready:
            form.add_error(None, _("A list names this tenant at the new address already, as another household"))
        else:
            messages.success(request, _("Noted. The file and the day list name the new address."))
            return redirect("cases:detail", case.uuid)
    return _household_page(request, case, move_form=form, status=422)


def _household_page(request: UserRequest, case: Case, *, status: int, **forms: Any) -> HttpResponse:
    """Draw the page; a form that was refused keeps what was typed."""
    context = {
        "case": case,
        "form": ProfileForm(household=case.household),
        "members": members_of(case.household),
        "move_form": MoveHouseForm(),
    }
    return render(request, "cases/household.html", context | forms, status=status)
