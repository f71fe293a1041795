"""The Dutch of every page, without gettext; ``make check`` compares the catalogue with the sources as well."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.urls import reverse

from accounts.enums import Role
from tests.access_world import World
from tests.factories.accounts import sign_in

SOURCE = Path(__file__).parents[1] / "locale" / "nl" / "LC_MESSAGES" / "django.po"
with SOURCE.open("rb") as file:
    CATALOGUE = read_po(file)
MESSAGES = [message for message in CATALOGUE if message.id]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|</?\w+>")
#: Words that this house does not use, and words for which it has another.
UNWANTED = re.compile(
    r"(?i)succesvol|cliënt|no-show|n\.v\.t|signa(?:al|len)|tweemaands|driemaands|woonconsulente|peildatum"
)
#: Words of English that are no words of Dutch.
ENGLISH = re.compile(
    r"(?i)\b(?:the|and|this|that|your|you|with|from|are|has|have|will|which|nobody|every|who|yet|not)\b"
)
#: What a page says, and what it says to who cannot see it.
SPOKEN = re.compile(r"""\b(?:aria-label|placeholder|title|alt|data-label|data-error|data-offline)="([^"]*)\"""")
SILENT = re.compile(r"(?s)<(script|style)\b.*?</\1>|<(button|span|a)\b[^>]*\slang=\"en\".*?</\2>|<[^>]+>")
CODES = re.compile(r"\S+@\S+|user-\d+\S*|covenant \d+|organisation \d+|team \d+", re.IGNORECASE)


def both(message) -> list[tuple[str, str]]:
    """Each Dutch form beside its English one."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


def words_of(page: str) -> str:
    said = [SILENT.sub(" ", page), *SPOKEN.findall(page)]
    return CODES.sub("", re.sub(r"\s+", " ", unescape(" ".join(said))))


def test_every_text_is_finished():
    assert [message.id for message in MESSAGES if message.fuzzy or not all(nl for _en, nl in both(message))] == []
    assert list(CATALOGUE.obsolete) == []


def test_every_text_has_the_places_of_its_source():
    differ = [en for message in MESSAGES for en, nl in both(message) if places(en) != places(nl)]

    assert differ == []


def places(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_the_house_words_are_kept():
    assert [nl for message in MESSAGES for _en, nl in both(message) if UNWANTED.search(nl)] == []


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (None, ["account_login", "account_reset_password"]),
        (
            Role.SOCIAL_WORKER,
            ["home", "cases:list", "cases:detail case", "networks:people case", "visits:day", "visits:log case"],
        ),
        (
            Role.TEAM_LEADER,
            ["home", "cases:list", "cases:assign waiting_case", "signals_intake:lists", "reporting:figures"],
        ),
        (Role.HOUSING_CONSULTANT, ["home", "signals_intake:list list", "signals_intake:review review"]),
        (
            Role.UPLOADER,
            ["home", "signals_intake:deliveries", "signals_intake:delivery delivery", "signals_intake:feedback"],
        ),
        (Role.ADMINISTRATOR, ["home", "accounts:team"]),
        (Role.PRIVACY_OFFICER, ["home", "accounts:log"]),
        (Role.BAILIFF, ["home", "signals_intake:deliveries"]),
    ],
)
def test_a_page_in_dutch_holds_no_english(db, client, role, pages):
    world = World()
    if role:
        sign_in(client, world.people[role])

    for name, *target in map(str.split, pages):
        page = client.get(reverse(name, kwargs=world.objects(target[0]).own if target else None))
        assert page.status_code == 200, name
        assert sorted(set(ENGLISH.findall(words_of(page.content.decode())))) == [], name


def test_english_left_on_a_page_would_be_found(db, client):
    client.cookies["language"] = "en"

    assert "your" in ENGLISH.findall(words_of(client.get(reverse("account_login")).content.decode()))
