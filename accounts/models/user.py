from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.personal import ACCOUNT, NOT_PERSONAL, FieldClasses

if TYPE_CHECKING:
    from accounts.models.organisation import Membership


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who logs in, by e-mail address. What they may do follows from their membership alone."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("work phone"), max_length=20, blank=True)
    photo = models.CharField(max_length=16, blank=True, help_text="which photo, if there is one: the start of its hash")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects: ClassVar[UserManager] = UserManager()
    field_classes: ClassVar[FieldClasses] = {
        "email": ACCOUNT,
        "name": ACCOUNT,
        "phone": ACCOUNT,
        "photo": ACCOUNT,
        "password": ACCOUNT,
        "last_login": ACCOUNT,
        "is_active": NOT_PERSONAL,
    }

    @cached_property
    def membership(self) -> Membership | None:
        """The running membership; a person works for one organisation at a time. A role in a wrong place is none."""
        found = self.memberships.running().select_related("organisation", "team").first()
        return found if found and found.fits else None

    @property
    def photo_url(self) -> str:
        """Where colleagues see the photo; empty without one."""
        return reverse("accounts:photo", args=[self.uuid, self.photo]) if self.photo else ""

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def __str__(self) -> str:
        return self.name
