"""The accounts of the sample company: what is known of them, and the hidden traits behind the truths."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.company.days import DAYS, Flags, Real, Table, Texts, Whole, day_text, within_month
from data.company.names import INDUSTRIES, LANGUAGE_SHARES, LANGUAGES, account_names
from data.company.truths import EAST, SILENT_SHARE

COUNT: Final = 400
JOINED_LATER: Final = 105
"""How many of them became customers within the three years."""
SEGMENTS: Final = ("Enterprise", "Mid-market", "Small")
SEGMENT_SHARES: Final = (0.24, 0.40, 0.36)
TIERS: Final = ("platinum", "gold", "silver")
TIER_SHARES: Final = {
    "Enterprise": (0.50, 0.38, 0.12),
    "Mid-market": (0.12, 0.50, 0.38),
    "Small": (0.03, 0.27, 0.70),
}
REGIONS: Final = ("North", "Central", EAST, "South")
REGION_SHARES: Final = (0.27, 0.31, 0.22, 0.20)
FIRST_VALUE: Final = {"Enterprise": 62_000.0, "Mid-market": 24_000.0, "Small": 7_500.0}
"""Median annual value of the first contract."""
# All contracts are in euro, so that nobody has to set a rate before looking; raise it to try two currencies.
DOLLAR_SHARE: Final = 0.0
CHANGED: Final = 60
CHANGED_TWICE: Final = 14
CHANGED_SEGMENT: Final = 10
USE_WITH_HEALTH: Final = 0.3
POTENTIAL_SOURCES: Final = ("account plan", "survey of needs", "market data")
PREFERRED_CHANNELS: Final = ("email", "phone", "video call", "visit")
RHYTHM_DAYS: Final = {"platinum": 30, "gold": 60, "silver": 120}
"""Days between contacts that were agreed with the accounts of each tier."""
CLUB: Final = "Customer council"


@dataclass(frozen=True)
class Change:
    """From `day` on, an account is known to have this segment and tier."""

    account: int
    day: int
    segment: str
    tier: str


@dataclass(frozen=True)
class Accounts:
    """All accounts as columns of equal length, and what later became known of some of them.

    `since` is a day number; `health` and `use` are standard normal; `value` is in the account's currency.
    """

    ids: list[str]
    names: list[str]
    languages: Texts
    industries: Texts
    regions: Texts
    segments: Texts
    tiers: Texts
    owners: list[str]
    since: Whole
    currencies: Texts
    acquired: Texts
    value: Real
    health: Real
    use: Real
    silent: Flags
    changes: list[Change]

    def segments_on(self, account: Whole, day: Whole) -> Texts:
        """The segment known on each day of each account number given."""
        known = self.segments[account].copy()
        for change in self.changes:
            known[(account == change.account) & (day >= change.day)] = change.segment
        return known

    def tiers_on(self, account: Whole, day: Whole) -> Texts:
        """The tier known on each day of each account number given."""
        known = self.tiers[account].copy()
        for change in self.changes:
            known[(account == change.account) & (day >= change.day)] = change.tier
        return known


def accounts(rng: np.random.Generator) -> Accounts:
    """Draws the accounts; segment shares the value, segment decides the tier's odds, health leans on use."""
    segments = rng.choice(SEGMENTS, COUNT, p=SEGMENT_SHARES)
    tiers = np.array([rng.choice(TIERS, p=TIER_SHARES[segment]) for segment in segments])
    languages = rng.choice(LANGUAGES, COUNT, p=LANGUAGE_SHARES)
    industries = rng.choice(INDUSTRIES, COUNT)
    since = _first_days(rng)
    health = rng.standard_normal(COUNT)
    medians = np.array([FIRST_VALUE[segment] for segment in segments])
    return Accounts(
        ids=[f"A{101 + number}" for number in range(COUNT)],
        names=account_names(list(languages), list(industries), rng),
        languages=languages,
        industries=industries,
        regions=rng.choice(REGIONS, COUNT, p=REGION_SHARES),
        segments=segments,
        tiers=tiers,
        owners=[f"AM-{number:02d}" for number in rng.integers(1, 13, COUNT)],
        since=since,
        currencies=np.where(rng.random(COUNT) < DOLLAR_SHARE, "USD", "EUR"),
        acquired=rng.choice(("earned", "bought", "unknown"), COUNT, p=(0.42, 0.40, 0.18)),
        value=medians * np.exp(0.40 * rng.standard_normal(COUNT)),
        health=health,
        use=USE_WITH_HEALTH * health + np.sqrt(1 - USE_WITH_HEALTH**2) * rng.standard_normal(COUNT),
        silent=rng.random(COUNT) < SILENT_SHARE,
        changes=_changes(segments, tiers, since, rng),
    )


def _first_days(rng: np.random.Generator) -> Whole:
    """Day numbers on which the accounts became customers, oldest first, so that ids follow age."""
    old = -rng.integers(40, 2900, COUNT - JOINED_LATER)
    new = rng.integers(20, DAYS - 45, JOINED_LATER)
    days = [within_month(int(day)) for day in np.concatenate([old, new])]
    return np.sort(np.array(days, dtype=np.int64))


def _changes(segments: Texts, tiers: Texts, since: Whole, rng: np.random.Generator) -> list[Change]:
    """Later knowledge of some accounts: the tier moves a step; for a few the segment moves up instead."""
    long_known = np.flatnonzero(since < DAYS - 400)
    chosen = rng.choice(long_known, CHANGED, replace=False)
    changes: list[Change] = []
    for place, account in enumerate(chosen):
        segment, tier = str(segments[account]), str(tiers[account])
        start = max(int(since[account]), 0) + 60
        days = np.sort(rng.integers(start, DAYS - 30, 2 if place < CHANGED_TWICE else 1))
        for day in np.unique(days):
            if place >= CHANGED - CHANGED_SEGMENT and segment != SEGMENTS[0]:
                segment = SEGMENTS[SEGMENTS.index(segment) - 1]
            else:
                tier = _next_tier(tier, rng)
            changes.append(Change(int(account), int(day), segment, tier))
    return sorted(changes, key=lambda change: (change.account, change.day))


def _next_tier(tier: str, rng: np.random.Generator) -> str:
    """The tier one step up or down; from an end of the list, inwards."""
    place = TIERS.index(tier)
    step = 1 if place == 0 else -1 if place == len(TIERS) - 1 else int(rng.choice((-1, 1)))
    return TIERS[place + step]


def accounts_table(company: Accounts, worth: Real, rng: np.random.Generator, wishes: np.random.Generator) -> Table:
    """accounts.csv: one row for each account and day on which something new became known of it.

    `worth` is the annual value of each account's contracts: margin is a part of it, potential a multiple. How
    sure the potential is and how a customer wants to be met comes from a stream of its own, `wishes`.
    """
    margin = worth * rng.uniform(0.52, 0.76, COUNT)
    potential = worth * rng.uniform(1.1, 3.2, COUNT)
    known = [Change(a, int(company.since[a]), company.segments[a], company.tiers[a]) for a in range(COUNT)]
    rows = sorted([*known, *company.changes], key=lambda row: (row.account, row.day))
    at = [row.account for row in rows]
    return {
        "account_id": [company.ids[a] for a in at],
        "name": [company.names[a] for a in at],
        "segment": [str(row.segment) for row in rows],
        "industry": [str(company.industries[a]) for a in at],
        "region": [str(company.regions[a]) for a in at],
        "tier": [str(row.tier) for row in rows],
        "owner": [company.owners[a] for a in at],
        "customer_since": [day_text(int(company.since[a])) for a in at],
        "margin": [str(int(round(margin[a], -2))) for a in at],
        "potential_value": [str(int(round(potential[a], -3))) for a in at],
        "as_of": [day_text(row.day) for row in rows],
        **_wishes(rows, wishes),
    }


def _wishes(rows: list[Change], rng: np.random.Generator) -> Table:
    """How sure the potential is, from whom and when, and how the customer wants to be met; same in all its rows."""
    at = [row.account for row in rows]
    chance, source = rng.integers(2, 10, COUNT), rng.choice(POTENTIAL_SOURCES, COUNT, p=(0.5, 0.3, 0.2))
    channel = rng.choice(PREFERRED_CHANNELS, COUNT, p=(0.42, 0.26, 0.2, 0.12))
    member = rng.random(COUNT) < np.array([0.3 if row.tier == TIERS[0] else 0.1 for row in rows])[_first_rows(at)]
    return {
        "potential_chance": [f"0.{chance[a]}" for a in at],
        "potential_source": [str(source[a]) for a in at],
        "potential_on": [day_text(row.day) for row in rows],
        "contact_rhythm_days": [str(RHYTHM_DAYS[str(row.tier)]) for row in rows],
        "preferred_channel": [str(channel[a]) for a in at],
        "club": [CLUB if member[a] else "" for a in at],
    }


def _first_rows(at: list[int]) -> Whole:
    """The first row of each account, by account number."""
    return np.array([at.index(account) for account in range(COUNT)])
