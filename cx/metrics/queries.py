"""The queries behind the metrics, built as expressions once for each shape; values are bound."""

from functools import lru_cache

from sqlglot import exp

from cx.contracts.extracts import ACCOUNT_DIMENSIONS
from cx.contracts.periods import MONTHS_IN, Grain
from cx.ingest.parsed import parsed
from cx.metrics.metric import BOOKS, Form, Grid, Metric
from cx.metrics.registry import REGISTRY
from cx.store.fact import FACTS

CLUSTER = "coalesce(CAST(account_id AS VARCHAR), '#' || CAST(rowid AS VARCHAR))"
"""The account, or the row by itself where no account is known."""
CLUSTER_KEYS = ("account_id_of_row", "CASE WHEN account_id_of_row IS NULL THEN rowid_of_row END")
"""The same as two keys that are grouped by without making texts of them."""
OF_PART = {name: frozenset(fact.own_dimensions) - ACCOUNT_DIMENSIONS for name, fact in FACTS.items()}
"""Dimensions that may differ between the rows of one case: those that no account has, as a response's question."""
OF_END = frozenset(("outcome", "reason", "controllable"))
"""Dimensions that a term gets as it ends: no account has them on both of the days that retention compares."""
OPENED = "opened_on"
COUNTED_APART = ("negative", "pending", "unknown", "unsaid", "unripe")
"""Expressions of a record whose rows are counted beside its figure."""


class UnknownDimension(ValueError):
    """A dimension that the fact does not have, or that one metric of it cannot be split by: then it is named."""

    def __init__(self, dimension: str, fact: str, known: tuple[str, ...]) -> None:
        super().__init__(dimension)
        self.dimension, self.fact, self.known = dimension, fact, known


def expression(text: str) -> exp.Expr:
    """The expression that a registry record holds as text."""
    return parsed(text).copy()


def check_dimensions(metric: Metric, dimensions: tuple[str, ...]) -> None:
    """Raise UnknownDimension for one that the metric cannot be split or filtered by."""
    known = dimensions_of(metric)
    for name in dimensions:
        if name not in known:
            has_it = name in FACTS[metric.fact].dimensions
            raise UnknownDimension(name, metric.key if has_it else metric.fact, known)


def dimensions_of(metric: Metric) -> tuple[str, ...]:
    """What the metric can be split by, besides time."""
    found = FACTS[metric.fact].dimensions
    if metric.of_accounts:
        return tuple(name for name in found if name in ACCOUNT_DIMENSIONS or name == "account_id")
    if metric.grid in (*BOOKS, Grid.AHEAD):
        return tuple(name for name in found if name not in OF_END)
    return found


def bucket(clock: str, grain: Grain, fiscal_year_starts: int) -> exp.Expr:
    """The first day of the period that a row falls in."""
    if grain is Grain.DAY:
        return exp.column(clock)
    if grain is Grain.WEEK:
        return expression(f"CAST(date_trunc('week', {clock}) AS DATE)")
    month = f"{clock}_month"
    if grain is Grain.MONTH:
        return exp.column(month)
    # Months since the year 0, cut to whole fiscal quarters or years, and back to a date.
    length, shift = MONTHS_IN[grain], fiscal_year_starts - 1
    count = f"(year({month}) * 12 + month({month}) - 1 - {shift})"
    first = f"({count} - {count} % {length} + {shift})"
    return expression(f"make_date(CAST({first} // 12 AS INTEGER), CAST({first} % 12 + 1 AS INTEGER), 1)")


def condition(clock: str, filters: tuple[tuple[str, int], ...]) -> exp.Expr:
    """Rows of the period, known by the as-of, that pass the filters: (dimension, number of values) each."""
    parts = [expression(f"{clock} BETWEEN $start AND $end"), *filter_conditions(filters)]
    return exp.and_(*parts)


def filter_conditions(filters: tuple[tuple[str, int], ...], table: str = "") -> list[exp.Expr]:
    """One condition a filter; the empty word stands for rows without a value."""
    found = []
    for number, (dimension, size) in enumerate(filters):
        word = f"coalesce(CAST({table}{dimension} AS VARCHAR), '')"
        places = ", ".join(f"$f{number}_{at}" for at in range(size))
        found.append(expression(f"{word} IN ({places})"))
    return found


@lru_cache(maxsize=512)
def sums_query(
    keys: tuple[str, ...],
    dimensions: tuple[str, ...],
    grain: Grain | None,
    fiscal_year_starts: int,
    filters: tuple[tuple[str, int], ...],
    clustered: bool,
) -> str:
    """One scan that gives count, sum and sum of squares of every metric of one fact and clock, by group.

    Clustered, it goes through sums by account and adds what the linearised variance needs.
    """
    metrics = [REGISTRY[key] for key in keys]
    groups = groups_of(metrics[0].clock, dimensions, grain, fiscal_year_starts)
    names = [exp.column(name, quoted=True) for name in groups]
    plain = exp.select(*names, *(part for metric in metrics for part in _plain_sums(metric, clustered)))
    plain = plain.from_(_valued(metrics, groups, filters).subquery("valued"))
    if not clustered:
        return plain.group_by(*(name.copy() for name in names)).sql(dialect="duckdb")
    by_account = plain.group_by(*(name.copy() for name in names), *map(expression, CLUSTER_KEYS))
    sums = [part for metric in metrics for part in _clustered_sums(metric)]
    outer = exp.select(*(name.copy() for name in names), *sums)
    return outer.from_(by_account.subquery("by_account")).group_by(*(name.copy() for name in names)).sql("duckdb")


def _valued(metrics: list[Metric], groups: dict[str, exp.Expr], filters: tuple[tuple[str, int], ...]) -> exp.Select:
    """The rows of the period with the value that each metric gives them, so that it is worked out once."""
    values = [
        expression(f"CASE WHEN {counted(metric).sql(dialect='duckdb')} THEN {worth(metric)} END AS {metric.key}_value")
        for metric in metrics
    ]
    marks = [exp.alias_(part, name, quoted=True) for name, part in groups.items()]
    marks += [expression(f"fact.{name} AS {name}_of_row") for name in ("account_id", "rowid")]
    for metric in metrics:
        marks += [expression(f"{mark} AS {metric.key}_{name}") for name, mark in _marks(metric).items()]
    found = known_rows(exp.select(*marks, *values), metrics[0], tuple(groups), filters)
    needed = {" OR ".join(f"({part})" for part in _needed(metric)) for metric in metrics}
    return found.where(expression(needed.pop())) if len(needed) == 1 else found


def _needed(metric: Metric) -> tuple[str, ...]:
    """The rows that a metric counts in its figure or apart from it."""
    return tuple(
        part for part in (metric.counted, metric.pending, metric.unknown, metric.unsaid, metric.unripe) if part
    )


def known_rows(
    found: exp.Select, metric: Metric, names: tuple[str, ...], filters: tuple[tuple[str, int], ...]
) -> exp.Select:
    """From the fact's rows of the period; where parts of cases are asked for, from the cases that have such parts."""
    asked, of = {*names, *(name for name, _ in filters)}, OF_PART[metric.fact]
    if not metric.whole or not asked & of:
        return found.from_(f"fact_{metric.fact} AS fact").where(condition(metric.clock, filters))
    passing = dict(zip(filters, filter_conditions(filters), strict=True))
    of_part = [part for (name, _), part in passing.items() if name in of]
    of_whole = [part for (name, _), part in passing.items() if name not in of]
    found = found.from_(_leading(metric, tuple(name for name in names if name in of), of_part))
    return found.where(condition(metric.clock, ()), *of_whole)


def _leading(metric: Metric, names: tuple[str, ...], passing: list[exp.Expr]) -> exp.Subquery:
    """The row that speaks for its case, once for each value that the case's rows have; those of them that pass."""
    fact = f"fact_{metric.fact}"
    parts = exp.select(metric.whole, *names).distinct().from_(fact).where(*passing)
    own = f"* REPLACE ({', '.join(f'p.{name} AS {name}' for name in names)})" if names else "*"
    whole = exp.select(f"w.{own}", "w.rowid AS rowid").from_(f"{fact} AS w")
    whole = whole.join(parts.subquery("p"), on=f"w.{metric.whole} = p.{metric.whole}").where("w.leads")
    return whole.subquery("fact")


def worth(metric: Metric) -> str:
    """The value as a float, which sums up fastest; money stays exact."""
    return metric.value if metric.form is Form.TOTAL else f"CAST({metric.value} AS DOUBLE)"


def _marks(metric: Metric) -> dict[str, str]:
    """What is counted beside the values: rows left out as faults, pending and unknown ones, and unnamed answers."""
    apart = ("pending", "unknown", "unsaid", "unripe")
    found = {f"is_{name}": rows for name in apart if (rows := getattr(metric, name))}
    if metric.negative:
        found["is_negative"] = f"({metric.counted}) AND ({metric.negative})"
    if metric.private:
        found["is_anonymous"] = "NOT coalesce(named, false)"
    return found


def groups_of(
    clock: str, dimensions: tuple[str, ...], grain: Grain | None, fiscal_year_starts: int
) -> dict[str, exp.Expr]:
    """What rows are grouped by, each under its name: the dimensions, then time."""
    groups: dict[str, exp.Expr] = {name: exp.column(name, quoted=True) for name in dimensions}
    if grain:
        groups[str(grain)] = bucket(clock, grain, fiscal_year_starts)
    return groups


def counted(metric: Metric) -> exp.Expr:
    """Rows that belong to the metric: those it counts, faulty ones left out."""
    found = exp.paren(expression(metric.counted))
    if metric.negative:
        return exp.and_(found, expression(f"NOT coalesce({metric.negative}, false)"))
    return found


def _plain_sums(metric: Metric, with_squares: bool) -> list[exp.Expr]:
    key = metric.key
    value = f"{key}_value"
    found = [f"count({value}) AS {key}_n", f"coalesce(sum({value}), 0) AS {key}_sum"]
    if with_squares and metric.form is not Form.SHARE:
        found.append(f"coalesce(sum(CAST({value} AS DOUBLE) * {value}), 0) AS {key}_squares")
    found += [f"count(*) FILTER ({key}_is_{name}) AS {key}_{name}" for name in COUNTED_APART if getattr(metric, name)]
    if metric.private:
        found.append(f"count({value}) FILTER ({key}_is_anonymous) AS {key}_anonymous")
    return [expression(text) for text in found]


def _clustered_sums(metric: Metric) -> list[exp.Expr]:
    key = metric.key
    n, total = f"{key}_n", f"CAST({key}_sum AS DOUBLE)"
    found = [
        f"sum({n}) AS {n}",
        f"sum({key}_sum) AS {key}_sum",
        f"sum({key}_{'sum' if metric.form is Form.SHARE else 'squares'}) AS {key}_squares",  # 0 and 1 are their squares
        f"count(*) FILTER ({n} > 0) AS {key}_clusters",
        f"sum({total} * {total}) AS {key}_total_squared",
        f"sum({total} * {n}) AS {key}_total_by_n",
        f"sum(CAST({n} AS DOUBLE) * {n}) AS {key}_n_squared",
    ]
    found += [f"sum({key}_{name}) AS {key}_{name}" for name in COUNTED_APART if getattr(metric, name)]
    if metric.private:
        found.append(f"sum({key}_anonymous) AS {key}_anonymous")
    return [expression(text) for text in found]


@lru_cache(maxsize=512)
def cases_query(
    key: str,
    dimensions: tuple[str, ...],
    grain: Grain | None,
    fiscal_year_starts: int,
    filters: tuple[tuple[str, int], ...],
) -> str:
    """Every duration of a metric with its group, whether it ended, and whose it was; faulty rows marked."""
    metric = REGISTRY[key]
    found = _listed(metric, metric.clock, groups_of(metric.clock, dimensions, grain, fiscal_year_starts), filters)
    faulty = f"coalesce({metric.negative}, false) OR coalesce({metric.value} < 0, false)"
    columns = (
        f"{CLUSTER} AS account",
        "account_id IS NULL AS alone",
        f"CAST({metric.value} AS DOUBLE) AS duration",
        f"{metric.observed} AS observed",
        f"{faulty} AS faulty",
        *(f"{mark} AS {name.removeprefix('is_')}" for name, mark in _marks(metric).items() if name == "is_anonymous"),
    )
    return found.select(*map(expression, columns)).where(expression(metric.counted)).sql(dialect="duckdb")


@lru_cache(maxsize=512)
def parts_query(
    key: str,
    dimensions: tuple[str, ...],
    grain: Grain | None,
    fiscal_year_starts: int,
    filters: tuple[tuple[str, int], ...],
) -> str:
    """Numerator and denominator of a ratio over rows, by group and account."""
    metric = REGISTRY[key]
    groups = groups_of(metric.clock, dimensions, grain, fiscal_year_starts)
    rows, pending, unknown = f"FILTER ({metric.counted})", metric.pending or "false", metric.unknown or "false"
    columns = (
        f"{CLUSTER} AS account",
        f"coalesce(sum({metric.value}) {rows}, 0) AS numerator",
        f"coalesce(sum({metric.base}) {rows}, 0) AS denominator",
        f"count(*) {rows} AS n",
        f"count(*) FILTER ({pending}) AS pending",
        f"coalesce(sum({metric.base}) FILTER ({unknown}), 0) AS unknown",
    )
    found = _listed(metric, metric.clock, groups, filters).select(*map(expression, columns))
    found = found.where(expression(f"({metric.counted}) OR ({pending}) OR ({unknown})"))
    return found.group_by(*(part.copy() for part in groups.values()), expression(CLUSTER)).sql(dialect="duckdb")


@lru_cache(maxsize=512)
def unpromised_query(
    key: str,
    dimensions: tuple[str, ...],
    grain: Grain | None,
    fiscal_year_starts: int,
    filters: tuple[tuple[str, int], ...],
) -> str:
    """How many rows opened in the period nothing was promised for, by group."""
    metric = REGISTRY[key]
    groups = groups_of(OPENED, dimensions, grain, fiscal_year_starts)
    found = _listed(metric, OPENED, groups, filters).select(expression("count(*) AS n"))
    found = found.where(expression(metric.unpromised))
    return found.group_by(*(part.copy() for part in groups.values())).sql(dialect="duckdb")


def _listed(
    metric: Metric, clock: str, groups: dict[str, exp.Expr], filters: tuple[tuple[str, int], ...]
) -> exp.Select:
    """The groups of the fact's rows whose clock falls in the period and that pass the filters."""
    columns = [exp.alias_(part.copy(), name, quoted=True) for name, part in groups.items()]
    return exp.select(*columns).from_(f"fact_{metric.fact}").where(condition(clock, filters))
