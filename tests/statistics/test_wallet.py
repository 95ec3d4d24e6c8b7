import pytest

from cx.statistics import wallet_share


@pytest.mark.parametrize("brands", [1, 2, 7])
def test_shares_of_a_customers_brands_add_up_to_one(brands: int) -> None:
    assert sum(wallet_share(rank, brands).value for rank in range(1, brands + 1)) == pytest.approx(1)


def test_tied_brands_share_their_mean_rank() -> None:
    assert 2 * wallet_share(1.5, 3).value == pytest.approx(wallet_share(1, 3).value + wallet_share(2, 3).value)


@pytest.mark.parametrize("rank", [0, 4, float("nan")])
def test_rank_outside_the_brands_is_refused(rank: float) -> None:
    with pytest.raises(ValueError, match="rank"):
        wallet_share(rank, 3)
