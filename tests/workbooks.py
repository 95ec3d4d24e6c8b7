"""XLSX files for tests, written part by part: a workbook of our own making holds just what a test is about."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm:ss"/></numFmts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/>'
    '<xf numFmtId="20"/></cellXfs></styleSheet>'
)
HIDDEN = ' state="hidden"'
UNSEEN = ' spans="1:2" hidden="1"'
DAY, MOMENT, DURATION, TIME = 1, 2, 3, 4
"""Styles that make a number a date, a date with a time, a duration, or a time."""


def number(value: float, style: int = 0) -> str:
    """A number, a date or a duration, with the value that Excel stores."""
    return f'<c s="{style}"><v>{value}</v></c>'


def formula(text: str, stored: str) -> str:
    """A formula with the text that it gave when the workbook was saved."""
    return f'<c t="str"><f>{escape(text)}</f><v>{escape(stored)}</v></c>'


def truth(value: bool) -> str:
    return f'<c t="b"><v>{int(value)}</v></c>'


def error(text: str) -> str:
    return f'<c t="e"><v>{text}</v></c>'


def _cell(value: str) -> str:
    return value if value.startswith("<c") else f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _placed(cell: str, row: int, column: int) -> str:
    name = f"{chr(65 + column // 26 - 1) if column > 25 else ''}{chr(65 + column % 26)}{row}"
    return cell.replace("<c", f'<c r="{name}"', 1)


def _cells(row: Sequence[str], at: int) -> str:
    return "".join(_placed(_cell(cell), at, column) for column, cell in enumerate(row) if cell)


def _sheet(rows: Sequence[Sequence[str]], merged: str, unseen: Sequence[int]) -> str:
    """Rows of texts and cells; an empty text is no cell."""
    made = "".join(
        f'<row r="{at}"{UNSEEN if at in unseen else ""}>{_cells(row, at)}</row>'
        for at, row in enumerate(rows, start=1)
        if any(row)
    )
    merge = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{made}</sheetData>{merge}</worksheet>'


def workbook(
    *sheets: Sequence[Sequence[str]],
    hidden: int = -1,
    since_1904: bool = False,
    merged: str = "",
    unseen: Sequence[int] = (),
) -> bytes:
    """An XLSX of sheets named Sheet1, Sheet2, ...; a cell is a text or what the functions above give; rows may be unseen."""
    names = [f"Sheet{at}" for at in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"{HIDDEN if at == hidden else ""}/>'
        for at, name in enumerate(names, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/{name}.xml"/>'
        for at, name in enumerate(names, start=1)
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<workbookPr date1904="{int(since_1904)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/{name}.xml": _sheet(rows, merged, unseen) for name, rows in zip(names, sheets, strict=True)},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return made.getvalue()
