"""Errors of the API as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, JsonResponse
from django.views import defaults
from rest_framework.views import exception_handler as drf_exception_handler

if TYPE_CHECKING:
    from django.http import HttpResponse
    from rest_framework.response import Response

PROBLEM = "application/problem+json"


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Keep DRF's status and headers; the body says what is wrong, in which fields, by code."""
    response = drf_exception_handler(error, context)
    if response is None:
        return None
    code = getattr(error, "default_code", HTTPStatus(response.status_code).name.lower())
    body: dict[str, Any] = {"type": "about:blank", "status": response.status_code, "title": str(code)}
    detail = response.data.get("detail") if isinstance(response.data, dict) else None
    if detail is not None:
        body["detail"] = str(detail)
    else:
        body["errors"] = response.data
    response.data = body
    response.content_type = PROBLEM
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours: as a problem to callers of the API, as a page to people."""
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    body = {"type": "about:blank", "status": 500, "title": "error"}
    return JsonResponse(body, status=500, content_type=PROBLEM)
