"""Times that say no offset of their own, and so are read in the time zone of the file."""

from collections.abc import Collection

from sqlglot import exp

from cx.contracts.column import Kind
from cx.contracts.extracts import Extract
from cx.contracts.mapping import Mapping
from cx.ingest.expressions import OFFSET_PATTERN, has_time, sql, text, typed, usual

ZONED = "read_in_zone"
"""Staged mark of a row with such a time."""


def in_zone_of_file(extract: Extract, given: Collection[str], mapping: Mapping) -> tuple[str, ...]:
    """The columns of moments that are read in the time zone of the file, none of their own."""
    moments = (name for name in given if extract.columns[name].kind is Kind.MOMENT)
    return tuple(name for name in moments if mapping.declared_of(name).time_zone == mapping.declare.time_zone)


def zoned(extract: Extract, given: Collection[str], mapping: Mapping, quick: Collection[str]) -> dict[str, exp.Expr]:
    """The mark of a row, over its typed values; a cell in the usual form of the columns `quick` has no offset."""
    found = [
        sql(
            "CASE WHEN :usual IS NOT NULL THEN :timed "
            "ELSE :value IS NOT NULL AND :timed AND NOT regexp_matches(:cell, :offset) END",
            usual=usual(name) if name in quick else exp.null(),
            value=typed(name),
            cell=text(name),
            timed=has_time(text(name)),
            offset=OFFSET_PATTERN,
        )
        for name in in_zone_of_file(extract, given, mapping)
    ]
    return {ZONED: exp.func("coalesce", exp.or_(*found), exp.false())} if found else {}
