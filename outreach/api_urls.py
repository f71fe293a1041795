"""The API, version 1: no trailing slashes, described by its own OpenAPI document."""

from drf_spectacular.views import SpectacularAPIView
from django.urls import path
from rest_framework.renderers import JSONOpenAPIRenderer

app_name = "api"
urlpatterns = [
    path("openapi.json", SpectacularAPIView.as_view(renderer_classes=[JSONOpenAPIRenderer]), name="openapi"),
]
