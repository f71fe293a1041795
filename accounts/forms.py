from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import ReadReason

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
