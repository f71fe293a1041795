from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsentPurpose(TextChoices):
    """What a household says yes to: each by itself, each taken back by itself (GDPR, article 7)."""

    KNOWS = "knows", _("may know that we help")
    SHARE = "share", _("may hear from us what is needed to help")
    ASK = "ask", _("may tell us what we ask")
    REGISTER = "register", _("we write down what is told")
    STORY = "story", _("the story may be told, without names")

    @property
    def is_about_somebody(self) -> bool:
        """Whether it names a partner; the other two are between the household and us."""
        return self in {ConsentPurpose.KNOWS, ConsentPurpose.SHARE, ConsentPurpose.ASK}

    @property
    def icon(self) -> str:
        return {"knows": "building", "share": "message", "ask": "search", "register": "note", "story": "edit"}[
            self.value
        ]
