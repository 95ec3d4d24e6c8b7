"""Rules 9 to 11 of the design: maturity, clusters and ledgers; and the four words."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.insights.change import change
from cx.insights.finding import findings
from cx.statistics import Verdict
from tests.metrics.asking import END, answer, term, ticket, value
from tests.metrics.company import Row, opened


def many_answers(month: str, promoters: int, detractors: int, start: int = 0, accounts: int = 10_000) -> list[Row]:
    return [
        answer(
            start + at,
            "nps",
            10 if at < promoters else 0,
            responded_at=f"2024-{month}-10",
            account_id=f"A{(start + at) % accounts}",
        )
        for at in range(promoters + detractors)
    ]


def test_rule_9_a_period_whose_follow_up_is_not_over_is_marked_and_never_compared():
    def invited(month: str, start: int, answered: int) -> list[Row]:
        return [
            answer(
                start + at,
                "nps",
                9 if at < answered else None,
                sent_at=f"2024-{month}-{'30' if at > 95 else '02'}",
                responded_at=f"2024-{month}-{'30' if at > 95 else '03'}" if at < answered else None,
            )
            for at in range(100)
        ]

    with opened({"survey": invited("10", 0, 90) + invited("11", 200, 20)}) as store, store.cursor() as cursor:
        for end, last, mature, word in (
            ("2024-11-30", "2024-12-13", False, Verdict.CANNOT_TELL),
            ("2024-11-30", "2024-12-14", True, Verdict.SURE),
        ):
            now = Selection(Period(date(2024, 11, 1), date.fromisoformat(end)), date.fromisoformat(last))
            found = findings(cursor, ["response_rate"], now, store.settings)["response_rate"]
            assert (found.value.mature, found.since_previous.verdict) == (mature, word)


def test_rule_9_two_periods_that_are_both_not_over_are_not_compared_either():
    rows = [
        answer(
            at,
            "nps",
            9 if at < 100 and at % 10 else None,
            sent_at="2024-12-10" if at < 100 else "2024-12-18",
            responded_at="2024-12-19" if at < 100 and at % 10 else None,
        )
        for at in range(200)
    ]
    with opened({"survey": rows}) as store, store.cursor() as cursor:
        week = Selection(Period(date(2024, 12, 16), date(2024, 12, 22)), date(2024, 12, 23))
        found = findings(cursor, ["response_rate"], week, store.settings)
    assert not found  # whatever was sent after a week that is not over cannot be over either


def test_rule_9_retention_with_pending_terms_is_never_told_as_a_change():
    company = {
        "renewals": [
            term("C1", "2022-01-01", "2024-12-15", 100, outcome="pending"),
            term("C2", "2022-01-01", None, 300),
        ]
    }
    with opened(company, Settings()) as store, store.cursor() as cursor:
        quarter = Selection(Period(date(2024, 10, 1), END), END)
        found = findings(cursor, ["grr"], quarter, store.settings)["grr"]
    assert found.since_previous.value == -25.0
    assert not found.since_previous.is_told
    assert found.since_previous.is_better is None


def test_rule_10_answers_of_the_same_accounts_widen_the_range():
    def width(accounts: int) -> float:
        rows = [answer(at, "nps", 10 if at % 10 < 5 else 0, account_id=f"A{at % accounts}") for at in range(100)]
        with opened({"survey": rows}) as store:
            found = value(store, "nps")
        assert (found.value, found.n) == (0.0, 100)
        assert found.low is not None and found.high is not None
        return found.high - found.low

    # Ten accounts that each say one thing ten times say less than a hundred.
    assert width(10) > 2.5 * width(100)


TERMS = [
    term("C1", "2022-01-01", "2024-11-01", 100, outcome="churned"),
    term("C2", "2022-01-01", None, 300),
    term("C3", "2020-01-01", "2021-01-01", 200, outcome="churned"),
]


@pytest.mark.parametrize(
    ("others", "is_told"),
    [
        pytest.param({"tickets": [ticket(1, "2024-12-31")]}, True, id="known up to a day on which something happened"),
        pytest.param({}, False, id="quiet for years before the load, so that it may be older than that"),
    ],
)
def test_rule_11_a_complete_ledger_is_exact_and_no_ledger_carries_a_word(others: dict[str, list[Row]], is_told: bool):
    with opened({"renewals": TERMS, **others}, Settings()) as store, store.cursor() as cursor:
        found = findings(cursor, ["grr", "nrr"], Selection(Period(date(2024, 10, 1), END), END), store.settings)
    assert found["grr"].since_previous.verdict is None
    assert found["grr"].since_previous.is_told is is_told
    assert (found["nrr"].value.low, found["nrr"].value.high) == (None, None)


def test_rule_11_nrr_has_a_range_from_100_accounts_on():
    rows = [term(f"C{at}", "2022-01-01", "2024-11-01" if at % 5 else None, 100) for at in range(100)]
    with opened({"renewals": rows}) as store:
        whole = value(store, "nrr")
    with opened({"renewals": rows[1:]}) as store:
        fewer = value(store, "nrr")
    assert whole.low is not None and whole.high is not None
    assert (fewer.low, fewer.high) == (None, None)


def test_the_four_words_follow_the_size_of_a_change():
    def word(promoters: int, n: int) -> Verdict | None:
        rows = many_answers("05", n // 2, n - n // 2) + many_answers("08", promoters, n - promoters, 5000)
        with opened({"survey": rows}, Settings()) as store:
            before, after = (
                value(store, "nps", Period(date(2024, month, 1), date(2024, month + 2, 30))) for month in (4, 7)
            )
        return change(before, after).verdict

    assert [word(70, 100), word(61, 100), word(53, 100), word(28, 29)] == [
        Verdict.SURE,
        Verdict.LIKELY,
        Verdict.CANNOT_TELL,
        Verdict.TOO_FEW,
    ]


def test_a_sure_change_that_is_too_small_to_matter_is_not_told():
    rows = many_answers("05", 1000, 9000) + many_answers("08", 1140, 8860, 20_000, 100_000)
    with opened({"survey": rows}, Settings()) as store:
        before, after = (
            value(store, "nps", Period(date(2024, month, 1), date(2024, month + 2, 30))) for month in (4, 7)
        )
    found = change(before, after)
    assert found.value == pytest.approx(2.8)
    assert found.low is not None and found.low > 0
    assert found.verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("key", "asked", "lowest", "highest"),
    [
        ("ces", {"kind": "ces", "scale": "1-7", "ces_version": "2.0"}, 1, 7),
        ("ces_1", {"kind": "ces", "scale": "1-5", "ces_version": "1.0"}, 1, 5),
        ("csat_mean", {"kind": "csat", "scale": "1-7"}, 1, 7),
        ("csat_mean", {"kind": "csat", "scale": "0-2"}, 0, 2),
    ],
)
def test_no_limit_lies_where_no_answer_can(key, asked, lowest, highest):
    rows = [
        {**answer(at, asked["kind"], score, account_id=f"A{at}"), **asked}
        for at, score in enumerate((highest, highest, lowest))
    ]
    with opened({"survey": rows}) as store:
        found = value(store, key)
    assert (found.low, found.high) == (lowest, highest)


def test_no_limit_of_a_mean_of_shares_lies_beyond_all_of_them():
    use = [
        {"account_id": account, "used_on": "2024-12-20", "feature": feature, "active_users": 1, "licensed_users": 1}
        for account, features in (("A", ("x", "y")), ("B", ("x", "y")), ("C", ("x",)))
        for feature in features
    ]
    with opened({"usage": use, "renewals": [term(name, "2024-01-01", None, 100) for name in "ABC"]}) as store:
        found = value(store, "feature_breadth")
    assert found.value == pytest.approx(100 * 5 / 6) and found.high == 100
