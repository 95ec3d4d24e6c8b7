"""A table as an XLSX workbook: the table on the first sheet, what it speaks of on the second.

The parts are written as the standard has them (ECMA-376), texts in place: no library for it is among our requirements.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from cx.export.sheet import Sheet, harmless
from cx.story.exhibit import Cell

MOST_ROWS = 1_048_575
"""As many as a worksheet holds below its head."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD, DAY, MOMENT = 1, 2, 3
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
EPOCH = datetime(1899, 12, 30)
"""Day 0 of a worksheet's dates, for all days since 1 March 1900."""
FIRST_DAY = date(1900, 3, 1)
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_TEXT = 32_767


def xlsx_file(sheet: Sheet, table: str, about: str) -> bytes:
    """The workbook with its two sheets named so. The table may have MOST_ROWS rows; raises ValueError for more."""
    if len(sheet.rows) > MOST_ROWS:
        raise ValueError(len(sheet.rows))
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _workbook(table, about),
        "xl/_rels/workbook.xml.rels": _links(
            ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": _worksheet(sheet.rows, sheet.columns),
        "xl/worksheets/sheet2.xml": _worksheet(sheet.about),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return made.getvalue()


def _types() -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{KIND}.worksheet+xml"/>' for at in (1, 2)
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{sheets}</Types>'
    )


def _links(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _workbook(*names: str) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(_sheet_name(name))} sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'


def _sheet_name(name: str) -> str:
    """A worksheet's name has at most 31 signs and none of those that stand for a place in a formula."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def _worksheet(rows: Iterable[Sequence[Cell]], head: Sequence[str] = ()) -> str:
    view = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
    made = "".join(_rows(rows, head))
    return f'<worksheet xmlns="{MAIN}">{view if head else ""}<sheetData>{made}</sheetData></worksheet>'


def _rows(rows: Iterable[Sequence[Cell]], head: Sequence[str]) -> Iterator[str]:
    if head:
        yield f"<row>{''.join(_cell(name, HEAD) for name in head)}</row>"
    for row in rows:
        yield f"<row>{''.join(map(_cell, row))}</row>"


def _cell(value: Cell, style: int = 0) -> str:
    """One cell; cells follow each other, so that an empty one stands for what is not known."""
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, date) and _day(value) >= FIRST_DAY:
        return f'<c s="{MOMENT if isinstance(value, datetime) else DAY}"><v>{_serial(value)}</v></c>'
    text = NOT_IN_XML.sub("", str(harmless(str(value))))[:LONGEST_TEXT]
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _serial(value: date) -> float | int:
    """Days since the epoch, with the time of day as their fraction."""
    if not isinstance(value, datetime):
        return (value - EPOCH.date()).days
    passed = value - EPOCH
    return passed.days + passed.seconds / 86_400
