"""One's own photo: set and taken away by oneself, seen by colleagues."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import Membership, User, UserPhoto

if TYPE_CHECKING:
    from uuid import UUID

VERSION = 16  # figures of the hash: another photo has another address


@transaction.atomic
def set_photo(*, image: bytes, by: User) -> None:
    """Take this as one's own photo; the one before is gone. The image is one that ``common.photos`` drew."""
    User.objects.filter(pk=by.pk).update(photo=sha256(image).hexdigest()[:VERSION])
    UserPhoto.objects.update_or_create(user=by, defaults={"image": image})
    by.refresh_from_db(fields=["photo"])


@transaction.atomic
def remove_photo(*, by: User) -> None:
    """Take one's own photo away; twice is once."""
    User.objects.filter(pk=by.pk).update(photo="")
    UserPhoto.objects.filter(user=by).delete()
    by.refresh_from_db(fields=["photo"])


def photo_for(*, viewer: User, uuid: UUID) -> bytes | None:
    """Give somebody's photo to who works in the same organisation now, else nothing."""
    if viewer.membership is None:
        return None
    colleagues = Membership.objects.running().filter(organisation=viewer.membership.organisation)
    found = UserPhoto.objects.filter(user__uuid=uuid, user__memberships__in=colleagues).first()
    return bytes(found.image) if found else None


def photo_on_paper(user: User) -> str:
    """Give somebody's photo as a ``data:`` address for a PDF that goes along to a household; without one nothing."""
    found = UserPhoto.objects.filter(user=user).first() if user.photo else None
    return f"data:image/jpeg;base64,{b64encode(found.image).decode()}" if found else ""
