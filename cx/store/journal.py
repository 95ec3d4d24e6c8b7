"""The loads that were made, their problems, and the rows they refused, ready to mend and send again."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from cx.contracts.problems import REFUSED_COLUMNS, SURPLUS_COLUMN, FileRefused, Problem
from cx.contracts.words import Words

NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*")
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so can run as a formula in a spreadsheet."""


@dataclass(frozen=True)
class LoadRecord:
    """One load as the journal keeps it."""

    load_id: int
    extract: str
    file: str
    source: str
    loaded_at: datetime
    loaded_by: str
    mapping: str
    records: int
    skipped: int
    read: int
    new: int
    changed: int
    same: int
    repeated: int
    refused: int
    assumptions: tuple[str, ...]
    hash: str
    undone_at: datetime | None
    undone_by: str | None
    removed: int
    replaced_from: date | None
    replaced_to: date | None
    """The days that the load said anew, with the rows that it took away; None where it took none."""


def loads(cursor: DuckDBPyConnection) -> tuple[LoadRecord, ...]:
    """Every load, the latest first."""
    rows = cursor.execute(
        'SELECT load_id, extract, file, source, loaded_at, loaded_by, mapping, records, skipped, read, "new", changed, '
        "same, repeated, refused, coalesce(assumptions, []), hash, undone_at, undone_by, coalesce(removed, 0), "
        "first_day, last_day "
        "FROM loads LEFT JOIN undone USING (load_id) LEFT JOIN replaced_days USING (load_id, extract) ORDER BY load_id DESC"
    ).fetchall()
    return tuple(LoadRecord(*(*row[:15], tuple(row[15]), *row[16:])) for row in rows)


def load_record(cursor: DuckDBPyConnection, load_id: int) -> LoadRecord:
    """One load; raises FileRefused where there is none with this number."""
    found = next((item for item in loads(cursor) if item.load_id == load_id), None)
    if found is None:
        raise FileRefused(Problem("no_such_load", value=str(load_id)))
    return found


def other_half(found: tuple[LoadRecord, ...], load: LoadRecord) -> LoadRecord | None:
    """The other of the two loads that one ticket log made at once, while it stands; None for any other load."""
    extract, step = {"tickets": ("owner_changes", 1), "owner_changes": ("tickets", -1)}.get(load.extract, ("", 0))
    near = (item for item in found if (item.load_id, item.extract) == (load.load_id + step, extract))
    of_file = (item for item in near if (item.hash, item.loaded_at) == (load.hash, load.loaded_at))
    return next((item for item in of_file if not item.undone_at), None)


def problems_of(cursor: DuckDBPyConnection, load_id: int) -> tuple[Problem, ...]:
    """The problems of a load in the order of its file."""
    rows = cursor.execute(
        'SELECT code, record, line, "column", "value", "range" FROM problems WHERE load_id = $id ORDER BY record',
        {"id": load_id},
    ).fetchall()
    return tuple(Problem(*(*row[:-1], {"range": row[-1] or ""})) for row in rows)


def refused_csv_of(cursor: DuckDBPyConnection, load_id: int, words: Words) -> str:
    """The refused rows of a load that the journal keeps, as a CSV."""
    header = cursor.execute("SELECT header FROM loads WHERE load_id = $id", {"id": load_id}).fetchall()[0][0]
    rows = cursor.execute(
        "SELECT record, cells FROM refused_rows WHERE load_id = $id ORDER BY record", {"id": load_id}
    ).fetchall()
    return refused_csv(tuple(header), tuple(rows), problems_of(cursor, load_id), words)


def refused_csv(
    header: tuple[str, ...], rows: tuple[tuple[int, list[str]], ...], problems: tuple[Problem, ...], words: Words
) -> str:
    """Refused rows in the file's own columns, with each record's number and reasons; safe to open in a spreadsheet.

    Cells that the header has no column for follow the reasons, in a column that is there only for them.
    """
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.record or 0, []).append(problem.sentence(words))
    own = [at for at, name in enumerate(header) if name not in REFUSED_COLUMNS]
    left_over = {record: _left_over(header, cells) for record, cells in rows}
    shown = REFUSED_COLUMNS if any(left_over.values()) else REFUSED_COLUMNS[:-1]
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([*(safe(header[at]) for at in own), *shown])
    for record, cells in rows:
        said = (str(record), " ".join(reasons.get(record, [])), left_over[record])[: len(shown)]
        writer.writerow([safe(cell) for cell in (*(cells[at] if at < len(cells) else "" for at in own), *said)])
    return made.getvalue()


def _left_over(header: tuple[str, ...], cells: list[str]) -> str:
    """What the record holds beyond its header, and what was still left over when it was sent again."""
    at = header.index(SURPLUS_COLUMN) if SURPLUS_COLUMN in header else len(header)
    return " ".join(cell for cell in cells[at:] if cell)


def safe(cell: str | None) -> str:
    """The cell, with a mark before it where a spreadsheet would run it as a formula."""
    text = (cell or "").replace("\x00", "")
    return f"'{text}" if text.startswith(RISKY) and not NUMBER.fullmatch(text) else text
