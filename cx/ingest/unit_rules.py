"""Rules about units: amounts whose interval nobody knows, and clocks that can be read two ways."""

from sqlglot import exp

from cx.contracts.file_units import INTERVALS
from cx.contracts.mapping import FileColumn, Mapping
from cx.ingest.cells import cell_of
from cx.ingest.expressions import sql, trimmed
from cx.ingest.forms import TWO_PLACES, interval_factor
from cx.ingest.reshaping import worded
from cx.ingest.rules import Rule


def unit_rules(header: tuple[str, ...], mapping: Mapping) -> tuple[Rule, ...]:
    """The rules for columns that are in another unit than ours, over the file's cells."""
    return (*_intervals(header, mapping), *_two_readings(header, mapping))


def _intervals(header: tuple[str, ...], mapping: Mapping) -> tuple[Rule, ...]:
    """Amounts whose interval is none that is known."""
    paid = {
        name: (cell_of(target.header, header), cell_of(target.per, header))
        for name, target in mapping.columns.items()
        if isinstance(target, FileColumn) and target.per
    }
    return tuple(
        Rule("unknown_interval", name, _lacks_interval(*cells), ", ".join(INTERVALS)) for name, cells in paid.items()
    )


def _lacks_interval(amount: exp.Expr, interval: exp.Expr) -> exp.Expr:
    factor = interval_factor(trimmed(interval))
    return sql(":amount IS NOT NULL AND :factor IS NULL", amount=trimmed(amount), factor=factor)


def _two_readings(header: tuple[str, ...], mapping: Mapping) -> tuple[Rule, ...]:
    """Clocks of two places in a column that is said to hold minutes."""
    in_minutes = {name: worded(name, mapping, header) for name in mapping.columns if mapping.unit_of(name) == "minutes"}
    return tuple(
        Rule("ambiguous_duration", name, sql("regexp_matches(:cell, :two)", cell=cell, two=TWO_PLACES))
        for name, cell in in_minutes.items()
    )
