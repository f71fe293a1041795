from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import Membership, User

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class MemberBackend(AuthenticationBackend):  # type: ignore[misc]
    """Logging in as allauth does it; of every page after that, who and their running role are one question."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        running = Membership.objects.running().filter(user=user_id, user__is_active=True)
        found = running.select_related("user", "organisation", "team").first()
        if found is None:
            return super().get_user(user_id)  # type: ignore[no-any-return]
        user: User = found.user
        user.membership = found if found.fits else None
        return user
