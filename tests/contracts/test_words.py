"""One door from an English template to a sentence in the user's language."""

import pytest

from cx.contracts.words import Words, whole


def test_named_places_are_filled() -> None:
    assert Words().say("{n} of {total}", n=1, total=2) == "1 of 2"
    assert Words().say("100 % {sure}") == "100 % {sure}"  # nothing to fill: the text as it stands


@pytest.mark.parametrize(("n", "text"), [(1, "1 row"), (0, "0 rows"), (2, "2 rows"), (12345, "12\u202f345 rows")])
def test_plural_form_is_the_one_that_the_count_asks_for(n: int, text: str) -> None:
    assert Words().plural("{n} row", "{n} rows", n) == text


def test_language_without_a_catalogue_falls_back_to_english() -> None:
    assert Words("tlh").say("{n} rows", n=3) == "3 rows"


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0"), (999, "999"), (1000, "1\u202f000"), (-1234567, "−1\u202f234\u202f567"), (1234.6, "1\u202f235")],
)
def test_whole_number_is_written_with_thin_spaces(n: float, text: str) -> None:
    assert whole(n) == text
