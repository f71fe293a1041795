from __future__ import annotations

import uuid
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.enums import LinkOutcome
from accounts.models import PersonalLink, PersonalLinkUse
from accounts.services.links import LinkRefused, make_link, use_link

SUBJECT = uuid.uuid4()


def new_link(**fields):
    return make_link(**{"purpose": "reply", "subject_id": SUBJECT, "valid_for": timedelta(days=14), **fields})


def outcomes() -> list[str]:
    return list(PersonalLinkUse.objects.order_by("pk").values_list("outcome", flat=True))


def refusal(code: str, purpose: str = "reply") -> LinkOutcome:
    with pytest.raises(LinkRefused) as refused:
        use_link(code=code, purpose=purpose)
    return refused.value.outcome


def test_a_link_opens_what_it_was_made_for(db):
    assert use_link(code=new_link().code, purpose="reply") == SUBJECT
    assert outcomes() == ["used"]


def test_the_code_itself_is_kept_nowhere(db):
    link, code = new_link()

    stored = PersonalLink.objects.filter(pk=link.pk).values().get()

    assert stored["code_hash"] == sha256(code.encode()).hexdigest()
    assert code not in str(stored)


def test_two_codes_are_long_and_different(db):
    assert len({new_link().code, new_link().code}) == 2
    assert len(new_link().code) == 43


def test_a_link_opens_as_often_as_agreed(db):
    code = new_link(uses=2).code
    use_link(code=code, purpose="reply")
    use_link(code=code, purpose="reply")

    assert refusal(code) == LinkOutcome.SPENT
    assert outcomes() == ["used", "used", "spent"]


def test_a_link_opens_nothing_after_its_time(db):
    link, code = new_link()
    now = timezone.now()
    PersonalLink.objects.filter(pk=link.pk).update(created_at=now - timedelta(days=2), expires_at=now)

    assert refusal(code) == LinkOutcome.EXPIRED
    assert outcomes() == ["expired"]


def test_a_link_opens_nothing_else(db):
    code = new_link().code

    assert refusal(code, purpose="conference") == LinkOutcome.ELSEWHERE
    assert use_link(code=code, purpose="reply") == SUBJECT  # the wrong door spent nothing


def test_a_guess_is_logged_without_a_link(db):
    assert refusal("guess") == LinkOutcome.UNKNOWN
    assert PersonalLinkUse.objects.get().link is None


def test_a_link_cannot_expire_before_it_was_made(db):
    with pytest.raises(IntegrityError):
        new_link(valid_for=timedelta(days=-1))
