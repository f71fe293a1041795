from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """Say that the login still holds, with the token that a form needs now; asked before words are sent."""
    return HttpResponse(get_token(request), content_type="text/plain")
