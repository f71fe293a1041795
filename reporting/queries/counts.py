"""Counting from received to reached, in two statements whatever the number of households.

A household counts once a period, also with several signals or corporations. What counts for it is what happened in the
cases that its signals of that period led to: those open at the first of them, and those opened later unless a newer
signal, after the period, came first.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class Period(NamedTuple):
    """Days from `since` up to and including `until`."""

    since: date
    until: date


@dataclass(frozen=True)
class Counts:
    """How far the rows and households of one period came. Rows first, then households.

    `received` and `accepted` are None for a team: a rejected row has no address to find its team by.
    `reached_2007` also counts whoever was visited, as the published figures of 2007 do (design.md §3, reached).
    """

    received: int | None = 0
    accepted: int | None = 0
    signals: int = 0
    reported: int = 0
    listed: int = 0
    decided: int = 0
    picked_up: int = 0
    approached: int = 0
    visited: int = 0
    reached: int = 0
    reached_2007: int = 0
    helped: int = 0
    bailiff: int = 0
    evicted: int = 0

    @property
    def otherwise_in_contact(self) -> int:
        """Households reached without a home visit."""
        return self.reached_2007 - self.visited

    @property
    def not_reached_2007(self) -> int:
        return self.reported - self.reached_2007


#: Key of a cell: the period's number in the order asked, and the supplier or None for all together.
Cell = tuple[int, int | None]
Table = dict[Cell, Counts]

_ROWS = """
    WITH period AS (
        SELECT number, since, until
        FROM unnest(%(since)s::date[], %(until)s::date[]) WITH ORDINALITY AS asked (since, until, number)
    )
    SELECT p.number, d.supplier_id, sum(d.received), sum(d.received - d.rejected)
    FROM period p JOIN signals_intake_delivery d ON d.as_of BETWEEN p.since AND p.until
    WHERE d.state = 'processed' AND (%(supplier)s::bigint IS NULL OR d.supplier_id = %(supplier)s)
    GROUP BY GROUPING SETS ((p.number), (p.number, d.supplier_id))
"""
_HOUSEHOLDS = """
    WITH period AS (
        SELECT number, since, until
        FROM unnest(%(since)s::date[], %(until)s::date[]) WITH ORDINALITY AS asked (since, until, number)
    ), reported AS (
        SELECT p.number, p.since, p.until, s.household_id, s.supplier_id, min(s.signal_on) AS signal_on,
            count(*) AS signals, bool_or(s.picked_up_on IS NOT NULL) AS picked_up
        FROM period p JOIN signals_intake_signal s ON s.signal_on BETWEEN p.since AND p.until
        WHERE (%(supplier)s::bigint IS NULL OR s.supplier_id = %(supplier)s)
          AND (%(teams)s::bigint[] IS NULL OR EXISTS (
            SELECT FROM cases_household h JOIN cases_dwelling d ON d.id = h.dwelling_id
            JOIN accounts_area a ON left(d.postcode, 4)::int BETWEEN a.postcode_from AND a.postcode_until
            WHERE h.id = s.household_id AND a.team_id = ANY (%(teams)s)))
        GROUP BY p.number, p.since, p.until, s.household_id, s.supplier_id
    ), household AS (
        SELECT number, until, household_id, min(signal_on) AS signal_on
        FROM reported GROUP BY number, until, household_id
    ), listed AS (
        SELECT p.number, r.household_id, r.supplier_id, true AS listed, bool_or(d.id IS NOT NULL) AS decided,
            coalesce(bool_or(d.decision IN ('visit', 'light_contact')), false) AS picked_up
        FROM period p JOIN signals_intake_arrearslist l ON l.as_of BETWEEN p.since AND p.until
        JOIN signals_intake_listedrow r ON r.arrears_list_id = l.id AND r.outcome = 'listed'
        LEFT JOIN signals_intake_reviewdecision d ON d.entry_id = r.entry_id
        GROUP BY p.number, r.household_id, r.supplier_id
    ), guided AS (
        SELECT case_id, max(coalesce(until, 'infinity')) AS until
        FROM cases_casestage WHERE stage IN ('guidance', 'monitoring') GROUP BY case_id
    ), tied AS (
        SELECT h.number, h.household_id, h.signal_on, c.id, EXISTS (
                SELECT FROM cases_crisis k WHERE k.case_id = c.id AND k.threat = 'eviction' AND k."end" = 'lost'
                AND k.ended_on >= h.signal_on) AS evicted,
            c.end_result IN ('self_paid', 'quick_fix', 'money', 'not_money') OR coalesce(g.until > h.signal_on, false)
                AS helped
        FROM household h JOIN cases_case c ON c.household_id = h.household_id
        LEFT JOIN guided g ON g.case_id = c.id
        WHERE (c.closed_on IS NULL OR c.closed_on >= h.signal_on)
          AND (c.opened_on <= h.signal_on OR NOT EXISTS (
            SELECT FROM signals_intake_signal newer WHERE newer.household_id = h.household_id
            AND newer.signal_on > h.until AND newer.signal_on <= c.opened_on))
    ), contact AS (
        SELECT t.number, t.household_id, bool_or(t.evicted) AS evicted, count(a.id) > 0 AS approached,
            bool_or(a.kind = 'visit') AS visited, bool_or(a.reached) AS reached,
            bool_or(t.helped OR a.outcome = 'paid' OR a.agreements && ARRAY['arrangement', 'referred']::varchar[])
                AS helped
        FROM tied t LEFT JOIN cases_contactattempt a ON a.case_id = t.id AND a."on" >= t.signal_on
        GROUP BY t.number, t.household_id
    ), claim AS MATERIALIZED (
        SELECT k.household_id, b.supplier_id, b.as_of
        FROM signals_intake_balance b JOIN signals_intake_contract k ON k.id = b.contract_id
        WHERE b.bailiff_stage <> '' AND b.as_of >= (SELECT min(since) FROM period)
    ), bailiff AS (
        SELECT DISTINCT h.number, h.household_id, m.supplier_id, true AS bailiff
        FROM claim m JOIN household h ON h.household_id = m.household_id AND m.as_of BETWEEN h.signal_on AND h.until
    ), flag AS MATERIALIZED (
        SELECT r.number, r.household_id, r.supplier_id, r.signals, l.listed, l.decided,
            r.picked_up OR l.picked_up OR c.approached AS picked_up, c.approached, c.visited, c.reached,
            c.reached OR c.visited AS reached_2007, c.reached AND c.helped AS helped, b.bailiff, c.evicted
        FROM reported r LEFT JOIN listed l USING (number, household_id, supplier_id)
        LEFT JOIN contact c USING (number, household_id) LEFT JOIN bailiff b USING (number, household_id, supplier_id)
    ), once AS (
        SELECT number, NULL::bigint AS supplier_id, sum(signals) AS signals, bool_or(listed) AS listed,
            bool_or(decided) AS decided, bool_or(picked_up) AS picked_up, bool_or(approached) AS approached,
            bool_or(visited) AS visited, bool_or(reached) AS reached, bool_or(reached_2007) AS reached_2007,
            bool_or(helped) AS helped, bool_or(bailiff) AS bailiff, bool_or(evicted) AS evicted
        FROM flag GROUP BY number, household_id
        UNION ALL
        SELECT number, supplier_id, signals, listed, decided, picked_up, approached, visited, reached, reached_2007,
            helped, bailiff, evicted
        FROM flag
    )
    SELECT number, supplier_id, sum(signals)::bigint, count(*),
        count(*) FILTER (WHERE listed), count(*) FILTER (WHERE decided), count(*) FILTER (WHERE picked_up),
        count(*) FILTER (WHERE approached), count(*) FILTER (WHERE visited), count(*) FILTER (WHERE reached),
        count(*) FILTER (WHERE reached_2007), count(*) FILTER (WHERE helped), count(*) FILTER (WHERE bailiff),
        count(*) FILTER (WHERE evicted)
    FROM once GROUP BY number, supplier_id
"""
_HOUSEHOLD_FIELDS = [field.name for field in fields(Counts)][2:]


def count(periods: Sequence[Period], *, supplier_id: int | None = None, team_ids: Sequence[int] | None = None) -> Table:
    """Count every period, together and for each supplier; two statements however many periods.

    Only what the wall lets through is counted: in the scope of one supplier, its own rows.
    """
    asked = {
        "since": [period.since for period in periods],
        "until": [period.until for period in periods],
        "supplier": supplier_id,
        "teams": None if team_ids is None else list(team_ids),
    }
    rows: dict[Cell, tuple[int | None, int | None]] = {}
    with connection.cursor() as cursor:
        if team_ids is None:
            cursor.execute(_ROWS, asked)
            rows = {(number - 1, supplier): (received, kept) for number, supplier, received, kept in cursor}
        cursor.execute(_HOUSEHOLDS, asked)
        counted = {(row[0] - 1, row[1]): dict(zip(_HOUSEHOLD_FIELDS, row[2:], strict=True)) for row in cursor}
    nothing = (0, 0) if team_ids is None else (None, None)
    cells = rows.keys() | counted.keys() | {(number, None) for number in range(len(periods))}
    return {cell: Counts(*rows.get(cell, nothing), **counted.get(cell, {})) for cell in cells}
