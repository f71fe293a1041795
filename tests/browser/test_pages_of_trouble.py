"""Pages that no link leads to: what somebody reads where a thing is refused, missing or broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Never

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.test.signals import template_rendered
from django.urls import path
from playwright.sync_api import expect

from accounts.enums import Role
from common.gallery import gallery
from common.pdf import PDF_PACKAGES
from outreach.urls import handler500  # noqa: F401 -- the urlconf of these tests names it, as the real one does
from outreach.urls import urlpatterns as real_urls
from tests.browser.checks import listen, report
from tests.browser.city import ONE_OF_EACH, sign_in
from tests.browser.test_pages_all import other_colours, other_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.urls(__name__)
PHONE = {"width": 390, "height": 844}
TOO_MANY = "&".join(["a"] * 1001)
#: Template -> who meets it, where, and the status of the answer.
TROUBLES = {
    "400.html": (Role.SOCIAL_WORKER, f"/cases/?{TOO_MANY}", 400),
    "403.html": (Role.VOLUNTEER, "/cases/", 403),
    "404.html": (Role.SOCIAL_WORKER, "/nowhere", 404),
    "500.html": (Role.SOCIAL_WORKER, "/fault", 500),
    "ui/pdf_unavailable.html": (Role.MANAGER, "/figures/print", 503),
    "ui/gallery.html": (Role.SOCIAL_WORKER, "/ui/", 200),
    "account/reauthenticate.html": (Role.SOCIAL_WORKER, "/account/reauthenticate", 200),
}
#: Tried by a test of its own, since only a form leads there.
BY_FORM = {"403_csrf.html"}


@login_not_required
def fault(request: HttpRequest) -> Never:
    raise ZeroDivisionError


urlpatterns = [*real_urls, path("fault", fault), path("ui/", gallery)]


@pytest.fixture
def phone(city, new_context, no_pango) -> BrowserContext:
    return new_context(base_url=city, viewport=PHONE, reduced_motion="reduce")


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    """Names of the templates that the server used."""
    names: set[str] = set()

    def note(template, **_: object) -> None:
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def but_for(status: int, complaints: list[str]) -> list[str]:
    """Leave out that the console names every answer of 400 and more."""
    said = f"responded with a status of {status} "
    complaints[:] = [complaint for complaint in complaints if said not in complaint]
    return complaints


def test_every_template_of_an_error_is_tried_here():
    errors = {path.name for path in (settings.BASE_DIR / "templates").glob("[45]*.html")}

    assert errors == {name for name in [*TROUBLES, *BY_FORM] if re.match("[45]", name)}


@pytest.mark.parametrize("template", TROUBLES)
def test_a_page_of_trouble_is_fit_for_a_phone(phone, rendered, template):
    role, address, status = TROUBLES[template]
    complaints = listen(phone)
    page = sign_in(phone, ONE_OF_EACH[role])
    rendered.clear()

    answer = page.goto(address)

    assert (answer.status, template in rendered) == (status, True)
    assert report(page, template, but_for(status, complaints), status=200, shell=False) == []


@pytest.mark.assurance
@pytest.mark.slow
@pytest.mark.parametrize("template", TROUBLES)
def test_a_page_of_trouble_stands_every_look(phone, template):
    role, address, _ = TROUBLES[template]
    page = sign_in(phone, ONE_OF_EACH[role])
    page.goto(address)

    assert [*other_sizes(page, phone.new_cdp_session(page)), *other_colours(page)] == []


@pytest.mark.assurance
@pytest.mark.parametrize("template", TROUBLES)
def test_a_page_of_trouble_is_there_in_english(phone, template):
    role, address, status = TROUBLES[template]
    complaints = listen(phone)
    page = sign_in(phone, ONE_OF_EACH[role])
    page.click(".account > summary")
    page.click(".account button[name=language]")

    page.goto(address)

    assert report(page, template, but_for(status, complaints), status=200, shell=False, language="en") == []


def test_who_prints_where_the_libraries_are_missing_reads_what_to_install(phone):
    page = sign_in(phone, ONE_OF_EACH[Role.MANAGER])
    page.goto("/figures/")

    page.click("a[href*='/figures/print']")

    page.wait_for_url("**/figures/print?*")
    expect(page.locator("main")).to_contain_text(PDF_PACKAGES)


def test_a_form_without_its_cookie_is_refused_on_a_page_that_is_fit_for_a_phone(phone, rendered):
    complaints = listen(phone)
    page = phone.new_page()
    page.goto("/account/login")
    phone.clear_cookies()

    with page.expect_navigation() as arrived:
        page.click(".demo-users form button >> nth=0")

    assert (arrived.value.status, "403_csrf.html" in rendered) == (403, True)
    assert report(page, "refused form", but_for(403, complaints), status=200, shell=False) == []


def test_a_list_that_is_too_large_is_refused_on_a_page_that_is_fit_for_a_phone(phone, settings, tmp_path):
    settings.MAX_LIST_BYTES = 1000
    large = tmp_path / "large.csv"
    large.write_bytes(b"contract\n" * 1000)
    complaints = listen(phone)
    page = sign_in(phone, ONE_OF_EACH[Role.UPLOADER])
    page.goto("/signals/deliveries")
    page.set_input_files("input[type=file]", large)

    with page.expect_navigation() as arrived:
        page.click("form[enctype] button")

    assert arrived.value.status == 413
    page.wait_for_selector(".error-summary")
    assert report(page, "large list", but_for(413, complaints), status=200, shell=False) == []


def test_the_page_for_a_new_password_is_fit_for_a_phone_also_with_a_bad_password(phone, mailoutbox):
    complaints = listen(phone)
    page = phone.new_page()
    page.goto("/account/password/reset")
    page.fill("[name=email]", ONE_OF_EACH[Role.RESEARCHER].email)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/reset/sent")

    page.goto(re.search(r"http\S+/reset/key/\S+", mailoutbox[0].body).group())
    wrong = report(page, "new password", complaints, status=200, shell=False)
    page.fill("[name=password1]", "welcome")
    page.fill("[name=password2]", "welcome")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".error-summary")

    assert wrong + report(page, "bad password", complaints, status=200, shell=False) == []
