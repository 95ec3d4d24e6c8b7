"""The rows behind a mark in words: each says how it counts, the file holds what the screen shows, the mark is named."""

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from python_calamine import load_workbook

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.words import Words
from cx.export.csv_file import csv_file
from cx.export.xlsx_file import xlsx_file
from cx.metrics.compute import Asked, compute
from cx.metrics.registry import REGISTRY
from cx.store.database import Store
from cx.story.counts_as import BY_VALUE
from cx.story.levels import levels
from cx.story.marks import Mark, marks
from cx.story.phrases import level
from cx.story.telling import Telling
from cx.story.told_rows import ToldRows, told_rows
from cx.ui.rows_behind import table_of
from cx.ui.taking_away import sheet_of
from tests.metrics import company as made
from tests.metrics.asking import answer
from tests.metrics.company import SETTINGS, opened

SELECTION = Selection(Period(date(2024, 4, 1), date(2024, 6, 30)), date(2024, 12, 31))
WHOLE = Mark("2025 Q1", SELECTION)
COUNTED_BY_VALUE = {
    *("ces", "ces_1", "csat_mean", "handoffs_per_ticket", "contact_rate", "feature_breadth", "revenue_due"),
    *("seat_adoption", "median_seat_rate", "customer_lifetime_value", "realised_potential", "depth"),
}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    chance = random.Random(5)
    tickets = made.tickets(chance, 120)
    company = {
        "accounts": made.accounts(chance),
        "survey": made.survey(chance, 200),
        "tickets": tickets,
        "owner_changes": made.owner_changes(chance, tickets),
        "renewals": made.renewals(chance, 40),
        "usage": [*made.usage(chance, 200), *made.steady_use(chance)],
        "milestones": made.milestones(chance, 200),
        "touches": made.touches(chance, 120),
    }
    with opened(company, SETTINGS) as opening:
        yield opening


def telling(cursor, selection: Selection = SELECTION) -> Telling:
    return Telling(cursor, selection, SETTINGS, Words("en"))


def told(store: Store, key: str, most: int | None = None) -> ToldRows:
    with store.cursor() as cursor:
        return told_rows(key, WHOLE, telling(cursor), most)


@pytest.mark.parametrize("key", REGISTRY)
def test_every_row_says_how_it_counts_under_headings_for_people(key: str, store: Store):
    found = told(store, key)
    assert found.total == len(found.rows) > 0
    assert found.columns[0] == "Counts as" and len(set(found.columns)) == len(found.columns)
    assert [name for name in found.columns if "_" in name or name.islower()] == []
    words = {str(row[0]) for row in found.rows}
    assert ("" not in words) and (words == {BY_VALUE}) == (key in COUNTED_BY_VALUE)


def test_promoters_passives_and_detractors_are_those_of_their_scores(store: Store):
    found = told(store, "nps")
    at = found.columns.index("Score")
    word = {**dict.fromkeys(range(7), "detractor"), 7: "passive", 8: "passive", 9: "promoter", 10: "promoter"}
    assert Counter(row[0] for row in found.rows) == Counter(word[row[at]] for row in found.rows)


def test_a_term_at_risk_says_why_and_only_such_a_one(store: Store):
    found = told(store, "revenue_at_risk")
    why, worth = found.columns.index("Why"), found.columns.index("Numerator")
    assert {"at risk"} < {row[0] for row in found.rows}
    for row in found.rows:
        assert (row[0] == "at risk") == bool(row[why]) == (row[worth] > 0)


def test_a_row_of_a_project_tells_of_the_project_and_not_of_one_milestone(store: Store):
    found = told(store, "time_to_first_value")
    assert {"Project id", "Of value on", "Days"} <= set(found.columns) and "Milestone id" not in found.columns
    valued = found.columns.index("Of value on")
    assert all((row[0] == "of value") == (row[valued] is not None) for row in found.rows)


def as_read(cell: object) -> object:
    """A cell as a workbook's reader gives it: numbers are decimals, nothing is an empty text, midnight is a day."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, date):
        return str(cell).removesuffix(" 00:00:00")
    return float(cell) if isinstance(cell, int) else cell


@pytest.mark.parametrize("key", ["nps", "sla_attainment", "grr", "resolution_hours"])
def test_the_files_hold_what_the_screen_shows(key: str, store: Store):
    found = told(store, key)
    table = table_of(found)
    sheet = sheet_of(table, found.name, found.about)
    book = load_workbook(io.BytesIO(xlsx_file(sheet, "Table", "About")))
    written = book.get_sheet_by_name("Table").to_python(skip_empty_area=False)
    assert written[0] == list(table.columns)
    assert [[as_read(cell) for cell in row] for row in written[1:]] == [
        [as_read(cell) for cell in row] for row in table.values.tolist()
    ]
    lines = list(csv.reader(io.StringIO(csv_file(sheet).decode("utf-8-sig"), newline="")))
    assert lines[: len(found.about)] == [list(line) for line in found.about]
    assert [row[0] for row in lines[len(found.about) + 1 :]] == [str(row[0]) for row in found.rows]


def test_a_file_says_of_what_it_speaks(store: Store):
    with store.cursor() as cursor:
        north = Mark("2025 Q1 · Region: North", SELECTION.within("region", "North"))
        about = dict(told_rows("nps", north, telling(cursor, north.selection)).about)
        value = compute(cursor, ["nps"], north.selection, SETTINGS)[0]
    assert about["Metric"] == "Net Promoter Score" and about["Definition"].startswith("nps: 100 × ")
    assert (about["Shown"], about["Filters"]) == ("2025 Q1 · Region: North", "Region: North")
    assert about["Period"] == "2025 Q1, 1 Apr 2024 to 30 Jun 2024"
    assert about["Data to"] == "31 Dec 2024"
    assert about["Figure"] == f"{level(value, Words('en'))} from {value.n} answers"


def test_the_first_rows_say_how_many_there_are(store: Store):
    every, first = told(store, "backlog"), told(store, "backlog", 5)
    assert first.rows == every.rows[:5]
    assert first.caption.endswith(f"the first 5 of {every.total} rows; the download has all")


def test_rows_of_an_anonymous_survey_say_why_they_are_not_shown():
    rows = [answer(at, "nps", 9, scale="0-10") for at in range(20)]
    with opened({"survey": rows}, SETTINGS, survey={"survey": "anonymous"}) as anonymous:
        found = told(anonymous, "nps")
    assert (found.rows, found.total) == ((), 0)
    assert "anonymous" in found.caption and "stay hidden" in found.caption


@pytest.mark.parametrize(
    ("key", "by"), [("nps", "region"), ("csat", "region"), ("grr", "segment"), ("backlog", "owner")]
)
def test_the_marks_are_the_whole_the_groups_and_the_periods_before(key: str, by: str, store: Store):
    with store.cursor() as cursor:
        found = marks(key, ((by,),), telling(cursor))
        groups = [value for value in compute(cursor, [key], SELECTION, SETTINGS, Asked((by,))) if value.n]
    assert len({mark.label for mark in found}) == len(found)
    assert found[0].selection.period == SELECTION.period and found[0].label.startswith("2025 Q1")
    split = [mark for mark in found if any(item.dimension == by for item in mark.selection.filters)]
    assert len(split) == len(groups)
    before = [mark for mark in found if mark.selection.period != SELECTION.period]
    assert before and all(mark.selection.period.end < SELECTION.period.start for mark in before)


def test_every_metric_says_what_it_stands_at(store: Store):
    with store.cursor() as cursor:
        found = levels(telling(cursor))
        values = compute(cursor, ["nps", "sla_attainment"], SELECTION, SETTINGS)
    assert set(found) == set(REGISTRY)
    for value in values:
        assert level(value, Words("en")) in found[value.metric.key]
        assert (
            f"made of {value.numerator:.0f} / {value.denominator:.0f}".replace("-", "\u2212") in found[value.metric.key]
        )
    assert all(text.startswith("2025 Q1 · all customers · ") for text in found.values())
    assert "that ended" in found["resolution_hours"] and "that ended" not in found["depth"]
