"""The page that everybody opens with: what needs doing now, for their role. Never closed to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.enums import Role
from common import dates
from reporting.permissions import reach_of
from reporting.queries import figures_for, homes
from reporting.queries.figures import half_year
from reporting.queries.leavers import left_behind
from reporting.queries.matters import matters_of
from reporting.welcome import WELCOMES
from signals_intake.forms.deliveries import UploadForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from accounts.models import User
    from cases.models import Clock
    from reporting.queries.matters import Matter

NOON, EVENING = 12, 18


class Home(NamedTuple):
    """The template of a family of roles and what it shows."""

    template: str
    build: Callable[[User], dict[str, Any]]


@require_safe
def home(request: UserRequest) -> HttpResponse:
    membership = request.user.membership
    context: dict[str, Any] = {"greeting": greeting(request.user), "today": dates.today()}
    if membership is None:
        return render(request, "reporting/home_nobody.html", context)
    page = HOMES[Role(membership.role)]
    return render(request, f"reporting/{page.template}", context | page.build(request.user))


def greeting(user: User) -> str:
    hour, name = timezone.localtime(dates.now()).hour, {"name": user.get_short_name()}
    if hour < NOON:
        return _("Good morning %(name)s") % name
    return _("Good afternoon %(name)s") % name if hour < EVENING else _("Good evening %(name)s") % name


def _worker(user: User) -> dict[str, Any]:
    lists = {"day": homes.day_of(user), "reviews": homes.reviews_of(user, waiting=True)}
    asked: dict[str, Any] = {
        "closings": homes.closings_asked(user, duo=True),
        "quiet": homes.quiet_cases(user, duo=True),
    }
    asked |= {"questions": homes.questions_of(user), "matters": _matters(user)}
    return lists | asked | _clocks(homes.clocks_of(user))


def _clocks(clocks: list[Clock]) -> dict[str, Any]:
    """Set apart the days that others set, which stand on top."""
    countdowns = [clock for clock in clocks if clock.is_countdown]
    return {"countdowns": countdowns, "clocks": [clock for clock in clocks if not clock.is_countdown]}


def _matters(user: User) -> dict[str, list[Matter]]:
    """Give what waits besides: some lines, and the rest one tap away."""
    found = matters_of(user)
    return {"first": found[: homes.LINES], "later": found[homes.LINES :]}


def _duo(user: User) -> dict[str, Any]:
    return {"day": homes.day_of(user)}


def _leader(user: User) -> dict[str, Any]:
    team = {"team": homes.team_state(user)} | _clocks(homes.clocks_of_team(user))
    asked: dict[str, Any] = {"closings": homes.closings_asked(user), "reviews": homes.reviews_of(user)}
    asked |= {"questions": homes.questions_of(user), "breakthroughs": homes.breakthroughs_asked(user)}
    asked |= {"requests": homes.requests_asked(user), "quiet": homes.quiet_cases(user)}
    asked |= {"leavers": left_behind(user)}
    return team | asked | {"day": homes.day_of(user), "matters": _matters(user)}


def _assistant(user: User) -> dict[str, Any]:
    lists = {"suppliers": homes.deliveries_of(user), "reviews": homes.reviews_of(user)}
    asked = {"requests": homes.requests_asked(user), "matters": _matters(user)}
    return lists | {"team": homes.team_state(user)} | asked


def _consultant(user: User) -> dict[str, Any]:
    lists = {"suppliers": homes.deliveries_of(user), "reviews": homes.reviews_of(user)}
    return lists | {"day": homes.day_of(user)}


def _uploader(user: User) -> dict[str, Any]:
    return {"suppliers": homes.deliveries_of(user), "answers": homes.answers_of(user), "upload": UploadForm()}


def _figures(user: User) -> dict[str, Any]:
    since, until = half_year()
    figures = figures_for(reach_of(user), since=since, until=until)
    shown = {"figures": figures, "since": since, "until": until, "hides": reach_of(user).hides_small}
    return shown | {"matters": _matters(user)}


def _privacy(_user: User) -> dict[str, Any]:
    opened, with_reason = homes.read_today()
    return {"opened": opened, "with_reason": with_reason}


def _administrator(_user: User) -> dict[str, Any]:
    people = {"roles": homes.people_by_role(), "without_membership": homes.without_membership()}
    return people | {"covenants": homes.covenants()}


def _student(user: User) -> dict[str, Any]:
    return {"tasks": homes.student_tasks(user)}


def _welcome(user: User) -> dict[str, Any]:
    assert user.membership is not None
    return {"welcome": WELCOMES[Role(user.membership.role)]}


HOMES: dict[Role, Home] = {
    Role.SOCIAL_WORKER: Home("home_worker.html", _worker),
    Role.DEBT_COUNSELLOR: Home("home_worker.html", _worker),
    Role.TEAM_LEADER: Home("home_leader.html", _leader),
    Role.TEAM_ASSISTANT: Home("home_assistant.html", _assistant),
    Role.EXPERT_BY_EXPERIENCE: Home("home_worker.html", _duo),
    Role.HOUSING_CONSULTANT: Home("home_consultant.html", _consultant),
    Role.TRAINEE: Home("home_student.html", _student),
    Role.UPLOADER: Home("home_uploader.html", _uploader),
    Role.MANAGER: Home("home_figures.html", _figures),
    Role.FUNDER: Home("home_figures.html", _figures),
    Role.DATA_STEWARD: Home("home_figures.html", _figures),
    Role.PRIVACY_OFFICER: Home("home_privacy.html", _privacy),
    Role.ADMINISTRATOR: Home("home_administrator.html", _administrator),
} | {role: Home("home_welcome.html", _welcome) for role in WELCOMES}
