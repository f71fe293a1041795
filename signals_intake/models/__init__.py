from signals_intake.models.delivery import Delivery, RejectedRow, RowIssue, StagedRow
from signals_intake.models.lists import (
    ArrearsList,
    Deliberation,
    ListCount,
    ListedRow,
    ListEntry,
    Review,
    ReviewDecision,
    SignOff,
)
from signals_intake.models.signal import Balance, Contract, Signal
from signals_intake.models.supplier import ColumnMapping, SupplierAgreement

__all__ = [
    "ArrearsList",
    "Balance",
    "ColumnMapping",
    "Contract",
    "Deliberation",
    "Delivery",
    "ListCount",
    "ListEntry",
    "ListedRow",
    "RejectedRow",
    "Review",
    "ReviewDecision",
    "RowIssue",
    "SignOff",
    "Signal",
    "StagedRow",
    "SupplierAgreement",
]
