"""The API, version 1: no trailing slashes, described by its own OpenAPI document."""

from django.urls import path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated

from accounts.api import MeView
from outreach.api import NowhereView
from signals_intake.api import ConfirmView, DeliveriesView, DeliveryView, SignalsView

app_name = "api"
description = SpectacularAPIView.as_view(renderer_classes=[OpenApiJsonRenderer2], permission_classes=[IsAuthenticated])

urlpatterns = [
    path("openapi.json", description, name="openapi"),
    path("me", MeView.as_view(), name="me"),
    path("deliveries", DeliveriesView.as_view(), name="deliveries"),
    path("deliveries/<uuid:uuid>", DeliveryView.as_view(), name="delivery"),
    path("deliveries/<uuid:uuid>/confirm", ConfirmView.as_view(), name="confirm"),
    path("signals", SignalsView.as_view(), name="signals"),
    re_path(r"^", NowhereView.as_view(), name="nowhere"),  # stays last
]
