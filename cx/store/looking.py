"""What whole columns of a file say, asked before it is staged, or afterwards where the staged rows look odd."""

from collections.abc import Iterable
from functools import lru_cache

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import FileColumn, Mapping
from cx.ingest.decisions import SHOWN_FROM, decided
from cx.ingest.evidence import ROUNDED, must_look, questions
from cx.ingest.expressions import sql, typed
from cx.ingest.forms import is_id, is_mark, marks_of
from cx.ingest.ordering import with_ordering, without_ordering
from cx.ingest.plan import Plan
from cx.ingest.reading import Reading
from cx.store.staging import STAGED, answers

FEW_ROWS = 10_000
"""Up to so many rows all texts are looked at in one query: it is its making that takes the time."""


def looked_at(cursor: DuckDBPyConnection, mapping: Mapping, reading: Reading) -> Mapping:
    """The mapping with all that whole columns decide; refuses the file to ask for what they do not."""
    whole = with_ordering(mapping)
    asked = questions(EXTRACTS[mapping.extract], whole)
    headers = {name: whole.header_of(name) for name in whole.columns}
    return without_ordering(decided(whole, answers(cursor, reading, headers, asked), reading.file))


def must_look_first(mapping: Mapping) -> bool:
    """True where the file cannot be staged without a look, since an order or a decimal sign is open."""
    return must_look(EXTRACTS[mapping.extract], mapping)


def looks_odd(cursor: DuckDBPyConnection, plan: Plan) -> bool:
    """True where staged rows show odd forms: many refused cells, or marks for no value in any of them.

    A file whose forms are all declared is plain more often than not, and a look at all its cells costs as much as
    reading it: the staged rows tell sooner.
    """
    columns = {
        name: plan.extract.columns[name]
        for name, target in plan.mapping.columns.items()
        if isinstance(target, str) or (isinstance(target, FileColumn) and target.forms is None)
    }
    refused, rows = cursor.execute(f"SELECT count(CASE WHEN bad <> 0 THEN 1 END), count(*) FROM {STAGED}").fetchall()[0]
    if refused and (refused >= SHOWN_FROM * rows or _holds_refused_marks(cursor, plan, columns.values())):
        return True
    written = [_odd_text(column) for column in columns.values() if column.kind is Kind.TEXT and marks_of(column)]
    together = [" OR ".join(f"({odd})" for odd in written)] if written and rows <= FEW_ROWS else written
    return any(_any_row(cursor, "bad = 0", odd) for odd in together)


def _holds_refused_marks(cursor: DuckDBPyConnection, plan: Plan, columns: Iterable[Column]) -> bool:
    signs = [_refused_mark(plan, column).sql("duckdb", copy=False) for column in columns if marks_of(column)]
    return bool(signs) and _any_row(cursor, "bad <> 0", " OR ".join(f"({sign})" for sign in signs))


def _any_row(cursor: DuckDBPyConnection, among: str, sought: str) -> bool:
    return bool(cursor.execute(f"SELECT 1 FROM {STAGED} WHERE {among} AND ({sought}) LIMIT 1").fetchall())


def _refused_mark(plan: Plan, column: Column) -> exp.Expr:
    """A mark in the file's own cell of a refused row."""
    place = plan.reading.header.index(plan.mapping.header_of(column.name) or "")
    return is_mark(column, sql("trim(cells[:at])", at=place + 1))


@lru_cache(maxsize=256)
def _odd_text(column: Column) -> str:
    """The condition of a mark for no value in a text, or of a rounded id."""
    own = typed(column.name)
    mark = sql("((strlen(:own) <= 6 OR :own < '+') AND :mark)", own=own, mark=is_mark(column, own))
    if is_id(column):
        rounded = sql("contains(:own, 'E+') AND regexp_matches(:own, :rounded)", own=own, rounded=ROUNDED)
        mark = sql(":mark OR (:own BETWEEN '0' AND ':' AND :rounded)", mark=mark, own=own, rounded=rounded)
    return mark.sql("duckdb")
