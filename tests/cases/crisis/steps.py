"""What the tests of a crisis have in common: its days, and what somebody does on its pages."""

from datetime import date

from django.urls import reverse

from cases.enums import ContactKind
from cases.services.contact import log_attempt
from common import dates

MONDAY = date(2026, 5, 11)
FRIDAY = date(2026, 5, 15)
NOTE = "Om tien uur, dossier 2026-1188"


def clock_of(case, kind):
    return case.clocks.filter(kind=kind, stopped_on=None).first()


def item_of(crisis, code):
    return crisis.items.get(code=code)


def tried(case, by, *, at=None, reached=False, outcome=""):
    return log_attempt(case=case, kind=ContactKind.VISIT, at=at or dates.now(), reached=reached, outcome=outcome, by=by)


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case.uuid, *(row.uuid for row in more)])


def main_of(answer):
    """Give the words of the page, without its menu."""
    return " ".join(answer.content.decode().partition("<main")[2].partition("</main")[0].split())


def tap(browser, crisis, item, do, *, seen=None, **fields):
    url = address("crisis_item", crisis.case, crisis, item)
    return browser.post(url, {"do": do, "seen": item.version if seen is None else seen, **fields})


def in_english(browser):
    browser.cookies["language"] = "en"
    return browser
