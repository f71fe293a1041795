"""Claims: what the agency may claim and for how much, and what was registered put together once and sent on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction

from accounts.models import Organisation
from cases.enums import ClaimBasis, ClaimState
from cases.models import ClaimBatch, ClaimLine, InterventionType, Tariff
from cases.queries.claims import registered
from cases.states import CLAIM
from common import dates

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from accounts.models import User


class TypeRunsAlready(Exception):  # noqa: N818 -- errors are facts
    """The agency has a type for this basis: with two of them one thing would be claimed twice."""


class TariffLater(Exception):  # noqa: N818 -- errors are facts
    """A tariff begins on this day or later already."""


class NothingToClaim(Exception):  # noqa: N818 -- errors are facts
    """Nothing was registered in this time that has a tariff and is not in a batch; `without` counts what has none."""

    def __init__(self, without: int) -> None:
        super().__init__("nothing to claim")
        self.without = without


class BatchMovedOn(Exception):  # noqa: N818 -- errors are facts
    """A colleague moved this batch first, or it cannot go there."""


class NewBatch(NamedTuple):
    """A batch, and how many registered things had no tariff on their day."""

    batch: ClaimBatch
    without: int


@transaction.atomic
def add_type(*, agency: Organisation, name: str, basis: ClaimBasis, by: User) -> InterventionType:
    """Let an agency claim something. Raises TypeRunsAlready (one running type a basis by constraint)."""
    try:
        with transaction.atomic():
            return InterventionType.objects.create(agency=agency, name=name.strip(), basis=basis)
    except IntegrityError as error:
        raise TypeRunsAlready(basis) from error


@transaction.atomic
def end_type(*, kind: InterventionType, by: User) -> None:
    """Claim this no longer from today; twice is once. What is in a batch stays there."""
    InterventionType.objects.running().filter(pk=kind.pk).update(ended_on=dates.today())


@transaction.atomic
def set_tariff(*, kind: InterventionType, amount: Decimal, valid_from: date, by: User) -> Tariff:
    """Give a type another amount from a day on; the one before ends there. Raises TariffLater.

    The type is locked first. What is in a batch keeps the amount that it was claimed for.
    """
    InterventionType.objects.select_for_update(no_key=True).get(pk=kind.pk)
    if kind.tariffs.filter(valid_from__gte=valid_from).exists():
        raise TariffLater
    kind.tariffs.on(valid_from).update(valid_until=valid_from)
    return Tariff.objects.create(type=kind, amount=amount, valid_from=valid_from, set_by=by)


@transaction.atomic
def make_batch(*, agency: Organisation, since: date, until: date, by: User) -> NewBatch:
    """Put together what was registered from `since` up to and including `until`, each for the tariff of its day.

    The agency is locked first, so that of two people at once the second finds nothing left; the database refuses what
    would be claimed twice besides. Raises NothingToClaim.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=agency.pk)
    batch = ClaimBatch(agency=agency, since=since, until=until, moved_on=dates.today(), moved_by=by)
    lines, without = [], 0
    for kind in agency.intervention_types.running():
        basis, tariffs = ClaimBasis(kind.basis), list(kind.tariffs.all())
        for row in registered(agency=agency, basis=basis, since=since, until=until):
            amount = _amount(tariffs, row.on)
            if amount is None:
                without += 1
            else:
                lines.append(ClaimLine(batch=batch, type=kind, basis=basis, amount=amount, **row._asdict()))
    if not lines:
        raise NothingToClaim(without)
    batch.save()
    ClaimLine.objects.bulk_create(lines)
    return NewBatch(batch, without)


@transaction.atomic
def move_batch(*, batch: ClaimBatch, state: ClaimState, by: User, note: str = "") -> None:
    """Note where a batch is now; the ``update`` is also the lock. Raises BatchMovedOn."""
    mine = ClaimBatch.objects.filter(pk=batch.pk, state=batch.state)
    said = note.strip() if state == ClaimState.RETURNED else ""
    may_move = state in CLAIM.after(batch.state)
    if not (may_move and mine.update(state=state, moved_on=dates.today(), moved_by=by, note=said)):
        raise BatchMovedOn(batch.state)
    batch.refresh_from_db()


@transaction.atomic
def discard_batch(*, batch: ClaimBatch, by: User) -> None:
    """Throw a batch away that nobody else has, so that its lines can be claimed anew. Raises BatchMovedOn."""
    found = ClaimBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if found is None or not found.is_ours:
        raise BatchMovedOn(batch.state)
    found.delete()


def _amount(tariffs: list[Tariff], day: date) -> Decimal | None:
    """What holds on a day; ``TariffQuerySet.on`` says the same."""
    for tariff in tariffs:
        if tariff.valid_from <= day and (tariff.valid_until is None or day < tariff.valid_until):
            return tariff.amount
    return None
