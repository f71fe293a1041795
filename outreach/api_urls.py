"""The API, version 1: no trailing slashes, described by its own OpenAPI document."""

from django.urls import path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated

from accounts.api import MeView
from outreach.api import NowhereView

app_name = "api"
description = SpectacularAPIView.as_view(renderer_classes=[OpenApiJsonRenderer2], permission_classes=[IsAuthenticated])

urlpatterns = [
    path("openapi.json", description, name="openapi"),
    path("me", MeView.as_view(), name="me"),
    re_path(r"^", NowhereView.as_view(), name="nowhere"),  # stays last
]
