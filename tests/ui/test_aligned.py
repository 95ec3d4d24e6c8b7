"""Columns of figures stand on the right, whether they are numbers or written with their unit; names do not."""

import pandas as pd
import pytest

from cx.ui.aligned import MOST_WRITTEN, aligned, is_figure, written

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
        ([117.5, 44.0, None], ["117.5", "44.0", "–"]),
        ([0.25, -3.0], ["0.25", "\u22123.00"]),
        ([3.0, 44.0], ["3", "44"]),
        ([1934, -4], [f"1{THIN}934", "\u22124"]),
        ([9560.7, 9053.87, 12.35], [f"9{THIN}561", f"9{THIN}054", "12"]),
        ([1200.5, 0.4], [f"1{THIN}200.5", "0.4"]),
        ([1200.5, 0.4, -0.004], [f"1{THIN}200.5", "0.4", "0.0"]),
        ([0.0, 0.0], ["0", "0"]),
    ],
)
@pytest.mark.parametrize("dtype", [float, object])
def test_amounts_of_a_column_are_written_alike_and_stay_numbers(amounts, shown, dtype):
    table = pd.DataFrame({"amount": pd.Series(amounts, dtype=dtype), "name": "x"})
    styled = written(table)
    assert [row[1]["display_value"] for row in styled._translate(False, False)["body"]] == shown
    assert styled.data is table and aligned(table) == {}


def test_a_table_of_very_many_cells_stays_as_it_is():
    table = pd.DataFrame({"amount": range(MOST_WRITTEN + 1)})
    assert written(table) is table


def test_each_column_stands_as_what_it_holds():
    rows = [("Ironmoor", 211_900.0, f"65.9{THIN}%", "x" * 25, True), ("Thistle", None, "", "y", False)]
    found = aligned(pd.DataFrame(rows, columns=["name", "value", "share", "long", "flag"]))
    assert set(found) == {"share", "long"}
    kept = aligned(pd.DataFrame(rows, columns=["name", "value", "share", "long", "flag"]), is_first_kept=True)
    assert [name for name, column in kept.items() if column.get("pinned")] == ["name"]
    assert (found["share"]["alignment"], found["long"]["width"]) == ("right", 25 * 6 + 18)
