"""One's own page with the photo, and the photos of colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import PhotoForm
from accounts.services.photo import photo_for, remove_photo, set_photo

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.http import UserRequest


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: UserRequest) -> HttpResponse:
    """Show how others see one, or take a photo."""
    form = PhotoForm(request if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "accounts/me.html", {"form": form}, status=422 if form.is_bound else 200)
    set_photo(image=form.cleaned_data["photo"], by=request.user)
    messages.success(request, _("Your colleagues see your photo from now on."))
    return redirect("accounts:me")


@require_POST
def photo_remove(request: UserRequest) -> HttpResponse:
    """Take one's own photo away."""
    remove_photo(by=request.user)
    messages.success(request, _("Your photo is gone. Your initials take its place."))
    return redirect("accounts:me")


@require_safe
def photo(request: UserRequest, uuid: UUID, version: str) -> HttpResponse:  # noqa: ARG001 -- another photo, another address
    """Hand out the photo of a colleague; of anybody else it does not exist."""
    found = photo_for(viewer=request.user, uuid=uuid)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"})
