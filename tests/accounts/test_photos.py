"""The photo of whoever works here: set by oneself, seen by colleagues, and nowhere else."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from accounts.models import UserPhoto
from accounts.services.photo import photo_on_paper, remove_photo, set_photo
from common.photos import MAX_BYTES
from tests.factories.accounts import TeamFactory, person, sign_in
from tests.factories.cases import CaseFactory

ME = "/people/me"


def upload(name="me.png", content=None):
    out = BytesIO()
    Image.new("RGB", (400, 300), (10, 120, 90)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue() if content is None else content, content_type="image/png")


@pytest.fixture
def team(db):
    return TeamFactory()


@pytest.fixture
def alice(team):
    return person(Role.DEBT_COUNSELLOR, team=team, user__name="Alice Baptista")


@pytest.fixture
def faced(alice):
    set_photo(image=b"a picture", by=alice)
    return alice


def test_a_photo_is_set_seen_and_taken_away(client, alice):
    browser = sign_in(client, alice)

    assert browser.post(ME, {"photo": upload()}).status_code == 302
    alice.refresh_from_db()
    shown = browser.get(alice.photo_url)

    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "no-store" in shown["Cache-Control"]
    assert Image.open(BytesIO(shown.content)).size == (256, 256)
    assert alice.photo_url in browser.get(ME).content.decode()
    url = alice.photo_url
    browser.post(reverse("accounts:photo_remove"))
    assert (browser.get(url).status_code, UserPhoto.objects.count()) == (404, 0)
    assert "<img" not in browser.get(ME).content.decode()


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b"", b"0" * (MAX_BYTES + 1)])
def test_what_is_no_photo_is_refused_with_a_word(client, alice, content):
    answer = sign_in(client, alice).post(ME, {"photo": upload(content=content)})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["photo"])
    assert not UserPhoto.objects.exists()


def test_another_photo_takes_the_place_of_the_one_before(faced):
    before = faced.photo_url

    set_photo(image=b"another picture", by=faced)

    assert faced.photo_url != before
    assert bytes(UserPhoto.objects.get().image) == b"another picture"


def test_only_colleagues_see_it(client, team, faced):
    stranger, partner = person(Role.SOCIAL_WORKER, team=TeamFactory()), person(Role.HOUSING_CONSULTANT)
    colleague = person(Role.TRAINEE, team=TeamFactory(organisation=team.organisation))

    codes = [sign_in(client, who).get(faced.photo_url).status_code for who in (colleague, stranger, partner)]

    assert codes == [200, 404, 404]
    client.logout()
    assert client.get(faced.photo_url).status_code == 302


def test_who_left_is_seen_no_longer(client, team, faced):
    faced.memberships.update(until="2021-01-01")

    assert sign_in(client, person(Role.TRAINEE, team=team)).get(faced.photo_url).status_code == 404


def test_the_duo_is_shown_with_its_faces_to_colleagues_alone(client, team, faced):
    partner = person(Role.HOUSING_CONSULTANT)
    set_photo(image=b"her picture", by=partner)
    file = reverse("cases:detail", args=[CaseFactory(team=team, duo=[faced, partner]).uuid])

    seen = [sign_in(client, who).get(file).content.decode().partition("<main")[2] for who in (faced, partner)]

    assert [(faced.photo_url in page, partner.photo_url in page) for page in seen] == [(True, False), (False, True)]


def test_on_paper_the_photo_goes_along(faced):
    assert photo_on_paper(faced) == "data:image/jpeg;base64,YSBwaWN0dXJl"

    remove_photo(by=faced)

    assert photo_on_paper(faced) == ""
