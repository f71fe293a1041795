"""Whose contract a row of a file means."""

from __future__ import annotations

from typing import Final

#: Joins to a staged row `s` the contract `c` that it continues: id and household_id, or NULL. The number decides, as
#: long as name or date of birth is still the tenant's (people marry, and typing errors are mended). A number given out
#: again to somebody else is another contract, or the next tenant would show the debts of the one before.
OF_ROW: Final = """
LEFT JOIN LATERAL (
    SELECT c.id, c.household_id
    FROM signals_intake_contract c JOIN cases_household h ON h.id = c.household_id
    WHERE c.supplier_id = s.supplier_id AND c.number = s.contract
      AND (h.tenant_key = s.tenant_key
           OR split_part(h.tenant_key, '|', 1) = split_part(s.tenant_key, '|', 1)
           OR (split_part(h.tenant_key, '|', 2) = split_part(s.tenant_key, '|', 2)
               AND split_part(s.tenant_key, '|', 2) <> 'company'))
    ORDER BY h.tenant_key = s.tenant_key DESC, c.id DESC LIMIT 1
) c ON true
"""
