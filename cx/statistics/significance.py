"""What a test gives."""

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True)
class Significance:
    """A test statistic and its two-sided p; both None where the test cannot be made."""

    statistic: float | None
    p_value: float | None


def significance(statistic: float, p_value: float) -> Significance:
    """The record of a library's answer, in which NaN stands for a test that cannot be made."""
    if not (isfinite(statistic) and isfinite(p_value)):
        return Significance(None, None)
    return Significance(float(statistic), float(p_value))
