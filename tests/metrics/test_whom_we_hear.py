"""Coverage, NPS of accounts and contact rate: their weights, their ranges, and when there is no figure."""

from collections.abc import Iterator
from datetime import date

import pytest

from cx.contracts.filters import Filter
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.metrics.value import Hidden
from cx.statistics import clustered_interval, mean_interval, rate_interval
from cx.statistics.clusters import ClusterSums
from cx.store.database import Store
from tests.metrics.asking import answer, term, ticket, value, values
from tests.metrics.company import Row, opened

# A is worth 300 and answered 9, 9 and 0; B is worth 100 and answered 0; C is worth 200 and silent; D pays nothing;
# E left before it could be asked; somebody without an account answered 10.
WORTH = {"A": 300, "B": 100, "C": 200, "D": 0}
SCORES = [("A", 9), ("A", 9), ("A", 0), ("B", 0), ("D", 9), ("E", 9), (None, 10)]


def company() -> dict[str, list[Row]]:
    terms = [term(f"C{name}", "2023-01-01", None, worth, account=name) for name, worth in WORTH.items()]
    answers = [
        answer(at, "nps", score, account_id=name, touchpoint="call" if at == 0 else "visit", sent_at="2024-04-30")
        for at, (name, score) in enumerate(SCORES)
    ]
    answers.append(answer(7, "nps", None, account_id="C", touchpoint="visit", sent_at="2024-04-30", responded_at=None))
    tickets = [ticket(at, "2024-05-01 10:00", account_id=name) for at, name in enumerate("AAAAACDE")]
    gone = term("CE", "2023-01-01", "2024-01-01", 50, account="E")
    return {"survey": answers, "tickets": tickets, "renewals": [*terms, gone]}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with opened(company()) as filled:
        yield filled


FIGURES = {
    "nps_by_account": (100 * (1 / 3 - 1 + 1 + 1) / 4, 4, {"no_account": 1.0}),
    "nps_by_revenue": (100 * (300 / 3 - 100) / 400, 2, {"no_account": 1.0, "no_value": 2.0}),
    "account_coverage": (100 * 4 / 5, 5, {"no_account": 1.0}),
    "revenue_coverage": (100 * 400 / 600, 3, {"no_account": 1.0, "no_value": 2.0}),
    "contact_rate": (6 / 3, 3, {}),
}


@pytest.mark.parametrize("key", FIGURES)
def test_each_form_weighs_its_own_way_and_says_whom_it_leaves_out(store, key):
    found, (expected, n, left_out) = value(store, key), FIGURES[key]
    assert (found.value, found.n, found.excluded) == (pytest.approx(expected, abs=1e-9), n, left_out)


def test_unequal_values_count_as_fewer_accounts(store):
    assert value(store, "nps_by_revenue").effective_n == pytest.approx(400**2 / (300**2 + 100**2))
    assert value(store, "nps_by_account").effective_n == 4
    assert value(store, "nps").effective_n is None


def test_the_range_is_that_of_the_accounts(store):
    weighed = clustered_interval(ClusterSums(2, 400, 0, 2 * 100**2, 300 * 100 - 100 * 100, 300**2 + 100**2))
    assert weighed.low is not None and 100 * weighed.low < -100 and value(store, "nps_by_revenue").low == -100
    rate, spread = value(store, "contact_rate"), mean_interval([5, 0, 1])
    exact = rate_interval(6, 3)
    assert (spread.high or 0) - (spread.low or 0) > (exact.high or 0) - (exact.low or 0)
    assert (rate.low, rate.high) == (0.0, pytest.approx(spread.high))


def test_the_range_of_accounts_counted_once_is_that_of_their_means():
    given = [answer(at, "nps", 10 if at % 5 == 0 else 8, account_id=f"A{at % 10}") for at in range(20)]
    with opened({"survey": given}) as filled:
        found, mean = value(filled, "nps_by_account"), mean_interval([1.0, 0, 0, 0, 0] * 2)
    assert mean.low is not None and mean.high is not None
    assert (found.low, found.high) == (pytest.approx(100 * mean.low), pytest.approx(100 * mean.high))


def test_split_by_what_was_asked_an_account_stands_where_it_was_invited(store):
    split = {
        item.group[0][1]: (item.numerator, item.n) for item in values(store, "account_coverage", by=("touchpoint",))
    }
    assert split == {"call": (1.0, 1), "visit": (4.0, 5)}
    only = value(store, "account_coverage", where=(Filter("touchpoint", ("call",)),))
    assert (only.numerator, only.n) == (1.0, 1)


def invitation(number: int, account: str | None, sent_at: str | None, responded_at: str | None) -> Row:
    score = None if responded_at is None else 9
    return answer(number, "nps", score, account_id=account, sent_at=sent_at, responded_at=responded_at)


# A, B, C and D are worth 300, 100, 200 and 50 a year, D until the end of May. The quarter is April to June.
INVITED = {
    "one of two invited answered": ([("A", "2024-04-02", "2024-04-05"), ("B", "2024-04-02", None)], (1, 2), (300, 400)),
    "any of several invitations is enough": (
        [("A", "2024-04-02", None), ("A", "2024-05-02", "2024-05-03"), ("B", "2024-04-02", None)],
        (1, 2),
        (300, 400),
    ),
    "an answer without an invitation tells nothing": (
        [("A", "2024-04-02", None), ("B", None, "2024-04-05")],
        (0, 1),
        (0, 300),
    ),
    "invited before the period and answered in it": (
        [("A", "2024-03-30", "2024-04-02"), ("B", "2024-04-02", None)],
        (0, 1),
        (0, 100),
    ),
    "invited in the period and answered after it": ([("A", "2024-06-28", "2024-07-03")], (1, 1), (300, 300)),
    "answered after fourteen days": ([("A", "2024-04-02", "2024-04-17")], (0, 1), (0, 300)),
    "on the fourteenth": ([("A", "2024-04-02", "2024-04-16")], (1, 1), (300, 300)),
    "answered before it was invited": (
        [("A", "2024-04-02", "2024-04-01"), ("B", "2024-04-02", None)],
        (0, 1, {"negative": 1.0}),
        (0, 100),
    ),
    "who left since counts as what it was worth when it was asked": (
        [("A", "2024-04-02", "2024-04-05"), ("D", "2024-04-02", None)],
        (1, 2),
        (300, 350),
    ),
    "who pays nothing is an account, and no money": (
        [("A", "2024-04-02", "2024-04-05"), ("X", "2024-04-02", None)],
        (1, 2),
        (300, 300, {"no_value": 1.0}),
    ),
    "nobody was invited": ([("A", None, "2024-04-05")], (0, 0), (0, 0)),
}
QUARTER = Period(date(2024, 4, 1), date(2024, 6, 30))


@pytest.mark.parametrize("case", INVITED)
def test_coverage_is_of_the_accounts_invited_in_the_period(case):
    rows, of_accounts, of_money = INVITED[case]
    ends = {"D": "2024-06-01"}
    terms = [
        term(f"C{name}", "2023-01-01", ends.get(name), worth, account=name)
        for name, worth in {"A": 300, "B": 100, "C": 200, "D": 50}.items()
    ]
    given = [invitation(at, *row) for at, row in enumerate(rows)]
    with opened({"survey": given, "renewals": terms}) as filled:
        accounts, money = (value(filled, key, QUARTER) for key in ("account_coverage", "revenue_coverage"))
    assert (accounts.numerator or 0, accounts.n) == of_accounts[:2]
    assert (money.numerator or 0, money.denominator or 0) == of_money[:2]
    for found, expected in ((accounts, of_accounts), (money, of_money)):
        for name, count in (expected[2] if len(expected) > 2 else {}).items():
            assert found.excluded[name] == count
        assert (found.value is None) == (not found.n)


def test_coverage_ripens_with_the_response_rate():
    given = [
        invitation(1, "A", "2024-12-10", "2024-12-11"),
        invitation(2, "A", "2024-12-30", None),
        invitation(3, "B", "2024-12-30", "2024-12-31"),
    ]
    with opened({"survey": given}) as filled:
        rate, found = (value(filled, key) for key in ("response_rate", "account_coverage"))
        before = value(filled, "account_coverage", known_to=date(2024, 12, 31), period=QUARTER)
    assert (found.numerator, found.n, found.mature, found.excluded) == (1.0, 1, False, {"unripe": 2.0})
    assert (rate.n, rate.mature, rate.excluded) == (1, False, {"unripe": 2.0})
    assert (before.value, before.mature) == (None, True)


@pytest.mark.parametrize("key", ["account_coverage", "revenue_coverage", "contact_rate"])
@pytest.mark.parametrize(
    ("start", "end", "is_known"),
    [("2024-03-01", "2024-03-31", False), ("2024-04-01", "2024-06-30", True), ("2024-06-01", "2024-06-30", False)],
)
def test_before_the_first_row_and_after_the_last_silence_says_nothing(store, key, start, end, is_known):
    found = value(store, key, Period(date.fromisoformat(start), date.fromisoformat(end)))
    assert (found.value is not None) == is_known


def test_an_account_counts_with_its_value_on_the_day_of_its_last_answer():
    terms = [term("CA", "2023-01-01", "2024-06-01", 900, account="A"), term("CB", "2023-01-01", None, 100, account="B")]
    given = [answer(1, "nps", 10, account_id="A"), answer(2, "nps", 0, account_id="B", responded_at="2024-08-01")]
    with opened({"survey": given, "renewals": terms}) as store:
        found = value(store, "nps_by_revenue")
        assert (found.value, found.n, found.denominator) == (80.0, 2, 1000.0)


@pytest.mark.parametrize(("survey", "weighed"), [("anonymous", Hidden.SUBTRACTION), ("named", Hidden.NO)])
def test_what_weighs_answers_by_whose_they_are_is_told_of_named_ones_or_of_all(survey, weighed):
    # Beside the NPS of the ten answers, that of the two accounts would tell the one answer of B.
    given = [answer(at, "nps", at, account_id="B" if at == 9 else "A", region="East") for at in range(10)]
    given += [answer(20 + at, "nps", at, account_id=f"C{at}", region="West") for at in range(7)]
    terms = [term(f"T{name}", "2023-01-01", None, 100, account=name) for name in {row["account_id"] for row in given}]
    with opened(
        {"survey": given, "renewals": terms}, Settings(base_currency="EUR"), survey={"survey": survey}
    ) as store:
        assert [item.hidden for item in values(store, "nps", by=("region",))] == [Hidden.NO, Hidden.NO]
        for key in ("nps_by_account", "nps_by_revenue"):
            weeks = Period(date(2024, 1, 1), date(2024, 12, 30))
            west = value(store, key, where=(Filter("region", ("West",)),))
            split = [*values(store, key, by=("region",)), west, value(store, key, period=weeks)]
            assert [item.hidden for item in split] == [weighed] * 4, key
            gone = [(item.n, item.effective_n, item.excluded) for item in split if item.hidden]
            assert gone in ([], [(0, None, {})] * 4)
            assert value(store, key).hidden is Hidden.NO
            assert value(store, key).n == 9
