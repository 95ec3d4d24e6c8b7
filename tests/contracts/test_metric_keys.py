"""The keys that a target may name are those of the figures that there are."""

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.metric_keys import METRIC_KEYS
from cx.contracts.values import Unreadable, word
from cx.metrics.registry import REGISTRY


def test_the_keys_are_those_of_the_registry():
    assert set(METRIC_KEYS) == set(REGISTRY)
    assert len(METRIC_KEYS) == len(REGISTRY)


@pytest.mark.parametrize("extract", ["targets", "initiatives"])
def test_a_key_is_read_in_any_capitals_and_with_spaces_and_any_other_is_refused(extract):
    column = EXTRACTS[extract].columns["metric"]
    assert [word(text, column) for text in ("nps", "NPS", "Seat adoption")] == ["nps", "nps", "seat_adoption"]
    with pytest.raises(Unreadable, match="not_in_vocabulary"):
        word("happiness", column)
