"""What is wrong with a page that stands open in a browser, in words that name it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

FACTS = """() => {
  const shown = element => element.checkVisibility();
  return {
    headings: [...document.querySelectorAll('h1')].filter(shown).length,
    language: document.documentElement.lang,
    title: document.title,
    words: document.body.innerText,
  };
}"""
#: What a template shows when it was given nothing, or was not rendered; "None" is a word in English.
LEFTOVERS = {
    "nl": re.compile(r"\{\{|\{%|%\(\w+\)s|\b(?:None|NaN|[Uu]ndefined)\b"),
    "en": re.compile(r"\{\{|\{%|%\(\w+\)s|\b(?:NaN|[Uu]ndefined)\b"),
}
OK = 200
FIRST = "document.querySelector('a[href], button, input:not([type=hidden]), select, textarea, summary')"
PLACED = "location.hash !== '' || document.querySelector('main [autofocus]') !== null"
REPORT_REFUSED = """addEventListener("securitypolicyviolation", event =>
  console.error(`policy ${event.effectiveDirective} refused ${event.blockedURI}`))"""


def listen(context: BrowserContext) -> list[str]:
    """Collect what the console of every page complains of, refusals of the content security policy included."""
    complaints: list[str] = []
    context.add_init_script(REPORT_REFUSED)
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return complaints


def report(
    page: Page,
    where: object,
    complaints: list[str],
    *,
    status: int,
    language: str = "nl",
    shell: bool = True,
    axe: bool = True,
    contrast: bool = True,
) -> list[str]:
    """Name everything that is wrong with the page and what its console said; the complaints start anew then.

    `shell`: the page has the menu around it, and so a link that skips it. `axe`: ask it for barriers too; `contrast`:
    for colours as well, which takes as long as everything else together and need not be done for each role.
    """
    wrong = [] if status == OK else [f"answers {status}"]
    wrong += [
        *of_content(page, language),
        *(inaccessible(page, contrast=contrast) if axe else []),
        *(of_keyboard(page) if shell else []),
    ]
    wrong += [f"has its console say {complaint}" for complaint in complaints]
    complaints.clear()
    return [f"{where} {what}" for what in wrong]


def of_content(page: Page, language: str) -> Iterator[str]:
    facts: dict[str, Any] = page.evaluate(FACTS)
    yield from too_wide(page)
    if facts["headings"] != 1:
        yield f"has {facts['headings']} main headings"
    if facts["language"] != language:
        yield f"says that its language is {facts['language']!r}"
    if not facts["title"].strip():
        yield "has no title"
    for left in LEFTOVERS[language].findall(facts["words"]):
        yield f"shows {left!r}"


def too_wide(page: Page) -> Iterator[str]:
    """Somebody would have to scroll sideways, wide tables and drawings in their own frame aside."""
    width, room = page.evaluate("[document.scrollingElement.scrollWidth, document.documentElement.clientWidth]")
    if width > room:
        yield f"is {width} px wide where there is room for {room}"


def inaccessible(page: Page, *, contrast: bool = True) -> Iterator[str]:
    options = {
        "preload": False,  # it would look for the imported sheets beside the page
        "resultTypes": ["violations"],
        "rules": {"color-contrast": {"enabled": contrast}},
    }
    results = Axe().run(page, options=options)
    for rule in results.response["violations"]:
        yield f"breaks {rule['id']} at " + ", ".join(str(node["target"]) for node in rule["nodes"][:3])


def of_keyboard(page: Page) -> Iterator[str]:
    """The first stop of Tab skips the menu; the focus stands there in the end.

    Where the address or the page itself puts somebody in the middle, Tab goes on from there; then the first stop is
    looked up in the page.
    """
    if page.evaluate(PLACED):
        page.evaluate(f"{FIRST}.focus()")
    else:
        page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className + document.activeElement.hash")
    if first != "skip-link#content":
        yield f"has {first!r} before the link to its content"
