"""What is understood of a file before any row is checked: how it was opened, its shape, header and first rows."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cx.contracts.mapping import Declared
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.clean_text import CleanText, clean_copy
from cx.ingest.delimiter import delimiter, said_delimiter
from cx.ingest.file_kind import FileKind
from cx.ingest.footer import footer
from cx.ingest.head import HeadRow, head_rows
from cx.ingest.packed import unpacked
from cx.ingest.plain_copy import put_header, start_of_line
from cx.ingest.records import Records, lines_from, records_of
from cx.ingest.shape import Shape, is_header, shape
from cx.ingest.workbook import sheet_copy

FIRST_ROWS = 50
LOOKED_AT = FIRST_ROWS + 45


@dataclass(frozen=True)
class Reading:
    """What was understood of a file before any of its rows was checked."""

    file: str
    text: CleanText
    delimiter: str
    blank_lines: int
    """Blank lines before the header of the clean copy."""
    header: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]
    shape: Shape
    line_offset: int = 0
    """How many lines (of a workbook: rows) further down than in the clean copy a record stands in the person's file."""
    footer: tuple[str, ...] = ()
    """Lines below the records, taken away and counted as skipped."""
    inner: str | None = None
    """The name of the file inside an archive."""
    sheet: str | None = None
    """The sheet that was read of a workbook."""
    sheets: tuple[str, ...] = ()
    hidden_rows: int = 0
    """Rows that the sheet hides and that were read like the others."""
    merged: int = 0
    """Ranges of the sheet that are merged into one cell each."""

    def samples(self, header: str, most: int = 3) -> tuple[str, ...]:
        """The first different values of a column."""
        at = self.header.index(header)
        found = dict.fromkeys(row[at] for row in self.first_rows if len(row) > at and row[at].strip())
        return tuple(found)[:most]

    def line_of(self, records: Records, record: int) -> int | None:
        """The line of a record as an editor shows it in the person's own file; in a workbook its row."""
        at = records.position_of(record) if self.sheet else records.line_of(record)
        return None if at is None else at + self.line_offset


@dataclass(frozen=True)
class _Opened:
    """The clean copy, and where it came from."""

    text: CleanText
    inner: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    hidden_rows: int = 0
    merged: int = 0


def reading(source: Path, folder: Path, file: str, declared: Declared, largest_mb: int) -> Reading:
    """Read the head of `source` through a clean copy in `folder`; raises FileRefused for a fault of the file."""
    if not source.is_file():
        raise FileRefused(Problem("file_missing", details={"file": file}))
    try:
        opened = _opened(source, folder, file, declared, largest_mb)
        return _understood(opened, file, declared)
    except FileRefused:
        (folder / "clean.csv").unlink(missing_ok=True)
        raise
    finally:
        (folder / "unpacked").unlink(missing_ok=True)


def _opened(source: Path, folder: Path, file: str, declared: Declared, largest_mb: int) -> _Opened:
    check_size(source, file, largest_mb)
    found, copy = unpacked(source, folder, file, largest_mb), folder / "clean.csv"
    if found.kind is FileKind.WORKBOOK:
        made = sheet_copy(found.path, copy, file, declared.sheet)
        return _Opened(made.text, found.inner, made.sheet, made.sheets, made.hidden_rows, made.merged)
    return _Opened(clean_copy(found.path, copy, file, declared.encoding), found.inner)


def check_size(source: Path, file: str, largest_mb: int) -> None:
    """Refuse a file over the limit before anything of it is read."""
    size = source.stat().st_size
    if size > largest_mb * 1_000_000:
        details = {"file": file, "limit": f"{largest_mb:,}"}
        raise FileRefused(Problem("too_large", value=f"{size / 1e6:.0f}", details=details))


def _understood(opened: _Opened, file: str, declared: Declared) -> Reading:
    path = opened.text.path
    sign = "," if opened.sheet else delimiter(path, declared.delimiter)
    rows = head_rows(path, sign, LOOKED_AT)
    above = 1 if said_delimiter(path) else 0
    if len(rows) <= above:
        raise FileRefused(Problem("empty_file", details={"file": file}))
    found = shape(rows[above:])
    _check_header(found.header, file)
    odd = above or found.rows > 1
    offset = _made_plain(path, rows, above + found.rows, sign, found.header, bool(opened.sheet)) if odd else 0
    data, below = _data(path, sign, len(found.header))
    if opened.text.quotes % 2:
        check_quotes(path, file, sign, offset)
    if not data:
        raise FileRefused(Problem("header_only", details={"file": file}))
    return Reading(
        file,
        opened.text,
        sign,
        0 if odd else rows[0].line - 1,
        found.header,
        data,
        found,
        offset,
        below,
        opened.inner,
        opened.sheet,
        opened.sheets,
        opened.hidden_rows,
        opened.merged,
    )


def _made_plain(
    path: Path, rows: Sequence[HeadRow], first: int, sign: str, header: tuple[str, ...], is_sheet: bool
) -> int:
    """Leave one header line above the data, and tell how many lines that took away (of a workbook: rows)."""
    data = rows[first] if len(rows) > first else None
    put_header(path, sign.join(f"c{at}" for at in range(len(header))), data.line if data else None)
    return (data.position if is_sheet else data.line) - 2 if data else 0


def _data(path: Path, sign: str, columns: int) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The first records, and the lines below the last one, which are cut off."""
    rows = head_rows(path, sign, FIRST_ROWS + 1)
    if len(rows) < 2:
        return (), ()
    found = footer(path, sign, columns, start_of_line(path, rows[1].line))
    if found.texts:
        os.truncate(path, found.begins)
        rows = head_rows(path, sign, FIRST_ROWS + 1)
    return tuple(row.cells for row in rows[1:]), found.texts


def check_quotes(path: Path, file: str, sign: str, line_offset: int) -> None:
    """Refuse the file when a quotation mark swallows its rest."""
    found = records_of(path, sign, columns=2)
    if found.unclosed:
        line = found.line_of(found.count) or 1
        text = next(lines_from(path, line))
        raise FileRefused(
            Problem("unclosed_quote", found.count, line + line_offset, value=text, details={"file": file})
        )


def _check_header(header: tuple[str, ...], file: str) -> None:
    if not is_header(header):
        raise FileRefused(Problem("no_header", value=", ".join(header), details={"file": file}))
