"""A row of values is made as it is asked for: each once, and one that failed again."""

import pytest

from cx.ui.gradual import Gradual


def test_each_value_is_made_when_it_is_first_asked_for_and_kept():
    made: list[int] = []
    row = Gradual([lambda: made.append(0) or "first", lambda: made.append(1) or "second"])
    assert (len(row), row.is_made(1)) == (2, False)
    assert [row[1], row[1], row[0]] == ["second", "second", "first"]
    assert made == [1, 0] and row.is_made(1)


def test_nothing_is_kept_of_a_value_that_failed():
    tries: list[int] = []
    row = Gradual([lambda: tries.append(1) or 1 // (len(tries) - 1)])
    with pytest.raises(ZeroDivisionError):
        row[0]
    assert not row.is_made(0) and row[0] == 1
