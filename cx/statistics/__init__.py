"""Counts in; intervals, tests and verdicts out: pure functions and frozen records.

A confidence (0.95 unless said otherwise) is looked at only where limits can be made.
"""

from cx.statistics.association import MantelHaenszel, OddsRatio, mantel_haenszel, odds_ratio
from cx.statistics.bootstrap import cluster_bootstrap, ratio_bootstrap, ratio_change_bootstrap, ratio_interval
from cx.statistics.calibration import CalibrationBand, brier_score, calibration
from cx.statistics.clusters import (
    ClusterSums,
    cluster_sums,
    cluster_variance,
    clustered_change,
    clustered_interval,
    clustered_share_interval,
)
from cx.statistics.confidence import normal_quantile, student_confidence, t_quantile
from cx.statistics.curve_change import CurveChange, curve_change, curve_verdict
from cx.statistics.difference_in_differences import (
    DifferenceInDifferences,
    ImpactMethod,
    difference_in_differences,
)
from cx.statistics.driver_intervals import DriverShare, DriverShares, lmg_intervals
from cx.statistics.drivers import DriverWeights, lmg, relative_weights
from cx.statistics.earned_growth import EarnedGrowth, earned_growth
from cx.statistics.estimate import Difference, Estimate, wider, within
from cx.statistics.interrupted_time_series import InterruptedTimeSeries, interrupted_time_series
from cx.statistics.lifetime import Customers, lifetime_multiple, lifetime_value, segment_retention
from cx.statistics.log_rank import LogRank, log_rank
from cx.statistics.log_rank_of_groups import LogRankOfGroups, log_rank_of_groups
from cx.statistics.mean import Sums, mean_interval, mean_interval_from_sums, welch, welch_from_sums
from cx.statistics.median_bootstrap import median_bootstrap, median_change_bootstrap
from cx.statistics.multiple import Holm, holm
from cx.statistics.nps import NpsCategory, nps, nps_category, nps_change, nps_interval, nps_variance
from cx.statistics.panel import Panel, panel_change, panel_share_change
from cx.statistics.proportion import (
    ProportionMethod,
    ProportionTest,
    finite_population_interval,
    newcombe,
    proportion_test,
    top_box_share,
    wilson,
)
from cx.statistics.quantile import quantile_interval
from cx.statistics.quantile_change import quantile_change
from cx.statistics.rate import rate_interval
from cx.statistics.retention import Retention, retention
from cx.statistics.significance import Significance
from cx.statistics.simulated_total import simulated_total
from cx.statistics.standardised_difference import standardised_difference
from cx.statistics.survival import SurvivalCurve, kaplan_meier
from cx.statistics.survival import quantile as survival_quantile
from cx.statistics.verdict import Judgement, Verdict, is_clear_of_zero, verdict
from cx.statistics.wallet import WalletShare, wallet_share

__all__ = [
    "CalibrationBand",
    "brier_score",
    "calibration",
    "simulated_total",
    "ClusterSums",
    "CurveChange",
    "Customers",
    "Difference",
    "DifferenceInDifferences",
    "DriverShare",
    "DriverShares",
    "DriverWeights",
    "EarnedGrowth",
    "Estimate",
    "Holm",
    "ImpactMethod",
    "InterruptedTimeSeries",
    "Judgement",
    "LogRank",
    "LogRankOfGroups",
    "MantelHaenszel",
    "NpsCategory",
    "OddsRatio",
    "Panel",
    "ProportionMethod",
    "ProportionTest",
    "Retention",
    "Significance",
    "Sums",
    "SurvivalCurve",
    "Verdict",
    "WalletShare",
    "cluster_bootstrap",
    "cluster_sums",
    "cluster_variance",
    "clustered_change",
    "clustered_interval",
    "curve_change",
    "curve_verdict",
    "clustered_share_interval",
    "difference_in_differences",
    "earned_growth",
    "finite_population_interval",
    "holm",
    "interrupted_time_series",
    "is_clear_of_zero",
    "kaplan_meier",
    "lifetime_multiple",
    "lifetime_value",
    "lmg",
    "lmg_intervals",
    "log_rank",
    "log_rank_of_groups",
    "mantel_haenszel",
    "mean_interval",
    "mean_interval_from_sums",
    "median_bootstrap",
    "median_change_bootstrap",
    "newcombe",
    "normal_quantile",
    "nps",
    "nps_category",
    "nps_change",
    "nps_interval",
    "nps_variance",
    "odds_ratio",
    "panel_change",
    "panel_share_change",
    "proportion_test",
    "quantile_change",
    "quantile_interval",
    "rate_interval",
    "ratio_bootstrap",
    "ratio_change_bootstrap",
    "ratio_interval",
    "relative_weights",
    "retention",
    "segment_retention",
    "standardised_difference",
    "student_confidence",
    "survival_quantile",
    "t_quantile",
    "top_box_share",
    "verdict",
    "wallet_share",
    "welch",
    "welch_from_sums",
    "wider",
    "wilson",
    "within",
]
