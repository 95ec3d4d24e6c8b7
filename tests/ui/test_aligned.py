"""Columns of figures stand on the right, whether they are numbers or written with their unit; names do not."""

import pandas as pd
import pytest

from cx.ui.aligned import aligned, is_figure

THIN = "\u202f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"88.5{THIN}%", True),
        (f"€{THIN}41.2{THIN}m", True),
        (f"\u2212€{THIN}1{THIN}000", True),
        (f"73.2 to 97.6{THIN}%", True),
        (f"+12{THIN}pp", True),
        ("2024 Q3", False),
        ("2026-09-30", False),
        ("3 Aug 2026", False),
        ("A115", False),
        ("promoter (9)", False),
    ],
)
def test_a_figure_is_told_from_a_name(text, expected):
    assert is_figure(text) is expected


@pytest.mark.parametrize(
    ("amounts", "shown"),
    [
        ([117.5, 44.0, None], "%.1f"),
        ([0.25, 3.0], "%.2f"),
        ([3.0, 44.0], "localized"),
        ([1200.5, 3.0], "localized"),
    ],
)
@pytest.mark.parametrize("dtype", [float, object])
def test_amounts_of_a_column_have_the_same_decimals(amounts, shown, dtype):
    (column,) = aligned(pd.DataFrame({"amount": pd.Series(amounts, dtype=dtype)})).values()
    assert column["type_config"]["format"] == shown


def test_each_column_stands_as_what_it_holds():
    rows = [("Ironmoor", 211_900.0, f"65.9{THIN}%", "x" * 25, True), ("Thistle", None, "", "y", False)]
    found = aligned(pd.DataFrame(rows, columns=["name", "value", "share", "long", "flag"]))
    assert set(found) == {"value", "share", "long"}
    assert found["value"]["type_config"]["format"] == "localized"
    kept = aligned(pd.DataFrame(rows, columns=["name", "value", "share", "long", "flag"]), is_first_kept=True)
    assert [name for name, column in kept.items() if column.get("pinned")] == ["name"]
    assert (found["share"]["alignment"], found["long"]["width"]) == ("right", 25 * 6 + 18)
