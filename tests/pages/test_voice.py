"""The Voice page's own sections on the sample company: what plain pandas counts in its files, and comments when asked."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import period_named
from cx.contracts.words import Words
from cx.insights.drivers import Drivers, drivers
from cx.insights.journey import journey
from cx.insights.nps_split import nps_split
from cx.insights.silence import silence
from cx.metrics.as_of import as_of
from cx.store.database import open_store
from cx.store.sample import SAMPLE
from cx.story.telling import Telling

START, END = "2026-07-01", "2026-09-30"
Opening = Callable[..., AppTest]


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    table = pd.read_csv(SAMPLE / "survey.csv", parse_dates=["sent_at", "responded_at"])
    answered = table["responded_at"].dt.normalize()
    return table.assign(now=answered.between(START, END), asked=table["sent_at"].dt.normalize().between(START, END))


@pytest.fixture
def telling(copied: Callable[[str], Path]):
    store = open_store(copied("filled"))
    with store.cursor() as cursor:
        known_to = as_of(cursor)
        assert known_to
        yield Telling(cursor, Selection(period_named("2026Q3", 1), known_to), store.settings, Words("en"))
    store.close()


def test_the_sections_say_what_pandas_counts(telling: Telling, survey: pd.DataFrame):
    given = (telling.cursor, telling.selection, telling.settings)
    nps = survey[survey["now"] & (survey["kind"] == "nps") & survey["score"].notna()]
    split = nps_split(*given, telling.continuity)
    assert split is not None
    expected = [(nps["score"] >= 9).mean(), nps["score"].isin([7, 8]).mean(), (nps["score"] <= 6).mean()]
    assert [value.value for value in split.now] == pytest.approx([100 * share for share in expected])

    found = journey(*given, telling.continuity)
    assert found is not None
    ces = survey[survey["now"] & (survey["kind"] == "ces")].groupby(["journey_stage", "touchpoint"])["score"].mean()
    shown = {
        (stop.stage, stop.touchpoint): stop.figures["ces", None].value
        for stop in found.stops
        if ("ces", None) in stop.figures
    }
    assert shown == pytest.approx(ces.dropna().to_dict())
    named = survey[["journey_stage", "touchpoint"]].drop_duplicates().dropna(how="all")
    assert sum(stop.way is None for stop in found.stops) == len(named)

    sent, window = survey["sent_at"].dt.normalize(), pd.Timedelta(days=14)
    due = survey[survey["asked"] & (sent + window <= pd.Timestamp(telling.selection.as_of))]
    asked = (survey["responded_at"].dt.normalize() - sent <= window)[due.index].groupby(due["account_id"]).any()
    silent = silence(*given, "tier")
    assert silent is not None
    assert (silent.whole.accounts.n, silent.whole.accounts.value) == (len(asked), pytest.approx(asked.mean()))
    quiet = int((survey["asked"] & (survey["kind"] == "nps") & survey["responded_at"].isna()).sum())
    total = float((nps["score"] >= 9).sum() - (nps["score"] <= 6).sum())
    bounds = silent.scenarios[0]
    assert (bounds.silent, bounds.least) == (quiet, pytest.approx(100 * (total - quiet) / (len(nps) + quiet)))


def test_drivers_are_of_the_accounts_that_rated_everything(telling: Telling, survey: pd.DataFrame):
    found = drivers(telling.cursor, telling.selection, telling.settings)
    year = survey[survey["responded_at"].dt.normalize().between("2025-10-01", END) & survey["score"].notna()]
    if isinstance(found, Drivers) and not any(
        item.attribute.stage or item.attribute.question for item in found.drivers
    ):
        means = year.pivot_table(index="account_id", columns="kind", values="score").dropna()
        assert found.r_squared.n == len(means)
        assert {item.attribute.kind: item.mean.value for item in found.drivers} == pytest.approx(
            means[["csat", "ces"]].mean().to_dict()
        )
    narrow = telling.selection.within("account_id", *sorted(year["account_id"].dropna().unique())[:30])
    assert isinstance(narrow.filters[0], Filter)
    assert not isinstance(drivers(telling.cursor, narrow, telling.settings), Drivers)


def test_comments_are_read_when_they_are_opened_and_found_by_their_words(
    databases: dict[str, Path], opened: Opening, survey: pd.DataFrame
):
    app = opened(databases["filled"], "explore/voice", part="comments")
    assert not any("<table" in html.body for html in app.html)
    app.session_state["comments"] = True
    app.run()
    there = survey[survey["now"] & survey["comment"].notna()]
    assert any(f"{len(there)} comments, the newest first" in caption.value for caption in app.caption)
    (drawn,) = (html.body for html in app.html if "<table" in html.body)
    assert drawn.count("<tr>") == 51
    app.text_input(key="comment-text").set_value("TRIMISI").run()
    said = there[there["comment"].str.contains("trimiși", case=False)]
    assert any(f"{len(said)} comment" in caption.value for caption in app.caption)
    app.text_input(key="comment-text").set_value("<b>nobody wrote this</b>").run()
    assert not app.exception and "No comment in this period matches." in [info.value for info in app.info]
