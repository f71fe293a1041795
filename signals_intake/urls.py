from __future__ import annotations

from django.urls import path

from signals_intake.views import deliveries, feedback, lists, review

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
    path("lists", lists.lists, name="lists"),
    path("lists/make", lists.lists_make, name="lists_make"),
    path("lists/<uuid:uuid>", lists.list_detail, name="list"),
    path("lists/<uuid:uuid>.csv", lists.list_export, {"kind": "csv"}, name="list_csv"),
    path("lists/<uuid:uuid>.xlsx", lists.list_export, {"kind": "xlsx"}, name="list_xlsx"),
    path("lists/reviews/<uuid:uuid>", review.review, name="review"),
    path("lists/reviews/<uuid:uuid>/join", review.review_join, name="review_join"),
    path("lists/reviews/<uuid:uuid>/rows/<uuid:entry>", review.review_row, name="review_row"),
    path("lists/reviews/<uuid:uuid>/sign", review.review_sign, name="review_sign"),
    path("lists/reviews/<uuid:uuid>/toolbar", review.review_toolbar, name="review_toolbar"),
]
