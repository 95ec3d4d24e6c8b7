"""The figures of a page are those of the metrics; its filters change them, and an address opens the same view.

That the browser writes the filters into the address is seen in tests/browser.
"""

import json
from argparse import Namespace
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from cx.cli.kpi_command import kpi
from cx.cli.speech import Speech
from cx.cli.story_command import story
from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period, earlier, period_named, to_date
from cx.contracts.words import Words
from cx.metrics.as_of import as_of
from cx.metrics.compute import compute
from cx.store.database import open_store
from cx.story.phrases import level
from tests.pages.conftest import load_text

Opening = Callable[..., AppTest]


def expected(app: AppTest, metric: str, period: str = "2026Q3", **filters: str) -> str:
    """The metric's figure as text, computed on the app's own store."""
    store = app.session_state["store"]
    with store.cursor() as cursor:
        day = as_of(cursor)
        assert day is not None
        chosen = tuple(Filter(name, (value,)) for name, value in filters.items())
        selection = Selection(to_date(period_named(period, 1), day), day, chosen)
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
    app = opened(databases["heard"])
    everyone = shown(app, "Net Promoter Score")
    app.sidebar.pills(key="segment-seen").set_value(["Small"]).run()
    assert shown(app, "Net Promoter Score") == expected(app, "nps", segment="Small") != everyone
    app.sidebar.pills(key="segment-seen").set_value([]).run()
    assert shown(app, "Net Promoter Score") == everyone


def test_another_quarter_changes_the_figures(databases: dict[str, Path], opened: Opening):
    app = opened(databases["heard"])
    app.sidebar.selectbox(key="period-seen").set_value("2025 Q4").run()
    assert shown(app, "Net Promoter Score") == expected(app, "nps", "2025Q4") != expected(app, "nps")
    assert app.main.caption[0].value.startswith("2025 Q4")


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("story/board", {"segment": "Small", "period": "2026Q1"}),
        ("explore/voice", {"region": "North", "by": "segment"}),
        ("explore/service", {"tier": "gold", "by": "team"}),
        ("explore/adoption", {"part": "worth"}),
    ],
)
def test_a_link_opens_the_view_it_was_copied_from(
    page: str, query: dict[str, str], databases: dict[str, Path], opened: Opening, texts: Callable[[AppTest], list[str]]
):
    there = opened(databases["filled"], page)
    for name, value in query.items():
        if name == "period":
            there.sidebar.selectbox(key="period-seen").set_value("2026 Q1")
        elif name in ("by", "part"):
            there.segmented_control(key=f"{name}-seen").set_value(value)
        else:
            there.sidebar.pills(key=f"{name}-seen").set_value([value])
    there.run()
    here = opened(databases["filled"], page, **query)
    assert texts(here) == texts(there)
    assert texts(here) != texts(opened(databases["filled"], page))


@pytest.mark.parametrize(
    ("page", "was", "key"),
    [
        ("explore/service", {"by": "Team"}, {"by": "team"}),
        ("explore/adoption", {"part": "What use leads to"}, {"part": "worth"}),
        ("explore/voice", {"by": "Region", "period": "2026 Q1"}, {"by": "region", "period": "2026Q1"}),
    ],
)
def test_a_link_of_before_that_is_made_of_names_opens_the_view_of_its_keys(
    page: str,
    was: dict[str, str],
    key: dict[str, str],
    databases: dict[str, Path],
    opened: Opening,
):
    older, newer = (opened(databases["filled"], page, **query) for query in (was, key))
    assert not older.exception and not older.warning
    seen = {f"{name}-seen" for name in was}
    assert [older.session_state[name] for name in sorted(seen)] == [newer.session_state[name] for name in sorted(seen)]
    assert [caption.value for caption in older.main.caption] == [caption.value for caption in newer.main.caption]


def test_a_part_that_the_page_has_not_is_named_until_another_one_is_chosen(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "explore/adoption", part="Nothing")
    said = "This page has no part “Nothing”. Shown is Breadth and depth."
    assert [warning.value for warning in app.warning] == [said]
    app.segmented_control(key="part-seen").set_value("worth").run()
    assert not app.warning
    assert not opened(databases["filled"], "explore/adoption", part="worth").warning


@pytest.mark.parametrize(
    "query", [{"segment": "Nobody"}, {"by": "Nothing"}, {"part": "Nothing"}, {"segment": "' OR 1"}]
)
def test_an_address_that_means_nothing_opens_the_whole_view(
    query: dict[str, str], databases: dict[str, Path], opened: Opening
):
    app = opened(databases["filled"], "explore/voice", **query)
    assert not app.exception
    assert shown(app, "Net Promoter Score") == expected(app, "nps")
    assert app.query_params == {}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("{}", "“{}” is no period."),
        ("*soon*", "“*soon*” is no period."),
        ("1889 Q1", "does not lie in 1990-01-01"),
        ("2026-03-10..2026-01-15", "ends before it starts"),
    ],
)
def test_an_address_with_no_period_says_so_and_opens_the_last_complete_quarter(
    word: str, said: str, databases: dict[str, Path], opened: Opening
):
    app = opened(databases["filled"], "explore/voice", period=word)
    assert not app.exception
    warned = app.warning[0].value.replace("\\", "")
    assert said in warned and warned.endswith("Shown is 2026 Q3.")
    assert shown(app, "Net Promoter Score") == expected(app, "nps")


@pytest.mark.parametrize(
    ("word", "named", "kind"),
    [
        ("2026-07", "Jul 2026", "heard"),
        ("2025", "2025", "heard"),
        ("2026-01-15..2026-03-10", "15 Jan – 10 Mar 2026", "heard"),
        ("2026Q1", "2026 Q1", "filled"),
    ],
)
def test_page_story_and_shell_agree_on_a_period_by_its_word(
    word: str, named: str, kind: str, databases: dict[str, Path], opened: Opening
):
    app = opened(databases[kind], period=word)
    assert app.main.caption[0].value.startswith(named) and not app.warning
    out: list[str] = []
    speech, store = (
        Speech(SimpleNamespace(out=out.append, error=out.append), Words("en"), "", "tester"),
        app.session_state["store"],
    )
    asked = Namespace(period=word, where=[], json=True, today=None)
    assert story(asked, store, speech) == 0
    told = json.loads(out.pop())
    assert told["period"] == named
    assert {tile["name"]: tile["value"] for tile in told["tiles"]} == {item.label: item.value for item in app.metric}
    asked = Namespace(
        metrics=["nps"], period=word, start=None, end=None, as_of=None, where=[], by="", compare=None, json=True
    )
    assert kpi(asked, store, speech) == 0
    (row,) = json.loads(out.pop())["rows"]
    assert f"{row['value']:.0f}" == shown(app, "Net Promoter Score") == expected(app, "nps", word)


def test_another_length_takes_its_last_complete_period_and_days_those_that_are_shown(
    databases: dict[str, Path], opened: Opening
):
    app = opened(databases["heard"])
    for length, word in (
        ("month", "2026-09"),
        ("year", "2025"),
        ("days", "2025-01-01..2025-12-31"),
        ("quarter", ""),
    ):
        app.sidebar.segmented_control(key="period-length").set_value(length).run()
        assert not app.exception and app.sidebar.text_input(key="period").value == word
        assert [field.value for field in app.sidebar.date_input] == (
            [date(2025, 1, 1), date(2025, 12, 31)] if length == "days" else []
        )
    app.sidebar.segmented_control(key="period-length").set_value("days").run()
    app.sidebar.date_input(key="period-to").set_value(date(2026, 8, 15)).run()
    assert app.sidebar.text_input(key="period").value == "2026-07-01..2026-08-15"
    assert shown(app, "Net Promoter Score") == expected(app, "nps", "2026-07-01..2026-08-15")


def test_filters_stay_when_the_page_changes(databases: dict[str, Path], opened: Opening):
    app = opened(databases["heard"])
    app.sidebar.pills(key="segment-seen").set_value(["Small"]).run()
    app.switch_page("pages/data/definitions.py").run()
    app.switch_page("pages/explore/voice.py").run()
    assert app.sidebar.pills(key="segment-seen").value == ["Small"]
    assert shown(app, "Net Promoter Score") == expected(app, "nps", segment="Small")


def test_a_split_that_the_next_page_lacks_is_left_behind(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "explore/voice")
    app.segmented_control(key="by-seen").set_value("touchpoint").run()
    assert any("by touchpoint" in caption.value for caption in app.main.caption)
    app.switch_page("pages/explore/renewals.py").run()
    assert not app.exception
    assert app.segmented_control(key="by-seen").value == "segment"
    assert any("by segment" in caption.value for caption in app.main.caption)


def tickets_from(first: date, last: date) -> str:
    """A ticket a day, answered after one hour, from October on after two."""
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    return "ticket_id,opened_at,first_response_at\n" + "".join(
        f"T{at},{day} 09:00,{day} {10 if day < date(2026, 10, 1) else 11}:00\n" for at, day in enumerate(days)
    )


LAST = date(2026, 11, 12)
RUNNING, COMPLETE = "2026 Q4 to date", "2026 Q3"


@pytest.fixture
def begun(copied: Callable[[str], Path], tmp_path: Path) -> Callable[[date], Path]:
    """A database with a ticket a day from some day to the middle of a quarter."""

    def loaded(first: date) -> Path:
        path = copied("empty")
        store = open_store(path)
        load_text(store, tmp_path, "tickets", tickets_from(first, LAST))
        store.close()
        return path

    return loaded


@pytest.mark.parametrize(
    ("first", "opens_with"),
    [
        (date(2026, 10, 5), RUNNING),
        (date(2026, 10, 1), RUNNING),
        (date(2026, 9, 30), COMPLETE),
        (date(2026, 1, 1), COMPLETE),
    ],
)
def test_rule_17_the_last_complete_quarter_opens_unless_the_data_begin_after_it(
    first: date, opens_with: str, begun: Callable[[date], Path], opened: Opening
):
    app = opened(begun(first))
    assert app.sidebar.selectbox(key="period-seen").options[:2] == [RUNNING, COMPLETE]
    assert app.sidebar.selectbox(key="period-seen").value == opens_with
    assert app.query_params == {}
    assert shown(app, "First response time") == ("120\u202fmin" if opens_with == RUNNING else "60\u202fmin")


@pytest.mark.parametrize(("period", "figure"), [(RUNNING, "120\u202fmin"), (COMPLETE, "60\u202fmin")])
def test_an_address_opens_the_running_quarter_and_a_complete_one(
    period: str, figure: str, begun: Callable[[date], Path], opened: Opening
):
    app = opened(begun(date(2026, 1, 1)), period=period)
    assert not app.exception
    assert app.sidebar.selectbox(key="period-seen").value == period
    assert shown(app, "First response time") == figure


def test_rule_17_a_running_quarter_is_compared_with_as_many_days_and_says_so(
    begun: Callable[[date], Path], opened: Opening, texts: Callable[[AppTest], list[str]]
):
    app = opened(begun(date(2026, 1, 1)), "explore/service", period=RUNNING)
    said = texts(app)
    assert app.main.caption[0].value.startswith("2026 Q4 to 12 Nov")
    assert any("against the first 43 days of 2026 Q3" in text for text in said)
    assert any("its first 43 days are compared with as many first days" in text for text in said)
    store = app.session_state["store"]
    with store.cursor() as cursor:
        running = Period(date(2026, 10, 1), LAST, Grain.QUARTER)
        before = earlier(running, Grain.QUARTER)
        counted = compute(cursor, ["first_response_minutes"], Selection(before, LAST), store.settings)[0]
    assert (before.start, before.end, counted.n) == (date(2026, 7, 1), date(2026, 8, 12), 43)


def test_a_running_quarter_moves_with_the_data_until_it_is_over(
    copied: Callable[[str], Path], opened: Opening, tmp_path: Path
):
    path = copied("empty")
    store = open_store(path)
    load_text(store, tmp_path, "tickets", tickets_from(date(2026, 1, 1), date(2026, 6, 15)))
    store.close()
    app = opened(path, period="2026 Q2 to date")
    for number, (until, chosen, told) in enumerate(
        (
            (date(2026, 6, 20), "2026 Q2 to date", "2026 Q2 to 20 Jun"),
            (LAST, "2026 Q2", "2026 Q2 "),
        )
    ):
        added = f"ticket_id,opened_at\nLater{number},{until} 09:00\n"
        load_text(app.session_state["store"], tmp_path, "tickets", added)
        app.run()
        assert not app.exception
        assert app.sidebar.selectbox(key="period-seen").value == chosen
        assert app.main.caption[0].value.startswith(told)
