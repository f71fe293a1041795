"""What follows what: the states that something goes through, and what makes it so. ``docs/states.md`` is drawn from it.

The one service of each takes no other step, and nobody else writes where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from cases.endings import ClosingState
from cases.enums import (
    OPEN_REFERRALS,
    RUNNING_STEPS,
    ArrangementState,
    BreakthroughState,
    ChainState,
    ClaimState,
    CrisisEnd,
    ReferralState,
    Relationship,
    RequestState,
    Stage,
)

if TYPE_CHECKING:
    from collections.abc import Collection

State_co = TypeVar("State_co", bound=str, covariant=True)


@dataclass(frozen=True)
class Move(Generic[State_co]):
    """A step that may be taken, from any of some states; from none when it begins."""

    before: Collection[State_co]
    after: State_co
    why: str


@dataclass(frozen=True)
class Course(Generic[State_co]):
    """The way of something through its states: which column says where it is, and which service alone writes that."""

    title: str
    column: str
    service: str
    moves: tuple[Move[State_co], ...]

    def after(self, state: str) -> tuple[State_co, ...]:
        """Give what this state may become; nothing follows the last."""
        return tuple(dict.fromkeys(move.after for move in self.moves if state in move.before))

    def before(self, state: str) -> tuple[State_co, ...]:
        """Give what may become this state."""
        return tuple(dict.fromkeys(one for move in self.moves if move.after == state for one in move.before))


OPEN = frozenset(Stage) - {Stage.CLOSED}
#: Stages from which a new decision of the joint review takes the case up again; from the others nothing goes back.
RESTING = frozenset({Stage.LIGHT_CONTACT, Stage.MONITORING, Stage.MINIMAL_CONTACT})
#: Where a worker may take a case; contact and light contact follow from the joint review.
BY_HAND = (Stage.VISITING, Stage.GUIDANCE, Stage.MONITORING, Stage.MINIMAL_CONTACT)
#: A decision on light contact may also take back one on a visit, as long as nobody did anything.
TO_LIGHT_CONTACT = RESTING - {Stage.LIGHT_CONTACT} | {Stage.CONTACT}

CASE = Course("A case", "Case.stage", "case", (
    Move((), Stage.CONTACT, "the joint review decides on a visit"),
    Move((), Stage.CONTACT, "a request for help is taken up"),
    Move((), Stage.LIGHT_CONTACT, "the joint review decides on light contact"),
    Move(RESTING, Stage.CONTACT, "the joint review decides on a visit"),
    Move(RESTING, Stage.CONTACT, "a request for help is taken up"),
    Move(TO_LIGHT_CONTACT, Stage.LIGHT_CONTACT, "the joint review decides on light contact"),
    Move((Stage.CONTACT,), Stage.VISITING, "somebody is reached"),
    Move((Stage.VISITING,), Stage.CONTACT, "nobody was reached after all"),
    *(Move(OPEN, stage, "a worker decides") for stage in BY_HAND),
    Move(OPEN, Stage.CLOSED, "the household is let go"),
))  # fmt: skip

RELATIONSHIP = Course("The relationship with a household", "Case.relationship", "standing", (
    Move((), Relationship.CONTACT, "the case begins"),
    *(
        Move(tuple(one for one in Relationship if one != state), state, "a worker sees it so")
        for state in Relationship
    ),
))  # fmt: skip

REQUEST = Course("A request for help", "HelpRequest.state", "request", (
    Move((), RequestState.WAITING, "somebody asks"),
    Move((RequestState.WAITING,), RequestState.ACCEPTED, "it is taken up"),
    Move((RequestState.WAITING,), RequestState.REFUSED, "it is sent on with an advice"),
))  # fmt: skip

#: A crisis says in `end` how it ended, and by the day in `settled_on` that what came after it is known.
RUNNING, SETTLED = "running", "settled"
CRISIS: Course[str] = Course("A crisis", "Crisis.end", "crisis", (
    Move((), RUNNING, "something threatens"),
    Move((RUNNING,), CrisisEnd.AVERTED, "it did not happen"),
    Move((RUNNING,), CrisisEnd.LOST, "it happened"),
    Move((CrisisEnd.AVERTED,), SETTLED, "it is known who helps now"),
    Move((CrisisEnd.LOST,), SETTLED, "there is a home or supply again"),
))  # fmt: skip

REFERRAL = Course("A referral", "Referral.state", "referral", (
    Move((), ReferralState.SENT, "a household is sent on"),
    Move((ReferralState.SENT,), ReferralState.ACCEPTED, "they take it on"),
    Move((ReferralState.SENT, ReferralState.ACCEPTED), ReferralState.ARRIVED, "help begins there"),
    Move(OPEN_REFERRALS, ReferralState.RESULT, "something came of it"),
    Move(OPEN_REFERRALS, ReferralState.REFUSED, "they turn it away"),
    Move(OPEN_REFERRALS, ReferralState.NOT_TAKEN_UP, "the household does not go"),
))  # fmt: skip

BREAKTHROUGH = Course("A breakthrough", "Breakthrough.state", "breakthrough", (
    Move((), BreakthroughState.ASKED, "a worker is stuck"),
    *(
        Move((BreakthroughState.ASKED,), state, "the team leader answers")
        for state in BreakthroughState
        if state != BreakthroughState.ASKED
    ),
))  # fmt: skip

DEBT_STEP = Course("A step of help with debts", "DebtStep.state", "debt", (
    Move((), ChainState.PREPARING, "the step begins"),
    Move(RUNNING_STEPS, ChainState.HANDED_OVER, "somebody has it now, or has it still"),
    Move(RUNNING_STEPS, ChainState.DONE, "it came to a good end"),
    Move(RUNNING_STEPS, ChainState.REFUSED, "they turn it away"),
    Move(RUNNING_STEPS, ChainState.STOPPED, "it is no longer needed"),
    Move(RUNNING_STEPS, ChainState.DROPPED_OUT, "the household comes no more"),
))  # fmt: skip

CLAIM = Course("A claim", "ClaimBatch.state", "claim", (
    Move((), ClaimState.DRAFT, "what was registered is put together"),
    Move((ClaimState.DRAFT, ClaimState.RETURNED), ClaimState.DESK, "it goes to the desk"),
    Move((ClaimState.DESK,), ClaimState.MUNICIPALITY, "it goes to the municipality"),
    Move((ClaimState.MUNICIPALITY,), ClaimState.PAID, "it is paid"),
    Move((ClaimState.DESK, ClaimState.MUNICIPALITY), ClaimState.RETURNED, "it is sent back"),
))  # fmt: skip

ARRANGEMENT = Course("An arrangement about the rent", "Arrangement.state", "arrangement", (
    Move((), ArrangementState.RUNS, "household and corporation agree"),
    Move((ArrangementState.RUNS,), ArrangementState.KEPT, "it was kept to its end"),
    Move((ArrangementState.RUNS,), ArrangementState.BROKEN, "it was not kept"),
))  # fmt: skip

#: A consent says by the day in `withdrawn_on` that it was taken back; past `until` it has ended by itself.
WITHDRAWN = "withdrawn"
CONSENT: Course[str] = Course("A consent", "Consent.withdrawn_on", "consent", (
    Move((), RUNNING, "the household says yes"),
    Move((RUNNING,), WITHDRAWN, "the household takes it back"),
))  # fmt: skip

CLOSING = Course("Letting go", "Closing.state", "closing", (
    Move((), ClosingState.ASKED, "a minor lives there, so two people decide"),
    Move((), ClosingState.DONE, "no minor lives there"),
    Move((ClosingState.ASKED,), ClosingState.DONE, "a second person says yes"),
    Move((ClosingState.ASKED,), ClosingState.NOT_YET, "somebody says not yet"),
))  # fmt: skip

COURSES: tuple[Course[str], ...] = (
    CASE, RELATIONSHIP, REQUEST, CRISIS, REFERRAL, BREAKTHROUGH, DEBT_STEP, ARRANGEMENT, CLAIM, CONSENT, CLOSING,
)  # fmt: skip
