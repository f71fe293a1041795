from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    LETTER = "letter", _("letter")
    COURT = "court", _("court or bailiff paper")
    INCOME = "income", _("income or benefit")
    DEBT = "debt", _("bill or debt")
    AGREEMENT = "agreement", _("agreement or contract")
    MAIL = "mail", _("e-mail")
    PHOTO = "photo", _("photo")
    OTHER = "other", _("something else")


class DocumentSource(TextChoices):
    """Who gave us a document."""

    HOUSEHOLD = "household", _("the household")
    LANDLORD = "landlord", _("the landlord")
    AUTHORITY = "authority", _("a municipality or court")
    AGENCY = "agency", _("another organisation")
    OURSELVES = "ourselves", _("ourselves")


class Keeping(TextChoices):
    """How long a document stays; `months` is None for as long as the file itself."""

    FILE = "file", _("as long as the file")
    YEAR = "year", _("a year")
    HALF_YEAR = "half_year", _("half a year")
    MONTH = "month", _("a month")

    @property
    def months(self) -> int | None:
        return {"year": 12, "half_year": 6, "month": 1}.get(self.value)
