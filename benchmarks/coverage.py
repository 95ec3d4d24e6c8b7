"""How often our 95 % ranges hold the truth, and how often a change is called one where nothing changed.

Samples are drawn, seeded, from populations whose truth is known, and judged by the functions that judge the product's
figures. Run as `python -m benchmarks.coverage`; `--write` puts the tables into docs/coverage.md. Ends with 1 if a
target is missed.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.coverage_tables import (
    ALARMS,
    COVERAGE,
    DRAWS,
    LEAST,
    MOST,
    SURE,
    SURE_OR_LIKELY,
    Alarms,
    Table,
    alarms,
    covered,
)
from benchmarks.populations import SEED, Population, SameAccounts

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "coverage.md"
MISSED = " (missed)"
INTRODUCTION = f"""\
# Do the ranges hold?

Made by `python -m benchmarks.coverage --write`: {DRAWS:,} samples a cell, seed {SEED}, from populations whose truth is
known, judged by the functions that judge the product's figures (`cx/metrics/intervals.py`, `cx/insights/change.py`). A
cell of {DRAWS:,} samples is itself sure to about one point.

## How often a 95 % range holds the truth

In percent of samples. **Bold** figures have a target: {LEAST:g} to {MOST:g}. The others are published as measured.
"""
FALSE_ALARMS = f"""
## How often a change is called one where nothing changed

Two samples of the same population, judged as before and after. In percent of pairs: "sure" / "sure" or "likely". **Bold**
figures have a target: at most {SURE:g} / at most {SURE_OR_LIKELY:g}. They are of the smallest change that matters, as the
metric says it; in brackets what they would be if every change mattered.
"""
NOTES = """
## What the populations are

- **Several answers an account**: numbers of answers are log-normal (half of the accounts give one or two, one in a hundred
  more than a dozen), and opinions are alike within an account as the ICC says (Dirichlet). "Large accounts less happy": of
  those that give many answers a tenth to a fifth more are detractors or not satisfied. A symmetric range of a share held the
  truth in 91.5 % of samples of 50 accounts; Wilson's, of as many answers as tell as much, does better
  (`clustered_share_interval`).
- **Net revenue retention**: values of accounts are log-normal with the σ named (1.0 is that of the sample company: the largest
  tenth holds 40 % of the value); of 100 accounts 9 leave, 5 are reduced and 16 grow by 15 to 70 %. The product shows the
  range from 100 accounts on. Draws of the seen accounts alone (percentile bootstrap) held the truth in 88 to 93 % of samples
  of 100, and of gross retention in 82 to 89 %; two accounts are added for that reason (`ratio_interval`).
- **Hours to resolution**: log-normal, three tickets an account, some still open.
- Where an account answers a survey or opens tickets both times, its two samples vary together and the difference less than
  is reckoned with here: then false alarms are rarer than in the table.
- **The same accounts twice**: figures that each account gives one value to, as features used or contacts, compare accounts
  with themselves (`panel_change`, `panel_share_change`); a tenth of them went and another tenth came. Where those that
  count this time are the less likely to count the next one ("many turn"), two samples taken for independent would be called
  surely different in 10 % of pairs though nothing had changed.
- **Shares of few answers** move in coarse steps. With the normal range at 80 %, "likely" would be said of 24.5 % of pairs of 30
  answers against 30 near one half, counted exactly. The word therefore goes by Student's t (`likely_difference`): counted
  exactly, it is said of at most 23.6 % of any pair from 30 to 300 answers and shares of 10 to 90 %. Ranges that are shown
  stay Newcombe's.
"""


def coverage_rows(table: Table, populations: tuple[Population, ...], draws: int = DRAWS) -> Iterator[str]:
    """The table's lines, one a population."""
    for population in populations:
        cells = (covered_cell(covered(population, n, draws), _is_bound(table, n)) for n in table.sizes)
        yield _line(population.name, *cells)


def alarm_rows(table: Table, populations: tuple[Population | SameAccounts, ...], draws: int = DRAWS) -> Iterator[str]:
    """The same of false alarms."""
    for population in populations:
        cells = (alarm_cell(*alarms(population, n, draws), _is_bound(table, n)) for n in table.sizes)
        yield _line(population.name, *cells)


def head(table: Table) -> str:
    """The title and the head of a table."""
    sizes = (f"{n:,}" for n in table.sizes)
    return "\n".join(("", f"### {table.title}", "", _line(table.counts, *sizes), "|---" * (len(table.sizes) + 1) + "|"))


def document() -> Iterator[str]:
    """The whole document in parts, each as soon as it is counted."""
    yield INTRODUCTION.rstrip("\n")
    for table in COVERAGE:
        yield head(table)
        yield from coverage_rows(table, table.populations)
    yield FALSE_ALARMS.rstrip("\n")
    for table in ALARMS:
        yield head(table)
        yield from alarm_rows(table, table.populations)
    yield NOTES.rstrip("\n")


def _is_bound(table: Table, n: int) -> bool:
    return table.bound_from is not None and n >= table.bound_from


def covered_cell(percent: float, bound: bool) -> str:
    """A figure of coverage, bold where it has a target, and said where it misses it."""
    return _marked(f"{percent:.1f}", bound, LEAST <= percent <= MOST)


def alarm_cell(of_metric: Alarms, of_any_size: Alarms, bound: bool) -> str:
    """The same of false alarms, with what they would be if every change mattered."""
    kept = of_metric.sure <= SURE and of_metric.sure_or_likely <= SURE_OR_LIKELY
    said = _marked(f"{of_metric.sure:.1f} / {of_metric.sure_or_likely:.1f}", bound, kept)
    return f"{said} ({of_any_size.sure:.1f} / {of_any_size.sure_or_likely:.1f})"


def _marked(figure: str, bound: bool, kept: bool) -> str:
    if not bound:
        return figure
    return f"**{figure}**" if kept else f"**{figure}**{MISSED}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Count, print and, where asked, write; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/coverage.md")
    write = parser.parse_args().write
    parts = []
    for part in document():
        print(part, flush=True)
        parts.append(part)
    text = "\n".join(parts) + "\n"
    if write:
        DOCUMENT.write_text(text, encoding="utf-8")
    return 1 if MISSED in text else 0


if __name__ == "__main__":
    sys.exit(main())
