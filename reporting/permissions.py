"""How wide somebody's figures are (design.md §6, column figures)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.enums import Role
from accounts.models import Team
from accounts.permissions import Permission, require

if TYPE_CHECKING:
    from accounts.models import Organisation, User

TEAM_ROLES = frozenset({Role.SOCIAL_WORKER, Role.DEBT_COUNSELLOR, Role.TEAM_LEADER, Role.TEAM_ASSISTANT})
#: They see the large picture and nobody in it: groups under five are hidden.
DISTANT_ROLES = frozenset({Role.MANAGER, Role.FUNDER})


@dataclass(frozen=True)
class Reach:
    """The part of the figures that somebody may see; None is everything."""

    supplier: Organisation | None
    team_ids: tuple[int, ...] | None
    hides_small: bool


def reach_of(user: User) -> Reach:
    """Say how wide this person's figures are. Raises PermissionDenied without the grant."""
    require(user, Permission.FIGURES_VIEW)
    membership = user.membership
    assert membership is not None
    role, organisation = Role(membership.role), membership.organisation
    if organisation.is_supplier:
        return Reach(supplier=organisation, team_ids=None, hides_small=False)
    if role not in TEAM_ROLES:
        return Reach(supplier=None, team_ids=None, hides_small=role in DISTANT_ROLES)
    if membership.team_id is not None:
        return Reach(supplier=None, team_ids=(membership.team_id,), hides_small=False)
    teams = Team.objects.filter(organisation=organisation).values_list("pk", flat=True)
    return Reach(supplier=None, team_ids=tuple(teams), hides_small=False)
