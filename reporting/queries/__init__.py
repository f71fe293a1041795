"""Everything that reporting reads."""

from reporting.queries.counts import Counts, Period, count
from reporting.queries.figures import Figure, Funnel, Outcome, figures_for, funnel, outcomes_by_supplier

__all__ = ["Counts", "Figure", "Funnel", "Outcome", "Period", "count", "figures_for", "funnel", "outcomes_by_supplier"]
