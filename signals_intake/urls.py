from __future__ import annotations

from django.urls import path

from signals_intake.views import deliveries, feedback

app_name = "signals_intake"
urlpatterns = [
    path("deliveries", deliveries.deliveries, name="deliveries"),
    path("deliveries/upload", deliveries.upload, name="upload"),
    path("deliveries/<uuid:uuid>", deliveries.delivery, name="delivery"),
    path("deliveries/<uuid:uuid>/confirm", deliveries.confirm, name="confirm"),
    path("deliveries/<uuid:uuid>/discard", deliveries.discard, name="discard"),
    path("deliveries/<uuid:uuid>/rejected.csv", deliveries.rejected, {"kind": "csv"}, name="rejected_csv"),
    path("deliveries/<uuid:uuid>/rejected.xlsx", deliveries.rejected, {"kind": "xlsx"}, name="rejected_xlsx"),
    path("answers", feedback.feedback, name="feedback"),
    path("answers/excluded", feedback.excluded, name="excluded"),
    path("answers.csv", feedback.download, {"kind": "csv"}, name="feedback_csv"),
    path("answers.xlsx", feedback.download, {"kind": "xlsx"}, name="feedback_xlsx"),
]
