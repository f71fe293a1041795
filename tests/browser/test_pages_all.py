"""The looks that ``test_pages.py`` leaves out: desk, evening, English, small screens, large letters, first days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signals_intake.demo.people import PEOPLE
from tests.browser.checks import inaccessible, listen, report, too_wide
from tests.browser.city import ONE_OF_EACH, sign_in, states
from tests.browser.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import CDPSession, Page

pytestmark = pytest.mark.assurance
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
WIDTHS = [320, 390, 640, 768, 1280]
LETTERS, TWICE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}
OTHERS = [person for person in PEOPLE if person not in ONE_OF_EACH.values()]


def other_looks(page: Page, session: CDPSession) -> Iterator[str]:
    """Look at the page that stands open again: in the evening, at a desk, on small screens, with letters twice as large."""
    page.emulate_media(color_scheme="dark")
    yield from (f"in the evening {fault}" for fault in inaccessible(page))
    page.set_viewport_size(DESK)
    yield from (f"in the evening at a desk {fault}" for fault in inaccessible(page))
    page.emulate_media(color_scheme="light")
    yield from (f"at a desk {fault}" for fault in inaccessible(page))
    for letters in (LETTERS, TWICE):
        session.send("Page.setFontSizes", {"fontSizes": letters})
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            yield from (f"with letters of {letters['standard']} px {fault}" for fault in too_wide(page))
    session.send("Page.setFontSizes", {"fontSizes": LETTERS})
    page.set_viewport_size(PHONE)


@pytest.mark.parametrize("role", ONE_OF_EACH, ids=str)
def test_every_page_stands_every_look(city, new_context, role):
    context = new_context(base_url=city, viewport=PHONE)
    page = sign_in(context, ONE_OF_EACH[role])
    session = context.new_cdp_session(page)

    wrong = []
    for stop in walk(page, states=states(), choices=True):
        wrong += [f"{stop} {fault}" for fault in other_looks(page, session)]

    assert wrong == []


@pytest.mark.parametrize("role", ONE_OF_EACH, ids=str)
def test_every_page_is_there_in_english(city, new_context, role):
    context = new_context(base_url=city, viewport=DESK)
    complaints = listen(context)
    page = sign_in(context, ONE_OF_EACH[role])
    page.click(".account > summary")
    page.click(".account button[name=language]")

    wrong = []
    for stop in walk(page, states=states()):
        wrong += report(page, stop, complaints, status=stop.status, language="en")

    assert wrong == []


@pytest.mark.parametrize("role", ONE_OF_EACH, ids=str)
def test_every_page_is_good_on_the_first_day(empty_city, new_context, role):
    context = new_context(base_url=empty_city, viewport=PHONE)
    complaints = listen(context)
    page = sign_in(context, ONE_OF_EACH[role])

    wrong = []
    for stop in walk(page):
        wrong += report(page, stop, complaints, status=stop.status)

    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("person", OTHERS, ids=lambda person: person.email.partition("@")[0])
def test_colleagues_and_other_corporations_find_the_same_quality(city, new_context, person):
    context = new_context(base_url=city, viewport=PHONE)
    complaints = listen(context)
    page = sign_in(context, person)

    wrong = []
    for stop in walk(page, states=states(), choices=True):
        wrong += report(page, stop, complaints, status=stop.status)

    assert wrong == []
