"""Curves compared: the log-rank test with its direction, and what accounts with several cases take from it."""

from random import Random

import numpy as np
import pytest

from cx.statistics import Verdict, curve_change, curve_verdict, log_rank
from cx.statistics.curve_change import CurveChange

# Freireich's remission times of leukaemia patients: the textbook's observed less expected is 10.25 for the placebo.
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
SEEN = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
"""Relapses of the treated; the others were still well."""


def test_freireichs_patients_on_placebo_relapse_ten_and_a_quarter_times_more_than_expected():
    alone = [str(at) for at in range(42)]
    found = curve_change((TREATED, SEEN, alone[:21]), (PLACEBO, [1] * 21, alone[21:]))
    assert found.sooner == pytest.approx(10.25, abs=0.005)
    assert found.statistic == pytest.approx(16.79, abs=0.005)
    assert found.p_clustered is None


def test_cases_without_account_are_not_one_account():
    unnamed = curve_change((TREATED, SEEN, [None] * 21), (PLACEBO, [1] * 21, [float("nan")] * 21))
    named = curve_change((TREATED, SEEN, range(21)), (PLACEBO, [1] * 21, range(21, 42)))
    assert unnamed == named


def curves(rng: Random, accounts: int, cases: int, spread: float, factor: float = 1.0):
    """Two groups whose accounts differ in pace by so much, the later one slower by the factor."""
    sides = []
    for slower in (1.0, factor):
        rows = [
            (rng.expovariate(1.0) * pace * slower, str((slower, at)) if factor == 1.0 else str(at))
            for at in range(accounts)
            for pace in [np.exp(rng.gauss(0, spread))]
            for _ in range(cases)
        ]
        sides.append(([row[0] for row in rows], [row[0] < 5 for row in rows], [row[1] for row in rows]))
    return sides


def test_the_plain_test_is_the_log_rank_test_and_the_sign_says_who_ends_sooner():
    before, after = curves(Random(1), 40, 3, 0.2, 1.6)
    found = curve_change(before, after)
    plain = log_rank(before[:2], after[:2])
    assert (found.statistic, found.p_value) == pytest.approx((plain.value, plain.p_value))
    assert found.sooner < 0 < curve_change(after, before).sooner
    assert curve_change(after, before).sooner == pytest.approx(-found.sooner)


def test_where_nothing_differs_accounts_with_several_cases_do_not_make_it_sure_too_often():
    rng, sure = Random(7), [0, 0]
    for _ in range(150):
        found = curve_change(*curves(rng, 30, 8, 0.9))
        sure[0] += found.p_value < 0.05
        sure[1] += found.p_judged < 0.05
    assert sure[0] > 0.2 * 150
    assert sure[1] <= 0.1 * 150


@pytest.mark.parametrize(
    ("p", "clustered", "difference", "n", "word"),
    [
        (0.01, None, 5.0, 100, Verdict.SURE),
        (0.01, 0.1, 5.0, 100, Verdict.LIKELY),
        (0.01, 0.3, 5.0, 100, Verdict.CANNOT_TELL),
        (0.01, 0.01, 0.5, 100, Verdict.CANNOT_TELL),
        (0.01, 0.01, None, 100, Verdict.CANNOT_TELL),
        (None, None, 5.0, 100, Verdict.CANNOT_TELL),
        (0.01, None, 5.0, 29, Verdict.TOO_FEW),
    ],
)
def test_the_word_rests_on_the_larger_p_on_what_matters_and_on_enough_cases(p, clustered, difference, n, word):
    found = CurveChange(1.0, 3.0, p, clustered, 100, n)
    assert curve_verdict(found.n_least, found.p_judged, difference, 30, 1.0) is word


def test_groups_without_events_or_cases_are_not_compared():
    assert curve_change(([], [], []), ([1.0], [1], ["A"])).p_judged is None
    assert curve_change(([2.0], [0], ["B"]), ([1.0], [0], ["A"])).p_judged is None
