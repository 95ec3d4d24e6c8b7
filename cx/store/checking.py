"""What the staged rows turned out to be: undeclared things to ask, repeated keys, problems with their places."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.problems import FileRefused, Problem
from cx.ingest.evidence import end_is
from cx.ingest.plan import Plan
from cx.ingest.records import Records, records_of
from cx.ingest.rules import Rule
from cx.store.staging import STAGED, Rejected

READER_ERRORS = {"MISSING COLUMNS": "too_few_cells", "TOO MANY COLUMNS": "too_many_cells"}
REPEATED = "repeated_rows"
"""Staged rows that repeat a key: `first` is true for the one that stays, `clash` where their content differs."""


@dataclass
class Places:
    """Where staged rows and rejected records stand in the file; counted only when something must be shown."""

    path: Path
    rejected: tuple[Rejected, ...]

    @cached_property
    def _records(self) -> Records:
        return records_of(self.path)

    @cached_property
    def _rejected_records(self) -> tuple[int, ...]:
        return tuple(self._records.record_at(item.reader_line) for item in self.rejected)

    def of_row(self, position: int) -> tuple[int, int | None]:
        """The record and the physical line of a staged row, counted from 0."""
        record = int(self._accepted[position])
        return record, self._records.line_of(record)

    @cached_property
    def _accepted(self):  # type: ignore[no-untyped-def]
        return self._records.accepted(self._rejected_records)

    def of_rejected(self, number: int) -> tuple[int, int | None]:
        """The record and the physical line of the rejected record with this number."""
        record = self._rejected_records[number]
        return record, self._records.line_of(record)


def decided_end(cursor: DuckDBPyConnection, plan: Plan) -> str | None:
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
        query = exp.select("rowid", exp.alias_(ask.shown.copy(), "shown")).from_(STAGED).where("bad = 0").where(
            ask.needed.copy()).order_by("rowid").limit(1)  # fmt: skip
        found = cursor.execute(query.sql(dialect="duckdb")).fetchall()
        if found:
            record, line = places.of_row(found[0][0])
            raise FileRefused(Problem(ask.code, record, line, ask.field, str(found[0][1]),
                                      {"file": plan.reading.file}))


def mark_repeats(cursor: DuckDBPyConnection, plan: Plan) -> None:
    """List the good staged rows whose key comes more than once, and whether their content differs.

    Usage adds up instead: rows of one account, day and feature become one (events added, users at their largest).
    """
    key = _quoted(plan.extract.key)
    content = _quoted(plan.fields)
    adds_up = plan.extract.name == "usage"
    clash = "false" if adds_up else f"count(DISTINCT row({content})) OVER (PARTITION BY {key}) > 1"
    twice = f"SELECT {key} FROM {STAGED} WHERE bad = 0 GROUP BY {key} HAVING count(*) > 1"
    match = " AND ".join(f's."{name}" IS NOT DISTINCT FROM t."{name}"' for name in plan.extract.key)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE twice AS {twice}")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {REPEATED} AS SELECT position, "
        f"row_number() OVER (PARTITION BY {key} ORDER BY position) = 1 AS first, {clash} AS clash "
        f"FROM (SELECT s.rowid AS position, s.* FROM {STAGED} s JOIN twice t ON {match} WHERE s.bad = 0)"
    )


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def problems(cursor: DuckDBPyConnection, plan: Plan, places: Places) -> tuple[list[Problem], list[tuple[int, list[str]]]]:
    """Every problem of a row, in the order of the file, and the refused records with their cells."""
    found: list[Problem] = []
    refused: dict[int, list[str]] = {}
    for number, item in enumerate(places.rejected):
        record, line = places.of_rejected(number)
        code = READER_ERRORS.get(item.error.split(":")[0], "unreadable")
        found.append(Problem(code, record, line, value=item.text))
        refused[record] = _cells(item.text, plan.reading.delimiter)
    for position, bad, cells, scale in _bad_rows(cursor, plan):
        record, line = places.of_row(position)
        refused[record] = [cell or "" for cell in cells]
        found += [_problem(rule, plan, record, line, cells, scale)
                  for bit, rule in enumerate(plan.rules) if bad >> bit & 1]  # fmt: skip
    for position, key in _clashes(cursor, plan):
        record, line = places.of_row(position)
        column = " + ".join(plan.mapping.header_of(name) or name for name in plan.extract.key)
        found.append(Problem("repeated_key", record, line, column, key))
    found.sort(key=lambda problem: problem.record or 0)
    refused |= _clash_cells(plan, {p.record for p in found if p.code == "repeated_key" and p.record})
    return found, sorted(refused.items())


def _bad_rows(cursor: DuckDBPyConnection, plan: Plan) -> list[tuple[int, int, list[str], str | None]]:
    scale = {"survey": "scale", "tickets": "satisfaction_scale"}.get(plan.extract.name, "NULL")
    query = f"SELECT rowid, bad, cells, {scale} FROM {STAGED} WHERE bad <> 0 ORDER BY rowid"
    return cursor.execute(query).fetchall()


def _problem(rule: Rule, plan: Plan, record: int, line: int | None, cells: list[str], scale: str | None) -> Problem:
    header = plan.mapping.header_of(rule.field)
    value = cells[plan.reading.header.index(header)] if header else plan.mapping.constants.get(rule.field)
    return Problem(rule.code, record, line, header or rule.field, value,
                   {"range": rule.range.replace("{scale}", scale or "")})


def _clashes(cursor: DuckDBPyConnection, plan: Plan) -> list[tuple[int, str]]:
    key = " || ', ' || ".join(f"coalesce(CAST(s.\"{name}\" AS VARCHAR), '')" for name in plan.extract.key)
    return cursor.execute(
        f"SELECT r.position, {key} FROM {REPEATED} r JOIN {STAGED} s ON s.rowid = r.position WHERE r.clash "
        "ORDER BY r.position").fetchall()  # fmt: skip


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text], delimiter=delimiter), [text])


def _clash_cells(plan: Plan, wanted: set[int]) -> dict[int, list[str]]:
    """The file's own cells of rows that were good by themselves, read again from the copy."""
    if not wanted:
        return {}
    with plan.reading.text.path.open(encoding="utf-8", newline="") as opened:
        rows = (row for row in csv.reader(opened, delimiter=plan.reading.delimiter) if row)
        return {number: row for number, row in enumerate(rows) if number in wanted}
