"""Whom one can ask inside the agency, and what of the file can be shown with a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.permissions import GRANTS, Permission
from cases.enums import Acute, PersonRole, Shown, Skill, StatementKind
from cases.models import Consult, Specialist

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Organisation
    from cases.models import Case, Person

_SAID = {
    Shown.SITUATION: StatementKind.SITUATION,
    Shown.NEED: StatementKind.NEED,
    Shown.RISK: StatementKind.RISK,
}


class SkillGroup(NamedTuple):
    """A specialism and who of the agency has it."""

    skill: Skill
    people: list[User]


def colleagues_of(agency: Organisation) -> QuerySet[User]:
    """Give the care staff of an agency by name, whatever their team."""
    members = Membership.objects.running().filter(organisation=agency, role__in=GRANTS[Permission.TALKS])
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name", "pk")


def who_knows(agency: Organisation) -> list[SkillGroup]:
    """Give every specialism with its people, those without anybody too: one question."""
    people: dict[str, list[User]] = {skill: [] for skill in Skill}
    known = Specialist.objects.filter(user__in=colleagues_of(agency)).select_related("user")
    for one in known.order_by("user__name", "user"):
        people[one.skill].append(one.user)
    return [SkillGroup(skill, people[skill]) for skill in Skill]


def asked_people(consult: Consult) -> list[User]:
    """Give who was asked: one colleague, or whoever of the agency has the specialism but the one who asks."""
    if consult.asked_of is not None:
        return [consult.asked_of]
    agency = consult.case.team.organisation
    return list(colleagues_of(agency).filter(skills__skill=consult.skill).exclude(pk=consult.asked_by_id))


def can_be_shown(case: Case) -> dict[Shown, str]:
    """Give what the file has to show with a question, in the language of the installation; of nothing, no line.

    No name and no address is among it; what people wrote themselves may hold one, so whoever asks reads it first.
    """
    said = {statement.kind: statement.text for statement in case.statements.running()}
    with translation.override(settings.LANGUAGE_CODE):
        found = {
            Shown.PEOPLE: ", ".join(_somebody(person) for person in case.household.people.all()),
            **{shown: said.get(kind, "") for shown, kind in _SAID.items()},
            Shown.ACUTE: str(Acute(case.acute).label) if case.acute else "",
        }
    return {shown: text for shown, text in found.items() if text}


def _somebody(person: Person) -> str:
    """Say who somebody is without a name."""
    role = str(PersonRole(person.role).label)
    if person.age is None:
        return role
    return _("%(role)s of %(age)d") % {"role": role, "age": person.age}
