"""What one scan sums up to for a metric: its level, what was counted apart, and the evidence for its interval."""

from cx.metrics.metric import Form, Metric
from cx.metrics.value import Rows
from cx.statistics import ClusterSums, Sums

APART = ("negative", "anonymous", "pending", "unknown", "unsaid", "unripe")
SUMS = (
    *("n", "sum", "squares", "clusters", "total_squared", "total_by_n", "n_squared"),
    *APART,
)
"""What the scan gives for each metric; a part that it was not asked for counts as 0."""


def evidence_of(got: dict[str, float]) -> Rows:
    """What the interval needs."""
    clusters = (got[name] for name in ("clusters", "n", "sum", "total_squared", "total_by_n", "n_squared"))
    return Rows(Sums(got["n"], got["sum"], got["squares"]), ClusterSums(*clusters))


def both_answers(got: dict[str, float]) -> tuple[float | None, float | None]:
    """The share were none of the rows that nobody recorded a yes, and were all of them; None beside no figure."""
    if not got["sum"]:
        return None, None
    whole = got["n"] + got["unknown"]
    return 100.0 * got["sum"] / whole, 100.0 * (got["sum"] + got["unknown"]) / whole


def level(metric: Metric, got: dict[str, float]) -> float | None:
    """The figure; none where no yes is recorded and some rows are not: that would tell what was written down."""
    if not got["n"] or (got["unknown"] and not got["sum"]):
        return None
    if metric.form is Form.TOTAL:
        return got["sum"]
    scale = 100.0 if metric.form in (Form.NPS, Form.SHARE) else 1.0
    return scale * got["sum"] / got["n"]
