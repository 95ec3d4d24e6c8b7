"""The staged rows of a file: typed values, a mask of broken rules, and the file's own cells where it is not 0."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.extracts import Extract
from cx.contracts.mapping import Lookup
from cx.contracts.problems import REFUSED_COLUMNS
from cx.ingest.cells import cell
from cx.ingest.evidence import Answer, Question
from cx.ingest.expressions import TEXT_PREFIX, USUAL_PREFIX, sql
from cx.ingest.plan import Plan
from cx.ingest.reading import Reading
from cx.ingest.reshaping import BLOCK, RECORD
from cx.store.journal import RISKY
from cx.store.reshaped import RECORDS, drop_records, keep_records, rows_of_records
from cx.store.sparse import held

STAGED = "staged"


@dataclass(frozen=True)
class Rejected:
    """A record that the reader could not split into the header's columns."""

    reader_line: int
    error: str
    text: str


def _scan(reading: Reading, rejects: bool) -> str:
    """The reader of the clean copy: every column text, nothing guessed."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(reading.header)))
    kept = "store_rejects=true, rejects_limit=0" if rejects else "ignore_errors=true"
    scan = (
        f"read_csv($path, columns={{{columns}}}, delim=$delimiter, quote='\"', escape='\"', header=true, "
        f"auto_detect=false, nullstr='', skip={reading.blank_lines}, {kept})"
    )
    return _rearmed(scan, reading) if set(REFUSED_COLUMNS[:2]) <= set(reading.header) else scan


def _rearmed(scan: str, reading: Reading) -> str:
    """Rows that were handed back, without the mark that kept a spreadsheet from running their cells."""
    mark = f"^'([{re.escape(''.join(RISKY))}])"
    bare = _joined(
        exp.alias_(sql("regexp_replace(:cell, :mark, :own)", cell=cell(at), mark=mark, own=r"\1"), f"c{at}")
        for at in range(len(reading.header))
    )
    return f"(SELECT {bare} FROM {scan})"


def _given(reading: Reading) -> dict[str, str]:
    return {"path": str(reading.text.path), "delimiter": reading.delimiter}


def rows_of_file(cursor: DuckDBPyConnection, reading: Reading, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query over the clean copy, which it calls `file`, its cells `c0`, `c1`, ...; read once."""
    scanned = f"WITH file AS (SELECT * FROM {_scan(reading, rejects=False)}) {query}"
    return cursor.execute(scanned, _given(reading)).fetchall()


def answers(
    cursor: DuckDBPyConnection, reading: Reading, mapping_headers: dict[str, str | None], asked: tuple[Question, ...]
) -> tuple[Answer, ...]:
    """What whole columns of the file say to each question; one reading of the file for all."""
    if not asked:
        return ()
    inner: list[exp.Expr] = []
    outer: list[exp.Expr] = []
    for number, question in enumerate(asked):
        column = cell(reading.header.index(mapping_headers[question.field] or ""))
        inner += [exp.alias_(_over(question.seen, column), f"q{number}"), exp.alias_(column, f"held{number}")]
        outer.append(exp.Count(this=exp.column(f"held{number}")))
        outer += [
            _over(count, exp.column(f"q{number}")) for count in (*question.counts.values(), *question.shown.values())
        ]
    query = f"SELECT {_joined(outer)} FROM (SELECT {_joined(inner)} FROM {_scan(reading, rejects=False)})"
    row = iter(cursor.execute(query, _given(reading)).fetchall()[0])
    return tuple(
        Answer(
            question,
            next(row),
            {name: next(row) for name in question.counts},
            {name: next(row) for name in question.shown},
        )
        for question in asked
    )


def _over(asked: exp.Expr, cell: exp.Expr) -> exp.Expr:
    """The expression with its `cell` in place."""
    made = asked.copy()
    for column in list(made.find_all(exp.Column)):
        if column.name == "cell":
            column.replace(cell.copy())
    return made


def _joined(parts: Iterable[exp.Expr]) -> str:
    return ", ".join(part.sql(dialect="duckdb", copy=False) for part in parts)


def stage(cursor: DuckDBPyConnection, plan: Plan) -> tuple[Rejected, ...]:
    """Make the staged table from the clean copy and tell which records could not be split."""
    drop_staged(cursor)
    for table in ("reject_errors", "reject_scans"):
        cursor.execute(f"DROP TABLE IF EXISTS temp.{table}")
    given = _given(plan.reading)
    if plan.reshaping:
        keep_records(cursor, _scan(plan.reading, rejects=True), given, plan.reshaping)
    cursor.execute(f"CREATE TEMP TABLE {STAGED} AS {_selection(plan)}", {} if plan.reshaping else given)
    found = cursor.execute(
        "SELECT line, min(error_type), min(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    return tuple(Rejected(*row) for row in found)


def drop_staged(cursor: DuckDBPyConnection) -> None:
    """Let the staged rows go."""
    cursor.execute(f"DROP TABLE IF EXISTS temp.{STAGED}")
    drop_records(cursor)


def is_empty(cursor: DuckDBPyConnection, extract: Extract) -> bool:
    """True while no row of the extract was ever loaded."""
    return not cursor.execute(f"SELECT 1 FROM {extract.name} LIMIT 1").fetchall()


def cells_at(cursor: DuckDBPyConnection, plan: Plan, positions: str) -> list[list[str | None]]:
    """The file's own cells of the staged rows that a query of positions names, in their order; read from the copy."""
    reading = plan.reading
    if plan.reshaping:
        named = _joined(exp.column(f"c{number}", "r", quoted=True) for number in range(len(reading.header)))
        rows = f"FROM {STAGED} s JOIN {RECORDS} r USING ({RECORD}) WHERE s.rowid IN ({positions}) ORDER BY s.rowid"
        return [row[0] for row in cursor.execute(f"SELECT [{named}] {rows}").fetchall()]
    scan = _scan(reading, rejects=True)
    numbered = f"SELECT row_number() OVER () - 1 AS pos, [{_cells(reading)}] AS cells FROM {scan}"
    wanted = f"SELECT cells FROM ({numbered}) WHERE pos IN ({positions}) ORDER BY pos"
    return [row[0] for row in cursor.execute(wanted, _given(reading)).fetchall()]


def _kept(plan: Plan) -> str:
    """The fields that the load writes, and what the rules look at besides."""
    extra = [name for name in plan.values if name not in plan.fills]
    return _named({**plan.fills, **{name: exp.column(name, quoted=True) for name in extra}})


def declared(cursor: DuckDBPyConnection, plan: Plan) -> dict[str, str]:
    """Columns that say what was declared about every row of the file."""
    if plan.extract.name == "survey":
        return {"named": str(plan.mapping.declare.survey == "named").lower(), **_zone(cursor, plan)}
    if plan.extract.name == "renewals":
        return {"implied_terms": str(plan.mapping.declare.implied_terms).lower()}
    return {}


def _zone(cursor: DuckDBPyConnection, plan: Plan) -> dict[str, str]:
    """The time zone of a file that tells when answers came; UTC is said only where another one was."""
    dated = next((name for name in ("responded_at", "sent_at") if name in plan.fills), None)
    zone = plan.mapping.zone_of(dated) if dated else "UTC"
    if not dated or (zone == "UTC" and "zone" not in held(cursor, plan.extract.name)):
        return {}
    return {"zone": "NULL::VARCHAR" if zone == "UTC" else exp.convert(zone).sql("duckdb")}


def next_load(cursor: DuckDBPyConnection) -> int:
    """The number of the load to come."""
    return int(cursor.execute("SELECT coalesce(max(load_id), 0) + 1 FROM loads").fetchall()[0][0])


def _selection(plan: Plan) -> str:
    """File -> texts -> typed values -> mask -> what is kept, each level seeing the one below."""
    texts = f"SELECT {_texts(plan)} FROM {_source(plan)}"
    typed = ", ".join(f'{value} AS "{name}"' for name, value in plan.values.items())
    values = f"SELECT *, {typed} FROM ({texts})"
    masked = f"SELECT *, {_mask(plan)} AS bad FROM ({values})"
    cells = f"CASE WHEN bad <> 0 THEN [{_cells(plan.reading)}] END AS cells"
    order = f" ORDER BY {RECORD}, {BLOCK}" if plan.reshaping else " ORDER BY pos" if plan.lookups else ""
    flags = "".join(f', {value.sql(dialect="duckdb")} AS "{name}"' for name, value in plan.flags.items())
    places = f", {RECORD}, {BLOCK}" if plan.reshaping else ""
    last_by = f", {plan.last_by.sql('duckdb')} AS last_by" if plan.last_by else ""
    return f"SELECT {_kept(plan)}{flags}, bad, {cells}{places}{last_by} FROM ({masked}){order}"


def _texts(plan: Plan) -> str:
    named = [
        exp.alias_(_found(name) if name in plan.lookups else value, TEXT_PREFIX + name, quoted=True)
        for name, value in plan.texts.items()
    ]
    named += [exp.alias_(plan.texts[name], f"asked_{name}", quoted=True) for name in plan.lookups]
    position = f", {RECORD}, {BLOCK}" if plan.reshaping else ", pos" if plan.lookups else ""
    usual = "".join(f', "{USUAL_PREFIX}{name}"' for name in plan.usual)
    return f"{_joined(named)}, {_cells(plan.reading)}{usual}{position}"


def _found(name: str) -> exp.Expr:
    return exp.column("found", table=f"lookup_{name}", quoted=True)


def _cells(reading: Reading) -> str:
    return _joined(cell(number) for number in range(len(reading.header)))


def _named(values: dict[str, exp.Expr]) -> str:
    return _joined(exp.alias_(value, name, quoted=True) for name, value in values.items())


def _mask(plan: Plan) -> str:
    bits = [
        f"CASE WHEN {rule.broken.sql(dialect='duckdb')} THEN {1 << number} ELSE 0 END"
        for number, rule in enumerate(plan.rules)
    ]
    return f"CAST({' + '.join(bits) or '0'} AS BIGINT)"


def _source(plan: Plan) -> str:
    """The file's cells, joined with what lookups find; a joined file is numbered so that its order can come back."""
    usual = [exp.alias_(value, USUAL_PREFIX + name, quoted=True) for name, value in plan.usual.items()]
    records = rows_of_records(plan.reshaping, _cells(plan.reading)) if plan.reshaping else None
    read = records or _scan(plan.reading, rejects=True)
    scan = f"(SELECT *{', ' if usual else ''}{_joined(usual)} FROM {read})"
    if not plan.lookups:
        return scan
    joins = "".join(_join(name, target, plan) for name, target in plan.lookups.items())
    return f"(SELECT *, row_number() OVER () AS pos FROM {scan}) AS file{joins}"


def _join(name: str, target: Lookup, plan: Plan) -> str:
    """A lookup that finds two different things finds nothing."""
    found = (
        f'SELECT CAST("{target.key}" AS VARCHAR) AS "key", CAST(min("{target.take}") AS VARCHAR) AS found '
        f'FROM {target.extract} GROUP BY "{target.key}" HAVING min("{target.take}") = max("{target.take}")'
    )
    asked = plan.texts[name].sql("duckdb")
    return f' LEFT JOIN ({found}) AS "lookup_{name}" ON "lookup_{name}"."key" = {asked}'
