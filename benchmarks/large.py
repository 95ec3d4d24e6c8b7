"""Ten million survey rows: loaded against the database's own typed reading, recognised, loaded again, and asked.

Each side runs in a process of its own. Ours then looks for every fault that was planted in the file, at its place.
"""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.large_file import BLOCK, ROWS, Planted, large_file, other_byte, planted
from benchmarks.load import BARE, TYPES
from benchmarks.loaded import loaded, mapping_of
from benchmarks.sides import Comparison, Cost, cost, show
from benchmarks.survey_file import HEADER, accounts_file
from benchmarks.voice import PERIOD, by_hand, check_equal
from benchmarks.voice import ours as figures
from cx.contracts.filters import Selection
from cx.metrics.as_of import as_of
from cx.store.cube import CUBED, build_cubes, drop_cubes
from cx.store.database import Store, open_store
from cx.store.fact import FACTS
from cx.store.load import Load
from cx.store.recognising import loaded_before
from cx.store.sparse import held

MOST, MOST_MIB, AGAIN, AT_ONCE = 1.8, 2048, 1.0, 0.1
ASKED = 3
"""How often the Voice page's figures are asked."""

Costs = dict[str, list[Cost]]
"""What was done -> what it took each time."""


def bare(rows: int, folder: Path) -> Costs:
    """The baseline: rows that cannot be read vanish without a word."""
    columns = ", ".join(f"'{name}': '{TYPES.get(name, 'VARCHAR')}'" for name in HEADER)
    connection = duckdb.connect(str(folder / "bare.duckdb"))

    def made() -> None:
        connection.execute(BARE.format(columns=columns), {"path": str(large_file(rows))})
        connection.execute("CHECKPOINT")
        connection.close()

    return {"load": [_with_peak(cost(made))]}


def ours(rows: int, folder: Path) -> Costs:
    """The first load and what follows on it."""
    path, other = large_file(rows), other_byte(rows, folder / "other.csv")
    store = open_store(folder / "ours.duckdb")
    loaded(store, "accounts", accounts_file())
    found: dict[str, Load] = {}
    first = _with_peak(cost(lambda: found.update(first=loaded(store, "survey", path))))
    check_found(found["first"], planted(rows))
    costs = {"load": [first], "recognised": [cost(lambda: check_known(store, path))]}
    costs |= asked(store) | {"cubes": [cubes_made(store)]}
    costs["unchanged"] = [cost(lambda: found.update(unchanged=loaded(store, "survey", path, "another mapping")))]
    check_again(found["unchanged"], found["first"], changed=0)
    costs["one byte"] = [cost(lambda: found.update(other=loaded(store, "survey", other)))]
    check_again(found["other"], found["first"], changed=1)
    costs["whole"] = [_with_peak(cost(store.close))]
    return costs


def check_found(load: Load, wanted: list[Planted]) -> None:
    """Stop unless the load found each planted fault, where it was planted, and no other."""
    found = [Planted(p.record or 0, p.line or 0, p.column, p.value, p.code) for p in load.problems]
    amiss = [pair for pair in zip(found, wanted, strict=False) if pair[0] != pair[1]]
    assert not amiss, amiss[0]
    assert len(found) == len(wanted) == load.refused, (len(found), len(wanted), load.refused)
    assert load.records == load.read == load.merged.new + load.refused, load.counts


def check_known(store: Store, path: Path) -> None:
    """Stop unless the very same file is known by its bytes."""
    mapping = mapping_of("survey", path)
    with store.cursor() as cursor:
        known = loaded_before(cursor, path, "survey", lambda _: mapping)
    assert known, "the file is not recognised"


def check_again(load: Load, first: Load, changed: int) -> None:
    """Stop unless the load held the rows of the first, so many of them changed, and refused the same."""
    merged = load.merged
    assert (merged.new, merged.changed, merged.same) == (0, changed, first.merged.new - changed), merged
    assert load.problems == first.problems


def asked(store: Store) -> Costs:
    """The Voice page's figures by month and segment: by hand from the raw tables, and by us without and with ranges."""
    with store.cursor() as cursor, store.cursor() as of_rows:
        of_rows.execute("DELETE FROM cubes")  # never kept: this cursor alone reads every row
        known_to = as_of(cursor)
        assert known_to
        selection = Selection(PERIOD, known_to)
        check_equal(by_hand(cursor, selection), figures(cursor, selection, store.settings, ranged=False))
        check_equal(*(figures(way, selection, store.settings, ranged=True) for way in (of_rows, cursor)))
        asking: dict[str, Callable[[], object]] = {
            "by hand": lambda: by_hand(cursor, selection),
            "plain": lambda: figures(cursor, selection, store.settings, ranged=False),
            "ranged": lambda: figures(cursor, selection, store.settings, ranged=True),
            "plain of rows": lambda: figures(of_rows, selection, store.settings, ranged=False),
            "ranged of rows": lambda: figures(of_rows, selection, store.settings, ranged=True),
        }
        costs: Costs = {name: [] for name in asking}
        for _ in range(ASKED):
            for name, work in asking.items():
                costs[name].append(cost(work))
    return costs


def cubes_made(store: Store) -> Cost:
    """What the monthly counts take of a load, made once more and let go."""
    with store.writing() as cursor:
        cursor.execute("BEGIN")
        filled = {name for name in FACTS[CUBED].dimensions if name in held(cursor, f"fact_{CUBED}")}
        drop_cubes(cursor)
        taken = cost(lambda: build_cubes(cursor, filled, set(FACTS[CUBED].dimensions) - filled))
        cursor.execute("ROLLBACK")
    return taken


def _with_peak(taken: Cost) -> Cost:
    return Cost(taken.wall, taken.cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


SIDES: dict[str, Callable[[int, Path], Costs]] = {"bare": bare, "ours": ours}


def apart(side: str, rows: int) -> Costs:
    """The side's costs in a process of its own."""
    command = [sys.executable, "-m", __spec__.name, "--side", side, "--rows", str(rows)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return {name: [Cost(**taken) for taken in costs] for name, costs in json.loads(said.stdout).items()}


def run_side(side: str, rows: int) -> None:
    """Run one side in this process and print what it took."""
    with TemporaryDirectory() as folder:
        costs = SIDES[side](rows, Path(folder))
    print(json.dumps({name: [asdict(taken) for taken in all_taken] for name, all_taken in costs.items()}))


def compared(rows: int, rounds: int) -> None:
    """Run both sides in turns and print what they took."""
    baseline, own = Costs(), Costs()
    for _ in range(rounds):
        for kept, side in ((baseline, "bare"), (own, "ours")):
            for name, costs in apart(side, rows).items():
                kept.setdefault(name, []).extend(costs)
    first = own["load"]
    show(
        [
            Comparison(f"load of {rows:,} survey rows / bare typed CREATE TABLE AS", baseline["load"], first, MOST),
            Comparison("the very same file recognised / its first load", first, own["recognised"], AT_ONCE),
            Comparison("load again by another mapping / its first load", first, own["unchanged"], AGAIN),
            Comparison("load again after one byte changed / its first load", first, own["one byte"], AGAIN),
            Comparison("Voice figures by month and segment / hand-written join", own["by hand"], own["plain"], 0.5),
            Comparison("the same with all 95 % ranges", own["by hand"], own["ranged"], 1.5),
            Comparison("monthly counts made / the load that they are a part of", first, own["cubes"], 0.1),
            Comparison("Voice figures with monthly counts / from every row", own["plain of rows"], own["plain"], 1),
            Comparison("the same with all 95 % ranges", own["ranged of rows"], own["ranged"], 1),
        ]
    )
    peaks = [f"{median(c.peak_mib or 0 for c in side):,.0f} MiB" for side in (baseline["load"], first, own["whole"])]
    print(
        f"\nPeak memory: baseline {peaks[0]}, our first load {peaks[1]} (at most {MOST_MIB:,}), all of ours {peaks[2]}"
    )
    print(
        f"All {len(planted(rows)):,} planted faults were found, each with its record, line, column, value and reason."
    )


def main() -> None:
    """Compare, or run one side where the comparison asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--rows", type=int, default=ROWS, help=f"so many rows, in whole blocks of {BLOCK:,}")
    parser.add_argument("--side", choices=SIDES)
    given = parser.parse_args()
    if given.rows % BLOCK:
        parser.error(f"--rows must be whole blocks of {BLOCK:,}")
    if given.side:
        run_side(given.side, given.rows)
        return
    large_file(given.rows), accounts_file()
    compared(given.rows, given.rounds)


if __name__ == "__main__":
    main()
