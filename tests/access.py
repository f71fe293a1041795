"""The route table: who gets which answer where. Reviewed by eye, walked by ``tests/test_access.py``.

One ``Route`` an address of ``outreach/urls.py``; an address that is not here fails the build. Whoever a method does
not name gets its `rest`: 403, or 404 where one object is asked for. A method that is not named gives `other`: 405.
Somebody without an account, or with one that is switched off, is sent to the login page (302), whatever the method;
`outside=SAME` says that an address is open to them, `outside=403` that it is part of the API.

To add an address: name it, say what its uuid stands for (a target of ``tests/access_world/``) and who gets what. A
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


def codes(of: Mapping[int, set[R]], *, rest: int = 404) -> Expect:
    """Read ``{200: WORKER, 403: LEADER}``: by code, who."""
    return Expect({who: code for code, people in of.items() for who in people}, rest)


# --- whose object it is, and what then
FILE = CARE | ASSISTANT | CONSULTANT | EXPERT  # open the cases of their ring
ASKED = MANAGER | OFFICER  # open any case of the agency after a reason
BY_REASON = only(CARE | ASKED, 403, rest=404)
SUPPLIER, OVERSEER = UPLOADER | CONSULTANT, LEADER | ASSISTANT
DELIVERED = SUPPLIER | OVERSEER | BAILIFF
MEETING = CARE | ASSISTANT | CONSULTANT


def file_of(who: set[R], code: int, *, absent: frozenset[R] | set[R] = frozenset()) -> Rings:
    """Give `code` to `who` on their own case, 403 to whoever may only look at it; to the `absent` it is not own."""
    return Rings(own=codes({code: who, 403: (FILE | ASKED) - who - absent}), near=BY_REASON, far=every(404))


def delivery_of(who: set[R], code: int) -> Rings:
    """Give `code` to `who`. *near* is of another supplier under the same covenant: there for the agency alone."""
    refused = SUPPLIER | OVERSEER
    return Rings(
        own=codes({code: who, 403: refused - who, 404: BAILIFF}, rest=403),
        near=codes({code: who & OVERSEER, 403: OVERSEER - who, 404: SUPPLIER | BAILIFF}, rest=403),
        far=only(DELIVERED, 404),
    )


def meeting_of(who: set[R], code: int) -> Rings:
    """Give `code` to `who`. *near* is the agency's meeting with another corporation."""
    return Rings(
        own=codes({code: who, 403: MEETING - who}, rest=403),
        near=codes({code: who - CONSULTANT, 403: MEETING - who - CONSULTANT, 404: CONSULTANT}, rest=403),
        far=only(MEETING, 404),
    )


def entry_of(code: int) -> Rings:
    """Give `code` to whoever keeps the directory; a whole agency shares one. *far* is of another agency."""
    keepers = CARE | ASSISTANT
    return Rings(own=only(keepers, code), near=only(keepers, code), far=only(keepers, 404))


def team_of(code: int) -> Rings:
    """Give `code` to whoever writes in the cases of a team. *near* is of another team."""
    return Rings(own=only(CARE, code), near=only(CARE, 404), far=only(CARE, 404))


def signal_of(code: int) -> Rings:
    """Give `code` to whoever takes something up with policy; a whole agency shares that."""
    takers = LEADER | MANAGER
    return Rings(own=only(takers, code), near=only(takers, code), far=only(takers, 404))


CLAIMERS, SETTERS = ASSISTANT | MANAGER, MANAGER | ADMINISTRATOR


def claim_of(who: set[R], code: int) -> Rings:
    """Give `code` to `who`; a whole agency claims together. *far* is of another agency."""
    return Rings(own=only(who, code), near=only(who, code), far=only(who, 404))


def photo_of() -> Rings:
    """Colleagues see each other. *own* is of Raakvlak, *near* of De Kade, *far* of the other agency."""
    elsewhere = SUPPLIER | BAILIFF | FUNDER | {R.VOLUNTEER_ORGANISATION, R.RESEARCHER}
    return Rings(own=only(set(R) - elsewhere, rest=404), near=only(SUPPLIER, rest=404), far=every(404))


def request_of(who: set[R], code: int) -> Rings:
    """Give `code` to `who` for a request of their own team, 403 to whoever else sees those."""
    seers = CARE | ASSISTANT
    own = codes({code: who, 403: seers - who}, rest=403)
    return Rings(own=own, near=only(seers, 404), far=only(seers, 404))


def asked_of(code: int) -> Rings:
    """Give `code` to whoever asked or was asked, and to care staff whose case it is; to others it does not exist."""
    return Rings(own=only(CARE, code), near=only(CARE, 404), far=only(CARE, 404))


def table_of(code: int) -> Rings:
    """Give `code` to whoever keeps the tables of an agency. *far* is of another agency."""
    keepers = CARE | ASSISTANT
    return Rings(own=only(keepers, code), near=only(keepers, code), far=only(keepers, 404))


ROUTES = [
    # --- the front door
    Route("home", GET=every(200)),
    Route("set_language", outside=SAME, GET=every(302), POST=every(302), OPTIONS=every(302), other=302),
    Route("healthz", outside=SAME, GET=every(200)),
    Route("readyz", outside=SAME, GET=every(200)),
    # --- a door for who has no account; a link that opens nothing answers the same to everybody
    Route("look_back", kwargs={"code": "guess"}, outside=SAME, GET=every(404), POST=every(404)),
    Route("look_back_thanks", outside=SAME, GET=every(200)),
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
    Route("accounts:here", GET=every(200)),
    Route("accounts:me", GET=every(200), POST=every(422)),
    Route("accounts:photo_remove", POST=every(302)),
    Route("accounts:photo", "photo", GET=photo_of()),
    # --- cases, the people around a household, visits
    Route("cases:list", GET=only(FILE)),
    Route("cases:search", GET=only(FILE), POST=only(FILE, 422)),
    Route("cases:detail", "case", GET=file_of(FILE, 200)),
    Route(
        "cases:reason",
        "case",
        POST=Rings(own=codes({302: FILE, 422: ASKED}), near=only(CARE | ASKED, 422, rest=404), far=every(404)),
    ),
    Route(
        "cases:assign",
        "waiting_case",  # in whose duo no partner is yet
        GET=file_of(LEADER, 200, absent=CONSULTANT | EXPERT),
        POST=file_of(LEADER, 422, absent=CONSULTANT | EXPERT),
    ),
    Route("cases:duo", "case", GET=file_of(LEADER, 200)),
    Route("cases:duo_join", "case", POST=file_of(LEADER, 422)),
    Route("cases:duo_borrow", "case", POST=file_of(LEADER, 422)),
    Route("cases:duo_hand_on", "worker", GET=file_of(LEADER, 200), POST=file_of(LEADER, 422)),
    Route("cases:duo_give_back", "guest", POST=file_of(LEADER, 302)),
    Route("cases:move", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:close", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:close_confirm", "closing", POST=file_of(CARE, 302)),
    Route("cases:close_not_yet", "closing", POST=file_of(CARE, 302)),
    Route("cases:close_check", "case", POST=file_of(CARE, 422)),
    Route("cases:close_team", "case", POST=file_of(CARE, 302)),
    Route("cases:close_seek_on", "case", POST=file_of(CARE, 422)),
    Route("cases:close_talked_over", "case", POST=file_of(CARE, 302)),  # that it was talked over is enough
    Route("cases:evaluation", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:evaluation_link", "case", POST=file_of(CARE, 200)),
    Route("cases:evaluation_pdf", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 200)),
    Route("cases:evaluation_answer", "evaluation", POST=file_of(CARE, 422)),
    Route("cases:story", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 302)),  # nothing said is nothing changed
    Route("cases:standing", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:household", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:household_move", "case", POST=file_of(CARE, 422)),
    Route("cases:note", "case", POST=file_of(CARE, 422)),
    Route("cases:note_correct", "note", GET=file_of(CARE, 404), POST=file_of(CARE, 404)),  # of somebody else
    Route(
        "cases:earlier",
        "corrected_note",  # of the team, so not a partner's to read
        GET=Rings(
            own=codes({200: CARE | ASSISTANT, 403: ASKED, 404: CONSULTANT | EXPERT}), near=BY_REASON, far=every(404)
        ),
    ),
    Route("cases:circumstances", "case", GET=file_of(CARE | ASSISTANT, 200), POST=file_of(CARE, 422)),
    Route("cases:circumstance_end", "circumstance", POST=file_of(CARE, 302)),
    Route(
        "cases:arrangements",
        "case",
        GET=file_of(CARE | ASSISTANT | CONSULTANT, 200),
        POST=file_of(CARE | CONSULTANT, 422),
    ),
    Route("cases:bailiff_costs", "case", POST=file_of(CARE | CONSULTANT, 422)),
    Route("cases:arrangement_end", "arrangement", POST=file_of(CARE | CONSULTANT, 422)),
    Route("cases:warnings", "case", GET=file_of(FILE, 200), POST=file_of(CARE | CONSULTANT | EXPERT, 422)),
    Route("cases:warning_off", "warning", POST=file_of(CARE, 302)),  # pinned by none of them
    Route("cases:consents", "case", GET=file_of(CARE | ASSISTANT, 200), POST=file_of(CARE, 422)),
    Route("cases:consent_withdraw", "consent", POST=file_of(CARE, 302)),
    Route("cases:gathered_add", "case", POST=file_of(CARE, 422)),
    Route("cases:gathered_told", "gathered", POST=file_of(CARE, 302)),  # today, is enough
    Route("cases:objection_add", "case", POST=file_of(CARE, 422)),
    Route("cases:objection_answer", "objection", POST=file_of(CARE, 422)),
    Route("cases:crisis", "case", GET=file_of(CARE, 200)),
    Route("cases:crisis_start", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:crisis_one", "crisis", GET=file_of(CARE, 200)),
    Route("cases:crisis_change", "crisis", GET=file_of(CARE, 200), POST=file_of(CARE, 302)),  # nothing is changed
    Route("cases:crisis_end", "crisis", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:crisis_settle", "crisis", POST=file_of(CARE, 302)),  # both answers may stay empty
    Route("cases:crisis_call", "crisis", POST=file_of(CARE, 422)),
    Route("cases:crisis_pdf", "crisis", GET=file_of(CARE, 200)),
    Route("cases:crisis_item", "crisis_item", POST=file_of(CARE, 422)),
    Route("cases:checklist", GET=only(LEADER), POST=only(LEADER, 422)),
    Route("cases:done", "task", POST=Rings(own=only(CARE, 302, rest=404), near=every(404), far=every(404))),
    Route("cases:together", "case", GET=file_of(CARE | ASSISTANT, 200)),
    Route("cases:task_add", "case", POST=file_of(CARE, 422)),
    Route("cases:task_change", "case_task", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:task_drop", "case_task", POST=file_of(CARE, 422)),
    Route("cases:refer", "case", POST=file_of(CARE, 422)),
    Route("cases:referral", "referral", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:obstacle_add", "case", POST=file_of(CARE, 422)),
    Route("cases:obstacle_end", "obstacle", POST=file_of(CARE, 302)),
    Route("cases:scale", "case", POST=file_of(CARE, 422)),
    Route("cases:scaling", "scaling", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:money", "case", GET=file_of(CARE, 200)),
    Route("cases:creditors_add", "case", POST=file_of(CARE, 422)),
    Route("cases:creditor", "creditor", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:creditor_state", "creditor", POST=file_of(CARE, 422)),
    Route("cases:income_tap", "case", POST=file_of(CARE, 422)),
    Route("cases:step_start", "case", POST=file_of(CARE, 422)),
    Route("cases:step", "debt_step", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:debt_paper", "debt_paper", POST=file_of(CARE, 422)),
    Route("cases:trade_off_add", "case", POST=file_of(CARE, 422)),
    Route("cases:trade_off", "trade_off", POST=file_of(CARE, 302)),  # nothing said means that it is over
    Route("cases:debt_decision", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:debt_decision_pdf", "debt_decision", GET=file_of(CARE, 200)),
    Route("cases:waiting", GET=only(CARE | ASSISTANT)),
    Route("cases:directory", GET=only(CARE | ASSISTANT)),
    Route("cases:service_add", GET=only(CARE | ASSISTANT), POST=only(CARE | ASSISTANT, 422)),
    Route("cases:service", "service", GET=entry_of(200), POST=entry_of(422)),
    Route("cases:service_verify", "service", POST=entry_of(302)),
    Route("cases:service_end", "service", POST=entry_of(302)),
    # --- claims
    Route("claims:list", GET=only(CLAIMERS), POST=only(CLAIMERS, 422)),
    Route("claims:types", GET=only(SETTERS), POST=only(SETTERS, 422)),
    Route("claims:tariff", "claim_type", POST=claim_of(SETTERS, 422)),
    Route("claims:type_end", "claim_type", POST=claim_of(SETTERS, 302)),
    Route("claims:batch", "claim_batch", GET=claim_of(CLAIMERS, 200)),
    Route("claims:discard", "claim_batch", POST=claim_of(CLAIMERS, 302)),
    Route("claims:export_csv", "claim_batch", GET=claim_of(CLAIMERS, 200)),
    Route("claims:export_xlsx", "claim_batch", GET=claim_of(CLAIMERS, 200)),
    Route("claims:move", "claim_batch", kwargs={"state": "desk"}, POST=claim_of(CLAIMERS, 302)),
    Route("cases:requests", GET=only(CARE | ASSISTANT)),
    Route("cases:request_add", GET=only(CARE | ASSISTANT), POST=only(CARE | ASSISTANT, 422)),
    Route("cases:request", "help_request", GET=request_of(CARE | ASSISTANT, 200)),
    Route("cases:request_accept", "help_request", POST=request_of(OVERSEER, 422)),
    Route("cases:request_refuse", "help_request", POST=request_of(OVERSEER, 422)),
    Route("cases:request_told", "help_request", POST=request_of(CARE | ASSISTANT, 422)),
    Route("cases:route", "case", GET=file_of(CARE | ASSISTANT, 200)),
    Route("cases:estimate", "case", POST=file_of(CARE, 302)),  # nothing tapped is nothing changed
    Route("cases:approach", "case", POST=file_of(CARE, 422)),
    Route("reporting:routes", GET=only(CARE | ASSISTANT | MANAGER | FUNDER | STEWARD)),
    Route("cases:rhythm", "case", GET=file_of(CARE, 200)),
    Route("cases:cadence", "case", POST=file_of(CARE, 422)),
    Route("cases:check_add", "case", POST=file_of(CARE, 422)),
    Route("cases:again", "case", POST=file_of(CARE, 302)),  # what does not rest goes on as it was
    Route("cases:day", "case", POST=file_of(CARE, 302)),  # nothing said is nothing changed
    Route("cases:papers", "case", GET=file_of(CARE, 200)),
    Route("cases:paper", "case", kwargs={"kind": "card"}, GET=file_of(CARE, 200)),
    Route("cases:minutes_add", "case", POST=file_of(CARE, 422)),
    Route("cases:minutes", "minutes", GET=file_of(CARE, 200)),
    Route("cases:document_add", "case", POST=file_of(CARE, 422)),
    Route("cases:document", "case_document", GET=file_of(CARE, 200)),
    Route("cases:document_drop", "case_document", POST=file_of(CARE, 302)),
    Route("cases:pack_make", "case", POST=file_of(CARE, 422)),
    Route("cases:pack", "pack", GET=file_of(CARE, 200)),
    # --- thinking along
    Route("cases:talks", "case", GET=file_of(CARE, 200)),
    Route("cases:consult_ask", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:breakthrough_ask", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:breakthrough", "breakthrough", GET=file_of(LEADER, 200), POST=file_of(LEADER, 422)),
    Route("cases:decision_add", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:decision", "decision", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:decision_advise", "decision", GET=file_of(LEADER, 200), POST=file_of(LEADER, 422)),
    Route("cases:discussion_plan", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:discussion", "discussion", GET=file_of(CARE, 200), POST=file_of(CARE, 302)),  # that it was is enough
    Route("cases:bring", "case", GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:safety", "case", GET=file_of(CARE, 200)),
    Route("cases:safety_add", "case", kwargs={"step": "decide"}, GET=file_of(CARE, 200), POST=file_of(CARE, 422)),
    Route("cases:safety_correct", "safety_note", GET=file_of(CARE, 404), POST=file_of(CARE, 404)),  # of somebody else
    Route("cases:colleagues", GET=only(CARE), POST=only(CARE, 302)),  # nothing ticked is nothing known
    Route("cases:consult", "consult", GET=asked_of(200), POST=asked_of(422)),
    Route(
        "cases:consult_close", "consult", POST=Rings(own=only(LEADER, 302), near=only(CARE, 404), far=only(CARE, 404))
    ),
    Route("cases:caseload", GET=only(CARE)),
    Route(
        "cases:caseload_hold",
        "colleague",
        GET=Rings(own=only(LEADER), near=only(LEADER, 404), far=only(LEADER, 404)),
        POST=Rings(own=only(LEADER, 302), near=only(LEADER, 404), far=only(LEADER, 404)),
    ),
    Route(
        "cases:caseload_talk",
        "caseload_talk",
        GET=Rings(
            own=codes({200: LEADER | {R.SOCIAL_WORKER}, 404: {R.DEBT_COUNSELLOR}}, rest=403),
            near=only(CARE, 404),
            far=only(CARE, 404),
        ),
        POST=Rings(
            own=codes({200: LEADER, 302: {R.SOCIAL_WORKER}, 404: {R.DEBT_COUNSELLOR}}, rest=403),
            near=only(CARE, 404),
            far=only(CARE, 404),
        ),
    ),
    Route("cases:tables", GET=only(CARE | ASSISTANT), POST=only(CARE | ASSISTANT, 422)),
    Route("cases:table", "table", GET=table_of(200)),
    Route("cases:table_seat", "table", POST=table_of(422)),
    Route("cases:table_unseat", "table_member", POST=table_of(302)),
    Route("cases:table_plan", "table", POST=table_of(422)),
    Route(
        "cases:table_meeting", "table_meeting", GET=table_of(200), POST=table_of(422)
    ),  # what was seen has to be said
    Route("cases:table_offer", "table", POST=table_of(422)),
    Route("cases:table_offer_end", "table_offer", POST=table_of(302)),  # that it ended is enough
    Route("networks:people", "case", GET=file_of(CARE, 200), POST=file_of(WORKER, 422)),
    Route("visits:day", GET=only(CARE | CONSULTANT | EXPERT)),
    Route(
        "visits:log",
        "case",
        GET=file_of(CARE | CONSULTANT | EXPERT, 200),
        POST=file_of(CARE | CONSULTANT | EXPERT, 422),
    ),
    Route(
        "visits:correct",
        "contact",  # of somebody else, so the team leader's alone
        GET=Rings(
            own=codes({200: LEADER, 403: ASSISTANT | ASKED, 404: WORKER | CONSULTANT | EXPERT}),
            near=BY_REASON,
            far=every(404),
        ),
        POST=Rings(
            own=codes({422: LEADER, 403: ASSISTANT | ASKED, 404: WORKER | CONSULTANT | EXPERT}),
            near=BY_REASON,
            far=every(404),
        ),
    ),
    Route(
        "visits:presence",
        "case",
        GET=file_of(CARE | CONSULTANT | EXPERT, 200),
        POST=file_of(CARE | CONSULTANT | EXPERT, 302),  # there is nothing that has to be filled in
    ),
    Route("cases:groups", GET=only(CARE), POST=only(CARE, 422)),
    Route("cases:group", "gathering", GET=team_of(200), POST=team_of(422)),
    Route("cases:guest_done", "group_guest", POST=team_of(302)),
    # --- what suppliers deliver and hear back
    Route("signals_intake:deliveries", GET=only(DELIVERED)),
    Route("signals_intake:upload", POST=only(SUPPLIER, 422)),
    Route("signals_intake:delivery", "delivery", GET=delivery_of(SUPPLIER | OVERSEER, 200)),
    Route("signals_intake:confirm", "staged_delivery", POST=delivery_of(SUPPLIER, 302)),
    Route("signals_intake:discard", "staged_delivery", POST=delivery_of(SUPPLIER, 302)),
    Route("signals_intake:rejected_csv", "delivery", GET=delivery_of(SUPPLIER | OVERSEER, 200)),
    Route("signals_intake:rejected_xlsx", "delivery", GET=delivery_of(SUPPLIER | OVERSEER, 200)),
    Route("signals_intake:feedback", GET=only(SUPPLIER)),
    Route("signals_intake:excluded", GET=only(SUPPLIER)),
    Route("signals_intake:feedback_csv", GET=only(SUPPLIER)),
    Route("signals_intake:feedback_xlsx", GET=only(SUPPLIER)),
    # --- lists and the joint review
    Route("signals_intake:lists", GET=only(MEETING)),
    Route("signals_intake:lists_make", POST=only(LEADER, 422)),
    Route("signals_intake:list", "list", GET=meeting_of(MEETING, 200)),
    Route("signals_intake:list_csv", "list", GET=meeting_of(MEETING, 200)),
    Route("signals_intake:list_xlsx", "list", GET=meeting_of(MEETING, 200)),
    Route("signals_intake:review", "review", GET=meeting_of(MEETING, 200)),
    Route("signals_intake:review_join", "review", POST=meeting_of(CARE | CONSULTANT, 302)),
    Route(
        "signals_intake:review_row",
        "review_row",
        GET=meeting_of(MEETING, 302),
        POST=meeting_of(CARE | CONSULTANT, 422),
    ),
    Route(
        "signals_intake:review_sign",
        "review",
        GET=meeting_of(MEETING, 302),
        POST=meeting_of(LEADER | CONSULTANT, 302),
    ),
    Route("signals_intake:review_toolbar", "review", GET=meeting_of(MEETING, 302)),
    # --- figures
    Route("reporting:figures", GET=only(MEETING | MANAGER | FUNDER | STEWARD)),
    Route("reporting:figures_pdf", GET=only(MEETING | MANAGER | FUNDER | STEWARD)),
    Route("reporting:export", kwargs={"kind": "csv"}, GET=only(MEETING | MANAGER | FUNDER | STEWARD)),
    Route("reporting:obstacles", GET=only(LEADER | MANAGER), POST=only(LEADER | MANAGER, 422)),
    Route("reporting:signal", "signal", GET=signal_of(200), POST=signal_of(422)),
    # --- the API
    Route("api:openapi", outside=403, GET=every(200)),
    Route("api:me", outside=403, GET=every(200)),
    Route("api:deliveries", outside=403, GET=only(DELIVERED), POST=only(SUPPLIER, 422)),
    Route("api:delivery", "delivery", outside=403, GET=delivery_of(SUPPLIER | OVERSEER, 200)),
    Route("api:confirm", "staged_delivery", outside=403, POST=delivery_of(SUPPLIER, 202)),
    Route("api:signals", outside=403, GET=only(SUPPLIER)),
    Route("api:nowhere", outside=403, GET=every(404), other=404),
]
