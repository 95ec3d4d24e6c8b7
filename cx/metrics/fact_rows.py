"""The rows of a wide table that a figure counts, each beside the columns of its extract."""

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.extracts import EXTRACTS
from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.metric import Form, Grid, Metric
from cx.metrics.queries import counted, expression, filter_conditions, known_rows
from cx.metrics.registry_adoption import VALUED
from cx.metrics.rows import Row, bound, rows_of, shape
from cx.store.fact import FACTS
from cx.store.facts import own_columns, with_source

OWN = "own_"
"""What the columns of the extract begin with in a query, so that none is taken for one that is worked out."""
OF_ACCOUNT = ("segment", "tier", "region")
"""What is told of a row's account, as known at the row's date."""
OF_PROJECT = ("project_id", "account_id")
"""What the milestones of a project share: the one that leads them speaks for the project, not for itself."""
BEFORE = {"prior_score": "prior_score", "prior_on": "prior_on"}
WORKED_OUT = {
    "milestones": {"valued_on": f"CASE WHEN {VALUED} THEN valued_on END"},
    "recovery_rate": BEFORE,
    "recovery_rate_uncalled": BEFORE,
}
"""By fact or metric, what is told of its rows that no column of the extract holds."""
ANONYMOUS = "count(*) FILTER (NOT coalesce(named, false)) AS anonymous"


def fact_rows(
    cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings, most: int | None
) -> tuple[list[Row], int]:
    """The rows, the latest first, at most so many of them, and how many there are; what is open stands first."""
    fact = FACTS[metric.fact]
    own = tuple(name for name in own_columns(cursor, fact) if fact.name != "milestones" or name in OF_PROJECT)
    found = _counted(metric, selection).select(*map(expression, _columns(metric, own)))
    found = found.order_by(*_order(metric, own))
    query = found.limit(most).sql(dialect="duckdb") if most is not None else found.sql(dialect="duckdb")
    # The rows made anew stand under the name of the fact itself, so that the figure's own conditions read them.
    query = f"WITH fact_{fact.name} AS ({with_source(cursor, fact, own)}) {query}"
    rows = rows_of(cursor, query, bound(selection, settings, metric.clock))
    total = int(str(rows[0]["total"])) if rows else 0
    return [{name.removeprefix(OWN): cell for name, cell in row.items() if name != "total"} for row in rows], total


def anonymous_rows(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> int:
    """How many of the rows were answers to anonymous surveys, or invitations to them."""
    query = _counted(metric, selection).select(expression(ANONYMOUS)).sql(dialect="duckdb")
    return int(str(rows_of(cursor, query, bound(selection, settings, metric.clock))[0]["anonymous"]))


def _counted(metric: Metric, selection: Selection) -> exp.Select:
    """No column yet of the rows that the figure counts: the same conditions as the figure's own."""
    filters = shape(selection)
    if metric.grid is Grid.OPEN:
        found = exp.select().from_(f"fact_{metric.fact}").where(expression(f"{metric.clock} <= $end"))
        return found.where(*filter_conditions(filters), counted(metric))
    found = known_rows(exp.select(), metric, (), filters).where(counted(metric))
    if metric.form is Form.MEDIAN:
        return found.where(expression(f"NOT coalesce({metric.value} < 0, false)"))
    return found if metric.form is Form.RATIO else found.where(expression(f"({metric.value}) IS NOT NULL"))


def _columns(metric: Metric, own: tuple[str, ...]) -> tuple[str, ...]:
    about = (*own, *(name for name in OF_ACCOUNT if name not in own))
    return (
        f"{metric.clock} AS counted_on",
        f"{_numerator(metric)} AS numerator",
        f"{metric.base or '1'} AS denominator",
        *((f"CAST({metric.value} AS DOUBLE) AS duration",) if metric.form is Form.MEDIAN else ()),
        *(f"{made} AS {name}" for name, made in WORKED_OUT.get(metric.key, WORKED_OUT.get(metric.fact, {})).items()),
        *(f"{_cell(name, FACTS[metric.fact].dimensions)} AS {OWN}{name}" for name in about),
        "count(*) OVER () AS total",
    )


def _order(metric: Metric, own: tuple[str, ...]) -> tuple[str, ...]:
    """The latest first, what is open before it; the key tells rows of one day apart, so that they keep their order."""
    key = (f"{OWN}{name}" for name in (*EXTRACTS[metric.extract].key, *OF_PROJECT) if name in own)
    return (*(("numerator DESC",) if metric.grid is Grid.OPEN else ()), "counted_on DESC", *key)


def _cell(name: str, dimensions: tuple[str, ...]) -> str:
    """A dimension as the figure is split by it, any other column as it was loaded."""
    return f"CAST({name} AS VARCHAR)" if name in dimensions else f"{OWN}{name}"


def _numerator(metric: Metric) -> str:
    if metric.form is Form.MEDIAN:
        return f"CAST({metric.observed} AS INTEGER)"
    if metric.grid is Grid.OPEN:
        return f"CAST({metric.value} AS INTEGER)"
    return metric.value if metric.form in (Form.TOTAL, Form.RATIO) else f"CAST({metric.value} AS DOUBLE)"
