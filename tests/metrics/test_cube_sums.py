"""Figures from the cubes of monthly counts are those of the rows, wherever a cube is read, and else the rows are read."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.metrics.compute import Asked, compute
from cx.metrics.registry import METRICS
from cx.metrics.value import Hidden, MetricValue
from cx.store.cube import CUBES, cubes
from cx.store.database import Store
from tests.metrics import company as made
from tests.metrics.company import load_rows, opened

SETTINGS = made.SETTINGS.model_copy(update={"privacy_minimum": 20, "cube_rows": 1})
KEYS = [metric.key for metric in METRICS if metric.fact == "survey"]
OF_CELLS = ["nps", "csat", "ces", "ces_easy", "ces_1", "ces_hard", "ces_1_high", "csat_mean"]
OF_CELLS += ["promoter_share", "passive_share", "detractor_share"]
"""Metrics that score and dimensions decide; the others need days, or accounts one by one."""
PLAIN, BY_ACCOUNT = CUBES
WHOLE = Period(date(2023, 1, 1), date(2023, 12, 31))
KNOWN_TO = date(2023, 12, 31)
SPAN = timedelta(days=150)
Figures = list[tuple[object, ...]]


def question(
    read: str | None, *by: str, period: Period = WHOLE, known_to: date = KNOWN_TO, where: Any = (), **asked: Any
) -> Any:
    """What is asked, and the cube that must be read for it."""
    filters = tuple(Filter(*part) for part in where)
    ranged = asked.pop("ranged", False)
    return read, Selection(period, known_to, filters), Asked(by, ranged=ranged, **asked)


QUESTIONS = {
    "everybody": question(PLAIN),
    "everybody with ranges": question(BY_ACCOUNT, ranged=True),
    "by month": question(PLAIN, grain=Grain.MONTH),
    "by month with ranges": question(BY_ACCOUNT, grain=Grain.MONTH, ranged=True),
    "by fiscal quarter and relationship": question(PLAIN, "relationship", grain=Grain.QUARTER),
    "by fiscal year and kind with ranges": question(BY_ACCOUNT, "kind", grain=Grain.YEAR, ranged=True),
    "by two dimensions": question(PLAIN, "relationship", "scale"),
    "by one of many values": question(PLAIN, where=[("relationship", ("relationship", "transactional"))]),
    "by no value": question(PLAIN, where=[("relationship", ("",))], grain=Grain.MONTH),
    "of some accounts": question(BY_ACCOUNT, where=[("account_id", ("A1", "A2", ""))], ranged=True),
    "by account": question(BY_ACCOUNT, "account_id", ranged=True),
    "by account without ranges": question(BY_ACCOUNT, "account_id"),
    "by what nothing fills": question(PLAIN, "language", grain=Grain.MONTH),
    "nobody": question(PLAIN, where=[("relationship", ("nothing",))]),
    "nobody with ranges": question(BY_ACCOUNT, where=[("kind", ("Nothing",))], ranged=True),
    "some months": question(PLAIN, period=Period(date(2023, 3, 1), date(2023, 5, 31)), grain=Grain.QUARTER),
    "more than there is": question(PLAIN, period=Period(date(2022, 12, 24), date(2023, 9, 15))),
    "known to the end of a month": question(PLAIN, known_to=date(2023, 4, 30), grain=Grain.MONTH),
    "known to the middle of a month": question(None, known_to=date(2023, 4, 15), grain=Grain.MONTH),
    "from the middle of a month": question(None, period=Period(date(2023, 2, 2), date(2023, 4, 30))),
    "to the middle of a month": question(None, period=Period(date(2023, 2, 1), date(2023, 4, 29)), ranged=True),
    "by week": question(None, grain=Grain.WEEK),
    "by day": question(None, period=Period(date(2023, 2, 1), date(2023, 2, 28)), grain=Grain.DAY),
    "by a dimension left out": question(None, "loop_owner"),
    "of a dimension left out": question(None, where=[("loop_owner", tuple(f"P{n}" for n in range(100)))], ranged=True),
}


def answers(chance: random.Random, size: int = 2400) -> tuple[list[made.Row], list[made.Row]]:
    """Answers of half a year, so that each month has many: each followed up by one of many people."""
    found = made.survey(chance, size)
    for row in found:
        row["loop_owner"] = f"P{chance.randint(1, 300)}"
        moments = {name: at for name, at in row.items() if isinstance(at, datetime)}
        late = (min(moments.values(), default=datetime(2023, 1, 1)) - datetime(2023, 1, 1)) // SPAN
        row.update({name: at - late * SPAN for name, at in moments.items()})
    return found[: len(found) // 2], found[len(found) // 2 :]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    chance = random.Random(11)
    named, anonymous = answers(chance)
    given = {"accounts": made.accounts(chance), "renewals": made.renewals(chance, 60), "survey": named}
    with opened(given, SETTINGS) as filled:
        load_rows(filled, tmp_path_factory.mktemp("more"), "survey", anonymous, survey="anonymous")
        yield filled


def told(values: list[MetricValue]) -> Figures:
    return [
        (
            *(value.metric.key, value.group, value.scale, value.period, value.mature, value.hidden),
            *(value.value, value.low, value.high, value.n, value.numerator, value.denominator),
            tuple(sorted(value.excluded.items())),
        )
        for value in values
    ]


@contextmanager
def after(
    store: Store, *statements: str, privacy: int = SETTINGS.privacy_minimum
) -> Iterator[Callable[[list[str], Selection, Asked], Figures]]:
    """A function that tells figures of the database as it is after these statements; they are not kept."""
    settings = store.settings.model_copy(update={"privacy_minimum": privacy})
    with store.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        yield lambda keys, selection, asked: told(compute(cursor, keys, selection, settings, asked))


def of_rows(store: Store, keys: list[str], selection: Selection, asked: Asked) -> Figures:
    with after(store, "DELETE FROM cubes") as figures:
        return figures(keys, selection, asked)


def of_cubes(store: Store, keys: list[str], selection: Selection, asked: Asked) -> Figures:
    with after(store) as figures:
        return figures(keys, selection, asked)


def read_from(store: Store, key: str, selection: Selection, asked: Asked) -> set[str]:
    """The cubes without whose cells there is no figure."""
    found = set()
    for cube in CUBES:
        with after(store, f"DELETE FROM {cube}_rows", privacy=1) as figures:
            if not any(line[9] for line in figures([key], selection, asked)):
                found.add(cube)
    return found


@pytest.mark.parametrize("name", [name for name, (read, *_) in QUESTIONS.items() if read])
def test_every_figure_of_answers_is_the_same_from_cubes_and_rows(store: Store, name: str) -> None:
    _, selection, asked = QUESTIONS[name]
    assert of_cubes(store, KEYS, selection, asked) == of_rows(store, KEYS, selection, asked)


def test_the_answers_hold_what_could_go_wrong(store: Store) -> None:
    """Else the comparison says little: hidden figures and shown ones, answers of nobody known, every metric."""
    lines = of_rows(store, KEYS, *QUESTIONS["by month with ranges"][1:])
    assert {line[0] for line in lines if line[9]} >= set(OF_CELLS)
    assert {line[5] is Hidden.NO for line in lines} == {True, False}
    accounts = of_rows(store, ["nps"], *QUESTIONS["by account"][1:])
    assert {line[1][0][1] for line in accounts} >= {None, "A1", "A9"}


@pytest.mark.parametrize("name", [name for name in QUESTIONS if "nobody" not in name])
def test_cube_is_read_where_it_can_answer_and_the_rows_are_where_it_cannot(store: Store, name: str) -> None:
    read, selection, asked = QUESTIONS[name]
    assert read_from(store, "nps", selection, asked) == ({read} if read else set())


@pytest.mark.parametrize("key", KEYS)
def test_metrics_of_scores_and_dimensions_alone_are_read_from_cubes(store: Store, key: str) -> None:
    read, selection, asked = QUESTIONS["everybody"]
    with store.cursor() as cursor:
        has_figure = any(value.n for value in compute(cursor, [key], selection, store.settings, asked))
    assert not has_figure or read_from(store, key, selection, asked) == ({read} if key in OF_CELLS else set())
    assert has_figure or key not in OF_CELLS


def test_dimensions_stand_in_the_cubes_as_the_questions_need(store: Store) -> None:
    with store.cursor() as cursor:
        columns = {cube.name: cube.columns for cube in cubes(cursor)}
    assert columns.keys() == set(CUBES)
    assert "relationship" in columns[PLAIN] and "account_id" in columns[BY_ACCOUNT]
    assert all("loop_owner" not in names for names in columns.values())


def test_figures_stay_the_same_as_the_data_changes(tmp_path: Path) -> None:
    """After a load of more, the same file again, and other accounts."""
    chance = random.Random(5)
    first, second = answers(chance)
    accounts = made.accounts(chance)
    asked = [QUESTIONS[name][1:] for name in ("by month with ranges", "by two dimensions")]
    other = [{**row, "segment": "Small"} for row in accounts]
    steps = (("survey", second), ("survey", second), ("accounts", other))
    with opened({"accounts": accounts, "survey": first}, SETTINGS) as store:
        for extract, rows in steps:
            load_rows(store, tmp_path, extract, rows)
            for selection, how in asked:
                assert of_cubes(store, OF_CELLS[:3], selection, how) == of_rows(store, OF_CELLS[:3], selection, how)
            assert read_from(store, "nps", *asked[0]) == {BY_ACCOUNT}
