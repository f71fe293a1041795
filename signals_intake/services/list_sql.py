"""The rules of the lists as SQL: assess every row, settle its outcome, write it down.

Parameters: list, covenant, as_of, month, known_at, light_months, visit_months, minimum_amount, holding, response_days.
"""

from __future__ import annotations

#: Per supplier of the covenant, the newest statement of the month up to the as-of date. Without an agreement then, or
#: now that the list is worked with, its rows are excluded.
_DELIVERED = """
CREATE TEMP TABLE delivered ON COMMIT DROP AS
SELECT DISTINCT ON (d.supplier_id) d.id, d.supplier_id, d.received, d.rejected,
       (SELECT bool_or(daterange(v.valid_from, v.valid_until) @> %(as_of)s::date)
           AND bool_or(daterange(v.valid_from, v.valid_until) @> %(known_at)s::date)
        FROM signals_intake_supplieragreement v
        WHERE v.supplier_id = d.supplier_id AND v.covenant_id = %(covenant)s) AS agreed
FROM signals_intake_delivery d
WHERE d.state = 'processed' AND d.as_of BETWEEN %(month)s AND %(as_of)s
  AND (SELECT v.covenant_id FROM signals_intake_supplieragreement v
       WHERE v.supplier_id = d.supplier_id AND v.valid_from <= %(as_of)s
       ORDER BY v.valid_from DESC LIMIT 1) = %(covenant)s
ORDER BY d.supplier_id, d.as_of DESC
"""
#: When each contract of the households in ``since`` (household_id, first) owed. A contract owes from a statement that
#: shows a month or more, or a rejected row that names it, until the supplier's next statement; a number given out again
#: is the next tenant's.
_OWING = """statement AS (
    SELECT id, supplier_id, as_of,
           lead(as_of) OVER (PARTITION BY supplier_id ORDER BY as_of) AS next
    FROM signals_intake_delivery
    WHERE state = 'processed' AND as_of <= %(as_of)s
), owing AS (
    SELECT c.household_id, range_agg(daterange(t.as_of, t.next, '[)')) AS times
    FROM since s
    JOIN signals_intake_contract c ON c.household_id = s.household_id
    JOIN statement t ON t.supplier_id = c.supplier_id AND (t.next IS NULL OR t.next > s.first)
    WHERE EXISTS (SELECT 1 FROM signals_intake_balance b
                  WHERE b.contract_id = c.id AND b.as_of = t.as_of AND b.delivery_id = t.id AND b.months >= 1)
       OR EXISTS (SELECT 1 FROM signals_intake_rejectedrow r WHERE r.delivery_id = t.id AND r.contract = c.number
                  AND NOT EXISTS (SELECT 1 FROM signals_intake_contract n
                                  JOIN signals_intake_balance b ON b.contract_id = n.id AND b.as_of <= t.as_of
                                  WHERE n.supplier_id = c.supplier_id AND n.number = c.number AND n.id > c.id))
    GROUP BY c.household_id
)"""
#: Who wanted no help was let go, not kept: a new episode of arrears or another legal stage may bring a new offer.
#: `first` is the day since which we leave them alone, by the closing or by a later wish not to be visited.
_OFFERED_ANEW = """
CREATE TEMP TABLE offered_anew ON COMMIT DROP AS
WITH last AS (
    SELECT DISTINCT ON (k.household_id) k.household_id, k.closed_on, k.close_reason
    FROM delivered d
    JOIN signals_intake_balance b ON b.delivery_id = d.id AND b.months >= %(light_months)s
    JOIN signals_intake_contract c ON c.id = b.contract_id
    JOIN cases_case k ON k.household_id = c.household_id
    WHERE k.opened_on <= %(known_at)s AND k.close_reason <> 'other'
    ORDER BY k.household_id, k.opened_on DESC, k.id DESC
), since AS (
    SELECT l.household_id, x.since IS NOT NULL AS asked, least(greatest(l.closed_on, x.since), %(as_of)s) AS first
    FROM last l
    LEFT JOIN LATERAL (
        SELECT max(w.since) AS since FROM cases_householdcircumstance w
        WHERE w.household_id = l.household_id AND w.kind = 'do_not_visit' AND w.since <= %(known_at)s
          AND (w.until IS NULL OR w.until > %(known_at)s)
    ) x ON true
    WHERE l.close_reason = 'wants_no_help' AND l.closed_on <= %(known_at)s
), {owing}, found AS (
    SELECT s.household_id, s.first, s.asked,
           NOT coalesce(o.times @> daterange(s.first, %(as_of)s, '[]'), false) AS new_episode,
           EXISTS (SELECT 1 FROM delivered d
                   JOIN signals_intake_balance b ON b.delivery_id = d.id AND b.bailiff_stage <> '' AND b.as_of > s.first
                   JOIN signals_intake_contract c ON c.id = b.contract_id AND c.household_id = s.household_id
                   WHERE b.bailiff_stage IS DISTINCT FROM (
                       SELECT p.bailiff_stage FROM signals_intake_balance p
                       WHERE p.contract_id = c.id AND p.as_of <= s.first ORDER BY p.as_of DESC LIMIT 1)) AS new_stage
    FROM since s LEFT JOIN owing o USING (household_id)
)
SELECT household_id, first, asked, new_stage FROM found WHERE new_episode OR new_stage
""".replace("{owing}", _OWING)
#: Exclusions in their order; the first that applies is the one shown.
_ASSESSED = """
CREATE TEMP TABLE assessed ON COMMIT DROP AS
SELECT b.id AS balance_id, b.supplier_id, b.months, c.household_id, a.team_id,
  CASE
    WHEN b.objection IS DISTINCT FROM false THEN 'objection'
    WHEN b.personal_contact IS NOT TRUE THEN 'no_personal_contact'
    WHEN b.reminder_on IS NULL THEN 'no_reminder'
    WHEN b.help_offered IS NOT TRUE THEN 'no_help_offer'
    WHEN b.legal_person THEN 'legal_person'
    WHEN 'deceased' = ANY (k.kinds) THEN 'deceased'
    WHEN 'moved' = ANY (k.kinds) THEN 'moved'
    WHEN b.arrangement THEN 'payment_arrangement'
    WHEN 'agreed_pattern' = ANY (k.kinds) THEN 'agreed_pattern'
    WHEN 'trajectory' = ANY (k.kinds) THEN 'trajectory'
    WHEN EXISTS (SELECT 1 FROM cases_case cs JOIN cases_casestage st ON st.case_id = cs.id
                 WHERE cs.household_id = c.household_id AND st.stage = ANY (%(holding)s) AND st.since <= %(known_at)s
                   AND (st.until IS NULL OR st.until > %(known_at)s)) THEN 'open_case'
    WHEN 'do_not_visit' = ANY (k.kinds)
      AND NOT EXISTS (SELECT 1 FROM offered_anew n WHERE n.household_id = c.household_id) THEN 'do_not_visit'
    WHEN EXISTS (SELECT 1 FROM signals_intake_listentry e
                 JOIN signals_intake_arrearslist l ON l.id = e.arrears_list_id
                 JOIN signals_intake_reviewdecision r ON r.entry_id = e.id
                 WHERE e.household_id = c.household_id AND l.as_of < %(as_of)s AND r.postponed_until > %(as_of)s)
      THEN 'postponed'
    WHEN b.balance < %(minimum_amount)s THEN 'below_minimum'
    WHEN a.team_id IS NULL THEN 'outside_area'
    WHEN NOT d.agreed THEN 'no_agreement'
    ELSE ''
  END AS exclusion
FROM delivered d
JOIN signals_intake_balance b ON b.delivery_id = d.id AND b.months >= %(light_months)s
JOIN signals_intake_contract c ON c.id = b.contract_id
JOIN cases_household h ON h.id = c.household_id
JOIN cases_dwelling w ON w.id = h.dwelling_id
LEFT JOIN accounts_area a ON a.covenant_id = %(covenant)s
  AND left(w.postcode, 4)::int BETWEEN a.postcode_from AND a.postcode_until
LEFT JOIN LATERAL (
  SELECT array_agg(x.kind) AS kinds FROM cases_householdcircumstance x
  WHERE x.household_id = h.id AND x.since <= %(known_at)s AND (x.until IS NULL OR x.until > %(known_at)s)
) k ON true
"""
#: Each household on the list of its highest row that is not excluded.
_STANDING = """
CREATE TEMP TABLE standing ON COMMIT DROP AS
SELECT household_id, min(team_id) AS team_id, max(months) AS months,
       CASE WHEN max(months) >= %(visit_months)s THEN 3 ELSE 2 END AS rank,
       0 AS listed_rank, NULL::bigint AS entry_id
FROM assessed WHERE exclusion = '' GROUP BY household_id
"""
ASSESS = (_DELIVERED, _OFFERED_ANEW, _ASSESSED, "ANALYZE assessed", _STANDING, "ANALYZE standing")

#: The highest stage for which the household was listed in its running episode: the time since is covered by times in
#: which one of its contracts owed. A listing that was postponed leaves its stage open: the household comes back if it
#: still owes that much, not if it has fallen from 3 to 2. One of before a household was left alone counts no more once
#: another legal stage came.
_LISTED_EARLIER = """
WITH listing AS (
    SELECT e.household_id, l.as_of,
           CASE WHEN e.stage = 'three_month' THEN 3 ELSE 2 END - (r.id IS NOT NULL)::int AS rank
    FROM standing s
    JOIN signals_intake_listentry e ON e.household_id = s.household_id
    JOIN signals_intake_arrearslist l ON l.id = e.arrears_list_id AND l.as_of < %(as_of)s
    LEFT JOIN signals_intake_reviewdecision r ON r.entry_id = e.id AND r.decision = 'postpone'
    WHERE NOT EXISTS (SELECT 1 FROM offered_anew n
                      WHERE n.household_id = s.household_id AND n.new_stage AND l.as_of <= n.first)
), since AS (
    SELECT household_id, min(as_of) AS first FROM listing GROUP BY household_id
), {owing}, highest AS (
    SELECT g.household_id, max(g.rank) AS rank FROM listing g JOIN owing o USING (household_id)
    WHERE o.times @> daterange(g.as_of, %(as_of)s, '[]') GROUP BY g.household_id
)
UPDATE standing s SET listed_rank = h.rank FROM highest h WHERE h.household_id = s.household_id
""".replace("{owing}", _OWING)
#: What people decided on stays as it was; its rows say what the supplier's newest statement says of their contracts.
_CLEAR_ROWS = """
DELETE FROM signals_intake_listedrow r WHERE r.arrears_list_id = %(list)s
  AND NOT EXISTS (SELECT 1 FROM signals_intake_listentry e JOIN signals_intake_reviewdecision d ON d.entry_id = e.id
                  WHERE e.arrears_list_id = %(list)s AND e.household_id = r.household_id)
"""
_FOLLOW_STATEMENT = """
UPDATE signals_intake_listedrow r SET balance_id = n.id, months = n.months
FROM signals_intake_balance o, signals_intake_balance n, delivered d
WHERE r.arrears_list_id = %(list)s AND o.id = r.balance_id AND d.supplier_id = r.supplier_id
  AND n.contract_id = o.contract_id AND n.delivery_id = d.id AND (n.id, n.months) <> (r.balance_id, r.months)
"""
_CLEAR_REPLACED_ROWS = """
DELETE FROM signals_intake_listedrow r USING signals_intake_balance b, delivered d
WHERE r.arrears_list_id = %(list)s AND b.id = r.balance_id AND d.supplier_id = r.supplier_id AND b.delivery_id <> d.id
"""
#: Whoever no longer stands on the list waits for nothing, unless another list still waits for them.
_CLEAR_ENTRIES = """
WITH gone AS (
    DELETE FROM signals_intake_listentry e WHERE e.arrears_list_id = %(list)s
      AND NOT EXISTS (SELECT 1 FROM signals_intake_reviewdecision d WHERE d.entry_id = e.id)
      AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.household_id = e.household_id AND s.rank > s.listed_rank)
    RETURNING e.household_id
)
DELETE FROM cases_clock k USING gone g
WHERE k.household_id = g.household_id AND k.kind = 'response' AND k.stopped_on IS NULL AND k.case_id IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM signals_intake_listentry e LEFT JOIN signals_intake_reviewdecision d ON d.entry_id = e.id
    WHERE e.household_id = g.household_id AND e.arrears_list_id <> %(list)s
      AND (d.id IS NULL OR d.decision IN ('visit', 'light_contact')))
"""
OUTCOMES = (_LISTED_EARLIER, _CLEAR_ROWS, _FOLLOW_STATEMENT, _CLEAR_REPLACED_ROWS, _CLEAR_ENTRIES)

_ENTRIES = """
INSERT INTO signals_intake_listentry AS e
    (arrears_list_id, household_id, team_id, stage, months, known_case_id, proposal)
SELECT %(list)s, s.household_id, s.team_id, CASE WHEN s.rank = 3 THEN 'three_month' ELSE 'two_month' END, s.months,
       (SELECT cs.id FROM cases_case cs WHERE cs.household_id = s.household_id AND cs.opened_on <= %(known_at)s
           AND (cs.closed_on IS NULL OR cs.closed_on > %(known_at)s) ORDER BY cs.opened_on DESC, cs.id DESC LIMIT 1),
       CASE WHEN s.rank = 3 AND NOT EXISTS (SELECT 1 FROM offered_anew n
                                            WHERE n.household_id = s.household_id AND n.asked)
            THEN 'visit' ELSE 'light_contact' END
FROM standing s WHERE s.rank > s.listed_rank
ORDER BY s.household_id
ON CONFLICT (arrears_list_id, household_id) DO UPDATE
SET team_id = excluded.team_id, stage = excluded.stage, months = excluded.months, proposal = excluded.proposal,
    known_case_id = excluded.known_case_id
WHERE NOT EXISTS (SELECT 1 FROM signals_intake_reviewdecision d WHERE d.entry_id = e.id)
  AND (e.team_id, e.stage, e.months, e.known_case_id)
      IS DISTINCT FROM (excluded.team_id, excluded.stage, excluded.months, excluded.known_case_id)
"""
_FIND_ENTRIES = """
UPDATE standing s SET entry_id = e.id FROM signals_intake_listentry e
WHERE e.arrears_list_id = %(list)s AND e.household_id = s.household_id
"""
#: A lower contract of a household that is on a list, now or earlier, is not due; that is due elsewhere when none of the
#: highest contracts is of the same supplier.
_ROWS = """
INSERT INTO signals_intake_listedrow
    (arrears_list_id, supplier_id, balance_id, household_id, entry_id, months, outcome, exclusion, is_due_elsewhere)
SELECT %(list)s, a.supplier_id, a.balance_id, a.household_id, CASE WHEN a.exclusion = '' THEN s.entry_id END, a.months,
       CASE WHEN a.exclusion <> '' THEN 'excluded'
            WHEN a.months < s.months THEN 'not_due'
            WHEN s.entry_id IS NOT NULL THEN 'listed'
            ELSE 'listed_earlier' END,
       a.exclusion,
       a.exclusion = '' AND a.months < s.months AND h.household_id IS NULL
FROM assessed a
LEFT JOIN standing s ON s.household_id = a.household_id
LEFT JOIN (
    SELECT DISTINCT o.household_id, o.supplier_id
    FROM assessed o JOIN standing t ON t.household_id = o.household_id AND t.months = o.months WHERE o.exclusion = ''
) h ON h.household_id = a.household_id AND h.supplier_id = a.supplier_id
ORDER BY a.balance_id
ON CONFLICT (arrears_list_id, balance_id) DO NOTHING
"""
#: Counted, not subtracted: a row in none of the parts breaks the constraint on the sum.
_COUNTS = """
INSERT INTO signals_intake_listcount
    (arrears_list_id, supplier_id, received, listed, listed_earlier, excluded, not_due, rejected)
SELECT %(list)s, d.supplier_id, d.received,
       count(*) FILTER (WHERE l.outcome = 'listed'),
       count(*) FILTER (WHERE l.outcome = 'listed_earlier'),
       count(*) FILTER (WHERE l.outcome = 'excluded'),
       count(*) FILTER (WHERE l.outcome = 'not_due' OR (l.id IS NULL AND b.months < %(light_months)s)),
       d.rejected
FROM delivered d
LEFT JOIN signals_intake_balance b ON b.delivery_id = d.id
LEFT JOIN signals_intake_listedrow l ON l.arrears_list_id = %(list)s AND l.balance_id = b.id
GROUP BY d.id, d.supplier_id, d.received, d.rejected
ON CONFLICT (arrears_list_id, supplier_id) DO UPDATE
SET received = excluded.received, listed = excluded.listed, listed_earlier = excluded.listed_earlier,
    excluded = excluded.excluded, not_due = excluded.not_due, rejected = excluded.rejected
"""
_REVIEWS = """
INSERT INTO signals_intake_review (arrears_list_id, supplier_id)
SELECT DISTINCT arrears_list_id, supplier_id FROM signals_intake_listedrow
WHERE arrears_list_id = %(list)s AND outcome = 'listed'
ON CONFLICT (arrears_list_id, supplier_id) DO NOTHING
"""
#: The response window of every household that waits for a decision runs from the day its signal was confirmed.
_WINDOWS = """
INSERT INTO cases_clock (kind, household_id, started_on, due_on)
SELECT 'response', r.household_id, min(confirmed.on), min(confirmed.on) + %(response_days)s
FROM signals_intake_listedrow r
JOIN signals_intake_balance b ON b.id = r.balance_id
JOIN signals_intake_delivery d ON d.id = b.delivery_id
CROSS JOIN LATERAL (SELECT (d.processed_at AT TIME ZONE 'Europe/Amsterdam')::date AS on) confirmed
WHERE r.arrears_list_id = %(list)s AND r.outcome = 'listed'
  AND NOT EXISTS (SELECT 1 FROM signals_intake_reviewdecision v WHERE v.entry_id = r.entry_id)
GROUP BY r.household_id
ON CONFLICT DO NOTHING
"""
WRITE_ROWS = (_ENTRIES, _FIND_ENTRIES, _ROWS)
#: Once the planner knows the new rows: of a list it has never seen it expects one.
WRITE_SUMS = (_COUNTS, _REVIEWS, _WINDOWS)
