"""Walk through everything that somebody can reach by links, each kind of page once."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Page

    #: In which state an object is, by its identity in the address: each state has a page of its own.
    States = dict[str, str]

#: Addresses that give a file, or that are for programs.
FILES = re.compile(r"_(csv|xlsx|pdf)$|:(export|paper|minutes|pack|document)$|^api:|z$")
#: What is special about a few cases, and where it shows.
RARE = {
    "crisis": {"cases:detail", "cases:crisis", "cases:crisis_one"},
    "scaled": {"cases:detail", "cases:together"},
    "money": {"cases:money"},
}
LINKS = "links => links.filter(link => !link.download && link.origin === location.origin).map(link => link.href)"


class Stop(NamedTuple):
    """A page that stands open: the name of its address, what is special about it, and the answer."""

    name: str
    special: str
    status: int

    def __str__(self) -> str:
        return f"{self.name} {self.special}".strip()


def walk(
    page: Page, *, states: States | None = None, choices: bool = False, also: Sequence[str] = ()
) -> Iterator[Stop]:
    """Open the home page and whatever is linked from there, the first of each kind; stand still at every page.

    With `choices`, the same page with a filter or at a later number is a kind of its own. `also` are pages that stand
    behind a filter for some.
    """
    seen: set[tuple[str, str] | None] = {None}
    ahead = deque(["/", *also])
    while ahead:
        path = ahead.popleft()
        asked = kind_of(path, states or {}, choices=choices)
        if asked in seen:
            continue
        answer = page.goto(path)
        arrived = kind_of(page.url, states or {}, choices=choices)
        if arrived not in seen:
            yield Stop(*(arrived or (path, "")), status=answer.status if answer else 0)
            ahead.extend(page.eval_on_selector_all("a[href]", LINKS))
        seen |= {asked, arrived}


def kind_of(address: str, states: States, *, choices: bool) -> tuple[str, str] | None:
    """Tell which view answers, in which state its object is and which choices are made; None for a file."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return parts.path, ""
    if FILES.search(match.view_name):
        return None
    state = states.get(str(match.kwargs.get("uuid")), "")
    special = [state if state not in RARE or match.view_name in RARE[state] else ""]
    if choices:
        special += sorted({key for key, value in parse_qsl(parts.query) if value})
    return match.view_name, "&".join(filter(None, special))
