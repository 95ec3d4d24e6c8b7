"""What accounts were worth at two times: retention of revenue and of customers."""

from collections.abc import Sequence
from dataclasses import dataclass

from cx.statistics.checked import finite


@dataclass(frozen=True, slots=True)
class Retention:
    """Sums over the accounts with value at the start; shares are 0 to 1, None without such accounts."""

    start: float
    kept: float
    """What they are worth at the end, no account counting for more than at the start."""
    end: float
    accounts: int
    accounts_kept: int

    @property
    def grr(self) -> float | None:
        """Gross revenue retention: never above 1."""
        return self.kept / self.start if self.start else None

    @property
    def nrr(self) -> float | None:
        """Net revenue retention: growth of the same accounts included, may exceed 1."""
        return self.end / self.start if self.start else None

    @property
    def logo(self) -> float | None:
        """The share of the accounts that are still customers."""
        return self.accounts_kept / self.accounts if self.accounts else None


def retention(starts: Sequence[float], ends: Sequence[float]) -> Retention:
    """Retention from each account's value at the start and at the end, 0 where it had none, in one currency.

    Gross is Σ min(start, end) / Σ start, net Σ end / Σ start. Accounts with nothing at the start, new or won back, are
    left out. A negative end counts as 0. ValueError for a value that is not finite and where the lists differ in
    length. Source: SaaS Metrics Standards Board, https://www.saasmetricsboard.com/gross-revenue-retention.
    """
    first = finite(starts, "the values at the start")
    last = finite(ends, "the values at the end", first.size)
    pairs = [(start, max(end, 0)) for start, end in zip(first.tolist(), last.tolist(), strict=True) if start > 0]
    return Retention(
        start=sum(start for start, _ in pairs),
        kept=sum(min(start, end) for start, end in pairs),
        end=sum(end for _, end in pairs),
        accounts=len(pairs),
        accounts_kept=sum(end > 0 for _, end in pairs),
    )
