"""The truths planted in the optional extracts and the follow-ups are found again by plain counting."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import data.company
from cx.contracts.column import Kind
from cx.contracts.extracts import EXTRACTS
from data.company import truths

Sample = dict[str, pd.DataFrame]
SAMPLE = Path(data.company.__file__).parents[1] / "sample"
END = pd.Timestamp(truths.LAST_DAY) + pd.Timedelta(days=1)
OURS = ["meeting", "call", "training", "field_visit"]
"""Contacts that either side may ask for."""


def frame(extract: str) -> pd.DataFrame:
    table = pd.read_csv(SAMPLE / f"{extract}.csv", keep_default_na=False, na_values=[""])
    columns = EXTRACTS[extract].columns
    dated = [name for name in table if columns[name].kind in (Kind.DAY, Kind.MOMENT)]
    return table.assign(**{name: pd.to_datetime(table[name]) for name in dated})


@pytest.fixture(scope="module")
def sample() -> Sample:
    return {extract: frame(extract) for extract in EXTRACTS}


def since(moments: pd.Series, day: object) -> pd.Series:
    after: pd.Series = moments >= pd.Timestamp(str(day))
    return after


def regions(sample: Sample, account_ids: pd.Series) -> pd.Series:
    return account_ids.map(sample["accounts"].drop_duplicates("account_id").set_index("account_id")["region"])


def bounces(sample: Sample, east: bool) -> float:
    """Points by which more tickets come back to a team that had them, since the day of the change."""
    changes = sample["owner_changes"]
    back = changes.duplicated(["ticket_id", "to_team"]).groupby(changes["ticket_id"]).any()
    tickets = sample["tickets"].assign(back=lambda t: t["ticket_id"].map(back)).dropna(subset="back")
    tickets = tickets[(regions(sample, tickets["account_id"]) == truths.EAST) == east]
    share = tickets["back"].astype(float).groupby(since(tickets["opened_at"], truths.HANDOFFS_CHANGE_DAY)).mean()
    return 100 * float(share[True] - share[False])


def tickets_bounce_in_the_east(sample: Sample) -> float:
    return bounces(sample, east=True)


def tickets_bounce_elsewhere(sample: Sample) -> float:
    return bounces(sample, east=False)


def stay_with_product(sample: Sample) -> float:
    """Median hours that Product holds a ticket that was passed on, as a multiple of the other teams'."""
    changes = sample["owner_changes"].sort_values(["ticket_id", "changed_at"])
    passed = changes[changes.groupby("ticket_id")["to_team"].transform("size") > 1]
    ended = sample["tickets"].set_index("ticket_id")["resolved_at"]
    until = passed.groupby("ticket_id")["changed_at"].shift(-1).fillna(passed["ticket_id"].map(ended))
    hours = (until - passed["changed_at"]).dt.total_seconds() / 3600
    median = hours.groupby(passed["to_team"] == truths.SLOW_TEAM).median()
    return float(median[True] / median[False])


def detractors(sample: Sample) -> pd.DataFrame:
    return sample["survey"].query("kind == 'nps' and score <= 6")


def loops_closed_in_time(sample: Sample) -> float:
    """Points by which more detractors are called within the days allowed, since the rule."""
    rows = detractors(sample)
    in_time = rows["contacted_at"] <= rows["responded_at"] + pd.Timedelta(days=truths.LOOP_DAYS)
    share = in_time.astype(float).groupby(since(rows["responded_at"], truths.LOOP_CHANGE_DAY)).mean()
    return 100 * float(share[True] - share[False])


def loops_of_finance(sample: Sample) -> float:
    """Median days from call to end, as a multiple of the other departments'."""
    rows = detractors(sample).dropna(subset="closed_at")
    days = (rows["closed_at"] - rows["contacted_at"]).dt.total_seconds() / 86400
    median = days.groupby(rows["department"] == truths.SLOW_DEPARTMENT).median()
    return float(median[True] / median[False])


def promises_of_product(sample: Sample) -> float:
    """Points by which fewer of its promises that are due were kept in time."""
    rows = sample["touches"].query("kind == 'promise'")
    rows = rows[rows["promised_for"] < END]
    kept = rows["kept_at"] < rows["promised_for"] + pd.Timedelta(days=1)
    share = kept.astype(float).groupby(rows["department"] == truths.WEAK_PROMISER).mean()
    return 100 * float(share[True] - share[False])


def contacts(sample: Sample) -> pd.DataFrame:
    """Each account with its tier at first, its share of potential, and its contacts in a year of contract."""
    accounts = sample["accounts"].drop_duplicates("account_id").set_index("account_id")
    touches = sample["touches"]
    found = touches[touches["initiated_by"].notna() & (touches["kind"] != "follow_up")].groupby("account_id").size()
    active = sample["usage"].query("feature.isna()").groupby("account_id").size()  # months in use
    room = accounts["potential_value"] / accounts["margin"]
    each = found.reindex(active.index).fillna(0) / active * 12
    return accounts.assign(a_year=each, months=active, room=room).dropna(subset="a_year").query("months >= 6")


def attention_by_tier(sample: Sample) -> float:
    """Contacts a year with a platinum account, as a multiple of those with a silver one."""
    mean = contacts(sample).groupby("tier")["a_year"].mean()
    return float(mean["platinum"] / mean["silver"])


def attention_by_potential(sample: Sample) -> float:
    """Within tiers: contacts a year where most potential is open, as a multiple of those where least is."""
    rows = contacts(sample)
    third = rows.groupby("tier")["room"].rank(pct=True)
    level = rows["a_year"] / rows.groupby("tier")["a_year"].transform("mean")
    return float(level[third > 2 / 3].mean() / level[third <= 1 / 3].mean())


def proactive_contacts(sample: Sample) -> float:
    """Points by which more contacts that either side may ask for come from the company, since the change."""
    rows = sample["touches"].query("kind in @OURS")
    ours = (rows["initiated_by"] == "us").astype(float)
    share = ours.groupby(since(rows["happened_at"], truths.PROACTIVE_CHANGE_DAY)).mean()
    return 100 * float(share[True] - share[False])


def first_value_after_incomplete_handover(sample: Sample) -> float:
    """Median days from the kickoff to the first value, as a multiple of the complete ones'."""
    steps = sample["milestones"]
    reached = steps.pivot(index="project_id", columns="milestone", values="actual_on")
    handed = steps.query("milestone == 'handover'").set_index("project_id")["complete"]
    median = (reached["first_value"] - reached["kickoff"]).dt.days.groupby(handed).median()
    return float(median["no"] / median["yes"])


def opportunities_of_support(sample: Sample) -> float:
    """Points by which fewer of those that support passes on are taken up."""
    rows = sample["touches"].query("kind == 'opportunity'")
    rows = rows[rows["happened_at"] < END - pd.Timedelta(days=30)]
    taken = rows["taken_up_at"].notna().astype(float).groupby(rows["role"] == "support").mean()
    return 100 * float(taken[True] - taken[False])


FOUND: list[tuple[Callable[[Sample], float], float, float]] = [
    (tickets_bounce_in_the_east, 6, 14),
    (tickets_bounce_elsewhere, -1.5, 1.5),
    (stay_with_product, 1.6, 3),
    (loops_closed_in_time, 25, 45),
    (loops_of_finance, 2, 4.5),
    (promises_of_product, -40, -15),
    (attention_by_tier, 2.8, 5),
    (attention_by_potential, 0.85, 1.15),
    (proactive_contacts, 8, 20),
    (first_value_after_incomplete_handover, 1.3, 1.7),
    (opportunities_of_support, -50, -25),
]


@pytest.mark.parametrize(("effect", "low", "high"), FOUND, ids=[case[0].__name__ for case in FOUND])
def test_planted_truth_is_found(sample: Sample, effect: Callable[[Sample], float], low: float, high: float) -> None:
    assert low <= effect(sample) <= high


def test_readme_dates_and_numbers_the_truths() -> None:
    readme = (SAMPLE.parent / "README.md").read_text("utf-8")
    days = (truths.LOOP_CHANGE_DAY, truths.PROACTIVE_CHANGE_DAY, truths.OWNER_CHANGES_FROM)
    assert [day for day in days if day.isoformat() not in readme] == []
    assert [number for number in range(1, 17) if f"\n| {number} | " not in readme] == []
