"""What the address of a view means, whatever language it was copied in."""

import pytest

from cx.ui.addressed import key_meant

TIERS = {"tier": "Stufe", "region": "Region"}


@pytest.mark.parametrize(
    ("word", "key"),
    [("tier", "tier"), ("Stufe", "tier"), ("stufe", "tier"), ("Region", "region"), ("Tier", ""), ("", ""), ("<b>", "")],
)
def test_a_word_means_the_option_of_that_key_or_name(word: str, key: str) -> None:
    assert key_meant(word, TIERS) == key
