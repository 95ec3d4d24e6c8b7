"""Many tests at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from cx.statistics.checked import between, p_value, parts


@dataclass(frozen=True, slots=True)
class Holm:
    """Tests made together, in the order in which they were given; a p has no interval, so that low and high are None."""

    value: float | None
    """The smallest adjusted p: whether there is anything at all; None without a test."""
    n: int
    """Tests that were made."""
    adjusted: tuple[float | None, ...]
    """0 to 1; None for a test that was not made."""
    rejected: tuple[bool | None, ...]
    """Whether each stands at the level asked for."""
    low: None = None
    high: None = None


def holm(p_values: Sequence[float | None], level: float = 0.05) -> Holm:
    """Holm's adjusted p for tests made together; a test that was not made stays None and is not counted.

    The k-th smallest of m is the largest of (m - j + 1) p(j) over j up to k, at most 1; a test is rejected where that
    is at most `level`. Written out here since loading statsmodels takes a second. ValueError for a p outside 0 to 1 and
    a level that does not lie between them. Source: Holm 1979, Scandinavian Journal of Statistics 6.
    """
    p_values, level = parts(p_values, "the list of p"), between(level, "a level")
    made = sorted((p_value(p), at) for at, p in enumerate(p_values) if p is not None)
    steps = (min(1.0, (len(made) - step) * p) for step, (p, _) in enumerate(made))
    found = {at: p for (_, at), p in zip(made, accumulate(steps, max), strict=True)}
    adjusted = tuple(map(found.get, range(len(p_values))))
    rejected = tuple(None if p is None else p <= level for p in adjusted)
    return Holm(min(found.values(), default=None), len(made), adjusted, rejected)
