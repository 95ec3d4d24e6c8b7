"""Every public function says where it comes from, and what it refuses."""

import ast
import inspect
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cx.statistics as statistics
from cx.statistics import Customers, Sums, cluster_sums, kaplan_meier

FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(statistics, name) for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))
}
SOURCE = re.compile(r"Source: .*(\b(18|19|20)\d\d\b|https://|own rule)", re.DOTALL)
SPREAD = cluster_sums([0, 1, 1, 0], ["A", "A", "B", "C"])
CASES = ([1, 2, 3], [1, 1, 1], ["A", "B", "C"])
NEGATIVE = ([-1, 2], [1, 1], ["A", "B"])
ROWS = ([[1.0, 2.0], [2.0, 1.0], [3.0, 5.0]], [1.0, 2.0, 4.0])
TOO_WIDE = ([[float((row * at) % 17) for at in range(2, 15)] for row in range(20)], [float(row) for row in range(20)])
CUSTOMERS = Customers(
    np.array([1.0, 2.0, np.nan]), np.zeros(3, int), np.ones(3, bool), np.array([True, True, False]), np.zeros(3, int)
)
TWICE, ALONE = (["A", "A"], [1, 0], [1, 1]), (["A"], [1], [1])
PAIR, PAIR_LATER = (["A", "B"], [1, 0], [1, 1]), (["A", "B"], [1, 1], [1, 1])
SURE = {"confidence": 1.0}
"""No interval holds everything."""

REFUSED: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "calibration": [(([0.3, 0.4], [2, 2]), {})],
    "cluster_bootstrap": [(([1, 2, 3], ["A", "B", "C"], sum, 1), SURE)],
    "clustered_change": [((SPREAD, SPREAD), SURE)],
    "clustered_interval": [((SPREAD,), SURE)],
    "clustered_share_interval": [((SPREAD,), SURE)],
    "curve_change": [((NEGATIVE, CASES), {})],
    "difference_in_differences": [(([1, 2, 3, 4], [0, 1, 1, 0], [0, 0, 1, 1], ["A", "A", "B", "B"], 1), {})],
    "finite_population_interval": [((3, 9, 8), {}), ((4, 3, 8), {}), ((3, 5, 8), SURE)],
    "interrupted_time_series": [(([1.0, float("nan"), 2.0], 1), {})],
    "kaplan_meier": [((*NEGATIVE[:2],), {}), ((*CASES[:2],), SURE)],
    "lifetime_multiple": [((1.1, 0.1), {}), ((0.5, 0.0), {})],
    "lifetime_value": [((CUSTOMERS, 0.0, 1), {}), ((CUSTOMERS, 0.1, 1), SURE)],
    "lmg": [(TOO_WIDE, {}), (ROWS, SURE)],
    "lmg_intervals": [((*TOO_WIDE, list(range(20)), 1), {}), ((*ROWS, ["A", "B", "C"], 1), SURE)],
    "log_rank": [((NEGATIVE[:2], CASES[:2]), {})],
    "log_rank_of_groups": [(((NEGATIVE, CASES),), {})],
    "mantel_haenszel": [(([((5, 5), (2, 8))],), SURE)],
    "mean_interval": [(([1, float("nan")],), {}), (([1, 2],), SURE)],
    "mean_interval_from_sums": [((3, 6, 14), SURE)],
    "median_bootstrap": [((*NEGATIVE, 1), {}), ((*CASES, 1), {"q": 1.0}), ((*CASES, 1), SURE)],
    "median_change_bootstrap": [((NEGATIVE, CASES, 1), {}), ((CASES, CASES, 1), {"q": 0.0}), ((CASES, CASES, 1), SURE)],
    "newcombe": [((4, 3, 1, 2), {}), ((1, 3, 1, 2), SURE)],
    "normal_quantile": [((1.0,), {})],
    "nps_category": [((11,), {}), ((7.5,), {})],
    "nps_change": [(((1, 1, -1), (1, 1, 1)), {}), (((1, 1, 1), (1, 1, 1)), SURE)],
    "nps_interval": [((1, -1, 1), {}), ((1, 1, 1), SURE)],
    "odds_ratio": [((-1, 2, 3, 4), {}), ((1, 2, 3, 4), SURE)],
    "panel_change": [((TWICE, ALONE), {}), ((ALONE, (["A"], [float("nan")], [1])), {}), ((PAIR, PAIR_LATER), SURE)],
    "panel_share_change": [((TWICE, ALONE), {}), ((ALONE, (["A"], [2], [1])), {}), ((PAIR, PAIR_LATER), SURE)],
    "proportion_test": [((4, 3, 1, 2), {})],
    "quantile_change": [
        ((([1, 2], "ab"), ([1, float("nan")], "ab"), 1), {}),
        ((([1, 2], ["a", "b"]), ([1, 3], ["a", "b"]), 1), {"q": 1.0}),
        ((([1, 2], ["a", "b"]), ([1, 3], ["a", "b"]), 1), SURE),
    ],
    "quantile_interval": [(([1, 2], 1.0), {}), (([1, 2], 0.5), SURE)],
    "rate_interval": [((-1, 2), {}), ((1, -2), {}), ((1, 2), SURE)],
    "ratio_bootstrap": [(([1, 2], [2, 3], 1), SURE)],
    "ratio_change_bootstrap": [((([1, 2], [2, 3]), ([1, 1], [2, 3]), 1), SURE)],
    "ratio_interval": [(([1, 2], [2, 3]), SURE)],
    "relative_weights": [(ROWS, SURE)],
    "retention": [(([1.0], [1.0, 2.0]), {})],
    "simulated_total": [(([1.5], [2.0], 1), {}), (([0.5], [2.0], 1), SURE)],
    "standardised_difference": [(([1, 2], [2, 4]), SURE)],
    "student_confidence": [((1.0, 5), {})],
    "survival_quantile": [((kaplan_meier(*CASES[:2]), 1.0), {})],
    "t_quantile": [((1.0, 5), {})],
    "wallet_share": [((4, 3), {})],
    "welch": [(([1, 2], [1, float("inf")]), {}), (([1, 2], [3, 5]), SURE)],
    "welch_from_sums": [((Sums(3, 6, 14), Sums(3, 6, 14)), SURE)],
    "wilson": [((4, 3), {}), ((1, 3), SURE)],
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
