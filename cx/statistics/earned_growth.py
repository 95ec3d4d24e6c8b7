"""Growth that customers bring: by staying and by recommending."""

from dataclasses import dataclass

from cx.statistics.checked import count, number


@dataclass(frozen=True, slots=True)
class EarnedGrowth:
    """Shares of last year's revenue (0.07 is 7 %)."""

    nrr: float
    earned_new: float
    """This year's revenue from new customers who came by recommendation."""
    earned_growth: float
    """nrr + earned_new - 1; may be negative while the whole grows."""
    total_growth: float


def earned_growth(
    prior_revenue: float, same_customers_now: float, earned_new: float, bought_new: float
) -> EarnedGrowth | None:
    """Earned growth from last year's revenue and this year's by source; None without last year's.

    (revenue of last year's customers + that of new ones who came by recommendation) / last year's revenue - 1. Revenue
    of unknown source bounds the figure: compute it twice, all of it earned and all bought. ValueError for a revenue
    that is not finite, and for last year's below 0. Source: Reichheld, Darnell & Burns 2021, Harvard Business Review,
    Net Promoter 3.0.
    """
    prior_revenue, same_customers_now = (
        count(prior_revenue, "last year's revenue"),
        number(same_customers_now, "revenue"),
    )
    earned_new, bought_new = number(earned_new, "revenue earned"), number(bought_new, "revenue bought")
    if not prior_revenue:
        return None
    nrr, enc = same_customers_now / prior_revenue, earned_new / prior_revenue
    total = (same_customers_now + earned_new + bought_new - prior_revenue) / prior_revenue
    return EarnedGrowth(nrr, enc, (same_customers_now + earned_new - prior_revenue) / prior_revenue, total)
