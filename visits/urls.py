from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from visits.views import visit_correct, visit_day, visit_log, visit_presence

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "visits"
urlpatterns: list[URLPattern] = [
    path("", visit_day, name="day"),
    path("<uuid:uuid>/log", visit_log, name="log"),
    path("<uuid:uuid>/log/<uuid:entry>", visit_correct, name="correct"),
    path("<uuid:uuid>/presence", visit_presence, name="presence"),
]
