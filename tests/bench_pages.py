"""What somebody waits for in a city with a long history: a search, and the file with the longest story.

Part of ``python -m tests.bench``, in its database, by way of the pages themselves. People wait in milliseconds, so a
whole run holds those; a quick look on a machine that others use too holds each page beside the plain search page, which
looks for nothing and is asked in turns with it.
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import psycopg2

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client

CASES, SMALL_CASES, ENTRIES = 100_000, 10_000, 2_000
TIMES = 20
SEARCH_LIMIT, FILE_LIMIT = 100.0, 250.0  # ms
PLAIN = "/cases/search"
#: Times the plain page, in a quick look.
MOST_TIMES = 15.0
#: A rare name, a common one, a part of an address, two letters; a rare word, a common one, two, nothing.
SEARCHES = ["Zwaluw 77", "Jansen", "prinsen 12", "ja", "tandarts", "huur", "huur tandarts", "walvis"]
FILL = """
INSERT INTO cases_dwelling (postcode, number, suffix, letter, addition, street, city, municipality, register_id)
  SELECT '1092GK', n, '', '', '', (ARRAY['Prinsenstraat', 'Javastraat', 'Kerkweg', 'Molenpad'])[1 + n %% 4], 'Bench',
    '', '' FROM generate_series(200001, 200000 + %(cases)s) n;
INSERT INTO cases_household (dwelling_id, tenant_key, created_at)
  SELECT id, 'bench-' || number, now() FROM cases_dwelling WHERE city = 'Bench';
INSERT INTO cases_person (household_id, role, name, phone, email)
  SELECT h.id, 'main_tenant', 'B. ' || (ARRAY['Jansen', 'De Vries', 'Zwaluw'])[1 + h.id %% 3], '', ''
  FROM cases_household h WHERE h.tenant_key LIKE 'bench-%%';
INSERT INTO cases_case (household_id, team_id, stage, opened_on, close_reason, relationship, contact_status, pressed_by,
    subject, others, acute, end_result, route, approach, estimate, own_strength, kept_elsewhere)
  SELECT h.id, %(team)s, 'visiting', date '2026-01-01' + (h.id %% 300)::int, '', 'contact', 'voluntary', '',
    lower(p.name) || ' ' || lower(d.street) || ' ' || d.number || ' 1092 gk', '', '', '', 'list', 'outreach', '', '', ''
  FROM cases_household h JOIN cases_dwelling d ON d.id = h.dwelling_id JOIN cases_person p ON p.household_id = h.id
  WHERE h.tenant_key LIKE 'bench-%%';
INSERT INTO cases_timelineentry (household_id, case_id, kind, detail, text, visibility, at)
  SELECT c.household_id, c.id, 'note', '', 'Belde over de ' ||
    CASE WHEN (c.id + n) %% 1000 = 0 THEN 'tandarts' WHEN n = 1 THEN 'huur' ELSE 'brief van woord' || (c.id + n) %% 900
    END, 'care', timestamptz '2026-01-01' + ((c.id * 7 + n) %% 400000) * interval '1 minute'
  FROM cases_case c JOIN cases_household h ON h.id = c.household_id, generate_series(1, 5) n
  WHERE h.tenant_key LIKE 'bench-%%';
INSERT INTO cases_statement (case_id, kind, text, since)
  SELECT c.id, 'situation', 'Er is een brief over de ' || CASE WHEN c.id %% 700 = 0 THEN 'tandarts' ELSE 'huur' END,
    timestamptz '2026-01-01' + ((c.id * 11) %% 400000) * interval '1 minute'
  FROM cases_case c JOIN cases_household h ON h.id = c.household_id WHERE h.tenant_key LIKE 'bench-%%';
INSERT INTO cases_timelineentry (household_id, case_id, kind, detail, text, visibility, at)
  SELECT c.household_id, c.id, 'note', '', 'Notitie ' || n, 'care', now() - n * interval '1 hour'
  FROM (SELECT id, household_id FROM cases_case ORDER BY id DESC LIMIT 1) c, generate_series(1, %(entries)s) n;
"""
#: What a worker would have done by now: each request would send it again.
DELIVERED = "UPDATE accounts_outboxmessage SET done_at = now() WHERE done_at IS NULL"
#: As the server does by itself soon after.
SETTLE = (
    "VACUUM (ANALYZE) cases_dwelling, cases_household, cases_person, cases_case, cases_timelineentry, cases_statement"
)


def measure_pages(owner_url: str, *, small: bool) -> bool:
    """Fill a city, look for things in it and open its longest file; say what it took, and whether that is quick."""
    from django.test import Client

    from accounts.models import User
    from cases.models import Case

    number = SMALL_CASES if small else CASES
    worker = User.objects.get(email="samira@demo.example.org")
    with closing(psycopg2.connect(owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute(FILL, {"cases": number, "team": worker.membership.team_id, "entries": ENTRIES})
        cursor.execute(DELIVERED)
        connection.commit()
        connection.autocommit = True
        cursor.execute(SETTLE)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(worker, backend="accounts.backends.MemberBackend")
    longest = f"/cases/{Case.objects.order_by('-pk').values_list('uuid', flat=True)[0]}"
    pages = [(f"search {words!r}", PLAIN, {"words": words}, SEARCH_LIMIT) for words in SEARCHES]
    pages.append((f"file with {ENTRIES:,} entries", longest, {}, FILE_LIMIT))
    sys.stdout.write(f"{number:,} cases of one team, {5 * number:,} notes; 95% of {TIMES} within\n")
    held = True
    for name, path, data, limit in pages:
        plain, ours = waited(client, path, data)
        ok = ours <= plain * MOST_TIMES if small else ours <= limit
        held &= ok
        said = f"{name:30}{ours:8.0f} ms{limit:8.0f}{ours / plain:8.1f} times a plain page"
        sys.stdout.write(f"{said}{'' if ok else '  OVER THE LIMIT'}\n")
    return held


def waited(client: Client, path: str, data: dict[str, str]) -> tuple[float, float]:
    """Give the time in ms within which 95% of the answers came, of the plain page and of this one."""
    plain, ours = [], []
    for _ in range(TIMES + 1):  # the first opens the connection
        plain.append(took(partial(client.get, PLAIN)))
        ours.append(took(partial(client.post, path, data) if data else partial(client.get, path)))
    last = round(TIMES * 0.95) - 1
    return sorted(plain[1:])[last], sorted(ours[1:])[last]


def took(ask: Callable[[], HttpResponse]) -> float:
    started = time.perf_counter()
    answer = ask()
    seconds = time.perf_counter() - started
    assert answer.status_code == 200, answer.status_code
    return seconds * 1000
