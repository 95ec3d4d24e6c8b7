"""A table as a CSV file that a spreadsheet opens as it is."""

import csv
import io
from datetime import date, datetime

from cx.export.sheet import Sheet, harmless
from cx.story.exhibit import Cell


def csv_file(sheet: Sheet) -> bytes:
    """What the table speaks of, a line each, then its columns and rows: UTF-8 with a mark, CRLF, dates as ISO 8601."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless(name), harmless(text)] for name, text in sheet.about)
    writer.writerow([harmless(name) for name in sheet.columns])
    writer.writerows([_text(cell) for cell in row] for row in sheet.rows)
    return ("\ufeff" + out.getvalue()).encode()


def _text(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else harmless(cell)
