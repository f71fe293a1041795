"""Every address, asked by everybody with every method, answers as the table in ``tests/access.py`` says."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from copy import copy
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from accounts.enums import Role
from tests.access import INSIDE, OUTSIDE, ROUTES, Rings, Route
from tests.access_world import World
from tests.factories.accounts import sign_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from django.http import HttpResponse
    from django.urls.resolvers import URLResolver

    from tests.access_world import Kwargs

#: The slow proofs ask everybody for every ring by every method. Each time everybody is asked for what is its own, and
#: these for the other rings too: one of the agency and two of a corporation, who see more than others do.
METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]
LOOK_FURTHER = frozenset({Role.TEAM_LEADER, Role.HOUSING_CONSULTANT, Role.UPLOADER})


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}", entry
        else:
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def test_every_address_is_in_the_table_once():
    assert sorted(name for name, _ in addresses(get_resolver())) == sorted(route.name for route in ROUTES)


def test_an_address_without_a_line_would_be_noticed():
    listed = {route.name for route in ROUTES} - {"home"}

    assert {name for name, _ in addresses(get_resolver())} - listed == {"home"}


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Build the world once for all addresses: by itself it takes longer than asking everybody for one."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.scope', 'job', true)")
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world) -> Iterator[World]:
    """Give the people that last; what is made for one address goes with its test."""
    fresh = copy(lasting_world)
    fresh.made = {}
    with transaction.atomic():
        yield fresh
        transaction.set_rollback(True)


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """Send one empty request and undo what it did, signing out too."""
    signed_in = client.cookies.output()
    with transaction.atomic():
        answer = client.generic(method, address)
        transaction.set_rollback(True)
    if answer.streaming:  # a file, which is closed once it is read
        list(answer)
    client.cookies = SimpleCookie(signed_in.replace("Set-Cookie: ", ""))
    return answer


def without_id(answer: HttpResponse) -> tuple[int, bytes]:
    """Give code and content without what was asked for (the switch of language leads back to it) and tokens."""
    ids = rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    asked = ids + rb'|name="next" value="[^"]*"|"csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"'
    return answer.status_code, re.sub(asked, b"", answer.content)


def address_of(route: Route, target: Kwargs) -> str:
    return reverse(route.name, kwargs={**route.kwargs, **target})


def rings_of(route: Route, method: str, world: World) -> Iterator[tuple[str, Kwargs]]:
    """Where the answer differs by whose it is: all three; else one's own."""
    if not route.target:
        yield "own", {}
        return
    objects = world.objects(route.target)
    expect = getattr(route, "GET" if method == "HEAD" else method, None)
    for ring in ("own", "near", "far") if isinstance(expect, Rings) and method != "HEAD" else ("own",):
        yield ring, getattr(objects, ring)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_everybody_gets_the_answer_of_the_table(world, route):
    assert_answers(world, route, ["GET"], further=LOOK_FURTHER)


@pytest.mark.assurance
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_everybody_gets_the_answer_of_the_table_by_any_method_in_any_ring(world, route):
    assert_answers(world, route, METHODS, further=world.people)


def assert_answers(world: World, route: Route, methods: list[str], *, further: Container[str]) -> None:
    asked = [(method, *where) for method in methods for where in rings_of(route, method, world)]

    wrong: defaultdict[str, list[str]] = defaultdict(list)
    client = Client(raise_request_exception=False)
    for who, user in world.people.items():
        sign_in(client, user) if user else client.logout()
        for method, ring, target in asked:
            if ring != "own" and who not in further:
                continue
            code, expected = (
                ask(client, method, address_of(route, target)).status_code,
                route.expected(method, ring, who),
            )
            if code != expected:
                wrong[f"{method} {ring}: {code}, not {expected}"].append(who)

    assert not wrong, "\n".join(f"{route.name} {what} for {', '.join(who)}" for what, who in wrong.items())


@pytest.mark.assurance
@pytest.mark.parametrize("route", [route for route in ROUTES if route.target], ids=lambda route: route.name)
def test_what_is_another_tenants_answers_as_what_does_not_exist(world, route):
    objects = world.objects(route.target)
    pairs = [
        (address_of(route, objects.own | {name: far}), address_of(route, objects.own | {name: uuid.uuid4()}))
        for name, far in objects.far.items()
    ]

    client = Client(raise_request_exception=False)
    for who in sorted(INSIDE):
        sign_in(client, world.people[who])
        for method in ("GET", "POST"):
            for theirs, none in pairs:
                assert without_id(ask(client, method, theirs)) == without_id(ask(client, method, none)), (who, method)


def test_everybody_in_the_table_is_in_the_world(world):
    assert set(world.people) == INSIDE | OUTSIDE
