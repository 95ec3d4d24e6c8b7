"""Where figures told together do not add up as they are written, since each is rounded by itself."""

from collections.abc import Sequence

from cx.contracts.units import Unit, step_of
from cx.contracts.words import N_, Words

Sum = tuple[Sequence[float], float]
"""The parts of a sum, those that it loses below 0, and what they make."""


def rounding_notes(sums: Sequence[Sum], unit: Unit, words: Words) -> list[str]:
    """What a reader who adds what is written must know; nothing where every sum comes out as it is written."""
    if all(_adds_up(parts, total, unit) for parts, total in sums):
        return []
    return [words.say(N_("rounded one by one, so that parts may differ from their sum in the last digit"))]


def _adds_up(parts: Sequence[float], total: float, unit: Unit) -> bool:
    """True where the parts as they are written make the total as it is written."""
    step = step_of(total, unit)
    return round(sum(_written(part, unit) for part in parts) / step) == round(total / step)


def _written(value: float, unit: Unit) -> float:
    step = step_of(value, unit)
    return round(value / step) * step
