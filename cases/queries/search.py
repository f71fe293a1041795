"""Looking for a household by name or address, and through everything that one may read (``cases.permissions``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.search import SearchHeadline, SearchQuery

from cases.models import Case, Statement, TimelineEntry
from cases.permissions import known_to, readable_by, sight_of
from common.names import search_words

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from accounts.models import User

CASES_SHOWN, TEXTS_SHOWN = 20, 30
FEWEST_LETTERS = 2
#: As many as are read and sorted in a few milliseconds.
MANY = 2_000
#: Around a word that was found. No text has them, so nothing that people wrote becomes markup.
START, STOP = "\u0002", "\u0003"


class Text(NamedTuple):
    """A piece of what was written, with the words that were found between START and STOP."""

    case: Case
    title: str
    around: str
    at: datetime
    by: User | None


class Found(NamedTuple):
    cases: list[Case]
    texts: list[Text]
    more_cases: bool = False
    more_texts: bool = False


def look_for(words: str, user: User) -> Found:
    """Look in the cases of one's own ring, the newest first.

    The beginning of a name or street is enough, an initial stands for itself; a text is found by whole words, as Dutch
    declines them. Without two letters or figures together nothing is looked for: half a city would answer.
    """
    wanted = search_words(words)
    if max(map(len, wanted), default=0) < FEWEST_LETTERS:
        return Found([], [])
    # a partner does not find who else lives there
    weight = "A" if sight_of(user).is_partner else "AB"
    begins = [f"{word}:{'' if len(word) < FEWEST_LETTERS else '*'}{weight}" for word in wanted]
    own = Case.objects.own(user)
    query = SearchQuery(" & ".join(begins), search_type="raw", config="simple")
    found = _newest(Case.objects.filter(search=query), own, "opened_on", CASES_SHOWN, case="pk")
    cases = Case.objects.filter(pk__in=found[:CASES_SHOWN]).for_list().order_by("-opened_on", "-pk")
    texts = sorted(_texts(words, user, own), key=lambda text: text.at, reverse=True)
    return Found(list(cases), texts[:TEXTS_SHOWN], len(found) > CASES_SHOWN, len(texts) > TEXTS_SHOWN)


def _newest(found: QuerySet[Any], own: QuerySet[Case], order: str, number: int, *, case: str = "case") -> list[int]:
    """Give the keys of the newest that are found in one's own cases, and of one more.

    The planner does not know how rare the words are, and would read a whole city for a word that stands nowhere, or
    for one that stands everywhere. So the words are looked for by themselves: of few, the cases are looked up and what
    is left is sorted here; only of many the newest are asked for, in order of time.
    """
    some = list(found.order_by().values_list(order, "pk", case)[:MANY])
    if len(some) < MANY:
        mine = set(own.filter(pk__in={key for _order, _pk, key in some}).values_list("pk", flat=True))
        return [pk for _order, pk, key in sorted(some, reverse=True) if key in mine][: number + 1]
    newest = found.filter(**{f"{case}__in": own}).order_by(f"-{order}", "-pk")
    return list(newest.values_list("pk", flat=True)[: number + 1])


def _texts(words: str, user: User, own: QuerySet[Case]) -> list[Text]:
    query = SearchQuery(words, search_type="websearch", config="dutch")
    entries = TimelineEntry.objects.filter(known_to(user) & readable_by(user), search=query)
    newest = TimelineEntry.objects.filter(pk__in=_newest(entries, own, "at", TEXTS_SHOWN)).select_related("about")
    found = [Text(entry.case, entry.title, entry.around, entry.at, entry.by) for entry in _around(newest, query)]
    if not sight_of(user).is_care:
        return found
    statements = Statement.objects.running().filter(search=query)
    said = Statement.objects.filter(pk__in=_newest(statements, own, "since", TEXTS_SHOWN))
    return found + [
        Text(one.case, str(one.get_kind_display()), one.around, one.since, one.by) for one in _around(said, query)
    ]


def _around(rows: Any, query: SearchQuery) -> Any:
    """Add what stands around the words (`around`), and the case with what names it."""
    headline = SearchHeadline(
        "text", query, config="dutch", start_sel=START, stop_sel=STOP, max_words=30, min_words=12, max_fragments=2
    )
    shown = rows.select_related("by", "case__household__dwelling").prefetch_related("case__household__people")
    return shown.defer("text", "search").annotate(around=headline)
