"""A target is met or missed only where the figure's uncertainty allows it; else it cannot be told yet, and why is said."""

from dataclasses import replace
from datetime import date

import pytest

from cx.contracts.extracts.targets import Targets
from cx.contracts.periods import Period
from cx.contracts.problems import FileRefused
from cx.insights.target import Reason, Status, check_figure, judgements, status_of
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden, MetricValue
from tests.insights.asked import SETTINGS
from tests.metrics.asking import answer, term
from tests.metrics.company import opened

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
MET, MISSED, UNTOLD = Status
NPS = MetricValue(REGISTRY["nps"], (), YEAR, YEAR.end, 40.0, 34.0, 46.0, 400, 160.0, 400.0, True)
HOURS = replace(NPS, metric=REGISTRY["resolution_hours"], numerator=320.0)
GRR = MetricValue(REGISTRY["grr"], (), YEAR, YEAR.end, 90.0, None, None, 12, 90.0, 100.0, True)


@pytest.mark.parametrize(
    ("case", "goal", "value", "is_over", "status", "reason"),
    [
        ("the whole range is above", 30, NPS, True, MET, Reason.NONE),
        ("its low end is the goal", 34, NPS, True, MET, Reason.NONE),
        ("the figure is above, its range is not", 38, NPS, True, UNTOLD, Reason.BOTH_SIDES),
        ("the figure is below, its range is not", 45, NPS, True, UNTOLD, Reason.BOTH_SIDES),
        ("its high end is the goal", 46, NPS, True, UNTOLD, Reason.BOTH_SIDES),
        ("the whole range is below", 47, NPS, True, MISSED, Reason.NONE),
        ("fewer is better: all below", 50, HOURS, True, MET, Reason.NONE),
        ("fewer is better: across", 40, HOURS, True, UNTOLD, Reason.BOTH_SIDES),
        ("fewer is better: all above", 30, HOURS, True, MISSED, Reason.NONE),
        ("a ledger is exact: reached", 90, GRR, True, MET, Reason.NONE),
        ("a ledger is exact: a sum of floats", 90.0000000001, GRR, True, MET, Reason.NONE),
        ("a ledger is exact: not reached", 90.1, GRR, True, MISSED, Reason.NONE),
        (
            "a ledger with outcomes open",
            50,
            replace(GRR, mature=False, low=80.0, high=95.0),
            True,
            UNTOLD,
            Reason.NOT_MATURE,
        ),
        (
            "a ledger with unknown parts counts its range",
            85,
            replace(GRR, excluded={"unknown_value": 3.0}, low=80.0, high=95.0),
            True,
            UNTOLD,
            Reason.BOTH_SIDES,
        ),
        ("not over", 10, NPS, False, UNTOLD, Reason.NOT_OVER),
        ("not mature", 10, replace(NPS, mature=False), True, UNTOLD, Reason.NOT_MATURE),
        ("too few", 10, replace(NPS, n=REGISTRY["nps"].minimum_n - 1), True, UNTOLD, Reason.TOO_FEW),
        ("too few over", 50, replace(HOURS, numerator=199.0), True, UNTOLD, Reason.TOO_FEW),
        ("hidden", 10, replace(NPS, value=None, n=0, hidden=Hidden.PRIVACY), True, UNTOLD, Reason.HIDDEN),
        ("no data", 10, replace(NPS, value=None, n=0), True, UNTOLD, Reason.NO_DATA),
        ("without a range", 10, replace(NPS, low=None), True, UNTOLD, Reason.NO_RANGE),
        ("neither is better", 10, replace(NPS, metric=REGISTRY["response_rate"]), True, UNTOLD, Reason.NO_DIRECTION),
    ],
)
def test_status_of_a_target(case, goal, value, is_over, status, reason) -> None:
    assert status_of(goal, value, is_over) == (status, reason)


def test_targets_by_segment_and_period_are_held_against_their_own_figures() -> None:
    company = {
        "survey": [
            answer(at, "nps", 10 if at % 10 else 3, responded_at="2024-02-05", channel="web" if at < 300 else "phone")
            | {"score": 10 if at < 300 else 3}
            for at in range(600)
        ],
        "renewals": [term(f"C{at}", "2023-01-01", "2024-07-01" if at else "2023-07-01", 100) for at in range(10)],
    }
    rows = [
        (("nps", None, "2024Q1", 50.0), MISSED, Reason.NONE),
        (("nps", "channel=web", "2024Q1", 50.0), MET, Reason.NONE),
        (("nps", "channel=phone", "2024Q1", 50.0), MISSED, Reason.NONE),
        (("nps", "channel=web; channel=phone", "2024Q1", 0.0), UNTOLD, Reason.BOTH_SIDES),
        (("nps", None, "2024", 50.0), UNTOLD, Reason.NOT_OVER),
        (("nps", None, "2025", 50.0), UNTOLD, Reason.NOT_BEGUN),
        (("nps", "colour=red", "2024Q1", 50.0), UNTOLD, Reason.NO_FIGURE),
        (("happiness", None, "2024Q1", 50.0), UNTOLD, Reason.NO_FIGURE),
        (("csat", None, "2024Q1", 50.0), UNTOLD, Reason.NO_DATA),
    ]
    targets = [
        Targets.model_construct(metric=m, segment=s, period=p, value=v, owner="Ana") for (m, s, p, v), _, _ in rows
    ]
    with opened(company, SETTINGS) as store, store.cursor() as cursor:
        found = judgements(cursor, targets, date(2024, 5, 31), SETTINGS)
    assert [item.target for item in found] == targets
    assert [(item.status, item.reason) for item in found] == [(status, reason) for _, status, reason in rows]
    assert found[0].value.value == pytest.approx(0.0) and found[4].value.n == 600


@pytest.mark.parametrize(
    ("metric", "segment", "is_target", "said"),
    [
        ("happiness", None, True, "There is no metric “happiness”. The metrics are: nps,"),
        ("nps", "colour=red", False, "Net Promoter Score cannot be split by “colour”."),
        ("response_rate", None, True, "No target can be set for Response rate"),
        ("response_rate", None, False, None),
        ("nps", "region=North; channel=web", True, None),
    ],
)
def test_what_no_figure_can_be_held_against_is_refused(metric, segment, is_target, said, words) -> None:
    if said is None:
        check_figure(metric, segment, is_target)
        return
    with pytest.raises(FileRefused) as caught:
        check_figure(metric, segment, is_target)
    assert said in caught.value.problem.sentence(words)
