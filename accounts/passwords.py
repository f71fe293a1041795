"""What a new password must be, in words of this house. Django's own rules, not its sentences."""

from __future__ import annotations

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        """Say what to do; Django fills in the length."""
        return ngettext(
            "Choose at least %(min_length)d character", "Choose at least %(min_length)d characters", self.min_length
        )

    def get_help_text(self) -> str:
        return ngettext("at least %(number)d character", "at least %(number)d characters", self.min_length) % {
            "number": self.min_length
        }


class NotCommon(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password. Choose another one")

    def get_help_text(self) -> str:
        return _("not one that many people use")
