"""The looks that ``test_pages.py`` leaves out: desk, evening, English, small screens, large letters, first days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signals_intake.demo.people import PEOPLE
from tests.browser.checks import inaccessible, listen, report, too_wide
from tests.browser.city import ONE_OF_EACH, sign_in, states, states_of_deliveries
from tests.browser.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import CDPSession, Page

    from tests.browser.walk import Stop

pytestmark = [pytest.mark.assurance, pytest.mark.slow]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
#: Colours change little by little.
SETTLED = """() => new Promise(requestAnimationFrame).then(
  () => Promise.all(document.getAnimations().map(animation => animation.finished)).then(() => null))"""
#: A new size is laid out before it is painted twice.
LAID_OUT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"
FRAMES_WAITED = 60
#: Size of the letters in px -> widths at which nobody has to scroll sideways.
SIZES = {16: [320, 390, 640, 768, 1280], 32: [390, 640, 768, 1280]}


@pytest.fixture(scope="module")
def looked_at() -> set[tuple[str, Stop]]:
    """Kinds of pages whose colours were checked, by what was tried: colours do not depend on the role."""
    return set()


def other_colours(page: Page) -> Iterator[str]:
    """Look again at the page that stands open: in the evening, at a desk, and both."""
    for scheme, screen, words in (("dark", PHONE, "in the evening"), ("dark", DESK, "in the evening at a desk"),
                                  ("light", DESK, "at a desk")):  # fmt: skip
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(screen)
        page.evaluate(SETTLED)
        yield from (f"{words} {fault}" for fault in inaccessible(page))
    page.set_viewport_size(PHONE)


def other_sizes(page: Page, session: CDPSession) -> Iterator[str]:
    for size, widths in SIZES.items():
        session.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            yield from (f"with letters of {size} px {fault}" for fault in wide_for_good(page))
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    page.set_viewport_size(PHONE)


def wide_for_good(page: Page) -> list[str]:
    """Measure a new size once it is laid out; on a busy machine that takes more than its first frames."""
    faults: list[str] = []
    for _frames in range(FRAMES_WAITED):
        page.evaluate(LAID_OUT)
        faults = list(too_wide(page))
        if not faults:
            break
    return faults


@pytest.mark.parametrize("role", ONE_OF_EACH, ids=str)
def test_every_page_stands_every_look(city, new_context, role, looked_at):
    context = new_context(base_url=city, viewport=PHONE, reduced_motion="reduce")
    page = sign_in(context, ONE_OF_EACH[role])
    session = context.new_cdp_session(page)

    wrong = []
    for stop in walk(page, states=states_of_deliveries(), choices=True):
        wrong += [f"{stop} {fault}" for fault in other_sizes(page, session)]
        if ("look", stop) not in looked_at:
            looked_at.add(("look", stop))
            wrong += [f"{stop} {fault}" for fault in other_colours(page)]

    assert wrong == []


@pytest.mark.parametrize("role", ONE_OF_EACH, ids=str)
def test_every_page_is_there_in_english(city, new_context, role, looked_at):
    context = new_context(base_url=city, viewport=DESK)
    complaints = listen(context)
    page = sign_in(context, ONE_OF_EACH[role])
    page.click(".account > summary")
    page.click(".account button[name=language]")

    wrong = []
    for stop in walk(page, states=states_of_deliveries()):
        contrast = ("english", stop) not in looked_at
        looked_at.add(("english", stop))
        wrong += report(page, stop, complaints, status=stop.status, language="en", contrast=contrast)

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
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.email.partition("@")[0])
def test_every_state_and_choice_of_everybody_is_fit_for_a_phone(city, new_context, person):
    context = new_context(base_url=city, viewport=PHONE)
    complaints = listen(context)
    page = sign_in(context, person)

    wrong = []
    for stop in walk(page, states=states(), choices=True):
        wrong += report(page, stop, complaints, status=stop.status)

    assert wrong == []
