"""A canvas takes texts and shapes together and writes what plotly writes when it takes them one by one."""

import plotly.graph_objects as go
import pytest

from cx.charts.template import Canvas


@pytest.mark.parametrize("made", [go.Figure, Canvas])
def test_texts_and_shapes_stand_in_their_order(made):
    drawn = made(layout={"height": 100})
    drawn.add_annotation(text="first", x=1, y=2)
    drawn.add_shape(type="line", x0=0, x1=1, y0=0, y1=1)
    drawn.add_hline(y=3)
    drawn.add_annotation(go.layout.Annotation(text="second"))
    drawn.add_annotation(text="third").update_layout(height=200)
    assert [text.text for text in drawn.layout.annotations] == ["first", "second", "third"]
    assert [shape.y0 for shape in drawn.layout.shapes] == [0, 3]


def test_both_write_the_same():
    written = [
        made().add_annotation(text="a").add_shape(type="rect", x0=0).add_annotation(text="b").to_json()
        for made in (go.Figure, Canvas)
    ]
    assert written[0] == written[1]
