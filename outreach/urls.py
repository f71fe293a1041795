from django.urls import include, path
from django.views.i18n import set_language
from django.contrib.auth.decorators import login_not_required

from outreach.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
