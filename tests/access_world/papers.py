"""Files, faces and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from accounts.enums import Role
from accounts.services.photo import set_photo
from cases.enums import (
    DocumentKind,
    DocumentSource,
    Keeping,
)
from cases.services.paper import add_document, make_pack, write_minutes
from tests.access_world.world import Objects, target, three_cases
from tests.factories.accounts import person

if TYPE_CHECKING:
    from tests.access_world.world import World


@target
def a_photo(world: World) -> Objects:
    """Of somebody at Raakvlak, at De Kade and at the other agency."""
    found = []
    for somebody in (world.team_leader, world.people[Role.UPLOADER], person(Role.SOCIAL_WORKER, team=world.far_team)):
        set_photo(image=b"a picture", by=somebody)
        found.append({"uuid": somebody.uuid, "version": somebody.photo})
    return Objects(*found)


@target
def minutes(world: World) -> Objects:
    """Of a talk, in each case."""
    kept = [(case, write_minutes(case=case, words="Thee", by=world.team_leader)) for case in three_cases(world)]
    return Objects(*({"uuid": case.uuid, "entry": entry.uuid} for case, entry in kept))


@target
def a_case_document(world: World) -> Objects:
    """Given by the household, in each case."""
    found = []
    for case in three_cases(world):
        given = add_document(
            case=case, file=ContentFile(b"words", name="letter.txt"), kind=DocumentKind.LETTER,
            source=DocumentSource.HOUSEHOLD, keeping=Keeping.FILE, by=world.team_leader,
        )  # fmt: skip
        found.append({"uuid": case.uuid, "document": given.uuid})
    return Objects(*found)


@target
def a_pack(world: World) -> Objects:
    packs = [(case, make_pack(case=case, party="Almere", by=world.team_leader)) for case in three_cases(world)]
    return Objects(*({"uuid": case.uuid, "pack": pack.uuid} for case, pack in packs))
