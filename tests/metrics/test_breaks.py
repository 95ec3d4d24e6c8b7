"""Rule 12 of the design: a survey, its type, scale, wording or channel that changes breaks the trend."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.metrics.breaks import Attribute, breaks, breaks_since
from tests.metrics.asking import END, YEAR, answer, ticket
from tests.metrics.company import Row, opened

SETTINGS = Settings(fiscal_year_starts=1, privacy_minimum=1)
DAYS = {1: "2024-02-10", 2: "2024-05-10", 3: "2024-08-10", 4: "2024-11-10"}
KEYS = ("nps", "csat", "ces", "ces_easy", "ces_1", "response_rate")
Found = list[tuple[int, str, str, str]]


def answers(quarter: int, size: int, kind: str = "nps", **asked: Any) -> list[Row]:
    """So many answers of a quarter that were asked for in one way."""
    mark = f"{quarter}-{kind}-{'-'.join(map(str, asked.values()))}"
    return [
        answer(0, kind, 5, responded_at=DAYS[quarter], **asked) | {"response_id": f"{mark}-{at}"} for at in range(size)
    ]


@contextmanager
def cursor_of(rows: list[Row]) -> Iterator[DuckDBPyConnection]:
    with opened({"survey": rows}, SETTINGS) as store, store.cursor() as cursor:
        yield cursor


def found_in(rows: list[Row], key: str = "nps", scale: str | None = None) -> Found:
    """The breaks of a metric over the quarters of a year: from which quarter on, what, from what, to what."""
    with cursor_of(rows) as cursor:
        found = breaks(cursor, KEYS, Selection(YEAR, END), SETTINGS, Grain.QUARTER).get((key, scale), ())
    return [(1 + item.period.start.month // 3, item.attribute.value, item.before, item.after) for item in found]


@pytest.mark.parametrize(
    ("name", "first", "second", "attribute"),
    [
        ("channel", "email", "in-app", "channel"),
        ("survey_name", "Pulse", "Yearly", "survey"),
        ("question", "Would you recommend us?", "How likely are you to recommend us?", "wording"),
        ("relationship", "relationship", "transactional", "relationship"),
    ],
)
def test_an_attribute_that_changes_breaks_the_trend_once(name, first, second, attribute):
    rows = [row for quarter in DAYS for row in answers(quarter, 40, **{name: first if quarter < 3 else second})]
    assert found_in(rows) == [(3, attribute, first, second)]


@pytest.mark.parametrize(
    ("case", "before", "after", "broken"),
    [
        ("half overlaps", {"email": 40, "in-app": 40}, {"in-app": 80}, False),
        ("less than half overlaps", {"email": 41, "in-app": 39}, {"in-app": 80}, True),
        ("shares count, not sizes", {"email": 300}, {"email": 40}, False),
        ("nothing in common, few before", {"email": 29}, {"in-app": 80}, True),
        ("nothing in common, few after", {"email": 80}, {"in-app": 29}, True),
        ("nothing in common, few in both", {"email": 20}, {"in-app": 20}, True),
        ("nothing in common, as few as tell it from chance", {"email": 5}, {"in-app": 5}, True),
        ("nothing in common, too few to tell it from chance", {"email": 4}, {"in-app": 4}, False),
        (
            "nothing in common, and no two asked alike",
            dict.fromkeys("abcdefgh", 1),
            dict.fromkeys("ijklmnop", 1),
            False,
        ),
        ("a mix of few before", {"email": 28, "in-app": 1}, {"in-app": 80}, False),
        ("a mix of few after", {"email": 80}, {"email": 1, "in-app": 28}, False),
        ("as few as may be", {"email": 30}, {"in-app": 30}, True),
        ("never told", {None: 80}, {None: 80}, False),
        ("not told before", {None: 80}, {"email": 80}, False),
        ("not told after", {"email": 80}, {None: 80}, False),
        ("told by too few", {"email": 29, None: 80}, {"in-app": 80}, False),
        ("told by a part", {"email": 30, None: 80}, {"in-app": 80}, True),
    ],
)
def test_less_than_half_in_common_breaks_and_what_is_not_told_does_not(case, before, after, broken):
    rows = [
        row
        for quarter, mix in ((2, before), (3, after))
        for channel, size in mix.items()
        for row in answers(quarter, size, channel=channel)
    ]
    assert found_in(rows) == ([(3, "channel", "email", "in-app")] if broken else [])


@pytest.mark.parametrize(
    ("case", "quarters", "broken"),
    [
        ("a small quarter asked in another way", ({"a": 40}, {"b": 10}, {"a": 40}), [(2, "a", "b"), (3, "b", "a")]),
        ("one stray answer", ({"a": 40}, {"b": 1}, {"a": 40}), []),
        ("three stray answers", ({"a": 40}, {"a": 26, "b": 3}, {"a": 40}), []),
        ("strays alone, among few answers", ({"a": 9}, {"b": 1}, {"a": 9}, {"b": 1}), []),
        ("a mix of few is passed over", ({"a": 40}, {"a": 1, "b": 28}, {"a": 40}), []),
        ("few answers each, one after the other", ({"a": 20}, {"a": 20}, {"b": 20}, {"b": 20}), [(3, "a", "b")]),
        ("so few that a quarter alone tells nothing", ({"a": 4}, {"a": 4}, {"b": 3}, {"b": 3}), [(3, "a", "b")]),
        ("one quarter has both", ({"a": 20}, {"a": 9, "b": 11}, {"b": 20}, {"b": 20}), [(3, "a", "b")]),
        ("both all the time", ({"a": 9}, {"a": 5, "b": 4}, {"a": 4, "b": 5}, {"b": 9}), []),
        ("more of it after a new beginning", ({"a": 40}, {"b": 9}, {"b": 40}), [(2, "a", "b")]),
        (
            "a new beginning that did not last",
            ({"a": 40}, {"b": 9}, {"a": 30, "b": 10}),
            [(2, "a", "b"), (3, "b", "a")],
        ),
    ],
)
def test_few_answers_break_where_nothing_is_as_it_was_and_a_mix_of_few_does_not(case, quarters, broken):
    rows = [
        row
        for quarter, mix in enumerate(quarters, start=1)
        for channel, size in mix.items()
        for row in answers(quarter, size, channel=channel)
    ]
    assert [(at, before, after) for at, _, before, after in found_in(rows)] == broken


def test_a_survey_that_does_not_say_what_it_asks_about_breaks_nothing_and_one_type_has_one_line():
    said = [answers(1, 40), answers(2, 40, relationship="relationship"), answers(3, 40), answers(4, 40)]
    assert found_in([row for rows in said for row in rows]) == []
    rows = answers(2, 40, relationship="relationship") + answers(3, 40, relationship="transactional")
    with cursor_of(rows) as cursor:
        for kind in ("relationship", "transactional"):
            over = Selection(YEAR, END).within("relationship", kind)
            assert breaks(cursor, ["nps"], over, SETTINGS, Grain.QUARTER)["nps", None] == ()


def test_attributes_break_by_themselves_the_earliest_first():
    rows = (
        answers(1, 40, channel="email", survey_name="Pulse")
        + answers(2, 40, channel="email", survey_name="Yearly")
        + answers(3, 40, channel="in-app", survey_name="Yearly")
        + answers(4, 40, channel="email", survey_name="Pulse")
    )
    assert found_in(rows) == [
        (2, "survey", "Pulse", "Yearly"),
        (3, "channel", "email", "in-app"),
        (4, "survey", "Yearly", "Pulse"),
        (4, "channel", "in-app", "email"),
    ]


def test_where_the_leading_value_stays_the_ones_that_lost_and_gained_are_named():
    before, after = {"email": 30, "phone": 25, "mail": 25}, {"email": 30, "in-app": 26, "kiosk": 24}
    rows = [
        row
        for quarter, mix in ((2, before), (3, after))
        for channel, size in mix.items()
        for row in answers(quarter, size, channel=channel)
    ]
    assert found_in(rows) == [(3, "channel", "mail", "in-app")]


CES = {"1.0": {"scale": "1-5", "ces_version": "1.0"}, "2.0": {"scale": "1-7", "ces_version": "2.0"}}


@pytest.mark.parametrize(
    ("key", "scale", "kind", "before", "after", "found"),
    [
        ("ces", None, "ces", CES["1.0"], CES["2.0"], [(3, "scale", "CES 1.0", "CES 2.0")]),
        ("ces_1", None, "ces", CES["1.0"], CES["2.0"], []),
        ("csat", "1-10", "csat", {"scale": "1-5"}, {"scale": "1-10"}, [(3, "scale", "1-5", "1-10")]),
        ("csat", "1-5", "csat", {"scale": "1-5"}, {"scale": "1-10"}, []),
    ],
)
@pytest.mark.parametrize("size", [40, 12])
def test_a_line_that_begins_as_the_scale_changes_says_so_and_one_that_ends_does_not(
    key, scale, kind, before, after, found, size
):
    rows = answers(2, size, kind, **before) + answers(3, size, kind, **after)
    assert found_in(rows, key, scale) == found


def test_a_kind_of_question_does_not_break_another():
    rows = answers(2, 40, "nps") + answers(3, 40, "nps") + answers(3, 300, "csat", scale="1-5", channel="phone")
    assert found_in(rows) == []


def test_invitations_break_by_channel_and_filters_are_kept():
    rows = [
        answer(0, "nps", None, responded_at=None, sent_at=DAYS[quarter], channel=channel, region=region)
        | {"response_id": f"{region}-{quarter}-{at}"}
        for quarter in (2, 3)
        for region, channel in (("North", "email"), ("South", "email" if quarter == 2 else "in-app"))
        for at in range(40)
    ]
    with cursor_of(rows) as cursor:
        over = Selection(YEAR, END)
        for region, size in (("North", 0), ("South", 1)):
            found = breaks(cursor, ["response_rate"], over.within("region", region), SETTINGS, Grain.QUARTER)
            assert len(found["response_rate", None]) == size


def test_metrics_of_other_facts_have_no_breaks():
    tickets = [ticket(at, DAYS[2] if at < 40 else DAYS[3], channel="email" if at < 40 else "phone") for at in range(80)]
    with opened({"tickets": tickets}, SETTINGS) as store, store.cursor() as cursor:
        assert breaks(cursor, ["handoffs_per_ticket"], Selection(YEAR, END), SETTINGS, Grain.QUARTER) == {}


@pytest.mark.parametrize(("last", "differs"), [("in-app", True), ("email", False)])
def test_two_periods_are_compared_whatever_lies_between(last, differs):
    rows = answers(1, 40, channel="email") + answers(2, 40, channel="phone") + answers(3, 40, channel=last)
    first, third = Period(date(2024, 1, 1), date(2024, 3, 31)), Period(date(2024, 7, 1), date(2024, 9, 30))
    with cursor_of(rows) as cursor:
        found = breaks_since(cursor, KEYS, [first], Selection(third, END), SETTINGS)[first]["nps", None]
    assert [(item.period, item.attribute, item.before, item.after) for item in found] == (
        [(third, Attribute.CHANNEL, "email", "in-app")] if differs else []
    )


def test_what_is_known_only_later_breaks_nothing():
    rows = answers(2, 40, channel="email") + answers(3, 40, channel="in-app")
    with cursor_of(rows) as cursor:
        known = Selection(YEAR, date(2024, 8, 9))
        assert breaks(cursor, KEYS, known, SETTINGS, Grain.QUARTER)["nps", None] == ()
