"""Errors of the API as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.views import exception_handler as drf_exception_handler

if TYPE_CHECKING:
    from rest_framework.response import Response


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Keep DRF's status and headers; the body says what is wrong, in which fields, by code."""
    response = drf_exception_handler(error, context)
    if response is None:
        return None
    code = getattr(error, "default_code", "error")
    body: dict[str, Any] = {"type": "about:blank", "status": response.status_code, "title": str(code)}
    detail = response.data.get("detail") if isinstance(response.data, dict) else None
    if detail is not None:
        body["detail"] = str(detail)
    else:
        body["errors"] = response.data
    response.data = body
    response.content_type = "application/problem+json"
    return response
