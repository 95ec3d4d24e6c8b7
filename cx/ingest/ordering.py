"""The columns that put a file's rows in order, of an event log or of rows that repeat a key, and their places."""

import re
from dataclasses import dataclass, replace

from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.extracts import Extract
from cx.contracts.file_forms import MARKS
from cx.contracts.mapping import Declared, FileColumn, Mapping, header_named
from cx.ingest.cells import cell_of
from cx.ingest.expressions import let, ordering_moment, sql, trimmed
from cx.ingest.forms import canonical, unmarked
from cx.ingest.reading import FIRST_ROWS, Reading

ORDERING = {"event_log": "order", "repeats": "last_by"}
"""The parts of a mapping that order rows, and what names the column in each."""
NUMBERED = re.compile(r"([^0-9]*[^0-9+.,-])[0-9]+")
"""A text and a number: v10, Step 2, #3."""
MOMENT = Column("", "", Kind.MOMENT)


def with_ordering(mapping: Mapping) -> Mapping:
    """The mapping with its ordering columns among the others, each under its part's name, to be looked at as dates."""
    named = {part: getattr(said, name) for part, name in ORDERING.items() if (said := getattr(mapping, part))}
    return mapping.model_copy(update={"columns": {**mapping.columns, **named}})


def without_ordering(mapping: Mapping) -> Mapping:
    """The mapping with what was found out about its ordering columns back in their parts."""
    parts = {
        part: getattr(mapping, part).model_copy(update={name: mapping.columns[part]})
        for part, name in ORDERING.items()
        if part in mapping.columns
    }
    columns = {name: target for name, target in mapping.columns.items() if name not in ORDERING}
    return mapping.model_copy(update={**parts, "columns": columns})


def column_of(extract: Extract, name: str) -> Column:
    """The extract's column of this name; moments for the name of a part that orders rows."""
    return replace(MOMENT, name=name) if name in ORDERING else extract.columns[name]


def is_open(mapping: Mapping) -> bool:
    """True where nobody says in which forms an ordering column is written."""
    named = (getattr(said, name) for part, name in ORDERING.items() if (said := getattr(mapping, part)))
    return any(isinstance(column, str) or column.forms is None for column in named)


def ordering_header(mapping: Mapping, part: str) -> str | None:
    """The file's column that orders rows in this part of a mapping; None where the part is none of those."""
    said = getattr(mapping, part) if part in ORDERING else None
    return header_named(getattr(said, ORDERING[part])) if said else None


@dataclass(frozen=True)
class Placed:
    """A cell that puts its row in order: its text, NULL where it is empty or a mark for no value, and its moment."""

    cell: exp.Expr
    moment: exp.Expr


def _placed(column: str | FileColumn, header: tuple[str, ...], declared: Declared) -> Placed:
    own = FileColumn(header=column) if isinstance(column, str) else column
    order = own.date_order or declared.date_order
    said = declared.model_copy(update={"date_order": order, "time_zone": own.time_zone or declared.time_zone})
    cell = trimmed(cell_of(own.header, header))
    if not (own.unit or own.forms):
        return Placed(cell, ordering_moment(cell, said))
    written, said = canonical(MOMENT, cell, own, said), said.model_copy(update={"date_order": "ymd"})
    is_empty = unmarked(MOMENT, cell) if MARKS in (own.forms or ()) else cell
    # The text is a long expression and the moment names it often: it is worked out, and written, once.
    return Placed(is_empty, let(written, "written", ordering_moment(exp.column("written"), said)))


def rank(column: str | FileColumn, reading: Reading, declared: Declared) -> exp.Expr:
    """What rows are put in order by: the cell as a number, also after one prefix, or a moment; an empty one comes first."""
    placed = _placed(column, reading.header, declared)
    return sql(
        "struct_pack(a := coalesce(:number, '-infinity'), b := coalesce(:moment, CAST('-infinity' AS TIMESTAMP)))",
        number=_number(placed.cell, prefix_of(column, reading)),
        moment=placed.moment,
    )


def unordered(column: str | FileColumn, reading: Reading, declared: Declared) -> exp.Expr:
    """True for a cell that is neither empty nor what its column holds: a number, or a date or time."""
    placed = _placed(column, reading.header, declared)
    prefix = prefix_of(column, reading)
    read = _number(placed.cell, prefix) if prefix or are_numbers(column, reading) else placed.moment
    return sql("(:cell IS NOT NULL AND :read IS NULL)", cell=placed.cell, read=read)


def unplaced(column: str | FileColumn, header: tuple[str, ...], declared: Declared) -> exp.Expr:
    """True for a cell that is empty or a mark for no value."""
    return sql("(:cell IS NULL)", cell=_placed(column, header, declared).cell)


def _number(cell: exp.Expr, prefix: str) -> exp.Expr:
    """The cell's number, of cells that all begin with the prefix the whole number after it: v2 comes before v10."""
    if not prefix:
        return sql("TRY_CAST(:cell AS DOUBLE)", cell=cell)
    return sql(
        "CASE WHEN starts_with(lower(:cell), :prefix) AND regexp_full_match(substr(:cell, :after), '[0-9]+') "
        "THEN TRY_CAST(substr(:cell, :after) AS DOUBLE) END",
        cell=cell,
        prefix=prefix,
        after=len(prefix) + 1,
    )


def prefix_of(column: str | FileColumn, reading: Reading) -> str:
    """What every one of the column's first cells begins with, in lower case, where only a number follows; else empty."""
    if isinstance(column, FileColumn) and column.unit:
        return ""
    held = [text.strip().lower() for text in reading.samples(header_named(column), FIRST_ROWS)]
    found = {match[1] if (match := NUMBERED.fullmatch(text)) else "" for text in held}
    return found.pop() if len(found) == 1 else ""


def are_numbers(column: str | FileColumn, reading: Reading) -> bool:
    """True where most of the column's first cells are numbers, and nobody says that they count time."""
    if isinstance(column, FileColumn) and column.unit:
        return False
    held = reading.samples(header_named(column), FIRST_ROWS)
    numbers = sum(bool(re.fullmatch(r"[-+]?[0-9]+([.][0-9]+)?", text.strip())) for text in held)
    return 2 * numbers > len(held)
