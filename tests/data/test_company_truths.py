"""The truths planted in the sample company are found again with plain pandas, and nothing beside them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import data.company
from data.company import truths

Sample = dict[str, pd.DataFrame]
Effect = tuple[float, float]
"""A difference and its standard error."""

SAMPLE = Path(data.company.__file__).parents[1] / "sample"
MOMENTS = {
    "accounts": ["as_of"],
    "survey": ["sent_at", "responded_at"],
    "tickets": ["opened_at", "resolved_at", "promised_at"],
    "renewals": ["ends_on"],
}
END = pd.Timestamp(truths.LAST_DAY) + pd.Timedelta(days=1)


def frame(extract: str) -> pd.DataFrame:
    table = pd.read_csv(SAMPLE / f"{extract}.csv", keep_default_na=False, na_values=[""])
    return table.assign(**{column: pd.to_datetime(table[column]) for column in MOMENTS[extract]})


@pytest.fixture(scope="module")
def sample() -> Sample:
    return {extract: frame(extract) for extract in MOMENTS}


def with_attributes(facts: pd.DataFrame, day: str, accounts: pd.DataFrame) -> pd.DataFrame:
    """The facts with the segment, tier and region of their account as known on the fact's day."""
    known = accounts[["account_id", "as_of", "segment", "tier", "region"]].sort_values("as_of")
    dated = facts.assign(as_of=facts[day].dt.normalize().astype(known["as_of"].dtype)).sort_values("as_of")
    return pd.merge_asof(dated, known, on="as_of", by="account_id")


def difference(rows: pd.DataFrame, value: str, first: pd.Series, second: pd.Series) -> Effect:
    """Mean of the first rows minus that of the second, with the linearised account-clustered error."""
    parts = []
    for mask, sign in ((first, 1), (second, -1)):
        chosen = rows[mask]
        residuals = (chosen[value] - chosen[value].mean()) / len(chosen)
        parts.append(sign * residuals.groupby(chosen["account_id"]).sum())
    by_account = pd.concat(parts).groupby(level=0).sum()
    gap = rows.loc[first, value].mean() - rows.loc[second, value].mean()
    return float(gap), float(np.sqrt((by_account**2).sum()))


def within(rows: pd.DataFrame, value: str, first: pd.Series, second: pd.Series, stratum: str) -> Effect:
    """The difference of means within strata, weighted by Mantel and Haenszel's n1 n2 / (n1 + n2)."""
    weighted, total, variance = 0.0, 0.0, 0.0
    for name in rows[stratum].unique():
        here = rows[stratum] == name
        one, two = int((here & first).sum()), int((here & second).sum())
        weight = one * two / (one + two)
        gap, error = difference(rows, value, here & first, here & second)
        weighted, total, variance = weighted + weight * gap, total + weight, variance + (weight * error) ** 2
    return weighted / total, float(np.sqrt(variance)) / total


def quarter(moments: pd.Series, name: str) -> pd.Series:
    within_quarter: pd.Series = moments.dt.to_period("Q") == pd.Period(name)
    return within_quarter


def recommendations(sample: Sample) -> pd.DataFrame:
    """Answers to the 0-10 question with `points`, whose mean is the NPS."""
    rows = sample["survey"].query("kind == 'nps' and score.notna()")
    rows = rows.assign(points=np.select([rows["score"] >= 9, rows["score"] <= 6], [100, -100], 0))
    return with_attributes(rows, "responded_at", sample["accounts"])


def due_terms(sample: Sample) -> pd.DataFrame:
    """Paid terms with a known outcome: `renewed` 0 or 1, tier when due, last score 90 to 365 days before."""
    rows = sample["renewals"].query("outcome in ('renewed', 'reduced', 'churned') and annual_value > 0")
    rows = rows.assign(renewed=(rows["outcome"] != "churned") * 1)
    rows = with_attributes(rows, "ends_on", sample["accounts"])
    answers = recommendations(sample)[["account_id", "responded_at", "score"]].sort_values("responded_at")
    cut = (rows["ends_on"] - pd.Timedelta(days=90)).astype(answers["responded_at"].dtype)
    rows = rows.assign(cut=cut).sort_values("cut")
    return pd.merge_asof(
        rows,
        answers,
        left_on="cut",
        right_on="responded_at",
        by="account_id",
        tolerance=pd.Timedelta(days=275),
    )


def effort_after_release(sample: Sample, onboarding: bool) -> Effect:
    rows = sample["survey"].query("kind == 'ces' and scale == '1-7' and score.notna()")
    rows = rows[(rows["journey_stage"] == "onboarding") == onboarding]
    after = rows["sent_at"] >= pd.Timestamp(truths.RELEASE_DAY)
    return difference(rows, "score", after, ~after)


def onboarding_effort_fell(sample: Sample) -> Effect:
    return effort_after_release(sample, onboarding=True)


def onboarding_effort_fell_last_quarter(sample: Sample) -> Effect:
    rows = sample["survey"].query(
        "kind == 'ces' and scale == '1-7' and score.notna() and journey_stage == 'onboarding'"
    )
    asked = rows["responded_at"]
    return difference(rows, "score", quarter(asked, "2026Q3"), quarter(asked, "2026Q2"))


def other_effort_stood(sample: Sample) -> Effect:
    return effort_after_release(sample, onboarding=False)


def promoters_renew_within_tiers(sample: Sample) -> Effect:
    rows = due_terms(sample)
    return within(rows, "renewed", rows["score"] >= 9, rows["score"] <= 6, "tier")


def eastern_handoffs(sample: Sample, east: bool) -> Effect:
    rows = with_attributes(sample["tickets"], "opened_at", sample["accounts"])
    rows = rows[(rows["region"] == truths.EAST) == east]
    after = rows["opened_at"] >= pd.Timestamp(truths.HANDOFFS_CHANGE_DAY)
    return difference(rows, "handoffs", after, ~after)


def handoffs_in_the_east_rose(sample: Sample) -> Effect:
    return eastern_handoffs(sample, east=True)


def handoffs_elsewhere_stood(sample: Sample) -> Effect:
    return eastern_handoffs(sample, east=False)


def recommendation_over_a_year(sample: Sample, segment: str) -> Effect:
    rows = recommendations(sample)
    rows = rows[rows["segment"] == segment]
    answered = rows["responded_at"]
    return difference(rows, "points", quarter(answered, "2026Q3"), quarter(answered, "2025Q3"))


def enterprise_recommendation_rose(sample: Sample) -> Effect:
    return recommendation_over_a_year(sample, truths.RISING_SEGMENT)


def small_recommendation_stood(sample: Sample) -> Effect:
    return recommendation_over_a_year(sample, truths.FLAT_SEGMENT)


def low_users_renew_less(sample: Sample) -> Effect:
    rows = due_terms(sample)
    low = rows["seats_active"] / rows["seats_licensed"] < truths.LOW_SEAT_USE
    return difference(rows, "renewed", low, ~low)


def more_promises_are_kept(sample: Sample) -> Effect:
    rows = sample["tickets"].query("promised_at.notna()")
    rows = rows[rows["promised_at"] < END].assign(kept=lambda t: (t["resolved_at"] <= t["promised_at"]) * 1)
    due = rows["promised_at"]
    return difference(rows, "kept", quarter(due, "2026Q1"), quarter(due, "2025Q4"))


def silent_accounts_renew_less(sample: Sample) -> Effect:
    answers = sample["survey"].groupby("account_id")["score"].count()
    rows = due_terms(sample)
    silent = rows["account_id"].map(answers) == 0
    return difference(rows, "renewed", silent, ~silent)


PLANTED: list[tuple[Callable[[Sample], Effect], float, float]] = [
    (onboarding_effort_fell, -1.0, -0.6),
    (onboarding_effort_fell_last_quarter, -1.0, -0.3),
    (promoters_renew_within_tiers, 0.04, 0.20),
    (handoffs_in_the_east_rose, 0.28, 0.42),
    (enterprise_recommendation_rose, 15, 45),
    (low_users_renew_less, -0.25, -0.05),
    (more_promises_are_kept, 0.04, 0.12),
    (silent_accounts_renew_less, -0.25, -0.05),
]


@pytest.mark.parametrize(("effect", "low", "high"), PLANTED, ids=[case[0].__name__ for case in PLANTED])
def test_planted_truth_is_recovered(
    sample: Sample,
    effect: Callable[[Sample], Effect],
    low: float,
    high: float,
) -> None:
    size, error = effect(sample)
    assert abs(size) > 1.96 * error
    assert low <= size <= high


@pytest.mark.parametrize(
    "effect",
    [other_effort_stood, handoffs_elsewhere_stood, small_recommendation_stood],
    ids=lambda effect: effect.__name__,
)
def test_what_was_left_alone_shows_no_change(sample: Sample, effect: Callable[[Sample], Effect]) -> None:
    size, error = effect(sample)
    assert abs(size) < 1.96 * error


@pytest.mark.parametrize(
    "change_day",
    [truths.RISE_FROM, truths.SUPPORT_CHANGE_DAY, truths.HANDOFFS_CHANGE_DAY, truths.RELEASE_DAY],
)
def test_billing_ratings_never_change(sample: Sample, change_day: date) -> None:
    rows = sample["tickets"].query("category == @truths.STEADY_CATEGORY and satisfaction.notna()")
    rows = rows.assign(satisfied=(rows["satisfaction"] >= 4) * 1)
    after = rows["resolved_at"] >= pd.Timestamp(str(change_day))
    size, error = difference(rows, "satisfied", after, ~after)
    assert abs(size) < 1.96 * error


def test_promoters_renew_more_in_every_tier(sample: Sample) -> None:
    rows = due_terms(sample)
    happy = rows[rows["score"] >= 9].groupby("tier")["renewed"].mean()
    unhappy = rows[rows["score"] <= 6].groupby("tier")["renewed"].mean()
    assert (happy > unhappy).all()
    assert len(happy) == 3


@pytest.mark.parametrize(
    "day",
    [truths.RELEASE_DAY, truths.HANDOFFS_CHANGE_DAY, truths.RISE_FROM, truths.SUPPORT_CHANGE_DAY],
    ids=str,
)
def test_readme_dates_the_truths(day: date) -> None:
    assert day.isoformat() in (SAMPLE.parent / "README.md").read_text("utf-8")
