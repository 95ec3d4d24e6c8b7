"""Whatever a public function is handed, it gives a finite value, None, or a ValueError with a sentence of our own."""

import inspect
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from math import inf, nan
from pathlib import Path
from sys import float_info
from typing import Any

import numpy as np
import pytest

import cx.statistics as statistics
from cx.statistics import (
    ClusterSums,
    Customers,
    Estimate,
    Sums,
    clustered_change,
    clustered_interval,
    clustered_share_interval,
    kaplan_meier,
    lifetime_value,
    segment_retention,
    welch_from_sums,
)

OURS = str(Path(statistics.__path__[0]))
ODD: tuple[Any, ...] = (
    *(
        nan,
        inf,
        -inf,
        -1,
        -0.5,
        0,
        0.3,
        1,
        2.5,
        1e15,
        1e300,
        -1e300,
        1e-300,
        10**400,
        np.float64(nan),
        np.int64(5_000_000_000),
    ),
    *(None, "no", "", "1", True, 1j, b"a", object(), [], (), {}, {1, 2}, [1], [[1, 2], [3, 4]], np.array(3)),
)
IDS = ["A", "A", "B", "C", "D"]
NUMBERS = [1.0, 2.0, 4.0, 3.0, 7.0]
SEEN = [1, 1, 0, 1, 1]
CASES = (NUMBERS, SEEN, IDS)
SIDE = (NUMBERS, IDS)
PANEL = (["A", "B", "C"], [1.0, 2.0, 5.0], [1.0, 1.0, 2.0])
SHARES = (["A", "B", "C"], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0])
CHANCES = [0.2, 0.9, 0.5, 0.7, 1.0]
ROWS = [[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [1.0, 7.0], [4.0, 4.0]]
TABLES = [((10, 5), (4, 8)), ((6, 3), (2, 4))]
SERIES = [float(at % 5 + at) for at in range(18)]
UNITS, TREATED, AFTER = [1, 1, 2, 2, 3, 3, 4, 4], [1, 1, 1, 1, 0, 0, 0, 0], [0, 1, 0, 1, 0, 1, 0, 1]
MOVED = [1.0, 3.0, 2.0, 5.0, 1.0, 1.5, 2.0, 2.5]
SUMS, MANY = Sums(3, 6.0, 14.0), ClusterSums(3, 5.0, 3.0, 5.0, 6.0, 11.0)
CUSTOMERS = ([1.0, 2.0, 5.0], [0, 1, 0], [1, 1, 1], [1, 0, 1], [0, 1, 1])
CURVE = kaplan_meier(NUMBERS, SEEN)
FEW = {"seed": 1, "draws": 20}
SURE = {"confidence": 0.95}

GOOD: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "brier_score": ((CHANCES, SEEN), {}),
    "calibration": ((CHANCES, SEEN), {}),
    "cluster_bootstrap": ((NUMBERS, IDS, len), FEW | SURE),
    "cluster_sums": ((NUMBERS, IDS), {}),
    "cluster_variance": ((MANY,), {}),
    "clustered_change": ((MANY, MANY), SURE),
    "clustered_interval": ((MANY,), SURE),
    "clustered_share_interval": ((MANY,), SURE),
    "curve_change": ((CASES, CASES), {}),
    "curve_verdict": ((40, 0.03, 5.0, 30, 1.0), {}),
    "difference_in_differences": ((MOVED, TREATED, AFTER, UNITS), FEW | SURE),
    "earned_growth": ((100.0, 90.0, 10.0, 5.0), {}),
    "finite_population_interval": ((5, 10, 20), SURE),
    "holm": (([0.01, None, 0.03], 0.05), {}),
    "interrupted_time_series": ((SERIES, 9, 2, 4), SURE),
    "is_clear_of_zero": ((5.0, (1.0, 9.0)), {}),
    "kaplan_meier": ((NUMBERS, SEEN, "log-log", [1.0] * 5), SURE),
    "lifetime_multiple": ((0.8, 0.1), {}),
    "lifetime_value": ((Customers(*map(np.array, CUSTOMERS)), 0.1), FEW | SURE),
    "lmg": ((ROWS, NUMBERS), SURE),
    "lmg_intervals": ((ROWS, NUMBERS, IDS), FEW | SURE),
    "log_rank": ((CASES[:2], CASES[:2]), {}),
    "log_rank_of_groups": (([CASES, CASES, CASES],), {}),
    "mantel_haenszel": ((TABLES,), SURE),
    "mean_interval": ((NUMBERS,), SURE),
    "mean_interval_from_sums": ((3, 6.0, 14.0), SURE),
    "median_bootstrap": (CASES, FEW | SURE | {"q": 0.5}),
    "median_change_bootstrap": ((CASES, CASES), FEW | SURE | {"q": 0.5}),
    "newcombe": ((5, 10, 3, 9), SURE),
    "normal_quantile": ((0.95,), {}),
    "nps": ((5, 3, 2), {}),
    "nps_category": ((9,), {}),
    "nps_change": (((5, 3, 2), (6, 3, 1)), SURE),
    "nps_interval": ((5, 3, 2), SURE),
    "nps_variance": ((5, 3, 2), {}),
    "odds_ratio": ((5, 2, 3, 4, 0.5), SURE),
    "proportion_test": ((50, 100, 30, 90), {}),
    "panel_change": ((PANEL, PANEL), SURE),
    "panel_share_change": ((SHARES, SHARES), SURE),
    "quantile_change": ((SIDE, SIDE), FEW | SURE | {"q": 0.5}),
    "quantile_interval": ((NUMBERS, 0.5), SURE),
    "rate_interval": ((5, 10), SURE),
    "ratio_bootstrap": ((NUMBERS, NUMBERS[::-1]), FEW | SURE),
    "ratio_change_bootstrap": (((NUMBERS, NUMBERS[::-1]), (NUMBERS, NUMBERS)), FEW | SURE),
    "ratio_interval": ((NUMBERS, NUMBERS[::-1]), FEW | SURE | {"most": 1.0}),
    "relative_weights": ((ROWS, NUMBERS), SURE),
    "retention": ((NUMBERS, NUMBERS), {}),
    "segment_retention": ((Customers(*map(np.array, CUSTOMERS)),), {}),
    "simulated_total": ((CHANCES, NUMBERS), FEW | SURE),
    "standardised_difference": ((NUMBERS, SEEN), SURE),
    "student_confidence": ((0.95, 5), {}),
    "survival_quantile": ((CURVE, 0.5), {}),
    "t_quantile": ((0.95, 5), {}),
    "top_box_share": (({"1": 5, "2": 3}, ["1"]), {}),
    "verdict": ((5.0, (2.0, 8.0), (1.0, 9.0), 40, 60, 30, 3.0), {}),
    "wallet_share": ((1.5, 3), {}),
    "welch": ((NUMBERS, SEEN), SURE),
    "welch_from_sums": ((SUMS, SUMS), SURE),
    "wider": ((Estimate(1.0, 0.0, 2.0, 5), Estimate(1.0, 0.5, 2.5, 5)), {}),
    "wilson": ((5, 10), SURE),
    "within": ((Estimate(1.0, 0.0, 2.0, 5), 0.0, 1.5), {}),
}
"""Arguments of each public function of which every one, and every part of one, is then put wrong."""

RECORDS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "ClusterSums": (lambda *sums: _all_clustered(ClusterSums(*sums)), (3, 5.0, 3.0, 5.0, 6.0, 11.0)),
    "Customers": (lambda *made: _all_of_customers(Customers(*made)), CUSTOMERS),
    "Estimate": (
        lambda *made: statistics.within(statistics.wider(Estimate(*made), Estimate(*made)), 0, 1),
        (1, 0, 2, 5),
    ),
    "Sums": (lambda *sums: welch_from_sums(Sums(*sums), SUMS), (3, 6.0, 14.0)),
    "statistic": (lambda given: statistics.cluster_bootstrap(NUMBERS, IDS, lambda _: given, **FEW), (1.0,)),
}
"""What is built of records that are filled in by hand."""


def _all_clustered(sums: ClusterSums) -> tuple[Any, ...]:
    shared = clustered_share_interval(sums) if 0 <= (sums.mean or 0) <= 1 else None
    return clustered_interval(sums), clustered_change(sums, MANY), shared


def _all_of_customers(customers: Customers) -> tuple[Any, ...]:
    return segment_retention(customers), lifetime_value(customers, 0.1, **FEW)


def test_every_public_function_is_tried() -> None:
    assert set(GOOD) == {name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))}


@pytest.mark.parametrize("name", GOOD)
def test_odd_input_gives_a_value_none_or_a_sentence(name: str) -> None:
    given, named = GOOD[name]
    function = getattr(statistics, name)
    tell_nonsense(function, given, named)
    for at, argument in enumerate(given):
        for odd in put_wrong(argument):
            tell_nonsense(function, (*given[:at], odd, *given[at + 1 :]), named)
    for key, argument in named.items():
        for odd in put_wrong(argument):
            tell_nonsense(function, given, named | {key: odd})


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_filled_oddly_gives_a_value_none_or_a_sentence(name: str) -> None:
    function, given = RECORDS[name]
    for at, argument in enumerate(given):
        for odd in put_wrong(argument):
            tell_nonsense(function, (*given[:at], odd, *given[at + 1 :]), {})


@pytest.mark.parametrize("odd", [0, 1, 7, 1e15, 1e-9, 0.1, 1e-300, 1e100, nan, None], ids=str)
@pytest.mark.parametrize("name", GOOD)
def test_all_numbers_alike_give_a_value_none_or_a_sentence(name: str, odd: Any) -> None:
    given, named = GOOD[name]
    tell_nonsense(getattr(statistics, name), tuple(all_alike(argument, odd) for argument in given), named)


def put_wrong(good: Any) -> Iterator[Any]:
    """The argument put wrong in every way: as a whole, too short, too long, and each of its first parts."""
    yield from ODD
    if isinstance(good, dict):
        yield from ({key: odd} for key in good for odd in ODD)
    if not isinstance(good, (list, tuple)):
        return
    yield from (good[:-1], [*good, *good[:1]], [good], np.array(["x"] * len(good)), list(good) * 2)
    for odd in ODD[:20]:
        yield [odd] * len(good)
    for at in (0, len(good) - 1):
        for odd in put_wrong(good[at]):
            yield type(good)([*good[:at], odd, *good[at + 1 :]])


def all_alike(good: Any, odd: Any) -> Any:
    """The argument with every number in it the same."""
    if isinstance(good, (list, tuple)):
        return type(good)(all_alike(part, odd) for part in good)
    return odd if isinstance(good, (int, float)) and not isinstance(good, bool) else good


def tell_nonsense(function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Fails where the function warns, lets something else through than its own ValueError, or gives NaN or infinity."""
    tried = f"{given!r} {named!r}"[:600]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = function(*given, **named)
        except Exception as refused:
            assert is_sentence(refused), f"{refused!r} of {tried}"  # noqa: PT017  (a value is as good as a refusal)
        else:
            assert is_told(found), f"{found} of {tried}"


def is_sentence(refused: Exception) -> bool:
    """Whether it is a ValueError that one of our own lines raises, with words to it."""
    last = traceback.extract_tb(refused.__traceback__)[-1]
    return isinstance(refused, ValueError) and last.filename.startswith(OURS) and len(str(refused).split()) > 3


def is_told(found: Any) -> bool:
    """Whether each number in a result is finite."""
    if is_dataclass(found):
        return all(is_told(getattr(found, field.name)) for field in fields(found))
    if isinstance(found, tuple):
        return all(map(is_told, found))
    return found is None or isinstance(found, (bool, str, Enum)) or abs(found) <= float_info.max
