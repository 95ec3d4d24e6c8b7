"""The columns by which rows are put in order: looked at as columns of moments are, and read as they show."""

from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.mapping import FileColumn, Mapping
from cx.ingest.cells import cell_of
from cx.ingest.expressions import sql, trimmed, typed_value
from cx.ingest.forms import canonical

RANKED = {"event_log": "order", "repeats": "last_by"}
"""Part of a mapping -> its word for the column that orders rows."""
ORDERS = {part: Column("", "", Kind.MOMENT, name=part) for part in RANKED}


def with_ranked(mapping: Mapping) -> Mapping:
    """The mapping with its ordering columns among its fields, under the names of their parts."""
    said = {part: getattr(mapping, part) for part in RANKED}
    columns = {part: own.read_as or getattr(own, RANKED[part]) for part, own in said.items() if own}
    return mapping.model_copy(update={"columns": {**mapping.columns, **columns}})


def without_ranked(mapping: Mapping) -> Mapping:
    """The mapping with its ordering columns back in their parts, and with what was found of them."""
    found = {part: target for part, target in mapping.columns.items() if part in RANKED}
    parts = {
        part: getattr(mapping, part).model_copy(update={"read_as": target})
        for part, target in found.items()
        if isinstance(target, FileColumn)
    }
    columns = {name: target for name, target in mapping.columns.items() if name not in RANKED}
    return mapping.model_copy(update={**parts, "columns": columns})


def must_rank(mapping: Mapping) -> bool:
    """True where a column orders rows and nobody has looked at how it is written."""
    return any(own is not None and own.read_as is None for own in (mapping.event_log, mapping.repeats))


def rank(part: str, mapping: Mapping, header: tuple[str, ...]) -> exp.Expr:
    """What rows are put in order by: the cell as a number or a moment, and else as it is written."""
    fields = with_ranked(mapping)
    cell, target = trimmed(cell_of(fields.header_of(part) or "", header)), fields.columns[part]
    declared = fields.declared_of(part)
    read = cell
    if isinstance(target, FileColumn):
        read = canonical(ORDERS[part], cell, target, declared)
        if target.unit or target.forms:
            declared = declared.model_copy(update={"date_order": "ymd"})
    return sql(
        "struct_pack(a := coalesce(TRY_CAST(:cell AS DOUBLE), '-infinity'), "
        "b := coalesce(:moment, CAST('-infinity' AS TIMESTAMP)), c := coalesce(:cell, ''))",
        cell=cell,
        moment=typed_value(ORDERS[part], read, declared),
    )
