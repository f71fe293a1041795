"""The addresses of the claims, which are of no single case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from cases.views.claims import (
    claim_batch,
    claim_discard,
    claim_export,
    claim_move,
    claim_tariff,
    claim_type_end,
    claim_types,
    claims,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "claims"
urlpatterns: list[URLPattern] = [
    path("", claims, name="list"),
    path("types", claim_types, name="types"),
    path("types/<uuid:uuid>/tariff", claim_tariff, name="tariff"),
    path("types/<uuid:uuid>/end", claim_type_end, name="type_end"),
    path("<uuid:uuid>", claim_batch, name="batch"),
    path("<uuid:uuid>/discard", claim_discard, name="discard"),
    path("<uuid:uuid>/claim.csv", claim_export, {"kind": "csv"}, name="export_csv"),
    path("<uuid:uuid>/claim.xlsx", claim_export, {"kind": "xlsx"}, name="export_xlsx"),
    path("<uuid:uuid>/<slug:state>", claim_move, name="move"),
]
