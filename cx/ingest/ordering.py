"""The columns that put a file's rows in order, of an event log or of rows that repeat a key, and their places."""

from dataclasses import replace

from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.extracts import Extract
from cx.contracts.mapping import Declared, FileColumn, Mapping, header_named
from cx.ingest.cells import cell_of
from cx.ingest.expressions import sql, trimmed, typed_value
from cx.ingest.forms import canonical

ORDERING = {"event_log": "order", "repeats": "last_by"}
"""The parts of a mapping that order rows, and what names the column in each."""
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


def rank(column: str | FileColumn, header: tuple[str, ...], declared: Declared) -> exp.Expr:
    """What rows are put in order by: the cell as a number or a moment, and else as it is written."""
    own = FileColumn(header=column) if isinstance(column, str) else column
    order = own.date_order or declared.date_order
    said = declared.model_copy(update={"date_order": order, "time_zone": own.time_zone or declared.time_zone})
    cell = trimmed(cell_of(header_named(column), header))
    written = cell
    if own.unit or own.forms:
        written, said = canonical(MOMENT, cell, own, said), said.model_copy(update={"date_order": "ymd"})
    return sql(
        "struct_pack(a := coalesce(TRY_CAST(:cell AS DOUBLE), '-infinity'), "
        "b := coalesce(:moment, CAST('-infinity' AS TIMESTAMP)), c := coalesce(:cell, ''))",
        cell=cell,
        moment=typed_value(MOMENT, written, said),
    )
