from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from accounts.outbox import relay_soon
from accounts.scope import scope, scope_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SERVER_ERROR = 500


class NoStoreMiddleware:
    """What somebody sees who is logged in stays in no browser: behind them the next person presses Back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path not in settings.UNSCOPED_PATHS and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ScopeMiddleware:
    """One transaction a request, opened here because ATOMIC_REQUESTS would start only after the middleware.

    The wall is set from the membership of whoever is logged in. An answer of 500 or above undoes everything.
    Afterwards, outside the transaction, what was published goes to the broker if it answers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in settings.UNSCOPED_PATHS:
            return self.get_response(request)
        membership = request.user.membership if request.user.is_authenticated else None
        with scope(scope_of(membership)):
            response = self.get_response(request)
            if response.status_code >= SERVER_ERROR:
                transaction.set_rollback(True)
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            relay_soon()
        return response
