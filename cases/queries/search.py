"""Looking for a household by name or address, and through everything that one may read (``cases.permissions``)."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Func, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Permission, may
from cases.models import Case, Consult, Decision, HelpRequest, Statement, TimelineEntry
from cases.permissions import consults_for, known_to, readable_by, sight_of
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
    """A piece of what was written, with the words that were found between START and STOP.

    `case` is the file in which it stands and opens; a question that somebody was asked has a page of its own, `url`,
    and names no household.
    """

    title: str
    around: str
    at: datetime
    by: User | None
    url: str
    case: Case | None = None
    consult: Consult | None = None


class Found(NamedTuple):
    cases: list[Case]
    texts: list[Text]
    requests: list[HelpRequest]
    more_cases: bool = False
    more_texts: bool = False
    more_requests: bool = False


def look_for(words: str, user: User) -> Found:
    """Look in the cases of one's own ring, the newest first, in the requests of one's team and in what one was asked.

    The beginning of a name or street is enough, an initial stands for itself; a text is found by whole words, as Dutch
    declines them. Without two letters or figures together nothing is looked for: half a city would answer.
    """
    wanted = search_words(words)
    if max(map(len, wanted), default=0) < FEWEST_LETTERS:
        return Found([], [], [])
    # a partner does not find who else lives there
    query = _begins(wanted, "A" if sight_of(user).is_partner else "AB")
    own = Case.objects.own(user)
    found = _newest(Case.objects.filter(search=query), "opened_on", CASES_SHOWN, own=own, case="pk")
    cases = Case.objects.filter(pk__in=found[:CASES_SHOWN]).for_list().order_by("-opened_on", "-pk")
    texts = sorted(_texts(words, user, own), key=lambda text: text.at, reverse=True)
    asked = _requests(words, wanted, user)
    return Found(
        list(cases), texts[:TEXTS_SHOWN], asked[:CASES_SHOWN],
        len(found) > CASES_SHOWN, len(texts) > TEXTS_SHOWN, len(asked) > CASES_SHOWN,
    )  # fmt: skip


def _begins(wanted: list[str], weight: str) -> SearchQuery:
    """Look for the beginnings of words; an initial stands for itself."""
    begins = [f"{word}:{'' if len(word) < FEWEST_LETTERS else '*'}{weight}" for word in wanted]
    return SearchQuery(" & ".join(begins), search_type="raw", config="simple")


def _newest(
    found: QuerySet[Any], order: str, number: int, *, own: QuerySet[Case] | None = None, case: str = "case"
) -> list[int]:
    """Give the keys of the newest that are found, in these cases if they are given, and of one more.

    The planner does not know how rare the words are, and would read a whole city for a word that stands nowhere, or
    for one that stands everywhere. So the words are looked for by themselves: of few, the cases are looked up and what
    is left is sorted here; only of many the newest are asked for, in order of time.
    """
    some = list(found.order_by().values_list(order, "pk", case)[:MANY])
    if len(some) < MANY:
        theirs = {key for _order, _pk, key in some}
        mine = theirs if own is None else set(own.filter(pk__in=theirs).values_list("pk", flat=True))
        return [pk for _order, pk, key in sorted(some, key=itemgetter(0, 1), reverse=True) if key in mine][: number + 1]
    rows = found if own is None else found.filter(**{f"{case}__in": own})
    return list(rows.order_by(f"-{order}", "-pk").values_list("pk", flat=True)[: number + 1])


def _requests(words: str, wanted: list[str], user: User) -> list[HelpRequest]:
    """Give the requests of somebody's team by name, address or who asked, or by why help was asked (`around`)."""
    said = SearchQuery(words, search_type="websearch", config="dutch")
    # one condition on one index: either finds it
    either = HelpRequest.objects.of(user).filter(search=_begins(wanted, "A") | said)
    found = HelpRequest.objects.filter(pk__in=_newest(either, "noted_at", CASES_SHOWN))
    return list(found.annotate(around=_headline("why", said)).order_by("-noted_at", "-pk"))


def _texts(words: str, user: User, own: QuerySet[Case]) -> list[Text]:
    query = SearchQuery(words, search_type="websearch", config="dutch")
    entries = TimelineEntry.objects.filter(known_to(user) & readable_by(user), search=query)
    keys = _newest(entries, "at", TEXTS_SHOWN, own=own)
    newest = TimelineEntry.objects.filter(pk__in=keys).select_related("about", "by")
    found = [_of_file(entry, entry.title, entry.at, entry.by) for entry in _around(newest, query)]
    if not sight_of(user).is_care:
        return found
    statements = Statement.objects.running().filter(search=query)
    said = Statement.objects.filter(pk__in=_newest(statements, "since", TEXTS_SHOWN, own=own)).select_related("by")
    found += [_of_file(one, str(one.get_kind_display()), one.since, one.by) for one in _around(said, query)]
    return found + _decisions(query, own) + _consults(query, user, own) if may(user, Permission.TALKS) else found


def _decisions(query: SearchQuery, own: QuerySet[Case]) -> list[Text]:
    """Look through the words around a choice, which the timeline does not say."""
    keys = _newest(Decision.objects.current().filter(search=query), "written_at", TEXTS_SHOWN, own=own)
    newest = Decision.objects.filter(pk__in=keys).select_related("written_by")
    words = Func(Value("\n"), "reason", "known", "unknown", "consulted", function="concat_ws", output_field=TextField())
    return [
        Text(
            _("Decision: %(choice)s") % {"choice": one.choice}, one.around, one.written_at, one.written_by,
            reverse("cases:talks", args=[one.case.uuid]), one.case,
        )
        for one in _named(newest.annotate(around=_headline(words, query)))
    ]  # fmt: skip


def _consults(query: SearchQuery, user: User, own: QuerySet[Case]) -> list[Text]:
    """Look through what somebody was asked, or asked, about a household whose file does not open for them.

    What was asked about one's own households stands on their timelines.
    """
    consults = consults_for(user).filter(search=query).exclude(case__in=own)
    newest: Any = Consult.objects.filter(pk__in=_newest(consults, "asked_at", TEXTS_SHOWN)).select_related("asked_by")
    words = Func(Value("\n"), "question", "outcome", function="concat_ws", output_field=TextField())
    return [
        Text(
            _("Question of %(name)s") % {"name": one.asked_by.name}, one.around, one.asked_at, one.asked_by,
            reverse("cases:consult", args=[one.uuid]), consult=one,
        )
        for one in newest.annotate(around=_headline(words, query))
    ]  # fmt: skip


def _of_file(row: Any, title: str, at: datetime, by: User | None) -> Text:
    return Text(title, row.around, at, by, reverse("cases:detail", args=[row.case.uuid]), row.case)


def _around(rows: Any, query: SearchQuery) -> Any:
    """Add what stands around the words (`around`), and the case with what names it."""
    return _named(rows.defer("text", "search").annotate(around=_headline("text", query)))


def _named(rows: Any) -> Any:
    return rows.select_related("case__household__dwelling").prefetch_related("case__household__people")


def _headline(words: Any, query: SearchQuery) -> SearchHeadline:
    return SearchHeadline(
        words, query, config="dutch", start_sel=START, stop_sel=STOP, max_words=30, min_words=12, max_fragments=2
    )
