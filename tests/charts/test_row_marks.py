"""Rows over time: events stand beside the row of their days, breaks between rows, and neither touches anything else."""

from dataclasses import replace
from datetime import date

import pytest

from cx.charts import figure
from cx.charts.label import width
from cx.charts.template import LINE_HEIGHT
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Cut, Exhibit, Happening, Point, Series, Shape

STARTS = [date(2024 + at // 4, at % 4 * 3 + 1, 1) for at in range(6)]
PARTS = tuple(
    Series(
        name, tuple(Point(f"Q{at}", share, share - 5, share + 5, 100, on, note="n") for at, on in enumerate(STARTS, 1))
    )
    for name, share in (("Promoters", 60.0), ("Others", 40.0))
)
EVENTS = tuple(
    Happening(day, at, f"E{at}", f"E{at}\n<b>{day}</b>")
    for at, day in enumerate((date(2024, 5, 1), date(2025, 1, 1), date(2025, 1, 9), date(2025, 6, 30)), 1)
)
SPLIT = Exhibit("nps-split", Shape.STACKED, "It rose", "caption", Unit.PERCENT, PARTS, events=EVENTS)
DOTS = replace(SPLIT, shape=Shape.DOTS, series=(Series("Stays", (*PARTS[0].points, Point("All", 50.0, n=600))),))
CHANGED = (
    "survey: Pulse → Yearly",
    "a new wording, which takes a good many more words than one line above a row can hold",
)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("exhibit", [SPLIT, DOTS], ids=["stacks", "dots"])
@pytest.mark.parametrize("narrow", [False, True])
def test_events_stand_in_a_column_of_their_own_beside_the_row_of_their_days(exhibit, narrow, theme):
    drawn, without = figure(exhibit, theme, narrow), figure(replace(exhibit, events=()), theme, narrow)
    rows = dict(zip(drawn.layout.yaxis.ticktext, drawn.layout.yaxis.tickvals, strict=True))
    found = {one.text: one for one in drawn.layout.annotations if one.hovertext}
    assert {text: one.y for text, one in found.items()} == {"1": rows["Q2"], "2–3": rows["Q5"], "4": rows["Q6"]}
    assert found["2–3"].hovertext == "2 E2<br>&lt;b&gt;2025-01-01&lt;/b&gt;<br>3 E3<br>&lt;b&gt;2025-01-09&lt;/b&gt;"
    marks = [shape for shape in drawn.layout.shapes if shape.type == "path"]
    assert [shape.yanchor for shape in marks] == [one.y for one in found.values()]
    assert {shape.fillcolor for shape in marks} == {one.font.color for one in found.values()} == {PALETTES[theme].muted}
    cases = [one.xshift + (width(one.text) if one.xanchor == "left" else 0) for one in annotations(without)]
    assert min(one.xshift for one in found.values()) >= max(cases) + 7
    assert drawn.layout.margin.r >= max(one.xshift + width(one.text) for one in found.values())
    assert drawn.layout.height == without.layout.height and drawn.layout.margin.r > without.layout.margin.r


def annotations(drawn):
    """The texts right of the rows."""
    return [one for one in drawn.layout.annotations if one.x == 1 and one.xref == "paper" and one.xshift]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("at", [0, 2, 5])
def test_a_break_makes_room_between_two_rows_for_what_changed(at, narrow):
    whole = figure(SPLIT, narrow=narrow)
    drawn = figure(replace(SPLIT, cuts=(Cut(STARTS[at], CHANGED),)), narrow=narrow)
    (line,) = (shape for shape in drawn.layout.shapes if shape.type == "line")
    (text,) = (one for one in drawn.layout.annotations if "Pulse" in one.text)
    before, after = whole.layout.yaxis.tickvals, drawn.layout.yaxis.tickvals
    more = drawn.layout.height - whole.layout.height
    assert [new - old for old, new in zip(before, after, strict=True)] == [0] * at + [more] * (6 - at)
    assert more >= LINE_HEIGHT * (1 + text.text.count("<br>"))
    assert line.y0 == line.y1 == text.y and (text.yanchor, text.xanchor) == ("bottom", "left")
    assert line.y0 < after[at] and (at == 0 or line.y0 - more > after[at - 1])


def test_groups_have_neither():
    groups = replace(SPLIT, series=(replace(PARTS[0], points=(Point("North", 60.0, n=9), Point("South", 40.0, n=9))),))
    assert not figure(groups).layout.shapes and not [one for one in figure(groups).layout.annotations if one.hovertext]
