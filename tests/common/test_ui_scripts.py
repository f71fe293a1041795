"""The small scripts, in a real browser, on bare markup: no server, no database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"
REVIEW = """<html lang="en"><body><label>Search <input type="search" name="q"></label><ol class="reviews">
<li class="review"><a class="review__row" href="#a">A. Baptista</a></li>
<li class="review review--open"><form class="review__decide" action="#">
  <label class="choice"><input type="radio" name="decision" value="visit" checked>Visit</label>
  <label class="choice"><input type="radio" name="decision" value="light">Light contact</label>
  <input name="note" aria-label="Note"><button type="submit">Save</button></form></li>
<li class="review"><a class="review__row" href="#c">C. Wijnands</a></li></ol></body></html>"""


@pytest.fixture
def show(page):
    """Put markup in an empty page and load one of our scripts beside it."""

    def _show(markup, *scripts):
        page.set_content(markup)
        for script in scripts:
            page.add_script_tag(path=SCRIPTS / script)
        return page

    return _show


@pytest.fixture
def review(show):
    page = show(REVIEW, "keyboard.js")
    page.evaluate(
        "document.forms[0].addEventListener('submit', (e) => { e.preventDefault(); document.title = 'saved'; })"
    )
    return page


def chosen(page):
    return page.evaluate("document.forms[0].elements.decision.value")


def test_a_figure_chooses_an_answer_in_the_open_row_and_enter_saves_it(review):
    review.keyboard.press("2")
    assert chosen(review) == "light"

    review.keyboard.press("Enter")
    assert review.title() == "saved"


def test_keys_do_nothing_while_somebody_types(review):
    review.get_by_label("Note").press_sequentially("2 j /")

    assert chosen(review) == "visit"
    assert review.get_by_label("Note").input_value() == "2 j /"


def test_j_and_k_walk_through_the_rows(review):
    review.keyboard.press("j")
    assert review.evaluate("document.activeElement.textContent") == "C. Wijnands"

    review.keyboard.press("k")
    review.keyboard.press("k")
    assert review.evaluate("document.activeElement.textContent") == "A. Baptista"


def test_enter_on_a_link_follows_the_link_and_saves_nothing(review):
    review.get_by_text("C. Wijnands").press("Enter")

    assert review.url.endswith("#c")
    assert review.title() == ""


def test_a_slash_goes_to_the_search_box(review):
    review.keyboard.press("/")

    assert review.evaluate("document.activeElement.name") == "q"
    assert review.get_by_label("Search").input_value() == ""


def test_the_name_of_a_chosen_file_is_shown(show):
    page = show(
        '<div data-dropzone><input type="file"><p class="dropzone__file" hidden></p></div>',
        "upload.js",
    )
    page.locator("input").set_input_files({"name": "may.csv", "mimeType": "text/csv", "buffer": b"x" * 38_000})

    assert page.locator("p").inner_text() == "may.csv · 38 kB"


def test_a_dialog_opens_from_its_link_and_closes_by_its_button(show):
    page = show(
        '<a href="#elsewhere" data-dialog="d">Stop</a><dialog id="d"><button data-dialog-close>Go back</button></dialog>',
        "dialog.js",
    )
    page.get_by_text("Stop").click()
    assert page.locator("dialog:modal").count() == 1

    page.get_by_text("Go back").click()
    assert page.locator("dialog[open]").count() == 0
    assert not page.url.endswith("#elsewhere")


def test_a_form_is_sent_once_however_often_its_button_is_pressed(show):
    page = show('<form method="post" target="frame"><button type="submit">Save</button></form>', "feedback.js")
    page.evaluate("window.sent = 0; window.addEventListener('submit', (e) => { window.sent += !e.defaultPrevented; })")
    page.evaluate("for (let i = 0; i < 3; i++) document.querySelector('button').click()")

    assert page.evaluate("window.sent") == 1
    assert page.get_by_role("button").get_attribute("aria-busy") == "true"


def test_a_request_that_fails_is_told_and_the_button_works_again(show):
    page = show(
        '<form aria-busy="true"></form><div id="toasts" data-failed="That did not work." data-offline="No connection."></div>',
        "feedback.js",
    )
    page.evaluate("document.dispatchEvent(new Event('htmx:afterRequest'))")
    page.evaluate("document.dispatchEvent(new Event('htmx:sendError'))")

    assert page.locator("#toasts").inner_text() == "No connection."
    assert page.locator("form").get_attribute("aria-busy") is None


def test_the_colours_somebody_chose_stay_on_this_device(page):
    script = (SCRIPTS / "theme.js").read_text()
    html = (
        f"<!doctype html><html><head><script>{script}</script></head><body><fieldset data-theme-choice hidden>"
        '<label><input type="radio" name="theme" value="">System</label>'
        '<label><input type="radio" name="theme" value="evening">Evening</label></fieldset></body></html>'
    )
    page.route(re.compile("^http://outreach.test/"), lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://outreach.test/")
    assert page.get_by_label("System").is_checked()

    page.get_by_label("Evening").check()
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == "evening"
    assert page.get_by_label("Evening").is_checked()
