"""Asking colleagues inside the product, where a household's story stays, instead of in a chat group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases.enums import ConsultEvent, EntryKind, Shown
from cases.models import Consult, ConsultReply, Specialist
from cases.queries.consult import asked_people, can_be_shown
from cases.services.case import lock_open
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from accounts.models import User
    from cases.enums import Skill
    from cases.models import Case


class ConsultClosed(Exception):  # noqa: N818 -- errors are facts
    """Whoever asked has what they need."""


class NobodyKnowsThis(Exception):  # noqa: N818 -- errors are facts
    """Nobody else of the agency has this specialism."""


@transaction.atomic
def ask_colleagues(
    *,
    case: Case,
    question: str,
    by: User,
    asked_of: User | None = None,
    skill: Skill | None = None,
    show: Collection[Shown] = (),
) -> Consult:
    """Ask one colleague or a specialism, with what of the file is shown as it reads now.

    The mail says that there is a question and nothing more. The case is locked first, so that a form sent twice asks
    once. Raises CaseAlreadyClosed, and NobodyKnowsThis when no one would read it.
    """
    locked = lock_open(case)
    shown = "\n".join(f"{kind.label}: {text}" for kind, text in can_be_shown(locked).items() if kind in show)
    words = {"asked_of": asked_of, "skill": skill or "", "question": question.strip(), "shown": shown}
    if same := locked.consults.open().filter(asked_by=by, is_answered=False, **words).first():
        return same
    consult = Consult.objects.create(case=locked, asked_at=dates.now(), asked_by=by, **words)
    people = asked_people(consult)
    if not people:
        raise NobodyKnowsThis(skill)
    _tell(consult, ConsultEvent.ASKED, f"{consult.whom}\n\n{consult.question}", by=by)
    _mail(people)
    return consult


@transaction.atomic
def reply(*, consult: Consult, text: str, by: User) -> ConsultReply:
    """Say something in the thread of a question. Raises ConsultClosed, CaseAlreadyClosed.

    The ``update`` is also the lock. After whoever was asked the question waits for whoever asks, and the other way
    round.
    """
    lock_open(consult.case)
    theirs = by.pk != consult.asked_by_id
    if not Consult.objects.filter(pk=consult.pk, closed_at=None).update(is_answered=theirs):
        raise ConsultClosed
    consult.refresh_from_db()
    said = ConsultReply.objects.create(consult=consult, text=text.strip(), at=dates.now(), by=by)
    _tell(consult, ConsultEvent.ANSWERED if theirs else ConsultEvent.ASKED, said.text, by=by)
    _mail([consult.asked_by] if theirs else asked_people(consult))
    return said


@transaction.atomic
def close_consult(*, consult: Consult, by: User, outcome: str = "") -> None:
    """End a question, with what is done with it. Raises ConsultClosed when it was, CaseAlreadyClosed."""
    lock_open(consult.case)
    mine = Consult.objects.filter(pk=consult.pk, closed_at=None)
    if not mine.update(closed_at=dates.now(), outcome=outcome.strip()):
        raise ConsultClosed
    consult.refresh_from_db()
    _tell(consult, ConsultEvent.CLOSED, consult.outcome, by=by)


@transaction.atomic
def tell_skills(*, user: User, skills: Iterable[Skill]) -> None:
    """Say what colleagues may ask somebody about; what is no longer said ends."""
    wanted = set(skills)
    Specialist.objects.filter(user=user).exclude(skill__in=wanted).delete()
    Specialist.objects.bulk_create((Specialist(user=user, skill=skill) for skill in wanted), ignore_conflicts=True)


def _tell(consult: Consult, event: ConsultEvent, text: str, *, by: User) -> None:
    case = consult.case
    record(household=case.household, case=case, kind=EntryKind.CONSULT, detail=event, text=text, by=by)


def _mail(people: Iterable[User]) -> None:
    """Say to each that something waits: no name, no question, no address that leads to a household."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A question of a colleague")
        text = _("Something waits for you in %(product)s. It stands on the page you open with.")
        for person in people:
            send_mail(subject, text % {"product": settings.OUTREACH_NAME}, None, [person.email])
