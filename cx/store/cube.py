"""Monthly counts of the answers by score, from which figures are read many times quicker than from the rows themselves.

A row of a cube is a cell: a month and one value of each dimension, with how many of its answers gave each score. One cube
has accounts too: from it come the sums by account that ranges need. Metrics are no part of them: whatever is worked out
from an answer's score and dimensions is worked out the same from a cell.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from cx.contracts.scales import SCALE_RANGES
from cx.store.sparse import rows_of

CUBED, CLOCK = "survey", "responded_on"
"""The fact that cubes are made of, and the clock whose months they count."""
ROWS_A_CELL = 3
"""Answers that a cell must stand for on average: with fewer a cube costs more than it saves, and dimensions are left out."""
ALWAYS = ("named", "kind", "scale", "ces_version")
"""What tells which figure an answer belongs to and whether it may be seen: no cube goes without it."""
CUBES: dict[str, tuple[str, ...]] = {"cube_survey": ALWAYS, "cube_survey_accounts": (*ALWAYS, "account_id")}
"""Cube -> what it is never without."""
SCORES: tuple[int | None, ...] = (
    *range(min(low for low, _ in SCALE_RANGES.values()), max(high for _, high in SCALE_RANGES.values()) + 1),
    None,
)
"""Every score that an answer may have; None: a question without an answer."""


@dataclass(frozen=True)
class Cube:
    """A cube that is there: what it can be split and filtered by, and the days of its first and last answer."""

    name: str
    columns: frozenset[str]
    first_on: date
    last_on: date


def counts_of(score: int | None) -> str:
    """The column that tells how many answers of a cell gave the score."""
    return "unscored" if score is None else f"scored_{score}"


def cubes(cursor: DuckDBPyConnection) -> tuple[Cube, ...]:
    """The cubes that are kept, smallest first; none below the rows from which they are made."""
    found = cursor.execute("SELECT name, columns, first_on, last_on FROM cubes ORDER BY cells").fetchall()
    return tuple(Cube(name, frozenset(columns), first, last) for name, columns, first, last in found)


def drop_cubes(cursor: DuckDBPyConnection) -> None:
    """Take away what was counted of the rows that are about to be made anew."""
    cursor.execute(
        "CREATE TABLE IF NOT EXISTS cubes (name VARCHAR, columns VARCHAR[], first_on DATE, last_on DATE, cells BIGINT)"
    )
    for (name,) in cursor.execute("SELECT name FROM cubes").fetchall():
        cursor.execute(f"DROP VIEW {name}; DROP TABLE {rows_of(name)}")
    cursor.execute("DELETE FROM cubes")


def build_cubes(cursor: DuckDBPyConnection, filled: Collection[str], empty: Collection[str]) -> None:
    """Count the wide table's answers by its filled dimensions, wherever that makes few cells of many rows.

    A dimension that nothing fills is one of every cube.
    """
    for name, needed in CUBES.items():
        if "account_id" in needed and "account_id" in empty:
            continue  # every answer is an account by itself: the other cube tells that
        own = [column for column in needed if column not in empty]
        kept = _few(cursor, own, sorted({*filled} - {*needed, "account_id"}))
        if kept:
            _build(cursor, name, kept, sorted(empty))


def _few(cursor: DuckDBPyConnection, needed: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """What is needed with as many dimensions more as leave enough rows a cell, those first that split cells least.

    Cells of different months are different, so the month with most answers tells enough of the whole.
    """
    single = [_cells(needed), *(_cells((*needed, name)) for name in more)]
    rows, least, *each = _of_fullest_month(cursor, single)
    if not rows or least * ROWS_A_CELL > rows:
        return ()
    order = [name for _, name in sorted(zip(each, more, strict=True))]
    _, *grown = _of_fullest_month(cursor, [_cells((*needed, *order[: at + 1])) for at in range(len(order))])
    return (*needed, *order[: sum(cells * ROWS_A_CELL <= rows for cells in grown)])


def _cells(names: Iterable[str]) -> str:
    return f"approx_count_distinct(hash({', '.join(names)}))"


def _of_fullest_month(cursor: DuckDBPyConnection, counts: Iterable[str]) -> tuple[int, ...]:
    """Rows of the month with most answers, then the counts over them; no row where nothing was answered."""
    months = f"SELECT {CLOCK}_month FROM fact_{CUBED} WHERE {CLOCK}_month IS NOT NULL GROUP BY 1"
    fullest = f"({months} ORDER BY count(*) DESC, 1 LIMIT 1)"
    chosen = ", ".join(("count(*)", *counts))
    found: tuple[int, ...] = cursor.execute(
        f"SELECT {chosen} FROM fact_{CUBED} WHERE {CLOCK}_month = {fullest}"
    ).fetchall()[0]
    return found


def _build(cursor: DuckDBPyConnection, name: str, kept: Sequence[str], empty: Sequence[str]) -> None:
    counted = ", ".join(
        f"count(*) FILTER (score IS NOT DISTINCT FROM {'NULL' if score is None else score})::INTEGER AS {counts_of(score)}"
        for score in SCORES
    )
    cursor.execute(
        f"CREATE TABLE {rows_of(name)} AS SELECT {CLOCK}_month, {', '.join(kept)}, {counted} FROM fact_{CUBED} "
        f"WHERE {CLOCK} IS NOT NULL GROUP BY {CLOCK}_month, {', '.join(kept)}"
    )
    nothing = "".join(f", NULL::VARCHAR AS {column}" for column in empty)
    cursor.execute(f"CREATE VIEW {name} AS SELECT *{nothing} FROM {rows_of(name)}")
    cursor.execute(
        f"INSERT INTO cubes SELECT $name, $columns, min({CLOCK}), max({CLOCK}), (SELECT count(*) FROM {rows_of(name)}) "
        f"FROM fact_{CUBED}",
        {"name": name, "columns": [*kept, *empty]},
    )
