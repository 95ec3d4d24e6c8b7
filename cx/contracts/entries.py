"""What people may enter by hand: targets, outside benchmarks and events."""

from cx.contracts.benchmarks import Benchmarks
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.words import N_

ENTRIES = {
    "targets": EXTRACTS["targets"],
    "benchmarks": Extract(
        "benchmarks",
        N_("Benchmarks"),
        N_("an outside value of a metric, with its source and date"),
        Benchmarks,
        ("metric", "segment", "source"),
    ),
    "events": EXTRACTS["events"],
}
"""Kind -> its columns and its key. Targets and events may be loaded too; a benchmark is only ever entered."""


def is_loadable(kind: str) -> bool:
    """True for a kind that files bring too."""
    return kind in EXTRACTS
