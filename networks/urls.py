from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from networks.views import people

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "networks"
urlpatterns: list[URLPattern] = [path("<uuid:uuid>", people, name="people")]
