"""Sums of metrics from a cube of monthly counts, where it gives the same figures as the rows that it was made of."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from duckdb import DuckDBPyConnection
from sqlglot import exp
from sqlglot.optimizer.simplify import simplify

from cx.contracts.periods import Grain
from cx.metrics.metric import Form, Metric
from cx.metrics.queries import COUNTED_APART, counted, expression, filter_conditions, groups_of, worth
from cx.metrics.registry import REGISTRY
from cx.store.cube import CLOCK, CUBED, SCORES, Cube, counts_of, cubes

SCORE, ACCOUNT = "score", "account_of_cell"
MONTHS = f"{CLOCK}_month BETWEEN date_trunc('month', $start::DATE) AND $end"
FINER = (Grain.DAY, Grain.WEEK)
"""What cuts through months."""


def cube_for(
    cursor: DuckDBPyConnection,
    metrics: list[Metric],
    columns: frozenset[str],
    grain: Grain | None,
    given: Mapping[str, object],
    clustered: bool,
) -> Cube | None:
    """The smallest cube that gives the same figures as the rows, split and filtered by these columns; None without one.

    A cube knows an answer's score, month and dimensions and nothing else of it: no day, no follow-up, no other clock.
    `given` has the first and the last day, as they are bound to the query.
    """
    if grain in FINER or not all(_is_of_cells(metric) for metric in metrics):
        return None
    asked = columns.union(*(_columns(metric) for metric in metrics), ("account_id",) if clustered else ())
    kept = (
        cube
        for cube in cubes(cursor)
        if asked <= cube.columns and _has_whole_months(cube, given["start"], given["end"])
    )
    return next(kept, None)


def _has_whole_months(cube: Cube, first: object, last: object) -> bool:
    """True where no month with answers is cut: what lies before the first answer and after the last may be."""
    assert isinstance(first, date)
    assert isinstance(last, date)
    ends = monthrange(last.year, last.month)[1]
    return (first.day == 1 or first <= cube.first_on) and (last.day == ends or last >= cube.last_on)


@lru_cache(maxsize=256)
def _is_of_cells(metric: Metric) -> bool:
    """True where score and dimensions alone say what an answer is worth."""
    if (metric.fact, metric.clock) != (CUBED, CLOCK) or any(getattr(metric, name) for name in COUNTED_APART):
        return False
    return not metric.whole and "$" not in metric.counted + metric.value


@lru_cache(maxsize=256)
def _columns(metric: Metric) -> frozenset[str]:
    """What a cube must tell besides scores for the metric to be worked out."""
    named = (column.name for text in (metric.counted, metric.value) for column in expression(text).find_all(exp.Column))
    return frozenset(named) - {SCORE}


@lru_cache(maxsize=512)
def cube_query(
    cube: str,
    keys: tuple[str, ...],
    dimensions: tuple[str, ...],
    grain: Grain | None,
    fiscal_year_starts: int,
    filters: tuple[tuple[str, int], ...],
    clustered: bool,
) -> str:
    """What `sums_query` gives, from the cells of a cube that `cube_for` chose: a cell counts as often as it has answers."""
    metrics = [REGISTRY[key] for key in keys]
    groups = groups_of(CLOCK, dimensions, grain, fiscal_year_starts)
    names = tuple(f'"{name}"' for name in groups)
    marks = [f"{part.sql(dialect='duckdb')} AS {name}" for name, part in zip(names, groups.values(), strict=True)]
    of_cell = [text for metric in metrics for text in _sums(metric)]
    if not clustered:
        return _grouped(_cells(cube, metrics, tuple(marks), filters), names, of_cell)
    cells = _cells(cube, metrics, (*marks, f"account_id AS {ACCOUNT}"), filters)
    sums = _grouped(cells, (*names, ACCOUNT), of_cell)
    return _grouped(sums, names, [text for metric in metrics for text in _sums_of_accounts(metric)])


def _grouped(query: str, names: tuple[str, ...], sums: list[str]) -> str:
    by = f" GROUP BY {', '.join(names)}" if names else ""
    return f"SELECT {', '.join((*names, *sums))} FROM ({query}){by}"


def _cells(cube: str, metrics: list[Metric], marks: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """The cells of the months, each with the number of its answers that every metric counts and what they are worth."""
    belonging = sorted({text for metric in metrics for text, _ in _parts(metric)})
    columns = (*marks, "NOT coalesce(named, false) AS is_anonymous")
    columns += tuple(text for metric in metrics for text in _of_cell(metric, len(belonging) == 1))
    passing = [part.sql(dialect="duckdb") for part in filter_conditions(filters)]
    any_counted = " OR ".join(f"({text})" for text in belonging)
    where = " AND ".join((MONTHS, *passing, f"({any_counted})"))
    return f"SELECT {', '.join(columns)} FROM {cube} WHERE {where}"


@lru_cache(maxsize=256)
def _of_cell(metric: Metric, all_belong: bool) -> tuple[str, ...]:
    """How many of a cell's answers the metric counts, the sum of what they are worth, and of its squares."""
    found: dict[str, list[str]] = {name: [] for name in ("cases", *_powers(metric))}
    for (belongs, value), scores in _parts(metric).items():
        tests = [] if all_belong else [belongs]
        tests += [f"{value} IS NOT NULL"] if expression(value).find(exp.Column) else []
        test, answers = " AND ".join(f"({text})" for text in tests), f"({' + '.join(map(counts_of, scores))})"
        for power, parts in enumerate(found.values()):
            part = " * ".join((*(value,) * power, answers))
            parts.append(f"CASE WHEN {test} THEN {part} ELSE 0 END" if test else part)
    return tuple(f"{' + '.join(parts)} AS {metric.key}_{name}" for name, parts in found.items())


def _powers(metric: Metric) -> tuple[str, ...]:
    return ("worth",) if metric.form is Form.SHARE else ("worth", "worth_squared")  # 0 and 1 are their squares


@lru_cache(maxsize=256)
def _parts(metric: Metric) -> dict[tuple[str, str], tuple[int | None, ...]]:
    """The scores that the metric counts, by which rows belong to it at that score and what an answer is then worth."""
    found: dict[tuple[str, str], tuple[int | None, ...]] = {}
    for score in SCORES:
        belongs = _at(counted(metric), score)
        if belongs not in ("FALSE", "NULL"):
            part = belongs, _at(expression(worth(metric)), score)
            found[part] = (*found.get(part, ()), score)
    return found


def _at(found: exp.Expr, score: int | None) -> str:
    """The expression where every answer has the score."""
    literal = exp.null() if score is None else exp.Literal.number(score)

    def put(node: exp.Expr) -> exp.Expr:
        return literal.copy() if isinstance(node, exp.Column) and node.name == SCORE else node

    text: str = simplify(found.transform(put)).sql(dialect="duckdb")
    return text


def _sums(metric: Metric) -> list[str]:
    key = metric.key
    sums = {"n": "cases", "sum": "worth", "squares": _powers(metric)[-1]}
    found = [f"sum({key}_{of_cell}) AS {key}_{name}" for name, of_cell in sums.items()]
    if metric.private:
        found.append(f"coalesce(sum({key}_cases) FILTER (is_anonymous), 0) AS {key}_anonymous")
    return found


def _sums_of_accounts(metric: Metric) -> list[str]:
    """What the linearised variance needs; an answer without an account is one by itself."""
    key = metric.key
    n, total, squares = f"CAST({key}_n AS DOUBLE)", f"CAST({key}_sum AS DOUBLE)", f"{key}_squares"

    def alone(single: str, of_account: str) -> str:
        return f"sum(CASE WHEN {ACCOUNT} IS NULL THEN {single} ELSE {of_account} END)"

    found = [f"sum({key}_{name}) AS {key}_{name}" for name in ("n", "sum", "squares")]
    found += [
        f"{alone(n, f'CAST({key}_n > 0 AS INTEGER)')} AS {key}_clusters",
        f"{alone(squares, f'{total} * {total}')} AS {key}_total_squared",
        f"{alone(total, f'{total} * {n}')} AS {key}_total_by_n",
        f"{alone(n, f'{n} * {n}')} AS {key}_n_squared",
    ]
    if metric.private:
        found.append(f"sum({key}_anonymous) AS {key}_anonymous")
    return found
