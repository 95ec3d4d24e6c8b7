"""Cells beyond the header: how they are handed back, and the rule that they are put in their place."""

import csv
import io
from collections.abc import Sequence

from sqlglot import exp

from cx.contracts.problems import SURPLUS_COLUMN
from cx.ingest.expressions import trimmed
from cx.ingest.rules import Rule


def gathered(cells: Sequence[str], columns: int, delimiter: str) -> list[str]:
    """The cells of a record with those beyond its columns joined into one, as the file wrote them."""
    own, surplus = list(cells[:columns]), cells[columns:]
    if not any(cell.strip() for cell in surplus):
        return own
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(surplus)
    return [*own, line.getvalue()]


def surplus_rules(header: tuple[str, ...]) -> tuple[Rule, ...]:
    """Rows that were handed back load only once their surplus cells stand where they belong."""
    if SURPLUS_COLUMN not in header:
        return ()
    cell = exp.column(f"c{header.index(SURPLUS_COLUMN)}", quoted=True)
    return (Rule("surplus_left", SURPLUS_COLUMN, exp.not_(trimmed(cell).is_(exp.null()))),)
