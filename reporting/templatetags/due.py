"""How far off a day is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import today
from common.templatetags.ui import short_day

if TYPE_CHECKING:
    from datetime import date

register = template.Library()
A_WEEK = 7


@register.filter
def due(day: date | None) -> str:
    """Say when something is due: ``2 days late``, ``today``, ``Friday``, or the date when it is a week away."""
    if day is None:
        return _("no day yet")
    days = (day - today()).days
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return _("today")
    return date_format(day, "l") if days < A_WEEK else short_day(day)
