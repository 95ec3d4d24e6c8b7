"""Between which values a figure can lie at all: no target and no benchmark lies outside."""

from cx.contracts.metric_keys import METRIC_KEYS
from cx.contracts.outside import AT_LEAST, BETWEEN
from cx.contracts.row import Checked, refusal
from cx.contracts.scales import CES_SCALES, SCALE_RANGES

Limits = tuple[float | None, float | None]
"""The least and the most; None where there is no such end."""
WHOLE: Limits = (0, 100)
NOTHING_OR_MORE: Limits = (0, None)
OTHERS: dict[str, Limits] = {
    **dict.fromkeys(("nps", "nps_by_account", "nps_by_revenue"), (-100, 100)),
    "ces": SCALE_RANGES[CES_SCALES["2.0"]],
    "ces_1": SCALE_RANGES[CES_SCALES["1.0"]],
    "csat_mean": (
        min(least for least, _ in SCALE_RANGES.values()),
        max(most for _, most in SCALE_RANGES.values()),
    ),
    "earned_growth": (-100, None),
    "adoption_trend": (-100, None),
    "customer_lifetime_value": (None, None),
    **dict.fromkeys(
        (
            "first_response_minutes",
            "first_response_p90",
            "resolution_hours",
            "handoffs_per_ticket",
            "nrr",
            "expansion_rate",
            "customers",
            "customers_gained",
            "customers_returned",
            "customers_lost",
            "recurring_revenue",
            "value_gained",
            "value_returned",
            "value_expanded",
            "value_contracted",
            "value_lost",
            "earned_growth_ratio",
            "realised_potential",
            "revenue_due",
            "seat_adoption",
            "median_seat_rate",
            "loop_close_hours",
            "backlog",
            "contact_rate",
            "time_to_first_value",
            "depth",
            "revenue_at_risk",
            "expected_loss",
            "renewal_forecast",
        ),
        NOTHING_OR_MORE,
    ),
}
FIGURE_LIMITS: dict[str, Limits] = {key: OTHERS.get(key, WHOLE) for key in METRIC_KEYS}
"""Of every figure that is not among the others, a share: 0 to 100 %."""


def limits_text(limits: Limits) -> str:
    """The limits as a sentence carries them: -100–100, ≥ 0."""
    least, most = limits
    return f"{AT_LEAST}{least:g}" if most is None else f"{least:g}{BETWEEN}{most:g}"


def lies_within(value: float, limits: Limits) -> bool:
    """True where a figure with these limits can have the value."""
    least, most = limits
    return (least is None or value >= least) and (most is None or value <= most)


def check_figure_value(row: Checked) -> Checked:
    """The row of a metric and a value itself; refused where the metric can never have the value."""
    if not lies_within(row.value, FIGURE_LIMITS[row.metric]):  # type: ignore[attr-defined]
        raise refusal("beyond_figure", "value")
    return row
