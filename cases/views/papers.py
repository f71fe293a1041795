"""Papers of a household: to take along, to keep, and to hand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Document
from accounts.permissions import Permission, may
from accounts.views import file_of
from cases.enums import DocumentKind, DocumentSource, EntryKind
from cases.forms.paper import DocumentForm, MinutesForm, PackForm
from cases.permissions import documents_of, may_remove
from cases.queries.paper import plan_of
from cases.services.paper import add_document, drop_document, make_pack, write_minutes
from cases.views.access import opens_case
from common import dates
from common.pdf import pdf_response

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import FileResponse, HttpResponse
    from django.utils.functional import _StrPromise

    from accounts.http import UserRequest
    from cases.models import Case

MINUTES_SHOWN = 12


class Paper(NamedTuple):
    """Something to take along, made anew from the file whenever it is asked for."""

    label: _StrPromise
    template: str
    hint: _StrPromise


PAPERS = {
    "card": Paper(
        gettext_lazy("Client card"), "cases/paper_card.html", gettext_lazy("Whom to call, when we come, what we agreed")
    ),
    "plan": Paper(
        gettext_lazy("Plan"), "cases/paper_plan.html", gettext_lazy("In their own words, with everybody’s part")
    ),
    "agreements": Paper(
        gettext_lazy("Agreements"), "cases/paper_agreements.html", gettext_lazy("Who does what and when, to sign")
    ),
    "last-note": Paper(
        gettext_lazy("Last note"),
        "cases/paper_last_note.html",
        gettext_lazy("Under the door, with both names. It names nobody who lives there, and no debt"),
    ),
}


@require_safe
@opens_case(Permission.STORY_VIEW)
def case_papers(request: UserRequest, case: Case) -> HttpResponse:
    """See which papers there are."""
    return _page(request, case)


@require_safe
@opens_case(Permission.STORY_VIEW)
def paper_pdf(request: UserRequest, case: Case, kind: str) -> HttpResponse:
    """Give a paper to take along, in Dutch whatever the language of the page."""
    paper = PAPERS.get(kind)
    if paper is None:
        raise Http404
    return print_paper(request, paper.template, {"case": case, "plan": plan_of(case)}, name=paper.label)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def minutes_add(request: UserRequest, case: Case) -> HttpResponse:
    """Write down what was said and agreed in a talk."""
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, case, minutes_form=form, status=422)
    write_minutes(case=case, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved. You can print it from here."))
    return redirect("cases:papers", case.uuid)


@require_safe
@opens_case(Permission.STORY_VIEW)
def minutes_pdf(request: UserRequest, case: Case, entry: UUID) -> HttpResponse:
    """Give the minutes of a talk on paper."""
    found = get_object_or_404(case.timeline.filter(kind=EntryKind.MINUTES).select_related("by"), uuid=entry)
    context = {"case": case, "minutes": found, "plan": plan_of(case)}
    return print_paper(request, "cases/paper_minutes.html", context, name=gettext_lazy("Minutes"))


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def document_add(request: UserRequest, case: Case) -> HttpResponse:
    """Keep a file with the case."""
    form = DocumentForm(request)
    if not form.is_valid():
        return _page(request, case, document_form=form, status=413 if form.is_too_large else 422)
    add_document(case=case, by=request.user, **form.added())
    messages.success(request, _("Kept. It stands with the papers."))
    return redirect("cases:papers", case.uuid)


@require_safe
@opens_case(Permission.STORY_VIEW)
def case_document(_request: UserRequest, case: Case, document: UUID) -> FileResponse:
    """Hand out a file; it is saved, never shown."""
    return file_of(get_object_or_404(documents_of(case), uuid=document))


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def document_drop(request: UserRequest, case: Case, document: UUID) -> HttpResponse:
    """Remove a file: whoever added it, or the team leader."""
    found = Document.objects.filter(pk__in=documents_of(case), uuid=document).first()
    if found is not None and not may_remove(found, request.user):
        messages.warning(request, _("Whoever added this removes it, or the team leader."))
    elif found is not None and drop_document(case=case, document=found, by=request.user):
        messages.success(request, _("Removed. The file says that it was there."))
    return redirect("cases:papers", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def pack_make(request: UserRequest, case: Case) -> HttpResponse:
    """Make a pack for whoever helps next."""
    form = PackForm(request.POST)
    if not form.is_valid():
        return _page(request, case, pack_form=form, status=422)
    make_pack(case=case, by=request.user, **form.handed())
    messages.success(request, _("The pack is there. The file says to whom it goes."))
    return redirect("cases:papers", case.uuid)


@require_safe
@opens_case(Permission.STORY_VIEW)
def pack_pdf(request: UserRequest, case: Case, pack: UUID) -> HttpResponse:
    """Give a pack as it was made."""
    found = get_object_or_404(case.packs.select_related("made_by"), uuid=pack)
    return print_paper(
        request, "cases/paper_pack.html", {"case": case, "pack": found}, name=gettext_lazy("Handover pack")
    )


def print_paper(request: UserRequest, template: str, context: dict[str, Any], *, name: _StrPromise) -> HttpResponse:
    """Answer with a paper in Dutch: a household takes it along, whatever the language of the worker's page."""
    with translation.override(settings.LANGUAGE_CODE):
        more = {"today": dates.today(), "agency": context["case"].team.organisation.name}
        return pdf_response(request, template, context | more, name=str(name).lower().replace(" ", "-"))


def _page(request: UserRequest, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Draw the page; a form that was refused keeps what was typed."""
    user = request.user
    may_write = case.is_own and may(user, Permission.CASE_WRITE)
    documents = [
        (document, DocumentKind(document.kind).label, DocumentSource(document.source).label, may_remove(document, user))
        for document in documents_of(case).select_related("added_by")
    ]
    context = {
        "case": case,
        "may_write": may_write,
        "papers": PAPERS.items(),
        "documents": documents,
        "minutes": case.timeline.filter(kind=EntryKind.MINUTES).select_related("by")[:MINUTES_SHOWN],
        "packs": case.packs.select_related("made_by"),
        "minutes_form": MinutesForm(),
        "document_form": DocumentForm(),
        "pack_form": PackForm(),
    }
    return render(request, "cases/papers.html", context | forms, status=status)
