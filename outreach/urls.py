"""Every address of the product. A test walks them all: what is not in its table fails."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from cases.views.look_back import look_back, look_back_thanks
from outreach.health import healthz, readyz
from reporting.views import home

handler500 = "common.problems.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("account/", include("outreach.account_urls")),
    path("language", login_not_required(set_language), name="set_language"),
    path("people/", include("accounts.urls")),
    path("cases/", include("cases.urls")),
    path("claims/", include("cases.claim_urls")),
    path("network/", include("networks.urls")),
    path("visits/", include("visits.urls")),
    path("signals/", include("signals_intake.urls")),
    path("figures/", include("reporting.urls")),
    path("look-back", look_back_thanks, name="look_back_thanks"),
    path("look-back/<str:code>", look_back, name="look_back"),
    path("api/v1/", include("outreach.api_urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

if settings.DEBUG:
    from common.gallery import gallery

    urlpatterns += [path("ui/", gallery, name="ui_gallery")]
