"""Rules about the columns that put rows in order: a row whose place cannot be read is refused, and takes no part."""

from cx.contracts.column import Kind
from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import FileColumn, Mapping, header_named
from cx.ingest.ordering import are_numbers, prefix_of, unordered, unplaced
from cx.ingest.reading import Reading
from cx.ingest.rules import Rule


def order_rules(reading: Reading, mapping: Mapping) -> tuple[Rule, ...]:
    """The rules for the parts of the mapping that order rows; each names its part for its field."""
    found = []
    if mapping.event_log:
        empty = unplaced(mapping.event_log.order, reading.header, mapping.declare)
        found = [Rule("missing", "event_log", empty), *_unread("event_log", mapping.event_log.order, reading, mapping)]
    if mapping.repeats:
        found += _unread("repeats", mapping.repeats.last_by, reading, mapping)
    return tuple(found)


def _unread(part: str, column: str | FileColumn, reading: Reading, mapping: Mapping) -> list[Rule]:
    """The rule for cells that cannot be read; none where a date of ours is read from the same column and says so."""
    dates = (mapping.header_of(name) for name, own in EXTRACTS[mapping.extract].columns.items() if own.kind in _DATES)
    if header_named(column) in dates:
        return []
    is_number = prefix_of(column, reading) or are_numbers(column, reading)
    code = "not_a_number" if is_number else "not_a_date"
    return [Rule(code, part, unordered(column, reading, mapping.declare))]


_DATES = (Kind.MOMENT, Kind.DAY)
