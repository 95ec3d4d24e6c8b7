"""Small groups of anonymous answers are hidden, and no subtraction over one or two dimensions brings one back."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.metrics.compute import Asked, compute
from cx.metrics.privacy import with_privacy
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden, MetricValue
from tests.metrics.company import Row, opened

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
MINIMUM = 5
Cells = dict[tuple[str, ...], int]


def counted(cells: Cells, names: tuple[str, ...], anonymous: bool = True) -> list[MetricValue]:
    """Values of an NPS of 0 with these numbers of answers, as a query by those dimensions would give them."""
    excluded = {"anonymous": 1.0} if anonymous else {}
    made = [
        MetricValue(
            REGISTRY["nps"],
            tuple(zip(names, group, strict=True)),
            YEAR,
            YEAR.end,
            0.0,
            -50.0,
            50.0,
            n,
            0.0,
            float(n),
            True,
            excluded,
        )
        for group, n in sorted(cells.items())
        if n
    ]
    return with_privacy(made, Settings(privacy_minimum=MINIMUM))


def summed(cells: Cells, keep: tuple[int, ...]) -> Cells:
    found: Cells = {}
    for group, n in cells.items():
        part = tuple(group[at] for at in keep)
        found[part] = found.get(part, 0) + n
    return found


def revealed(cells: Cells, shown: list[tuple[tuple[int, ...], list[MetricValue]]]) -> set[tuple[str, ...]]:
    """Small groups that linear equations of the visible counts determine."""
    unknown = [group for group, n in sorted(cells.items()) if n]
    place = {group: at for at, group in enumerate(unknown)}
    rows = []
    for keep, values in shown:
        for value in values:
            if value.hidden is Hidden.NO:
                part = tuple(name for _, name in value.group)
                rows.append([float(tuple(group[at] for at in keep) == part) for group in unknown])
    matrix = np.array(rows or [[0.0] * len(unknown)])
    rank = np.linalg.matrix_rank(matrix)
    small = [group for group in unknown if cells[group] < MINIMUM]
    return {
        group
        for group in small
        if np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(unknown))[place[group]]])) == rank
    }


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=7))
def test_subtraction_over_one_dimension_finds_nothing(counts):
    cells: Cells = {(f"S{at}",): n for at, n in enumerate(counts)}
    shown = [((0,), counted(cells, ("segment",))), ((), counted(summed(cells, ()), ()))]
    assert revealed(cells, shown) == set()
    assert all(value.n >= MINIMUM for _, values in shown for value in values if value.hidden is Hidden.NO)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=4))
def test_subtraction_over_two_dimensions_finds_nothing(table):
    cells: Cells = {(f"S{at}", f"R{column}"): n for at, row in enumerate(table) for column, n in enumerate(row)}
    shown = [((0, 1), counted(cells, ("segment", "region"))), ((), counted(summed(cells, ()), ()))]
    assert revealed(cells, shown) == set()


@pytest.mark.parametrize(
    ("case", "counts", "hidden"),
    [
        ("none is small", (9, 9, 9), ()),
        ("a small one takes the next smallest with it", (3, 9, 8), (0, 2)),
        ("two that stay below the minimum together take a third", (2, 2, 9, 8), (0, 1, 3)),
        ("two that reach the minimum together stand", (3, 4, 9), (0, 1)),
        ("one alone", (4,), (0,)),
        ("no answers are nothing to hide", (0, 9), ()),
    ],
)
def test_what_is_hidden(case, counts, hidden):
    values = counted({(f"S{at}",): n for at, n in enumerate(counts)}, ("segment",))
    names = {f"S{at}" for at in hidden}
    assert {value.group[0][1] for value in values if value.hidden is not Hidden.NO} == names
    for value in values:
        if value.hidden is not Hidden.NO:
            assert (
                value.value,
                value.low,
                value.high,
                value.n,
                value.numerator,
                value.denominator,
                value.evidence,
            ) == (None, None, None, 0, None, None, None)
        assert "anonymous" not in value.excluded


def test_named_surveys_are_not_hidden():
    values = counted({("S0",): 1, ("S1",): 9}, ("segment",), anonymous=False)
    assert all(value.hidden is Hidden.NO for value in values)


def answers() -> list[Row]:
    return [
        {
            "response_id": f"R{at}",
            "kind": "nps",
            "score": 9,
            "responded_at": f"2024-0{1 + at % 3}-10",
            "account_id": f"A{at}",
            "channel": "phone" if at < 3 else "mail" if at < 12 else "chat",
        }
        for at in range(30)
    ]


@pytest.mark.parametrize(
    ("survey", "hidden"), [("named", set()), ("anonymous", {"phone", "mail"}), (None, {"phone", "mail"})]
)
def test_a_loaded_survey_is_hidden_unless_it_is_declared_named(survey, hidden):
    with opened({"survey": answers()}, Settings(), survey={"survey": survey}) as store, store.cursor() as cursor:
        for grain in (None, Grain.YEAR):
            found = compute(cursor, ["nps"], Selection(YEAR, YEAR.end), store.settings, Asked(("channel",), grain))
            assert {value.group[0][1] for value in found if value.hidden is not Hidden.NO} == hidden
            assert len(found) == 3
