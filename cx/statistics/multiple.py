"""Many tests at once."""

from collections.abc import Sequence


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Holm's adjusted p for tests made together; a test that was not made stays None and is not counted.

    The k-th smallest of m is the largest of (m - j + 1) p(j) over j up to k, at most 1. Source: Holm 1979, Scandinavian
    Journal of Statistics 6.
    """
    from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped,unused-ignore]

    made = [p for p in p_values if p is not None]
    adjusted = iter(multipletests(made, method="holm")[1].tolist() if made else ())
    return tuple(None if p is None else next(adjusted) for p in p_values)
