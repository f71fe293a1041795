from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from cases.enums import EntryKind, Visibility
from cases.forms.note import NoteForm
from cases.models import TimelineEntry
from cases.permissions import earlier_of, timeline_of
from cases.services.note import add_note, correct_note
from cases.views.access import opens_case
from cases.views.detail import file_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_note(request: UserRequest, case: Case) -> HttpResponse:
    """Write a note on the timeline; what was typed in an incomplete one stays."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return file_page(request, case, note_form=form, status=422)
    add_note(
        case=case,
        text=form.cleaned_data["text"],
        visibility=Visibility(form.cleaned_data["visibility"]),
        by=request.user,
    )
    messages.success(request, _("The note stands in the file."))
    return redirect(reverse("cases:detail", args=[case.uuid]) + "#course")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def note_correct(request: UserRequest, case: Case, note: UUID) -> HttpResponse:
    """Correct a note of one's own; nobody changes the words of another."""
    found = TimelineEntry.objects.filter(case=case, uuid=note, kind=EntryKind.NOTE, by=request.user).first()
    if found is None:
        raise Http404
    sent = request.method == "POST"
    form = NoteForm(request.POST if sent else None, initial={"text": found.text, "visibility": found.visibility})
    if not form.is_valid():
        context = {"case": case, "form": form, "earlier": earlier_of(found, request.user)}
        return render(request, "cases/note.html", context, status=422 if sent else 200)
    said = form.cleaned_data
    correct_note(note=found, text=said["text"], visibility=Visibility(said["visibility"]), by=request.user)
    messages.success(request, _("The note was corrected. How it was stays in the history."))
    return redirect(reverse("cases:detail", args=[case.uuid]) + "#course")


@require_safe
@opens_case()
def entry_earlier(request: UserRequest, case: Case, entry: UUID) -> HttpResponse:
    """Read how something that was corrected read before; whoever may not read it now does not read it here."""
    found = get_object_or_404(timeline_of(case, request.user), uuid=entry, corrected_at__isnull=False)
    if not found.shown:
        raise Http404
    context = {"case": case, "entry": found, "earlier": earlier_of(found, request.user)}
    return render(request, "cases/earlier.html", context)
