"""The waits of groups: each curve that of its own rows in plain Python, the groups the whole, and what is said of them."""

import re
from collections import defaultdict
from datetime import date, datetime
from itertools import combinations
from random import Random

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.units import Unit
from cx.contracts.words import Words
from cx.insights.waiting import waiting
from cx.insights.waits_by_group import MOST_DRAWN, MOST_GROUPS, waits_by_group
from cx.metrics.compute import Asked, compute
from cx.metrics.queries import UnknownDimension
from cx.statistics import Verdict, holm
from cx.story.exhibit import Shape
from cx.story.marks import marks
from cx.story.telling import Telling
from cx.story.waiting import resolution_section
from tests.metrics import company as made
from tests.metrics.asking import END, YEAR, ticket
from tests.metrics.company import SETTINGS, opened

KEY = "resolution_hours"
TEAMS = ("Desk", "Desk", "Field", "Field", "Lab", "Back office", "North", "South", "Night", None)
HIGH = (Filter("priority", ("high",)),)
ALONE, NEVER = "Alone", "Never"


def rows_of_company():
    rows = [row | {"team": TEAMS[at % len(TEAMS)]} for at, row in enumerate(made.tickets(Random(3), 260))]
    rows.append(ticket(900, "2024-03-01 10:00", "2024-03-02 10:00", team=ALONE, priority="high"))
    return [*rows, *(ticket(910 + at, "2024-03-01 10:00", team=NEVER, priority="high") for at in range(3))]


@pytest.fixture(scope="module")
def company():
    rows = rows_of_company()
    with opened({"tickets": rows}) as store:
        yield store, rows


def by_hand(rows, by, where=()):
    """The cases of each group: how long, and whether they are over."""
    found = defaultdict(list)
    for row in rows:
        began = row["opened_at"] if isinstance(row["opened_at"], datetime) else datetime.fromisoformat(row["opened_at"])
        end = row["resolved_at"]
        end = datetime.fromisoformat(end) if isinstance(end, str) else end
        if began.year != 2024 or (where and row.get("priority") != "high"):
            continue
        seen = end is not None and end.date() <= END
        length = ((end if seen else datetime(2025, 1, 1)) - began).total_seconds() / 3600
        if length >= 0:
            found[row.get(by) or ""].append((length, seen))
    return found


def product_limit(cases):
    left, steps = 1.0, {}
    for time in sorted({length for length, seen in cases if seen}):
        left *= 1 - cases.count((time, True)) / sum(length >= time for length, _ in cases)
        steps[time] = left
    return steps


@pytest.mark.parametrize("where", [(), HIGH])
@pytest.mark.parametrize("by", ["team", "priority", "region", "category"])
def test_the_curve_of_each_group_is_that_of_its_own_rows_and_the_groups_are_the_whole(company, by, where):
    store, rows = company
    selection = Selection(YEAR, END, where)
    with store.cursor() as cursor:
        found = waits_by_group(cursor, KEY, by, selection, SETTINGS)
        whole = waiting(cursor, KEY, selection, SETTINGS, Period(date(2023, 1, 1), date(2023, 12, 31)))
        own = {
            str(dict(item.group)[by] or ""): item for item in compute(cursor, [KEY], selection, SETTINGS, Asked((by,)))
        }
    expected = by_hand(rows, by, where)
    if found is None:
        assert sum(any(seen for _, seen in cases) for cases in expected.values()) < 2
        return
    assert {item.name for item in found.groups} == {
        name for name, cases in expected.items() if any(s for _, s in cases)
    }
    for item in found.groups:
        cases, curve = expected[item.name], item.curve
        assert dict(zip(curve.curve.times, curve.curve.survival, strict=True)) == pytest.approx(product_limit(cases))
        assert (curve.n, curve.open) == (len(cases), sum(not seen for _, seen in cases))
        assert (item.median.value, item.median.low, item.median.high) == (
            own[item.name].value,
            own[item.name].low,
            own[item.name].high,
        )
        assert item.is_few == (curve.n < found.metric.minimum_n or 2 * curve.open > curve.n)
    assert [item.curve.n for item in found.groups] == sorted((item.curve.n for item in found.groups), reverse=True)
    unfinished = sum(n for _, n in found.unfinished)
    assert sum(item.curve.n for item in found.groups) + unfinished == whole.now.n
    assert sum(item.curve.open for item in found.groups) + unfinished == whole.now.open
    assert sum(item.curve.left_out for item in found.groups) <= whole.now.left_out


def test_of_eight_groups_and_more_four_are_drawn_and_all_stand_in_the_table(company):
    store, _ = company
    selection = Selection(YEAR, END)
    with store.cursor() as cursor:
        telling = Telling(cursor, selection, SETTINGS, Words("en"))
        found, section = waits_by_group(cursor, KEY, "team", selection, SETTINGS), resolution_section(telling, "team")
        offered = [mark.label for mark in marks(KEY, section.splits, telling)]
    time, curves, table = section.exhibits
    assert (time.by, curves.by, section.by) == ("", "team", "team")
    assert (time.across, curves.across) == (Unit.DAYS, Unit.DAYS)
    assert not re.search(r"\d\u202f(h|min)\b", " ".join((section.title, *section.meaning, *section.evidence[0])))
    assert len(found.groups) > 8 and found.unfinished == ((NEVER, 3),)
    assert [one.name for one in curves.series] == [item.name or "not given" for item in found.groups[:MOST_DRAWN]]
    assert all(not one.matters for one in curves.series)
    assert [row[0] for row in table.rows] == [*(item.name or "not given" for item in found.groups), NEVER]
    assert sum(row[5] for row in table.rows) == 3 + sum(item.curve.n for item in found.groups)
    by_name = {row[0]: row for row in table.rows}
    assert by_name[ALONE][1:] == (
        "1.0\u202fd",
        "no range: too few are over",
        "1.0\u202fd",
        "no range: too few are over",
        1,
        0,
        "too few to judge by",
    )
    assert by_name[NEVER][1:] == (None, None, None, None, 3, 3, "none over yet")
    assert {row[0] for row in table.rows} <= {label.partition("Team: ")[2] for label in offered} | {NEVER}
    others = ", ".join(item.name or "not given" for item in found.groups[MOST_DRAWN:])
    assert f"Drawn are the 4 groups with most cases. In the table below, but not drawn: {others}." in section.meaning
    assert f"Without a case that is over, and so without a curve: {NEVER}." in section.meaning


def of_teams(**hours: list[int | None]):
    """Tickets of the first quarter of 2024, each of an account of its own, resolved after so many hours."""
    return [
        ticket(
            1000 * at + case,
            "2024-02-01 00:00",
            None if length is None else f"2024-02-{1 + length // 24:02} {length % 24:02}:00",
            team=team,
            account_id=f"{team}{case}",
        )
        for at, (team, lengths) in enumerate(hours.items())
        for case, length in enumerate(lengths)
    ]


def around(hours, n=40):
    return [hours + at % 9 for at in range(n)]


TOLD = {
    "apart": (
        of_teams(Desk=around(10), Field=around(30), Lab=around(50, 35)),
        END,
        Verdict.SURE,
        "By team the waits differ (sure).",
        [
            "Half are over soonest in Desk (13.0\u202fh; 12.0 to 15.0\u202fh; 40 tickets), latest in Lab "
            "(54.0\u202fh; 53.0 to 55.0\u202fh; 35 tickets).",
            "Which is over sooner, pair by pair by the whole curve (adjusted for 3 tests, Holm): Desk before Field (sure); "
            "Desk before Lab (sure); Field before Lab (sure).",
        ],
    ),
    "two apart": (
        of_teams(Field=around(30), Desk=around(10)),
        END,
        Verdict.SURE,
        "By team the waits differ (sure).",
        ["Which is over sooner, by the whole curve: Desk before Field (sure)."],
    ),
    "alike": (
        of_teams(Desk=around(10), Field=around(10), Lab=around(10)),
        END,
        Verdict.CANNOT_TELL,
        "Whether the waits differ by team cannot be told yet.",
        ["No two of the groups drawn can be told apart yet (3 pairs, adjusted for as many tests, Holm)."],
    ),
    "two of them with few": (
        of_teams(Desk=around(10), Field=around(50, 5), Lab=[5]),
        END,
        Verdict.TOO_FEW,
        "There are too few cases to tell whether the waits differ by team.",
        [],
    ),
    "not over": (
        of_teams(Desk=around(10), Field=around(30)),
        date(2024, 3, 1),
        Verdict.CANNOT_TELL,
        "Whether the waits differ by team cannot be told yet.",
        [],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_said_of_the_groups_is_what_the_test_of_all_of_them_allows(name):
    rows, known_to, word, whether, more = TOLD[name]
    selection = Selection(Period(date(2024, 1, 1), date(2024, 3, 31)), known_to)
    with opened({"tickets": rows}) as store, store.cursor() as cursor:
        found = waits_by_group(cursor, KEY, "team", selection, SETTINGS)
        section = resolution_section(Telling(cursor, selection, SETTINGS, Words("en")), "team")
    time, curves, table = section.exhibits
    assert found.verdict is word and curves.takeaway == table.takeaway == whether
    assert whether in section.meaning and all(line in section.meaning for line in more)
    assert section.title.endswith(whether) == found.is_told
    few = {one.name for one in curves.series if any(point.is_few for point in one.points)}
    assert few == {item.name for item in found.groups if item.is_few}
    assert ("grey: too few to judge by" in curves.caption) == bool(few)
    assert ("the bands are the 95 % ranges" in curves.caption) == (len(curves.series) == 2)
    whole = [one for one in curves.series if one.matters]
    assert [one.name for one in whole] == (["all"] if name == "alike" else [])
    assert ("in grey the groups, which the test does not tell apart" in curves.caption) == bool(whole)
    assert all(one.points[0].n == time.series[0].points[0].n for one in whole)


def test_no_pair_is_surer_than_all_groups_together_and_all_are_adjusted(company):
    store, _ = company
    with store.cursor() as cursor:
        found = waits_by_group(cursor, KEY, "priority", Selection(YEAR, END), SETTINGS)
    names = [item.name for item in found.drawn if not item.is_few]
    assert len(found.pairs) == len(list(combinations(names, 2))) >= 3
    assert all(pair.p_value >= found.test.p_judged for pair in found.pairs)
    assert holm([pair.p_value for pair in found.pairs]).n == len(found.pairs)
    assert {frozenset((pair.sooner, pair.later)) for pair in found.pairs} == set(map(frozenset, combinations(names, 2)))


@pytest.mark.parametrize(
    ("rows", "by"),
    [
        (of_teams(Desk=[10, 20]), "team"),
        (of_teams(Desk=[10, 20], Field=[None]), "team"),
        (of_teams(Desk=[10, 20], Field=[5]), "region"),
    ],
)
def test_where_no_two_groups_have_a_case_that_is_over_that_is_said(rows, by):
    selection = Selection(YEAR, END)
    with opened({"tickets": rows}) as store, store.cursor() as cursor:
        telling = Telling(cursor, selection, SETTINGS, Words("en"))
        assert waits_by_group(cursor, KEY, by, selection, SETTINGS) is None
        section, unsplit = resolution_section(telling, by), resolution_section(telling, None)
    assert section.exhibits == unsplit.exhibits and section.title == unsplit.title
    assert f"By {by} there are no two groups with a case that is over." in section.meaning


def test_a_dimension_that_tickets_do_not_have_is_unknown(company):
    store, _ = company
    with store.cursor() as cursor, pytest.raises(UnknownDimension):
        resolution_section(Telling(cursor, Selection(YEAR, END), SETTINGS, Words("en")), "touchpoint")


def test_of_more_groups_than_can_be_read_the_smaller_ones_are_counted():
    teams = {f"Team {at:02}": [5 + at] * (40 - at) for at in range(MOST_GROUPS + 3)}
    selection = Selection(YEAR, END)
    with opened({"tickets": of_teams(**teams)}) as store, store.cursor() as cursor:
        found = waits_by_group(cursor, KEY, "team", selection, SETTINGS)
        section = resolution_section(Telling(cursor, selection, SETTINGS, Words("en")), "team")
    assert (len(found.groups), len(found.further)) == (MOST_GROUPS, 3)
    assert found.tested == sum(len(hours) >= found.metric.minimum_n for hours in teams.values())
    assert any(line.startswith("3 smaller groups are not told of one by one") for line in section.meaning)
    assert len(next(item for item in section.exhibits if item.shape is Shape.TABLE).rows) == MOST_GROUPS
