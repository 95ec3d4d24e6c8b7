"""A sheet of a workbook (XLSX or XLS) as the clean copy of a text file."""

import csv
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from cx.contracts.problems import FileRefused, Problem
from cx.ingest.clean_text import CleanText
from cx.ingest.file_kind import DAMAGED, broken
from cx.ingest.sheet_extent import check_extent
from cx.ingest.sheet_marks import NO_MARKS, sheet_marks

LOOKED_AT = 200
WHOLE_BELOW = float(1 << 53)
"""Larger whole numbers are rounded in the file already, and must not look like ids that are exact."""
Errors = Mapping[tuple[int, int], str]
Cell = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class SheetText:
    """The copy of one sheet, which sheet it is, and all that could be chosen."""

    text: CleanText
    sheet: str
    sheets: tuple[str, ...]
    hidden_rows: int = 0
    """Rows that the sheet hides; they are read like the others. An XLS does not tell."""
    merged: int = 0
    """Ranges merged into one cell each; an XLS does not tell."""


def sheet_copy(source: Path, copy: Path, file: str, sheet: str | None) -> SheetText:
    """Write the sheet as comma-separated UTF-8, one record a row, empty rows blank, so that rows keep their numbers.

    Without a name it is the first visible sheet with a table. Formulas give their stored values, errors their text.
    """
    try:
        if zipfile.is_zipfile(source):
            check_extent(source, file)
        with CalamineWorkbook.from_path(source) as book:
            names = _names(book)
            if not names:
                raise FileRefused(Problem("empty_file", details={"file": file}))
            chosen = _chosen(book, names, sheet)
            marks = sheet_marks(source, chosen.name) if zipfile.is_zipfile(source) else NO_MARKS
            text = _written(chosen, marks.errors, copy)
            return SheetText(text, chosen.name, names, marks.hidden, marks.merged)
    except PasswordError:
        raise FileRefused(Problem("encrypted_file", details={"file": file})) from None
    except (CalamineError, ElementTree.ParseError, LookupError, *DAMAGED) as fault:
        raise broken(file, "XLSX/XLS") from fault


def _names(book: CalamineWorkbook) -> tuple[str, ...]:
    """The sheets that a person sees; all of them where none is shown."""
    tables = [item for item in book.sheets_metadata if item.typ is SheetTypeEnum.WorkSheet]
    shown = tuple(item.name for item in tables if item.visible is SheetVisibleEnum.Visible)
    return shown or tuple(item.name for item in tables)


def _chosen(book: CalamineWorkbook, names: tuple[str, ...], sheet: str | None) -> CalamineSheet:
    """The named sheet, else the first with two rows of several cells, else the first with rows at all."""
    if sheet is None:
        read = cache(book.get_sheet_by_name)
        tables = (name for least in (2, 1) for name in names if _has_rows(read(name), least))
        return read(next(tables, names[0]))
    if sheet not in names:
        details = {"headers": ", ".join(names)}
        raise FileRefused(Problem("unknown_declaration", column="sheet", value=sheet, details=details))
    return book.get_sheet_by_name(sheet)


def _has_rows(sheet: CalamineSheet, least: int) -> bool:
    """True where at least two rows have so many filled cells."""
    wide = (row for row in islice(sheet.iter_rows(), LOOKED_AT) if sum(cell != "" for cell in row) >= least)
    return len(list(islice(wide, 2))) == 2


def _written(sheet: CalamineSheet, errors: Errors, copy: Path) -> CleanText:
    quotes, nul = 0, False
    with copy.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        for row in _filled(sheet, errors):
            quotes += sum(cell.count('"') for cell in row)
            nul = nul or any("\x00" in cell for cell in row)
            writer.writerow(row)
    return CleanText(copy, "utf-8", False, nul, 2 * quotes)


def _filled(sheet: CalamineSheet, errors: Errors) -> Iterator[list[str]]:
    """The rows as text, empty ones as no cells; none after the last filled one."""
    held, left = 0, 1 + (sheet.start or (0, 0))[1]
    rows_with_errors = {row for row, _ in errors}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [cell_text(cell) for cell in row]
        if number in rows_with_errors:
            cells = [text or errors.get((number, at), "") for at, text in enumerate(cells, start=left)]
        if not any(cell.strip() for cell in cells):
            held += 1
            continue
        yield from ([] for _ in range(held))
        held = 0
        yield cells


def cell_text(cell: Cell) -> str:
    """A cell as an export would write it: ISO dates, plain numbers of at most 15 digits, true and false."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, timedelta):
        return _duration(cell)
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < WHOLE_BELOW:
        return str(int(value))
    if abs(value) >= WHOLE_BELOW:
        return f"{value:.14E}"
    shown = f"{value:.15g}"
    return f"{value:.15f}".rstrip("0") if "e-" in shown and abs(value) > 1e-12 else shown


def _moment(value: datetime) -> str:
    """To the second, which is all that the number behind it holds; midnight is a day."""
    told = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    return told.date().isoformat() if told.time() == time() else told.isoformat(" ")


def _duration(value: timedelta) -> str:
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
