"""What is counted, what each count is out of, and how it is explained to whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Measure(NamedTuple):
    """One count: its field in Counts, the field it is out of, its name and its definition."""

    key: str
    of: str | None
    label: str | _StrPromise
    meaning: str | _StrPromise


#: Rows of files. Receiving and reading them is work of a supplier, not of a household: nothing here is hidden.
ROWS = (
    Measure("received", None, _("Rows received"), _("Rows of confirmed lists with a date in this period.")),
    Measure("accepted", "received", _("Rows accepted"), _("Rows that could be read; the others went back.")),
    Measure("signals", "accepted", _("Signals"), _("Accepted rows that reach the threshold of the covenant.")),
)
#: From a signal to help. Each is a part of what it is out of.
STEPS = (
    Measure("reported", None, _("Reported"), _("Households with a signal in this period. A household counts once.")),
    Measure("listed", "reported", _("On a list"), _("Newly on a two- or three-month list.")),
    Measure("decided", "listed", _("Decided"), _("Decided on in the review, whatever the decision.")),
    Measure(
        "picked_up",
        "reported",
        _("Picked up"),
        _("The review chose a visit or light contact, or an attempt came before it."),
    ),
    Measure("approached", "picked_up", _("Approached"), _("At least one attempt, of any kind.")),
    Measure(
        "reached",
        "approached",
        _("Spoken to"),
        _("An exchange in both directions with an adult of the household, also when the answer is no."),
    ),
    Measure(
        "helped",
        "reached",
        _("Help or arrangement"),
        _("Guidance or monitoring began, a payment was arranged, or it ended with advice, more help or a referral."),
    ),
)
#: Beside the steps: what happened as well.
BESIDE = (
    Measure("visited", "approached", _("Visited at home"), _("At least one home visit, whoever opened.")),
    Measure("bailiff", "reported", _("With a bailiff"), _("A list after the first signal names the bailiff.")),
    Measure("evicted", "reported", _("Evicted"), _("The household was evicted, whether or not its case was closed.")),
)
#: What a table by corporation or by month shows.
_SHORT = ("reported", "picked_up", "approached", "reached", "helped", "evicted")
COLUMNS = tuple(measure for measure in STEPS + BESIDE if measure.key in _SHORT)
