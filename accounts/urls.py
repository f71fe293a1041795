from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.team, name="team"),
    path("log", views.log, name="log"),
    path("here", views.here, name="here"),
    path("me", views.me, name="me"),
    path("me/photo/remove", views.photo_remove, name="photo_remove"),
    path("<uuid:uuid>/photo/<slug:version>", views.photo, name="photo"),
]
