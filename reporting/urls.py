from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, re_path

from reporting import views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.figures, name="figures"),
    path("obstacles", views.obstacles, name="obstacles"),
    path("obstacles/<uuid:uuid>", views.signal_answer, name="signal"),
    path("routes", views.routes, name="routes"),
    path("print", views.figures_pdf, name="figures_pdf"),
    re_path(r"^(?P<kind>csv|xlsx)$", views.export, name="export"),
]
