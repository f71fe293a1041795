from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require
from accounts.queries import covenants_of, organisations_for, people_for, teams_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest

PEOPLE_A_PAGE = 50


@require_safe
def team(request: UserRequest) -> HttpResponse:
    """Show who works where and what was agreed: the own teams to a leader, everything to an administrator."""
    require(request.user, Permission.TEAM_VIEW)
    context = {
        "teams": teams_of(request.user),
        "covenants": covenants_of(request.user),
        "organisations": organisations_for(request.user),
        "people": Paginator(people_for(request.user), PEOPLE_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "accounts/team.html", context)
