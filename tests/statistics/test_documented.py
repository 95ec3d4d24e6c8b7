"""Every public function says where it comes from, and what it refuses."""

import ast
import inspect
import re
from collections.abc import Callable
from functools import cache
from math import inf, nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cx.statistics as statistics
from cx.statistics import Customers, Estimate, Sums, cluster_sums, kaplan_meier

FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(statistics, name) for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))
}
SOURCE = re.compile(r"Source: .*(\b(18|19|20)\d\d\b|https://|own rule)", re.DOTALL)
SPREAD = cluster_sums([0, 1, 1, 0], ["A", "A", "B", "C"])
CASES = ([1, 2, 3], [1, 1, 1], ["A", "B", "C"])
NEGATIVE = ([-1, 2], [1, 1], ["A", "B"])
ROWS = ([[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 4.0], [5.0, 1.0]], [1.0, 2.0, 4.0, 3.0, 5.0])
NAMES = ["A", "B", "C", "D", "D"]
TOO_FEW = (ROWS[0][:2], ROWS[1][:2])
TOO_WIDE = ([[float((row * at) % 17) for at in range(2, 15)] for row in range(20)], [float(row) for row in range(20)])
CUSTOMERS = Customers(
    np.array([1.0, 2.0, np.nan]), np.zeros(3, int), np.ones(3, bool), np.array([True, True, False]), np.zeros(3, int)
)
TWICE, ALONE = (["A", "A"], [1, 0], [1, 1]), (["A"], [1], [1])
PAIR, PAIR_LATER = (["A", "B"], [1, 0], [1, 1]), (["A", "B"], [1, 1], [1, 1])
SURE = {"confidence": 1.0}
"""No interval holds everything."""

REFUSED: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "brier_score": [(([0.3, 0.4], [2, 2]), {}), (([0.3, 0.4], [1]), {}), (([0.3, nan], [1, 1]), {})],
    "calibration": [(([0.3, 0.4], [2, 2]), {}), (([0.3, 1.4], [1, 0]), {})],
    "cluster_bootstrap": [
        (([1, 2, 3], ["A", "B", "C"], sum, 1), SURE),
        (([1, 2, 3], ["A", "B"], sum, 1), {}),
        (([1, 2, 3], ["A", "B", 3], sum, 1), {}),
        (([1, 2, 3], ["A", "B", "C"], sum, 1), {"draws": 0}),
    ],
    "cluster_sums": [(([1, nan], ["A", "B"]), {}), (([1, 2], ["A"]), {}), (([1, 2], ["A", 1]), {})],
    "cluster_variance": [((None,), {})],
    "clustered_change": [((SPREAD, SPREAD), SURE), ((SPREAD, None), {})],
    "clustered_interval": [((SPREAD,), SURE), ((None,), {})],
    "clustered_share_interval": [((SPREAD,), SURE), ((cluster_sums([0, 5, 9], ["A", "B", "C"]),), {})],
    "curve_change": [((NEGATIVE, CASES), {}), ((([1, 2], [1, nan], ["A", "B"]), CASES), {})],
    "curve_verdict": [((40, 1.2, 5.0, 30, 1.0), {}), ((nan, 0.01, 5.0, 30, 1.0), {}), ((40, 0.01, nan, 30, 1.0), {})],
    "difference_in_differences": [
        (([1, 2, 3, 4], [0, 1, 1, 0], [0, 0, 1, 1], ["A", "A", "B", "B"], 1), {}),
        (([1, 2, 3, nan], [0, 0, 1, 1], [0, 1, 0, 1], ["A", "A", "B", "B"], 1), {}),
        (([1, 2, 3, 4], [0, 0, 1, "yes"], [0, 1, 0, 1], ["A", "A", "B", "B"], 1), {}),
        (([1, 2, 3, 4], [0, 0, 1, 1], [0, 1, 0], ["A", "A", "B", "B"], 1), {}),
    ],
    "earned_growth": [((-1.0, 1.0, 1.0, 1.0), {}), ((1.0, nan, 1.0, 1.0), {})],
    "finite_population_interval": [((3, 9, 8), {}), ((4, 3, 8), {}), ((3, 5, 8), SURE), ((5, 10, nan), {})],
    "holm": [(([0.01, nan, 0.03],), {}), (([1.5],), {}), (([-0.2],), {}), (([0.01], 1.0), {})],
    "interrupted_time_series": [
        (([1.0, nan, 2.0], 1), {}),
        ((range(20), 21), {}),
        ((range(20), 10), {"lags": -1}),
        ((range(20), 10), {"season_length": 0}),
        (([float(at % 5) for at in range(20)], 10), SURE),
    ],
    "is_clear_of_zero": [((5.0, (9.0, 1.0)), {}), ((nan, (1.0, 9.0)), {}), ((5.0, (nan, 9.0)), {})],
    "kaplan_meier": [
        ((*NEGATIVE[:2],), {}),
        ((*CASES[:2],), SURE),
        (([1, 2], [1, nan]), {}),
        (([1, 2], [1, "no"]), {}),
        (([1, 2], [1]), {}),
        ((*CASES[:2], "arcsine"), {}),
        ((*CASES[:2],), {"weights": [1, -1, 1]}),
        ((*CASES[:2],), {"weights": [1, nan, 1]}),
    ],
    "lifetime_multiple": [((1.1, 0.1), {}), ((0.5, 0.0), {})],
    "lifetime_value": [((CUSTOMERS, 0.0, 1), {}), ((CUSTOMERS, 0.1, 1), SURE)],
    "lmg": [(TOO_WIDE, {}), (ROWS, SURE), (TOO_FEW, {}), ((ROWS[0], ROWS[1][:-1]), {}), (([1, 2], [1, 2]), {})],
    "lmg_intervals": [
        ((*TOO_WIDE, list(range(20)), 1), {}),
        ((*ROWS, NAMES, 1), SURE),
        ((*ROWS, NAMES[:-1], 1), {}),
        ((*TOO_FEW, ["A", "B"], 1), {}),
    ],
    "log_rank": [((NEGATIVE[:2], CASES[:2]), {}), ((([1, 2], [1, 2]), CASES[:2]), {})],
    "log_rank_of_groups": [(((NEGATIVE, CASES),), {}), (((CASES[:2], CASES),), {})],
    "mantel_haenszel": [
        (([((5, 5), (2, 8))],), SURE),
        (([((5, nan), (2, 8))],), {}),
        (([((5, -4), (2, 8))],), {}),
        (([(5, 5, 2, 8)],), {}),
    ],
    "mean_interval": [(([1, nan],), {}), (([1, 2],), SURE), ((["1", "2"],), {})],
    "mean_interval_from_sums": [((3, 6, 14), SURE), ((-3, 6, 14), {}), ((3, nan, 14), {}), ((3, 6, -14), {})],
    "median_bootstrap": [((*NEGATIVE, 1), {}), ((*CASES, 1), {"q": 1.0}), ((*CASES, 1), SURE)],
    "median_change_bootstrap": [((NEGATIVE, CASES, 1), {}), ((CASES, CASES, 1), {"q": 0.0}), ((CASES, CASES, 1), SURE)],
    "newcombe": [((4, 3, 1, 2), {}), ((1, 3, 1, 2), SURE)],
    "normal_quantile": [((1.0,), {})],
    "nps": [((1, -1, 1), {}), ((1, nan, 1), {})],
    "nps_category": [((11,), {}), ((7.5,), {})],
    "nps_change": [(((1, 1, -1), (1, 1, 1)), {}), (((1, 1, 1), (1, 1, 1)), SURE), (((1, 1), (1, 1, 1)), {})],
    "nps_interval": [((1, -1, 1), {}), ((1, 1, 1), SURE), ((1, nan, 1), {})],
    "nps_variance": [((1, -1, 1), {}), ((nan, 1, 1), {})],
    "odds_ratio": [
        ((-1, 2, 3, 4), {}),
        ((1, 2, 3, 4), SURE),
        ((1, 2, 3, nan), {}),
        ((5, 2, 3, 4), {"add": -0.5}),
        ((5, 2, 3, 4), {"add": nan}),
    ],
    "panel_change": [((TWICE, ALONE), {}), ((ALONE, (["A"], [nan], [1])), {}), ((PAIR, PAIR_LATER), SURE)],
    "panel_share_change": [((TWICE, ALONE), {}), ((ALONE, (["A"], [2], [1])), {}), ((PAIR, PAIR_LATER), SURE)],
    "proportion_test": [((4, 3, 1, 2), {}), ((4.9, 10, 1.2, 10), {}), ((4, 10, 1, nan), {})],
    "quantile_change": [
        ((([1, 2], "ab"), ([1, nan], "ab"), 1), {}),
        ((([1, 2], ["a", "b"]), ([1, 3], ["a", "b"]), 1), {"q": 1.0}),
        ((([1, 2], ["a", "b"]), ([1, 3], ["a", "b"]), 1), SURE),
    ],
    "quantile_interval": [(([1, 2], 1.0), {}), (([1, 2], 0.5), SURE), (([1, nan, 3], 0.5), {})],
    "rate_interval": [((-1, 2), {}), ((1, -2), {}), ((1, 2), SURE), ((nan, 1), {}), ((1, inf), {})],
    "ratio_bootstrap": [(([1, 2], [2, 3], 1), SURE), (([1, nan], [2, 3], 1), {}), (([1, 2], [2], 1), {})],
    "ratio_change_bootstrap": [
        ((([1, 2], [2, 3]), ([1, 1], [2, 3]), 1), SURE),
        ((([1, 2], [2, nan]), ([1, 1], [2, 3]), 1), {}),
    ],
    "ratio_interval": [(([1, 2], [2, 3]), SURE), (([nan, 2], [2, 3]), {}), (([1, 2], [2, 3]), {"most": nan})],
    "relative_weights": [(ROWS, SURE), (TOO_FEW, {}), (([[1.0, inf], *ROWS[0][1:]], ROWS[1]), {})],
    "retention": [(([1.0], [1.0, 2.0]), {}), (([nan], [1.0]), {})],
    "segment_retention": [((None,), {})],
    "simulated_total": [
        (([1.5], [2.0], 1), {}),
        (([0.5], [2.0], 1), SURE),
        (([0.5], [nan], 1), {}),
        (([0.5], [], 1), {}),
    ],
    "standardised_difference": [(([1, 2], [2, 4]), SURE), (([1, nan], [2, 4]), {})],
    "student_confidence": [((1.0, 5), {}), ((0.9, 0), {})],
    "survival_quantile": [((kaplan_meier(*CASES[:2]), 1.0), {}), ((None, 0.5), {})],
    "t_quantile": [((1.0, 5), {}), ((0.95, 0), {}), ((0.95, nan), {})],
    "top_box_share": [
        (({"5": -1, "4": 2}, ["5"]), {}),
        (({"5": nan}, ["5"]), {}),
        (([5, 4], ["5"]), {}),
        (({}, "5"), {}),
    ],
    "verdict": [
        ((5, (1, 9), (1, 9), nan, 50, 30, 1), {}),
        ((5, (1, 9), (9, 1), 50, 50, 30, 1), {}),
        ((5, (nan, 9), (1, 9), 50, 50, 30, 1), {}),
        ((inf, (1, 9), (1, 9), 50, 50, 30, 1), {}),
        ((5, (1, 9), (1, 9), 50, 50, 30, -1), {}),
    ],
    "wallet_share": [((4, 3), {}), ((nan, 3), {}), ((1.5, 2.5), {})],
    "welch": [(([1, 2], [1, inf]), {}), (([1, 2], [3, 5]), SURE)],
    "welch_from_sums": [((Sums(3, 6, 14), Sums(3, 6, 14)), SURE), ((Sums(3, 6, 14), None), {})],
    "wider": [((Estimate(1.0, 0.0, nan, 5), Estimate(1.0, 0.0, 2.0, 5)), {}), ((None, None), {})],
    "wilson": [((4, 3), {}), ((1, 3), SURE), ((1, inf), {})],
    "within": [((Estimate(1.0, 0.0, nan, 5), 0, 1), {}), ((Estimate(1.0, 0.0, 2.0, 5), 1, 0), {}), ((None, 0, 1), {})],
}
"""What each function refuses, as its docstring says."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_names_its_source(name: str) -> None:
    assert SOURCE.search(inspect.getdoc(FUNCTIONS[name]) or "")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_said(name: str) -> None:
    assert "ValueError" in (inspect.getdoc(FUNCTIONS[name]) or "")
    for given, named in REFUSED[name]:
        with pytest.raises(ValueError, match="."):
            FUNCTIONS[name](*given, **named)


def test_who_says_that_it_refuses_does_and_who_can_says_so() -> None:
    says = {name for name, function in FUNCTIONS.items() if "ValueError" in (inspect.getdoc(function) or "")}
    can = {name for name, function in FUNCTIONS.items() if can_refuse(function.__module__, function.__name__)}
    assert says == set(REFUSED)
    assert can <= says


@cache
def read(module: str) -> tuple[dict[str, ast.FunctionDef], dict[str, str]]:
    """The functions of a module of statistics, and where the names that it imports come from."""
    tree = ast.parse((Path(statistics.__path__[0]) / f"{module.rpartition('.')[2]}.py").read_text())
    made = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    froms = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module]
    taken = {name.name: str(node.module) for node in froms for name in node.names}
    return made, {name: where for name, where in taken.items() if where.startswith("cx.statistics")}


@cache
def can_refuse(module: str, name: str) -> bool:
    """Whether a raise of ValueError can be reached from a function through the functions that it names."""
    made, taken = read(module)
    if name in taken:
        return can_refuse(taken[name], name)
    if name not in made:
        return False
    inside = list(ast.walk(made[name]))
    if any(isinstance(node, ast.Raise) for node in inside):
        return True
    named = {node.id for node in inside if isinstance(node, ast.Name)} - {name}
    return any(can_refuse(module, other) for other in sorted(named))
