"""Share of wallet from a customer's ranking of suppliers."""

from dataclasses import dataclass
from math import ceil, floor

from cx.statistics.checked import number, whole


@dataclass(frozen=True, slots=True)
class WalletShare:
    """One brand's share of what a customer spends, 0 to 1."""

    value: float
    low: float | None
    high: float | None
    """Its share were the tie broken against it or for it; None for a rank that it holds alone, which has no range."""
    n: int
    """Brands that the customer ranked."""


def wallet_share(rank: float, brands: int) -> WalletShare:
    """The share (0 to 1) by the Wallet Allocation Rule: (1 - rank / (brands + 1)) · 2 / brands.

    Tied brands share their mean rank; the shares of one customer's brands add up to 1. A rank between two whole ones is
    a tie of at least these two, whose shares are its range; of a wider tie a mean rank alone does not tell. ValueError
    for a rank outside 1 to brands and for brands that are no whole number. Source: Keiningham, Aksoy, Buoye & Cooil
    2011, Harvard Business Review 89.
    """
    rank, brands = number(rank, "a rank"), whole(brands, "the number of brands", 1)
    if not 1 <= rank <= brands:
        raise ValueError(f"a rank lies from 1 to the number of brands, {brands}: not {rank}")
    worse, better = (_share(place, brands) for place in (ceil(rank), floor(rank)))
    is_tied = worse < better
    return WalletShare(_share(rank, brands), worse if is_tied else None, better if is_tied else None, brands)


def _share(rank: float, brands: int) -> float:
    return (1 - rank / (brands + 1)) * 2 / brands
