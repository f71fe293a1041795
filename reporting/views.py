from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest


def home(request: UserRequest) -> HttpResponse:
    return render(request, "reporting/home.html")
