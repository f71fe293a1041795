"""Personal links: a door for somebody without an account."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.enums import LinkOutcome
from accounts.models import PersonalLink, PersonalLinkUse

if TYPE_CHECKING:
    from datetime import timedelta
    from uuid import UUID

CODE_BYTES = 32


class LinkRefused(Exception):  # noqa: N818 -- errors are facts
    """The code opens nothing. Whoever came hears no more than that; `outcome` is for our own log."""

    def __init__(self, outcome: LinkOutcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


class NewLink(NamedTuple):
    """`code` is shown this once; only its hash is kept."""

    link: PersonalLink
    code: str


def make_link(*, purpose: str, subject_id: UUID, valid_for: timedelta, uses: int = 1) -> NewLink:
    """Make a door to one thing for one purpose, for some time and a number of uses."""
    code = secrets.token_urlsafe(CODE_BYTES)
    link = PersonalLink.objects.create(
        code_hash=_hash(code),
        purpose=purpose,
        subject_id=subject_id,
        expires_at=timezone.now() + valid_for,
        uses_left=uses,
    )
    return NewLink(link, code)


def look_at_link(*, code: str, purpose: str) -> UUID:
    """Give what a link leads to and spend nothing. A refused try is logged; see ``use_link`` for the answer to it."""
    link = PersonalLink.objects.filter(code_hash=_hash(code)).first()
    outcome = _outcome(link, purpose)
    if link is None or outcome != LinkOutcome.USED:
        PersonalLinkUse.objects.create(link=link, outcome=outcome)
        raise LinkRefused(outcome)
    return link.subject_id


def use_link(*, code: str, purpose: str) -> UUID:
    """Spend one use and give what the link leads to. Every try is logged, also a refused one.

    Raises LinkRefused after logging: answer with something below 500, or the line is undone with the request.
    The ``update`` is also the lock: of two who spend the last use at once, one is refused.
    """
    link = PersonalLink.objects.filter(code_hash=_hash(code)).first()
    with transaction.atomic():
        outcome = _spend(link, purpose)
        PersonalLinkUse.objects.create(link=link, outcome=outcome)
    if link is None or outcome != LinkOutcome.USED:
        raise LinkRefused(outcome)
    return link.subject_id


def _spend(link: PersonalLink | None, purpose: str) -> LinkOutcome:
    outcome = _outcome(link, purpose)
    if link is None or outcome != LinkOutcome.USED:
        return outcome
    spent = PersonalLink.objects.filter(pk=link.pk, uses_left__gt=0).update(uses_left=F("uses_left") - 1)
    return LinkOutcome.USED if spent else LinkOutcome.SPENT


def _outcome(link: PersonalLink | None, purpose: str) -> LinkOutcome:
    """Say how a try ends, as far as can be said without spending a use."""
    if link is None:
        return LinkOutcome.UNKNOWN
    if link.purpose != purpose:
        return LinkOutcome.ELSEWHERE
    if link.expires_at <= timezone.now():
        return LinkOutcome.EXPIRED
    return LinkOutcome.USED if link.uses_left else LinkOutcome.SPENT


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
