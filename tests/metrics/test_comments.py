"""Comments: found whatever the capitals and accents, paged, narrowed, and never telling who wrote an anonymous one."""

from collections.abc import Iterator
from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.metrics.comments import EVERYTHING, GROUPS, PAGE, Comments, Sought, comments, touchpoints
from cx.store.database import Store
from tests.metrics.asking import answer
from tests.metrics.company import Row, load_rows, opened

QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))
END = date(2024, 12, 31)
TEXTS = {
    "ro": "Rețenție bună, dar ÎNCET",
    "he": "התמיכה ענתה תוך שעה, תודה",
    "ru": "Поддержка Ответила быстро",
    "script": "<script>alert(1)</script> 100%_sure",
}


def written(name: str, text: str | None, score: int | None = 9, kind: str = "nps", **more: object) -> Row:
    return answer(0, kind, score, responded_at="2024-08-10 00:00", comment=text, **more) | {"response_id": name}


def named() -> list[Row]:
    rows = [written(name, text, account_id="A1", touchpoint="call") for name, text in TEXTS.items()]
    rows += [
        written("blank", "  "),
        written("silent", None),
        written("early", "early") | {"responded_at": "2024-06-30 23:59"},
    ]
    rows += [written("late", "late one") | {"responded_at": "2024-09-30 23:59"}]
    return [*rows, written("low", "low", 6, account_id="A2"), written("middle", "middle", 8, account_id="A2")]


def asked(store: Store, sought: Sought = EVERYTHING, page: int | None = 0, **where: str) -> Comments:
    filters = tuple(Filter(name, (value,)) for name, value in where.items())
    with store.cursor() as cursor:
        return comments(cursor, Selection(QUARTER, END, filters), store.settings, sought, page)


def ids(found: Comments) -> set[str]:
    return {str(item.response) for item in found.found}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    accounts = [
        {"account_id": "A1", "segment": "Large", "as_of": "2020-01-01"},
        {"account_id": "A2", "segment": "Small", "as_of": "2020-01-01"},
    ]
    with opened({"survey": named(), "accounts": accounts}) as filled:
        yield filled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("retentie", {"ro"}),
        ("REȚEN", {"ro"}),
        ("încet", {"ro"}),
        (" incet ", {"ro"}),
        ("התמיכה", {"he"}),
        ("поддержка ответила", {"ru"}),
        ("<SCRIPT>", {"script"}),
        ("%", {"script"}),
        ("_", {"script"}),
        ("' OR 1=1 --", set()),
        ("", {*TEXTS, "late", "low", "middle"}),
    ],
)
def test_a_search_knows_no_capitals_and_no_accents_and_takes_every_sign_as_itself(store, text, expected):
    assert ids(asked(store, Sought(text))) == expected


@pytest.mark.parametrize(
    ("sought", "where", "expected"),
    [
        (Sought(group="low"), {}, {"low"}),
        (Sought(group="middle"), {}, {"middle"}),
        (Sought(kind="csat"), {}, set()),
        (Sought(touchpoint="call", text="a"), {}, {"script"}),
        (Sought(), {"segment": "Large"}, set(TEXTS)),
        (Sought(), {"account_id": "A2"}, {"low", "middle"}),
        (Sought(), {"touchpoint": "call", "segment": "Small"}, set()),
    ],
)
def test_what_narrows_the_comments_narrows_them_together(store, sought, where, expected):
    assert ids(asked(store, sought, **where)) >= expected
    assert len(asked(store, sought, **where).found) == len(expected) or sought.text


@pytest.mark.parametrize(
    ("kind", "scale", "version", "by_group"),
    [
        ("nps", "0-10", None, {"low": [0, 6], "middle": [7, 8], "high": [9, 10]}),
        ("csat", "1-5", None, {"low": [1, 2], "middle": [3], "high": [4, 5]}),
        ("csat", "1-7", None, {"low": [1, 3], "middle": [4, 5], "high": [6, 7]}),
        ("csat", "good-bad", None, {"low": [0], "middle": [], "high": [1]}),
        ("ces", "1-7", "2.0", {"low": [1, 3], "middle": [4], "high": [5, 7]}),
        ("ces", "1-5", "1.0", {"low": [4, 5], "middle": [3], "high": [1, 2]}),
    ],
)
def test_a_score_stands_high_or_low_on_its_own_scale(kind, scale, version, by_group):
    rows = [
        written(f"{score}", "x", score, kind, scale=scale, **({"ces_version": version} if version else {}))
        for scores in by_group.values()
        for score in scores
    ]
    with opened({"survey": rows}) as filled:
        for group in GROUPS:
            found = sorted(item.score for item in asked(filled, Sought(group=group)).found if item.score is not None)
            assert found == by_group[group]


def test_pages_hold_fifty_each_once_the_newest_first_and_all_without_a_page():
    rows = [
        written(f"R{at:03}", f"text {at}") | {"responded_at": f"2024-08-{1 + at % 28:02} 00:00"} for at in range(120)
    ]
    with opened({"survey": rows}) as filled:
        pages = [asked(filled, page=page) for page in range(3)]
        everything = asked(filled, page=None)
        beyond = asked(filled, page=9)
    assert [len(page.found) for page in pages] == [PAGE, PAGE, 20] and {page.total for page in pages} == {120}
    told = [item for page in pages for item in page.found]
    assert tuple(told) == everything.found and len(set(map(str, told))) == 120
    assert [item.on for item in told] == sorted((item.on for item in told), reverse=True)
    assert beyond.found == pages[0].found


def anonymous(folder, counts: dict[str, int]) -> Iterator[Store]:
    rows = [
        written(f"{kind}{at}", f"{kind} {at}", 1, kind, scale=scale, account_id="A1", region="East", touchpoint="call")
        for kind, scale in (("nps", "0-10"), ("csat", "1-5"))
        for at in range(counts.get(kind, 0))
    ]
    with opened({}) as store:
        if rows:
            load_rows(store, folder, "survey", rows, survey="anonymous")
        load_rows(store, folder, "survey", [written("named", "named", account_id="A2", region="West")])
        yield store


@pytest.mark.parametrize(
    ("counts", "shown", "is_withheld"),
    [({"nps": 9}, 1, True), ({"nps": 10}, 11, False), ({"nps": 10, "csat": 9}, 11, True), ({}, 1, False)],
)
def test_comments_to_an_anonymous_survey_need_enough_answers_to_their_question(tmp_path, counts, shown, is_withheld):
    for store in anonymous(tmp_path, counts):
        found = asked(store)
        assert (found.total, found.is_withheld) == (shown, is_withheld)


def test_an_anonymous_comment_carries_nothing_that_tells_who_wrote_it(tmp_path):
    for store in anonymous(tmp_path, {"nps": 12}):
        found = [item for item in asked(store).found if not item.is_named]
        assert len(found) == 12
        told = {(item.account, item.response, item.touchpoint, item.on) for item in found}
        assert told == {(None, None, None, date(2024, 8, 1))}
        with store.cursor() as cursor:
            assert touchpoints(cursor, Selection(QUARTER, END)) == ()


@pytest.mark.parametrize(
    "where", [{"region": "East"}, {"account_id": "A1"}, {"touchpoint": "call"}, {"region": "West"}]
)
def test_no_filter_can_be_laid_over_another_to_single_out_an_anonymous_comment(tmp_path, where):
    for store in anonymous(tmp_path, {"nps": 40}):
        found = asked(store, **where)
        assert {item.is_named for item in found.found} <= {True} and found.is_withheld
        assert asked(store, Sought(touchpoint="call")).total == 0
        assert asked(store, Sought(kind="nps", text="nps 1")).total == 11


@pytest.mark.parametrize(
    ("august", "september", "period", "shown"),
    [
        (12, 12, QUARTER, 24),
        (12, 4, QUARTER, 0),  # September is small, and August goes with it, since the quarter is told.
        (12, 12, Period(date(2024, 8, 1), date(2024, 9, 15)), 12),
        (12, 12, Period(date(2024, 8, 15), date(2024, 9, 30)), 12),
    ],
)
def test_an_anonymous_comment_is_shown_only_with_its_whole_month_and_where_its_figure_is(
    tmp_path, august, september, period, shown
):
    months = [8] * august + [9] * september
    rows = [
        written(f"R{at}", f"text {at}") | {"responded_at": date(2024, month, (10, 20)[at % 2])}
        for at, month in enumerate(months)
    ]
    with opened({}) as store:
        load_rows(store, tmp_path, "survey", rows, survey="anonymous")
        settings = store.settings.model_copy(update={"privacy_minimum": 5})
        with store.cursor() as cursor:
            found = comments(cursor, Selection(period, END), settings)
    assert (found.total, found.is_withheld) == (shown, shown < 24)
