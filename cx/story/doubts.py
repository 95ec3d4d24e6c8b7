"""What is said of a figure of the book that may lack customers: those who had left before, or what happened since."""

from dataclasses import dataclass

from cx.contracts.words import N_
from cx.metrics.value import BEGINS_LATER, ENDS_EARLIER, UNSHOWN_VALUE, MetricValue


@dataclass(frozen=True)
class Doubt:
    """One doubt in the words of each place that tells it."""

    sentence: str
    ring: str
    """What a ring on a trend says."""
    title: str
    tile: str


DOUBTS = {
    UNSHOWN_VALUE: Doubt(
        N_(
            "Contracts are called renewed, but no later term of them and no value after is in the file: what became of them "
            "counts as gone. Load the terms that followed, or what they are worth after renewal (value_after)."
        ),
        N_("ring: contracts called renewed count as gone, since no later term is known"),
        N_("{name}: {level}, but contracts called renewed count as gone, since no later term is known."),
        N_("renewed without a later term counts as gone · against {period} · {basis}"),
    ),
    BEGINS_LATER: Doubt(
        N_(
            "No contract is known to have ended by the first day that a figure of the book counts from: customers who had "
            "left by then may be missing, and it may look better than it was."
        ),
        N_("ring: customers who had left before may be missing"),
        N_("{name}: {level}, but customers who had left before may be missing."),
        N_("customers who had left may be missing · against {period} · {basis}"),
    ),
    ENDS_EARLIER: Doubt(
        N_(
            "Nothing in the contracts begins or ends for more than a year before the day of their load, and nobody said on "
            "which day they were exported: what happened since then may be missing, and customers only seem to stay."
        ),
        N_("ring: what happened after the export may be missing"),
        N_("{name}: {level}, but what happened after the export may be missing."),
        N_("what happened after the export may be missing · against {period} · {basis}"),
    ),
}
"""By the mark of a value, the gravest last."""


def doubt_of(*values: MetricValue) -> Doubt | None:
    """The gravest doubt about any of the values; None where there is none."""
    found = [doubt for mark, doubt in DOUBTS.items() if any(mark in value.excluded for value in values)]
    return found[-1] if found else None
