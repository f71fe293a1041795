"""The directory of services and initiatives: kept by whoever uses it, each line with the day of its last check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from cases.models import Service
from common import dates

if TYPE_CHECKING:
    from accounts.models import Organisation, User


class ServiceExists(Exception):  # noqa: N818 -- errors are facts here
    """The directory has a service of this name."""


def add_service(*, agency: Organisation, by: User, **said: str) -> Service:
    """Put a service in the directory; who adds it has checked it today. Raises ServiceExists."""
    try:
        with transaction.atomic():
            return Service.objects.create(agency=agency, verified_on=dates.today(), verified_by=by, **said)
    except IntegrityError as error:
        raise ServiceExists from error


def change_service(*, service: Service, by: User, **said: str) -> None:
    """Bring a service up to date, which is a check as well. Raises ServiceExists when another one has this name."""
    try:
        with transaction.atomic():
            mine = Service.objects.filter(pk=service.pk)
            mine.update(verified_on=dates.today(), verified_by=by, **said)
    except IntegrityError as error:
        raise ServiceExists from error


def verify_service(*, service: Service, by: User) -> None:
    """Note that all of it was checked today and is still right."""
    Service.objects.running().filter(pk=service.pk).update(verified_on=dates.today(), verified_by=by)


def end_service(*, service: Service, by: User) -> None:
    """Take a service that is no more out of the directory; what was sent to it keeps its name."""
    Service.objects.running().filter(pk=service.pk).update(ended_on=dates.today())
