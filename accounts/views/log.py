from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.forms import LogFilterForm
from accounts.models import ReadLog
from accounts.permissions import Permission, require

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest

LINES_A_PAGE = 50


@require_safe
def log(request: UserRequest) -> HttpResponse:
    """Show who opened which file and why, the newest first."""
    require(request.user, Permission.LOG_VIEW)
    form = LogFilterForm(request.GET)
    lines = form.narrow(ReadLog.objects.select_related("user").order_by("-at", "-pk"))
    context = {
        "form": form,
        "page": Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page")),
        "query": urlencode({key: value for key in form.fields if (value := request.GET.get(key))}),
    }
    return render(request, "accounts/log.html", context)
