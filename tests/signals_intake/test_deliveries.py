"""The pages of deliveries: what stands on them in each state, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.enums import Role
from accounts.jobs import run_step
from signals_intake.enums import DeliveryState
from signals_intake.models import Delivery
from signals_intake.services.importing import confirm_delivery
from tests.factories.accounts import person, sign_in
from tests.factories.lists import delivered, list_file, rows, uploader
from tests.factories.signals_intake import DeliveryFactory

AS_OF = {"as_of": "2026-05-01"}


@pytest.fixture
def peter(db, client):
    """The uploader of a corporation, signed in."""
    user = uploader()
    sign_in(client, user)
    return user


def upload(client, lines, *, follow=False, **fields):
    return client.post(reverse("signals_intake:upload"), AS_OF | {"file": list_file(lines)} | fields, follow=follow)


def page_of(client, delivery):
    return client.get(reverse("signals_intake:delivery", args=[delivery.uuid]))


def process(delivery):
    job = confirm_delivery(delivery=delivery, by=None)
    while run_step(job_id=job.pk):
        pass


def test_an_upload_leads_to_its_preview_and_nothing_counts_yet(client, peter):
    response = upload(client, rows(8), follow=True)

    assert response.status_code == 200
    assert delivered().state == DeliveryState.STAGED
    assert [line.months for line in response.context["first_rows"]] == [3] * 6
    assert b"8</b>" in response.content
