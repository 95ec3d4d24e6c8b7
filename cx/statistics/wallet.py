"""Share of wallet from a customer's ranking of suppliers."""


def wallet_share(rank: float, brands: int) -> float:
    """The share (0 to 1) by the Wallet Allocation Rule: (1 - rank / (brands + 1)) · 2 / brands.

    Tied brands share their mean rank; the shares of one customer's brands add up to 1. ValueError for a
    rank outside 1 to brands. Source: Keiningham, Aksoy, Buoye & Cooil 2011, Harvard Business Review 89.
    """
    if not 1 <= rank <= brands:
        raise ValueError(f"rank {rank} among {brands} brands")
    return (1 - rank / (brands + 1)) * 2 / brands
