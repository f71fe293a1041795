"""No story of the reports is lost: each has a test that names it, or a room in which it will be told."""

from __future__ import annotations

import ast
import re
from collections import Counter
from itertools import chain

from tests.house_rules.reading import ROOT
from tests.stories import ALSO_IN_A_BROWSER, COUNTS, ELSEWHERE, TOLD

#: So many of them are told in a real browser at least.
IN_A_BROWSER = 10


def told_at(node: str) -> str | None:
    """Give what the docstring of a test says, in one line; None where there is no such test."""
    module, _colons, name = node.partition("::")
    path = ROOT / "tests" / module
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    for test in tree.body:
        if isinstance(test, ast.FunctionDef) and test.name == name:
            return " ".join((ast.get_docstring(test) or "").split())
    return None


def names(told: str | None, report: str, story: str) -> bool:
    """Whether these words name the story: after its report, and as a whole word."""
    return bool(re.search(rf"{re.escape(report)}.*{re.escape(story)}\b", told or ""))


def test_every_story_of_a_report_is_told_or_has_another_room():
    stories = [*TOLD, *chain.from_iterable(ELSEWHERE.values())]

    assert Counter(report for report, _story in stories) == COUNTS
    assert [story for story, times in Counter(stories).items() if times > 1] == []


def test_every_story_is_told_by_tests_that_name_it():
    lost = [
        f"{node} does not tell {report}, {story}"
        for (report, story), nodes in TOLD.items()
        for node in nodes
        if not names(told_at(node), report, story)
    ]

    assert lost == []


def test_ten_stories_are_told_in_a_browser():
    browser = {node for node in chain(*TOLD.values(), ALSO_IN_A_BROWSER) if node.startswith("browser/")}

    assert [node for node in browser if told_at(node) is None] == []
    assert len(browser) >= IN_A_BROWSER


def test_a_story_that_is_not_named_is_missed():
    assert told_at("cases/test_stories.py::test_of_nobody") is None
    assert not names("Samen DOEN 2016, story 12: no match comes", "Samen DOEN 2016", "story 1")
    assert names("Vroeg Eropaf 2008, S2, and Samen DOEN 2016, story 1: both", "Samen DOEN 2016", "story 1")
