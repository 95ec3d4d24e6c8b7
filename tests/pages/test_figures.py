"""The figures of a page are those of the metrics; its filters change them, and an address opens the same view.

That the browser writes the filters into the address is seen in tests/browser.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import period_named
from cx.contracts.words import Words
from cx.metrics.as_of import as_of
from cx.metrics.compute import compute
from cx.story.phrases import level

Opening = Callable[..., AppTest]


def expected(app: AppTest, metric: str, period: str = "2026Q3", **filters: str) -> str:
    """The metric's figure as text, computed on the app's own store."""
    store = app.session_state["store"]
    with store.cursor() as cursor:
        day = as_of(cursor)
        assert day is not None
        chosen = tuple(Filter(name, (value,)) for name, value in filters.items())
        selection = Selection(period_named(period, 1), day, chosen)
        return level(compute(cursor, [metric], selection, store.settings)[0], Words("en"), "€")


def shown(app: AppTest, name: str) -> str:
    """The value of the tile with this name."""
    return str(next(metric.value for metric in app.metric if metric.label == name))


@pytest.mark.parametrize(
    ("page", "name", "metric"),
    [
        ("story/board", "Net Promoter Score", "nps"),
        ("story/board", "Gross revenue retention", "grr"),
        ("story/board", "Customer Effort Score", "ces"),
        ("story/board", "Promises kept (SLA)", "sla_attainment"),
        ("story/board", "Seats in use", "seat_adoption"),
        ("explore/voice", "Response rate", "response_rate"),
        ("explore/service", "First response time", "first_response_minutes"),
        ("explore/renewals", "Net revenue retention", "nrr"),
        ("explore/adoption", "Feature breadth", "feature_breadth"),
    ],
)
def test_a_tile_shows_the_figure_of_its_metric(
    page: str, name: str, metric: str, databases: dict[str, Path], opened: Opening
):
    app = opened(databases["filled"], page)
    assert shown(app, name) == expected(app, metric)


def test_a_filter_changes_the_figures(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"])
    everyone = shown(app, "Net Promoter Score")
    app.sidebar.pills(key="segment").set_value(["Small"]).run()
    assert shown(app, "Net Promoter Score") == expected(app, "nps", segment="Small") != everyone
    app.sidebar.pills(key="segment").set_value([]).run()
    assert shown(app, "Net Promoter Score") == everyone


def test_another_quarter_changes_the_figures(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"])
    app.sidebar.selectbox(key="period").set_value("2025 Q4").run()
    assert shown(app, "Net Promoter Score") == expected(app, "nps", "2025Q4") != expected(app, "nps")
    assert app.main.caption[0].value.startswith("2025 Q4")


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("story/board", {"segment": "Small", "period": "2026 Q1"}),
        ("explore/voice", {"region": "North", "by": "Segment"}),
        ("explore/service", {"tier": "gold", "by": "Team"}),
    ],
)
def test_a_link_opens_the_view_it_was_copied_from(
    page: str, query: dict[str, str], databases: dict[str, Path], opened: Opening, texts: Callable[[AppTest], list[str]]
):
    there = opened(databases["filled"], page)
    for name, value in query.items():
        if name == "period":
            there.sidebar.selectbox(key=name).set_value(value)
        elif name == "by":
            there.segmented_control(key=name).set_value(value)
        else:
            there.sidebar.pills(key=name).set_value([value])
    there.run()
    here = opened(databases["filled"], page, **query)
    assert texts(here) == texts(there)
    assert texts(here) != texts(opened(databases["filled"], page))


@pytest.mark.parametrize(
    "query", [{"segment": "Nobody"}, {"period": "1999 Q1"}, {"period": "{}"}, {"by": "Nothing"}, {"segment": "' OR 1"}]
)
def test_an_address_that_means_nothing_opens_the_whole_view(
    query: dict[str, str], databases: dict[str, Path], opened: Opening
):
    app = opened(databases["filled"], "explore/voice", **query)
    assert not app.exception
    assert shown(app, "Net Promoter Score") == expected(app, "nps")
    assert app.query_params == {}


def test_filters_stay_when_the_page_changes(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"])
    app.sidebar.pills(key="segment").set_value(["Small"]).run()
    app.switch_page("pages/data/definitions.py").run()
    app.switch_page("pages/explore/voice.py").run()
    assert app.sidebar.pills(key="segment").value == ["Small"]
    assert shown(app, "Net Promoter Score") == expected(app, "nps", segment="Small")


def test_a_split_that_the_next_page_lacks_is_left_behind(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "explore/voice")
    app.segmented_control(key="by").set_value("Touchpoint").run()
    assert any("by touchpoint" in caption.value for caption in app.main.caption)
    app.switch_page("pages/explore/renewals.py").run()
    assert not app.exception
    assert app.segmented_control(key="by").value == "segment"
    assert any("by segment" in caption.value for caption in app.main.caption)
