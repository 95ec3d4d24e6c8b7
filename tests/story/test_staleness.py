"""Data that ends over two quarters before today is said to be old; newer data is not."""

from datetime import date

import pytest

from cx.contracts.words import Words
from cx.story.staleness import stale_line


@pytest.mark.parametrize(
    ("known_to", "today", "months"),
    [
        (date(2024, 12, 31), date(2026, 11, 24), "22 months"),
        (date(2026, 9, 30), date(2026, 11, 24), ""),
        (date(2026, 5, 24), date(2026, 11, 24), ""),
        (date(2026, 5, 23), date(2026, 11, 24), "6 months"),
        (date(2026, 8, 31), date(2027, 2, 28), ""),
        (date(2026, 8, 31), date(2027, 3, 1), "6 months"),
        (date(2026, 11, 24), date(2026, 11, 1), ""),
    ],
)
def test_old_data_says_when_it_ends_and_how_long_ago(known_to: date, today: date, months: str) -> None:
    line = stale_line(known_to, today, Words("en"))
    assert (f", {months} before today: what happened since is not in it." in line) if months else line == ""
