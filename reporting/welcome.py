"""What people read whose room is still being built: what they may do today, what will be here, whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Welcome(NamedTuple):
    """Sentences for one role."""

    now: str | _StrPromise
    soon: str | _StrPromise
    ask: str | _StrPromise


_TEAM_LEADER = _("Questions? Ask the team leader you work with.")
_ADMINISTRATOR = _("Questions? Ask the administrator of the agency you work with.")

WELCOMES: dict[Role, Welcome] = {
    Role.BAILIFF: Welcome(
        _("There is nothing to deliver yet. You tell the team of an eviction as you always did."),
        _("You will report an eviction here, with its date, and read what was done."),
        _ADMINISTRATOR,
    ),
    Role.CONFERENCE_COORDINATOR: Welcome(
        _("There is nothing to do for you here today."),
        _("Your conferences will be here, each with its list of people to invite."), _TEAM_LEADER,
    ),
    Role.VOLUNTEER: Welcome(
        _("There is nothing to do for you here today."),
        _("What you promised to do will be here, with the first name of whom you do it for."), _TEAM_LEADER,
    ),
    Role.VOLUNTEER_ORGANISATION: Welcome(
        _("There is nothing to do for you here today."),
        _("Requests for a volunteer will be here: what is asked, in which area and when."), _ADMINISTRATOR,
    ),
    Role.RESEARCHER: Welcome(
        _("There is nothing to do for you here today."),
        _("The data of your study will be here until its last day, without names and addresses."), _ADMINISTRATOR,
    ),
}  # fmt: skip
