"""Every case of kpis.json: published or constructed inputs with known answers, and known mistakes."""

import json
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cx.statistics import (
    Sums,
    difference_in_differences,
    earned_growth,
    finite_population_interval,
    interrupted_time_series,
    kaplan_meier,
    lmg,
    mantel_haenszel,
    mean_interval,
    mean_interval_from_sums,
    newcombe,
    normal_quantile,
    nps,
    nps_category,
    nps_interval,
    nps_variance,
    odds_ratio,
    quantile_interval,
    retention,
    top_box_share,
    wallet_share,
    wilson,
)

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in json.loads((HERE / "kpis.json").read_text())}
Check = Callable[[dict[str, Any]], Any]


def split(scores: list[int]) -> tuple[int, int, int]:
    found = [nps_category(score).value for score in scores]
    return found.count("promoter"), found.count("passive"), found.count("detractor")


def nps_of_scores(given: dict[str, Any]) -> dict[str, Any]:
    promoters, passives, detractors = split(given["scores"])
    n = promoters + passives + detractors
    return {
        "promoters_pct": 100 * promoters / n,
        "detractors_pct": 100 * detractors / n,
        "nps": nps(promoters, passives, detractors),
    }


def nps_of_shares(given: dict[str, Any]) -> dict[str, Any]:
    shares = (given["p_promoter"], given["p_passive"], given["p_detractor"])
    score = nps(*shares)
    assert score is not None
    return {"nps": score / 100, "variance": nps_variance(*shares)}


def nps_variance_forms(given: dict[str, Any]) -> dict[str, Any]:
    counts = (given["promoters"], given["passives"], given["detractors"])
    variance = nps_variance(*counts)
    assert variance == pytest.approx(np.repeat([1, 0, -1], counts).var(), abs=1e-12)
    return {"nps": nps(*counts), "var_sum_form": variance}


def nps_adjusted(given: dict[str, Any]) -> dict[str, Any]:
    passives = given.get("passives", given.get("n", 0) - given["promoters"] - given["detractors"])
    counts = (given["promoters"], passives, given["detractors"])
    low, high = limits(nps_interval(*counts))
    score, variance = nps(*counts), nps_variance(*counts)
    assert score is not None and variance is not None
    margin = 100 * normal_quantile(0.95) * sqrt(variance / sum(counts))
    return {
        "adj_center": (low + high) / 2,
        "low": low,
        "high": high,
        "adj": [low, high],
        "wald": [score - margin, score + margin],
        "z": normal_quantile(0.95),
        "z_two_sided_95": normal_quantile(0.95),
    }


def csat(given: dict[str, Any]) -> dict[str, Any]:
    share = top_box_share(given["counts"], {"4", "5"})
    assert share is not None
    return {"csat_pct": 100 * share, "displayed": round(100 * share)}


def ces_1(given: dict[str, Any]) -> dict[str, Any]:
    share = top_box_share(given, {"agree"})
    assert share is not None
    return {"ces_pct": 100 * share}


def ces_2(given: dict[str, Any]) -> dict[str, Any]:
    scores = given["scores"]
    share = top_box_share({score: scores.count(score) for score in scores}, {5, 6, 7})
    assert share is not None
    return {"mean": mean_interval(scores).value, "pct_5_7": 100 * share}


def wilson_limits(given: dict[str, Any]) -> list[float]:
    return list(limits(wilson(given["x"], given["n"], given["conf"])))


def newcombe_limits(given: dict[str, Any]) -> list[float]:
    return list(limits(newcombe(given["x1"], given["n1"], given["x2"], given["n2"])))


def small_population(given: dict[str, Any]) -> dict[str, Any]:
    low, high = limits(finite_population_interval(given["x"], given["n"], given["N"]))
    error = (high - low) / 2 / normal_quantile(0.95)
    return {"estimate": (low + high) / 2, "se": error, "low": low, "high": high}


def odds(given: dict[str, Any]) -> dict[str, Any]:
    found = odds_ratio(given["f00"], given["f01"], given["f10"], given["f11"], add=0.5)
    return {"or": found.value, "low": found.low, "high": found.high}


def stratified(given: dict[str, Any]) -> dict[str, Any]:
    found = mantel_haenszel(given.get("tables") or given["tables_rows_admit_reject_cols_male_female"])
    return {
        "stat": found.test.statistic,
        "p": found.test.p_value,
        "stat_cc": found.test_corrected.statistic,
        "p_cc": found.test_corrected.p_value,
        "or_mh": found.odds_ratio.value,
        "or_low": found.odds_ratio.low,
        "or_high": found.odds_ratio.high,
    }


def crude(given: dict[str, Any]) -> dict[str, Any]:
    tables = given["tables_rows_admit_reject_cols_male_female"]
    (men, women), (men_out, women_out) = np.sum(tables, axis=0)
    adjusted = mantel_haenszel(tables)
    assert adjusted.homogeneity.p_value == pytest.approx(0.0021, abs=5e-5)
    assert adjusted.odds_ratio.value is not None and adjusted.odds_ratio.value < 1, "the sign flips"
    male, female = wilson(men, men + men_out).value, wilson(women, women + women_out).value
    assert male is not None and female is not None
    found = odds_ratio(men, women, men_out, women_out)
    return {"male_pct": 100 * male, "female_pct": 100 * female, "crude_or": found.value}


def medians(given: dict[str, Any]) -> dict[str, Any]:
    groups = [given["maintained"], given["nonmaintained"]]
    curves = [kaplan_meier(group["time"], group["event"], "log") for group in groups]
    return {"median": [c.median for c in curves], "ci_log": [[c.low, c.high] for c in curves]}


def closed_only(given: dict[str, Any]) -> dict[str, Any]:
    group = given[given["group"]]
    time, event = np.array(group["time"]), np.array(group["event"], dtype=bool)
    closed = kaplan_meier(time[event], event[event]).median
    return {"median_events_only": closed, "km_median": kaplan_meier(time, event).median}


def median_limits(given: dict[str, Any]) -> dict[str, Any]:
    found = quantile_interval(given["y"], 0.5)
    return {"median": found.value, "low": found.low, "high": found.high}


def mean_limits(given: dict[str, Any]) -> dict[str, Any]:
    n, mean, sd = given["n"], given["mean"], given["sd"]
    low, high = limits(mean_interval_from_sums(n, n * mean, (n - 1) * sd**2 + n * mean**2))
    return {"low": low, "high": high}


def retained_bridge(given: dict[str, Any]) -> dict[str, Any]:
    """The bridge as three accounts: one leaves, one shrinks, one grows."""
    churn, contraction, start = given["churn"], given["contraction"], given["beginning_arr"]
    rest = start - churn - contraction
    found = retention([churn, contraction, rest], [0, 0, rest + given["expansion"]])
    return in_percent({"grr": found.grr, "nrr": found.nrr})


def retained(given: dict[str, Any]) -> dict[str, Any]:
    accounts = sorted(given["start"] | given["end"])
    found = retention(*([given[side].get(a, 0) for a in accounts] for side in ("start", "end")))
    return in_percent({"grr": found.grr, "nrr": found.nrr, "logo_retention": found.logo})


def earned(given: dict[str, Any]) -> dict[str, Any]:
    found = earned_growth(given["prior_rev"], given["same_customers_now"], given["earned_new"], given["bought_new"])
    assert found is not None
    return in_percent(
        {
            "nrr": found.nrr,
            "enc": found.earned_new,
            "earned_growth": found.earned_growth,
            "total_growth": found.total_growth,
        }
    )


def wallet(given: dict[str, Any]) -> dict[str, Any]:
    shares = [wallet_share(rank, given["n_brands"]).value for rank in given["rank"]]
    return {"share": shares, "sum": sum(shares)}


def restaurants(given: dict[str, Any]) -> dict[str, Any]:
    cells = ("control_pre", "control_post", "treated_pre", "treated_post")
    values = [given[cell] for cell in cells]
    found = difference_in_differences(values, [0, 0, 1, 1], [0, 1, 0, 1], ["c", "c", "t", "t"], seed=1)
    return {
        "treated_change": found.treated_change,
        "control_change": found.control_change,
        "did": found.effect.value,
    }


def interrupted(given: dict[str, Any]) -> dict[str, Any]:
    t, start = np.arange(given["n"]), given["start"]
    after = t >= start
    steps = given["level_change"] * after + given["slope_change"] * (t - start) * after
    found = interrupted_time_series(given["intercept"] + given["slope"] * t + steps, start)
    return {"b": [found.intercept, found.slope, found.level_change.value, found.slope_change.value]}


def drivers(given: dict[str, Any]) -> dict[str, Any]:
    cars = np.genfromtxt(HERE / "mtcars.csv", delimiter=",", names=True)
    found = lmg(np.column_stack([cars[name] for name in given["x"]]), cars[given["y"]])
    return {"r2": found.r_squared, **dict(zip(given["x"], found.weights, strict=True))}


def limits(found: Any) -> tuple[float, float]:
    assert found.low is not None and found.high is not None
    return found.low, found.high


def in_percent(shares: dict[str, float | None]) -> dict[str, float | None]:
    return {name: None if share is None else 100 * share for name, share in shares.items()}


CHECKS: dict[str, Check] = {
    "nps-001": nps_of_scores,
    "nps-002": lambda given: {"cat": [nps_category(score) for score in given["scores"]]},
    "nps-003": nps_of_shares,
    "nps-005": nps_variance_forms,
    "nps-006": nps_adjusted,
    "nps-007": nps_adjusted,
    "nps-008": nps_adjusted,
    "nps-010": nps_adjusted,
    "csat-001": csat,
    "ces-001": ces_1,
    "ces-002": ces_2,
    "wilson-001": wilson_limits,
    "wilson-003": wilson_limits,
    "prop-002": small_population,
    "newcombe-a": newcombe_limits,
    "newcombe-e": newcombe_limits,
    "newcombe-g": newcombe_limits,
    "or-001": odds,
    "cmh-001": stratified,
    "cmh-002": crude,
    "cmh-004": stratified,
    "km-001": medians,
    "km-004": closed_only,
    "median-001": median_limits,
    "mean-001": mean_limits,
    "rev-001": retained_bridge,
    "rev-005": retained,
    "rev-006": earned,
    "wallet-001": wallet,
    "did-001": restaurants,
    "its-001": interrupted,
    "drv-001": drivers,
}


def inputs_of(case: dict[str, Any]) -> dict[str, Any]:
    """A case's own inputs over those of the case that it points at."""
    own = dict(case["inputs"])
    same_as = own.pop("same_as", None)
    return (inputs_of(CASES[same_as]) if same_as else {}) | own


def assert_agrees(found: Any, expected: Any, tolerance: float, where: str) -> None:
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert_agrees(found[key], value, tolerance, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for i, value in enumerate(expected):
            assert_agrees(found[i], value, tolerance, f"{where}[{i}]")
    elif isinstance(expected, str) or expected is None:
        assert found == expected, where
    else:
        assert abs(found - expected) <= tolerance, f"{where}: {found} is not {expected}"


def test_every_case_has_a_check() -> None:
    assert set(CHECKS) == set(CASES)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_golden(case: dict[str, Any]) -> None:
    found = CHECKS[case["id"]](inputs_of(case))
    assert_agrees(found, case["expected"], case["tolerance"], case["id"])


@pytest.mark.parametrize("case", [c for c in CASES.values() if "must_not_match" in c], ids=lambda c: c["id"])
def test_known_mistake_is_not_reproduced(case: dict[str, Any]) -> None:
    mistake = dict(case["must_not_match"])
    within = mistake.pop("within")
    found = CHECKS[case["id"]](inputs_of(case))
    assert mistake and any(abs(found[key] - wrong) > within for key, wrong in mistake.items())


def test_kaplan_meier_log_log_limits_stated_beside_km_001() -> None:
    curves = [kaplan_meier(g["time"], g["event"]) for g in CASES["km-001"]["inputs"].values()]
    assert [(c.low, c.high) for c in curves] == [(13, None), (5, 33)]


def test_odds_ratio_without_addition_stated_beside_or_001() -> None:
    found = odds_ratio(*CASES["or-001"]["inputs"].values())
    assert (found.value, found.low, found.high, found.added) == pytest.approx(
        (2.044643, 1.127729, 3.707066, 0), abs=1e-6
    )


def test_mean_001_has_the_standard_deviation_it_was_given() -> None:
    assert Sums(10, 383.0, 9 * 8.14**2 + 383.0**2 / 10).variance == pytest.approx(8.14**2)
