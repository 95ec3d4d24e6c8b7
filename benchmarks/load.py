"""Loading a million survey rows, checked, merged and made wide, against the database's own typed reading of the file.

Each side runs in a process of its own, so that its peak of memory is its own. The database is open before the clock
starts; it stops when the file on disk is complete.
"""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.loaded import loaded
from benchmarks.sides import Comparison, Cost, cost, in_turns, show
from benchmarks.survey_file import HEADER, ROWS, accounts_file, survey_file
from cx.store.database import open_store

MOST, MOST_MIB = 1.4, 700
TYPES = {"score": "SMALLINT", "sent_at": "TIMESTAMP", "responded_at": "TIMESTAMP"}
BARE = (
    "CREATE TABLE survey AS SELECT * FROM read_csv($path, columns={{{columns}}}, header=true, delim=',', quote='\"', "
    "escape='\"', auto_detect=false, ignore_errors=true)"
)


def bare(folder: Path) -> Cost:
    """The baseline: rows that cannot be read vanish without a word."""
    columns = ", ".join(f"'{name}': '{TYPES.get(name, 'VARCHAR')}'" for name in HEADER)
    connection = duckdb.connect(str(folder / "bare.duckdb"))

    def made() -> None:
        connection.execute(BARE.format(columns=columns), {"path": str(survey_file())})
        connection.execute("CHECKPOINT")
        connection.close()

    return cost(made)


def ours(folder: Path) -> Cost:
    """A load with every check, its problems kept, and the wide table."""
    store = open_store(folder / "ours.duckdb")
    loaded(store, "accounts", accounts_file())

    def made() -> None:
        done = loaded(store, "survey", survey_file())
        assert (done.records, done.merged.new + done.refused) == (ROWS, ROWS), done
        store.close()

    return cost(made)


SIDES: dict[str, Callable[[Path], Cost]] = {"bare": bare, "ours": ours}


def apart(side: str) -> Cost:
    """The side's cost in a process of its own."""
    command = [sys.executable, "-m", __spec__.name, "--side", side]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    return Cost(**json.loads(said.stdout))


def run_side(side: str) -> None:
    """Run one side in this process and print what it took."""
    with TemporaryDirectory() as folder:
        taken = SIDES[side](Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": taken.wall, "cpu": taken.cpu, "peak_mib": peak}))


def main() -> None:
    """Compare, or run one side where the comparison asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--side", choices=SIDES)
    given = parser.parse_args()
    if given.side:
        run_side(given.side)
        return
    survey_file(), accounts_file()
    sides = in_turns([lambda: apart("bare"), lambda: apart("ours")], given.rounds)
    show([Comparison("load of 1,000,000 survey rows / bare typed CREATE TABLE AS", sides[0], sides[1], MOST)])
    peaks = [median(item.peak_mib or 0 for item in side) for side in sides]
    print(f"\nPeak memory: baseline {peaks[0]:.0f} MiB, ours {peaks[1]:.0f} MiB (at most {MOST_MIB})")


if __name__ == "__main__":
    main()
