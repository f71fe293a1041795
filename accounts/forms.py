from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import ReadReason
from common.photos import MAX_BYTES, NotAPhoto, square_photo

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from accounts.models import ReadLog


class LogFilterForm(forms.Form):
    """Narrows the read log to one day in local time, and to one reason."""

    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("all reasons")), *ReadReason.choices])

    def narrow(self, lines: QuerySet[ReadLog]) -> QuerySet[ReadLog]:
        """Apply what was filled in; something that is no day or no reason shows nothing, not everything."""
        if not self.is_valid():
            return lines.none()
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned["day"]:
            start = timezone.make_aware(datetime.combine(cleaned["day"], time.min))
            end = timezone.make_aware(datetime.combine(cleaned["day"] + timedelta(days=1), time.min))
            lines = lines.filter(at__gte=start, at__lt=end)
        return lines.filter(reason=cleaned["reason"]) if cleaned["reason"] else lines


class PhotoForm(forms.Form):
    """One's own photo; `photo` becomes the small square one that is kept."""

    photo = forms.FileField(
        label=_("A photo of your face"),
        help_text=_("JPEG, PNG or WebP. We cut out the middle and keep nothing else of the file."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a photo")},
    )

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request.POST if request else None, request.FILES if request else None)

    def clean_photo(self) -> bytes:
        file = self.cleaned_data["photo"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("This file is larger than 8 MB. Choose a smaller one"), code="too_large")
        try:
            return square_photo(file)
        except NotAPhoto as error:
            message = _("We cannot read this as a photo. Choose a JPEG, PNG or WebP")
            raise ValidationError(message, code="not_a_photo") from error
