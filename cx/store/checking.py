"""What the staged rows turned out to be: undeclared things to ask, repeated keys, problems with their places."""

import csv
import io
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from sqlglot import exp

from cx.contracts.mapping import Make, Mapping
from cx.contracts.problems import SURPLUS_COLUMN, FileRefused, Problem
from cx.ingest.evidence import end_is
from cx.ingest.ordering import ordering_header
from cx.ingest.plan import Plan
from cx.ingest.reading import Reading, check_quotes
from cx.ingest.records import Records, lines_from, records_of
from cx.ingest.reshaping import BLOCK, RECORD, question_header
from cx.ingest.rules import Rule
from cx.ingest.surplus import gathered
from cx.store.reshaped import RECORDS
from cx.store.staging import STAGED, Rejected, cells_at

TOO_LONG, QUOTES = "LINE SIZE OVER MAXIMUM", "UNQUOTED VALUE"
READER_ERRORS = {"MISSING COLUMNS": "too_few_cells", "TOO MANY COLUMNS": "too_many_cells", TOO_LONG: "too_long"}
LONGEST = "2 MB"
REPEATED = "repeated_rows"
"""Staged rows that repeat a key: `first` is true for the one that stays, `clash` where their content differs."""


@dataclass
class Places:
    """Where staged rows and rejected records stand in the file; counted only when something must be shown."""

    reading: Reading
    rejected: tuple[Rejected, ...]
    numbers: NDArray[np.int64] | None = None
    """Of each staged row the record it comes from, among those that were split; None where they are the same."""

    @cached_property
    def _records(self) -> Records:
        return records_of(self.reading.text.path, self.reading.delimiter, len(self.reading.header))

    @property
    def count(self) -> int:
        """How many data records the file has."""
        return self._records.count

    @cached_property
    def _rejected_records(self) -> tuple[int, ...]:
        return tuple(self._records.record_at(item.reader_line) for item in self.rejected)

    def of_row(self, position: int) -> tuple[int, int | None]:
        """The record and the physical line of a staged row, counted from 0."""
        record = int(self._accepted[position if self.numbers is None else self.numbers[position]])
        return record, self.reading.line_of(self._records, record)

    @cached_property
    def _accepted(self) -> NDArray[np.int64]:
        return self._records.accepted(self._rejected_records)

    def of_rejected(self, number: int) -> tuple[int, int | None]:
        """The record and the physical line of the rejected record with this number."""
        record = self._rejected_records[number]
        return record, self.reading.line_of(self._records, record)


def places_of(cursor: DuckDBPyConnection, plan: Plan, rejected: tuple[Rejected, ...]) -> Places:
    """The places of the rows that were just staged."""
    if plan.reshaping is None:
        return Places(plan.reading, rejected)
    numbers = cursor.execute(f"SELECT {RECORD} FROM {STAGED} ORDER BY rowid").fetchnumpy()[RECORD]
    return Places(plan.reading, rejected, np.asarray(numbers, dtype=np.int64))


def check_split(cursor: DuckDBPyConnection, plan: Plan, places: Places) -> None:
    """Refuse the file where quotation marks are so broken that the reader takes part of a record for a row."""
    broken = [number for number, item in enumerate(places.rejected) if item.error == QUOTES]
    if not broken:
        return
    reading = places.reading
    check_quotes(reading.text.path, reading.file, reading.delimiter, reading.line_offset)
    split = RECORDS if plan.reshaping else STAGED
    rows = cursor.execute(f"SELECT count(*) FROM {split}").fetchall()[0][0]
    if rows + len(places.rejected) != places.count:
        record, line = places.of_rejected(broken[0])
        text = next(lines_from(reading.text.path, (line or 1) - reading.line_offset))
        raise FileRefused(Problem("broken_quotes", record, line, value=text, details={"file": reading.file}))


def decided_end(cursor: DuckDBPyConnection) -> str | None:
    """What the file's own successor terms show `ends_on` to mean; None where nothing shows it or none is given."""
    gap = (
        f"SELECT date_diff('day', ends_on, lead(starts_on) OVER (PARTITION BY contract_id ORDER BY starts_on)) AS gap "
        f"FROM {STAGED} WHERE bad = 0"
    )
    last_day, day_after = cursor.execute(
        f"SELECT count(*) FILTER (gap = 1), count(*) FILTER (gap = 0) FROM ({gap})"
    ).fetchall()[0]
    return end_is(last_day, day_after)


def check_asks(cursor: DuckDBPyConnection, plan: Plan, places: Places) -> None:
    """Refuse the file where a good row needs something that nobody declared."""
    for ask in plan.asks:
        query = (
            exp.select("rowid", exp.alias_(ask.shown.copy(), "shown"))
            .from_(STAGED)
            .where("bad = 0")
            .where(ask.needed.copy())
            .order_by("rowid")
            .limit(1)
        )
        found = cursor.execute(query.sql(dialect="duckdb")).fetchall()
        if found:
            record, line = places.of_row(found[0][0])
            details = {"file": plan.reading.file, "title": plan.extract.columns[ask.field].title}
            raise FileRefused(Problem(ask.code, record, line, ask.field, str(found[0][1]), details))


def mark_repeats(cursor: DuckDBPyConnection, plan: Plan) -> None:
    """List the good staged rows whose key comes more than once, and whether their content differs.

    Usage adds up instead: rows of one account, day and feature become one (events added, users at their largest).
    """
    key = _quoted(plan.extract.key)
    content = _quoted(plan.fields)
    adds_up = plan.extract.name == "usage"
    order = "position" if plan.last_by is None else "last_by DESC, position"
    of_key = f"PARTITION BY {key}" if plan.last_by is None else f"PARTITION BY {key}, last_by"
    differs = f"count(DISTINCT row({content})) OVER ({of_key}) > 1"
    # Of rows that say when they were changed, only several last ones can contradict each other.
    latest = "true" if plan.last_by is None else f"last_by = max(last_by) OVER (PARTITION BY {key})"
    clash = "false" if adds_up else f"{differs} AND {latest}"
    twice = f"SELECT {key} FROM {STAGED} WHERE bad = 0 GROUP BY {key} HAVING count(*) > 1"
    if _are_different(cursor, key):
        twice += " LIMIT 0"
    match = " AND ".join(f's."{name}" IS NOT DISTINCT FROM t."{name}"' for name in plan.extract.key)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE twice AS {twice}")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {REPEATED} AS SELECT position, "
        f"row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1 AS first, {clash} AS clash "
        f"FROM (SELECT s.rowid AS position, s.* FROM {STAGED} s JOIN twice t ON {match} WHERE s.bad = 0)"
    )


def _are_different(cursor: DuckDBPyConnection, key: str) -> bool:
    """True where no two good rows can have one key: as many hashes as rows, which are counted faster than keys."""
    query = f"SELECT count(DISTINCT hash({key})) = count(*) FROM {STAGED} WHERE bad = 0"
    return bool(cursor.execute(query).fetchall()[0][0])


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def problems(
    cursor: DuckDBPyConnection, plan: Plan, places: Places
) -> tuple[list[Problem], list[tuple[int, list[str]]]]:
    """Every problem of a row, in the order of the file, and the refused records with their cells."""
    found: list[Problem] = []
    refused: dict[int, list[str]] = {}
    for number, item in enumerate(places.rejected):
        record, line = places.of_rejected(number)
        code = READER_ERRORS.get(item.error, "unreadable")
        found.append(Problem(code, record, line, value=item.text.strip("\n"), details={"range": LONGEST}))
        cells = _cells(item.text, plan.reading.delimiter)
        refused[record] = gathered(cells, len(plan.reading.header), plan.reading.delimiter)
    for position, bad, held, scale, block in _bad_rows(cursor, plan):
        record, line = places.of_row(position)
        row = BadRow(record, line, held, scale, block)
        refused[record] = [cell or "" for cell in held]
        found += [_problem(rule, plan, row) for bit, rule in enumerate(plan.rules) if bad >> bit & 1]
    clashes = _clashes(cursor, plan)
    cells_of_clashes = cells_at(cursor, plan, f"SELECT position FROM {REPEATED} WHERE clash") if clashes else []
    for (position, key), own in zip(clashes, cells_of_clashes, strict=True):
        record, line = places.of_row(position)
        column = " + ".join(plan.mapping.header_of(name) or name for name in plan.extract.key)
        found.append(Problem("repeated_key", record, line, column, key))
        refused[record] = [cell or "" for cell in own]
    found.sort(key=lambda problem: problem.record or 0)
    return found, sorted(refused.items())


@dataclass(frozen=True)
class BadRow:
    """A staged row that breaks a rule: where it stands, its cells, its scale and its question in the record."""

    record: int
    line: int | None
    cells: list[str]
    scale: str | None
    block: int


def _bad_rows(cursor: DuckDBPyConnection, plan: Plan) -> list[tuple[int, int, list[str], str | None, int]]:
    scale = {"survey": "scale", "tickets": "satisfaction_scale"}.get(plan.extract.name, "NULL")
    block = BLOCK if plan.reshaping else "0"
    query = f"SELECT rowid, bad, cells, {scale}, {block} FROM {STAGED} WHERE bad <> 0 ORDER BY rowid"
    return cursor.execute(query).fetchall()


def _problem(rule: Rule, plan: Plan, row: BadRow) -> Problem:
    if rule.field == SURPLUS_COLUMN:
        header: str | None = rule.field
    else:
        header = ordering_header(plan.mapping, rule.field) or _header(rule.field, plan.mapping, row.block)
    value = row.cells[plan.reading.header.index(header)] if header else plan.mapping.constants.get(rule.field)
    details = {"range": rule.range.replace("{scale}", row.scale or "")}
    return Problem(rule.code, row.record, row.line, header or rule.field, value, details)


def _header(field: str, mapping: Mapping, block: int) -> str | None:
    """The column that a row's field comes from: its question's own, the first of those that make it, or the mapped."""
    if mapping.answers and (own := question_header(mapping.answers[block], field)):
        return own
    target = mapping.columns.get(field)
    return target.make[0] if isinstance(target, Make) else mapping.header_of(field)


def _clashes(cursor: DuckDBPyConnection, plan: Plan) -> list[tuple[int, str]]:
    key = " || ', ' || ".join(f"coalesce(CAST(s.\"{name}\" AS VARCHAR), '')" for name in plan.extract.key)
    return cursor.execute(
        f"SELECT r.position, {key} FROM {REPEATED} r JOIN {STAGED} s ON s.rowid = r.position WHERE r.clash "
        "ORDER BY r.position"
    ).fetchall()


def _cells(text: str, delimiter: str) -> list[str]:
    """The cells of a record that the reader could not split; the record whole where nobody can."""
    try:
        return next(csv.reader(io.StringIO(text.strip("\n"), newline="\n"), delimiter=delimiter), [text])
    except csv.Error:
        return [text]
