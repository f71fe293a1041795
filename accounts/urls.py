from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.team, name="team"),
    path("log", views.log, name="log"),
    path("documents/<uuid:uuid>", views.document, name="document"),
]
