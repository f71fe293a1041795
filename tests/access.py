"""The route table: who gets which answer where. Reviewed by eye, walked by ``tests/test_access.py``.

One ``Route`` an address of ``outreach/urls.py``; an address that is not here fails the build. Whoever a method does
not name gets its `rest`: 403, or 404 where one object is asked for. A method that is not named gives `other`: 405.
Somebody without an account, or with one that is switched off, is sent to the login page (302), whatever the method;
`outside=SAME` says that an address is open to them, `outside=403` that it is part of the API.

To add an address: name it, say what its uuid stands for (a target of ``tests/access_world.py``) and who gets what. A
POST is sent empty: 422 is "filled in wrongly", so somebody who may.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accounts.enums import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

R = Role
NOBODY = "nobody"  # signed in, but without a running membership
ANONYMOUS, DISABLED = "anonymous", "disabled"
INSIDE = frozenset({*(role.value for role in R), NOBODY})
OUTSIDE = frozenset({ANONYMOUS, DISABLED})
SAME = "same"
LOGIN = 302

WORKER = {R.SOCIAL_WORKER, R.DEBT_COUNSELLOR}
LEADER, ASSISTANT, CONSULTANT, UPLOADER = {R.TEAM_LEADER}, {R.TEAM_ASSISTANT}, {R.HOUSING_CONSULTANT}, {R.UPLOADER}
EXPERT, BAILIFF, MANAGER, FUNDER = {R.EXPERT_BY_EXPERIENCE}, {R.BAILIFF}, {R.MANAGER}, {R.FUNDER}
STEWARD, OFFICER, ADMINISTRATOR = {R.DATA_STEWARD}, {R.PRIVACY_OFFICER}, {R.ADMINISTRATOR}
CARE = WORKER | LEADER


@dataclass(frozen=True)
class Expect:
    """The code of whoever is named, and of everybody else who is signed in."""

    codes: Mapping[str, int]
    rest: int

    def code(self, who: str) -> int:
        return self.codes.get(who, self.rest)


@dataclass(frozen=True)
class Rings:
    """By whose the object is: one's own, of another team or partner of the same agency, of another tenant."""

    own: Expect
    near: Expect
    far: Expect


@dataclass(frozen=True)
class Route:
    name: str
    target: str = ""
    kwargs: Mapping[str, str] = field(default_factory=dict)
    outside: int | str = LOGIN
    other: int = 405
    GET: Expect | Rings | None = None
    POST: Expect | Rings | None = None
    OPTIONS: Expect | None = None

    def expected(self, method: str, ring: str, who: str) -> int:
        """Give the code that `who` must get on the object of `ring`."""
        if who in OUTSIDE and self.outside != SAME:
            return int(self.outside)
        expect = getattr(self, "GET" if method == "HEAD" else method, None)
        if isinstance(expect, Rings):
            expect = getattr(expect, ring)
        return self.other if expect is None else expect.code(who)


def every(code: int) -> Expect:
    return Expect({}, code)


def outsiders(code: int, *, rest: int) -> Expect:
    return Expect(dict.fromkeys(OUTSIDE, code), rest)


def only(who: set[R], code: int = 200, *, rest: int = 403) -> Expect:
    return Expect(dict.fromkeys(who, code), rest)


def also(first: Expect, who: set[R], code: int) -> Expect:
    return Expect({**first.codes, **dict.fromkeys(who, code)}, first.rest)


def rings(own: Expect | set[R], near: Expect | set[R] = frozenset(), far: Expect | None = None, code: int = 200) -> Rings:
    """Give `code` on what is one's own, 403 (the reason form) on what is near to whoever may ask, else 404."""
    return Rings(
        own=own if isinstance(own, Expect) else only(own, code, rest=404),
        near=near if isinstance(near, Expect) else only(set(near), 403, rest=404),
        far=far or every(404),
    )


ROUTES = [
    # --- the front door
    Route("home", GET=every(200), other=405),
    Route("set_language", outside=SAME, GET=every(302), POST=every(302), OPTIONS=every(302), other=302),
    Route("healthz", outside=SAME, GET=every(200)),
    Route("readyz", outside=SAME, GET=every(200)),
    # --- accounts of allauth
    Route("account_login", outside=SAME, GET=outsiders(200, rest=302), POST=outsiders(200, rest=302)),
    Route("account_logout", GET=every(200), POST=every(302)),
    Route("account_inactive", outside=SAME, GET=every(200), POST=every(405)),
    Route("account_reauthenticate", GET=every(403), POST=every(403)),  # nobody here has a password to ask for
    Route("account_reset_password", outside=SAME, GET=every(200), POST=every(200)),
    Route("account_reset_password_done", outside=SAME, GET=every(200)),
    Route(
        "account_reset_password_from_key",
        kwargs={"uidb36": "1", "key": "x-y"},
        outside=SAME,
        GET=every(200),
        POST=every(200),
    ),
    Route("account_reset_password_from_key_done", outside=SAME, GET=every(200)),
    # --- people
    Route("accounts:team", GET=only(LEADER | ADMINISTRATOR)),
    Route("accounts:log", GET=only(OFFICER)),
    Route("accounts:document", "document", GET=every(404)),
    # --- the API
    Route("api:openapi", outside=403, GET=every(200)),
    Route("api:me", outside=403, GET=every(200)),
    Route("api:nowhere", outside=403, GET=every(404), other=404),
]
