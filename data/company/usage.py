"""The use of the product by the sample company's customers: once a month in all, and feature by feature."""

from typing import Final

import numpy as np

from data.company.accounts import COUNT, Accounts
from data.company.days import DAYS, EPOCH, Real, Table, Whole, day_text
from data.company.renewals import seat_use

ROWS: Final = 40_000
FEATURES: Final = ("boards", "reports", "alerts", "mobile", "forms", "api", "audit")
POPULARITY: Final = (0.92, 0.72, 0.60, 0.48, 0.42, 0.28, 0.20)
"""Share of accounts of usual habits that ever take up each feature."""
TAKEN_UP_DAYS: Final = 420
"""Features are taken up evenly over this many days from joining."""
IDLE_SHARE: Final = 0.02
LOW_USER_IDLE_SHARE: Final = 0.18
LAST_WEEK: Final = 7


def usage_table(company: Accounts, licensed: Real, rng: np.random.Generator) -> Table:
    """usage.csv: rows without a feature carry seats, those with one only users and events."""
    account, day = _product_days(company, licensed, rng)
    seats = licensed[account, day].astype(np.int64)
    use = np.array([seat_use(company, a, d) for a, d in zip(account, day, strict=True)])
    active = np.clip(np.rint(seats * (use + rng.normal(0, 0.04, len(day)))), 1, seats).astype(np.int64)
    events = active * rng.poisson(38, len(day))
    source, feature, used = _feature_rows(company, account, day, licensed, rng)
    users = np.maximum(1, np.rint(active[source] * rng.uniform(0.15, 0.8, len(source)))).astype(np.int64)
    no_feature = np.full(len(day), -1)
    columns = (
        np.concatenate([account, account[source]]),
        np.concatenate([day, used]),
        np.concatenate([no_feature, feature]),
        np.concatenate([active, users]),
        np.concatenate([seats, np.full(len(source), -1)]),
        np.concatenate([events, users * rng.poisson(9, len(source))]),
    )
    order = np.lexsort((columns[2], columns[0], columns[1]))
    return _texts(company, *(column[order] for column in columns))


def _texts(
    company: Accounts, account: Whole, day: Whole, feature: Whole, users: Whole, seats: Whole, events: Whole
) -> Table:
    """The columns of the file; -1 stands for what a row does not have."""
    return {
        "account_id": [company.ids[number] for number in account],
        "used_on": [day_text(int(number)) for number in day],
        "feature": ["" if number < 0 else FEATURES[number] for number in feature],
        "active_users": [str(count) for count in users],
        "licensed_users": ["" if count < 0 else str(count) for count in seats],
        "events": [str(count) for count in events],
    }


def _month_starts() -> Whole:
    """Day numbers of the first of each month, and of the month after the last."""
    months = np.arange(EPOCH.astype("datetime64[M]"), (EPOCH + DAYS).astype("datetime64[M]") + 1)
    return (months.astype("datetime64[D]") - EPOCH).astype(np.int64)


def _product_days(company: Accounts, licensed: Real, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Accounts and days of the monthly rows: in the last week of each month, unless idle or gone."""
    ends = _month_starts()[1:]
    account = np.repeat(np.arange(COUNT), len(ends))
    day = np.tile(ends, COUNT) - 1 - rng.integers(0, LAST_WEEK, COUNT * len(ends))
    idle = np.where(company.use < -1, LOW_USER_IDLE_SHARE, IDLE_SHARE)[account]
    used = (licensed[account, day] > 0) & (rng.random(len(day)) >= idle)
    return account[used], day[used]


def _feature_rows(
    company: Accounts, account: Whole, day: Whole, licensed: Real, rng: np.random.Generator
) -> tuple[Whole, Whole, Whole]:
    """Monthly row, feature and day of the feature rows that fill the file up to ROWS."""
    odds = np.array(POPULARITY) * np.exp(0.35 * company.use)[:, None]
    ever = rng.random(odds.shape) < np.clip(odds, 0.03, 0.98)
    taken_up = company.since[:, None] + rng.integers(0, TAKEN_UP_DAYS, ever.shape)
    source, feature = np.nonzero(ever[account] & (taken_up[account] <= day[:, None]))
    kept = np.sort(rng.choice(len(source), ROWS - len(account), replace=False))
    source, feature = source[kept], feature[kept]
    return source, feature, _within_month(account[source], day[source], licensed, rng)


def _within_month(account: Whole, latest: Whole, licensed: Real, rng: np.random.Generator) -> Whole:
    """A day of the same month up to the latest; the latest itself where no contract covered that day."""
    starts = _month_starts()
    first = starts[np.searchsorted(starts, latest, side="right") - 1]
    day = first + (rng.random(len(latest)) * (latest - first + 1)).astype(np.int64)
    return np.where(licensed[account, day] > 0, day, latest)
