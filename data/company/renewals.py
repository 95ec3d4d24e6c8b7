"""The contract terms of the sample company, one after another until a customer leaves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from data.company.accounts import COUNT, Accounts
from data.company.days import (
    DAYS,
    NEVER,
    Flags,
    Real,
    day_number,
    months_later,
    within_month,
)
from data.company.truths import (
    LAST_DAY,
    REDUCED_SHARE,
    RENEWAL_BASE,
    RENEWAL_HEALTH,
    RENEWAL_SEAT_USE,
    RENEWAL_SILENT,
    RENEWAL_TIER,
    SEAT_USE_MEAN,
)

PRODUCTS: Final = ("Flow", "Desk", "Insight")
EXTRA_CONTRACT: Final = {"Enterprise": 0.36, "Mid-market": 0.15, "Small": 0.03}
"""Chance of each product after the first one."""
TWO_YEARS_SHARE: Final = 0.13
TWO_YEARS_UNTIL: Final = date(2025, 10, 1)
"""From then on all new terms are for one year, so that no term ends later than a year after LAST_DAY."""
OPEN_ENDED_SHARE: Final = 0.025
SEAT_PRICE: Final = {"Enterprise": 420.0, "Mid-market": 510.0, "Small": 590.0}
TRIALS: Final = 22
TRIAL_DAYS: Final = 60
TRIAL_SEATS: Final = 8
TRIAL_CONVERTED: Final = 0.55
RETURN_SHARE: Final = 0.14
RETURN_AFTER: Final = (90, 400)
SOON_DUE_DAYS: Final = 92
"""Terms that end within this many days after LAST_DAY are already called pending."""

REASONS: Final = (
    ("product fit", "ours"),
    ("service", "ours"),
    ("price", "ours"),
    ("low use", "ours"),
    ("budget cut", "not ours"),
    ("customer acquired", "not ours"),
    ("project ended", "not ours"),
    ("", ""),
)
REASON_SHARES: Final = (0.20, 0.17, 0.15, 0.12, 0.14, 0.08, 0.06, 0.08)


@dataclass(frozen=True)
class Term:
    """One contract term; days are day numbers, `end` is the first day not covered (NEVER: open-ended)."""

    contract: int
    account: int
    product: str
    start: int
    end: int
    months: int
    value: int
    seats: int
    active: int = 0
    outcome: str = ""
    decided: int = NEVER
    after: int = 0
    reason: str = ""
    controllable: str = ""


def seat_use(company: Accounts, account: int, day: int) -> float:
    """Share of licensed seats in use: the account's habit, growing slowly from year to year."""
    habit = np.log(SEAT_USE_MEAN / (1 - SEAT_USE_MEAN)) + 0.85 * company.use[account]
    return float(1 / (1 + np.exp(-(habit + 0.10 * (day / 365 - 1.5)))))


def terms(company: Accounts, rng: np.random.Generator) -> list[Term]:
    """All terms in force at some time in the three years, in the order of contract and start."""
    found: list[Term] = []
    for account in range(COUNT):
        for product in _products(str(company.segments[account]), rng):
            first = _first_term(company, account, product, rng)
            if first.start < DAYS - 20:
                found.extend(_chain(company, first, rng))
    found.extend(_returns(company, found, rng))
    found.extend(_trials(company, found, rng))
    keys = dict.fromkeys(term.contract for term in found)
    numbered = {key: number for number, key in enumerate(keys, start=1)}
    renamed = [replace(term, contract=numbered[term.contract]) for term in found]
    return sorted(renamed, key=lambda term: (term.contract, term.start))


def _products(segment: str, rng: np.random.Generator) -> list[str]:
    extra = [product for product in PRODUCTS[1:] if rng.random() < EXTRA_CONTRACT[segment]]
    return [PRODUCTS[0], *extra]


def _contract_key(account: int, product: str) -> int:
    """A number for each account and product, leaving room for a return (+100) and a trial (+200)."""
    return account * 1000 + PRODUCTS.index(product)


def _first_term(company: Accounts, account: int, product: str, rng: np.random.Generator) -> Term:
    """The term in force on the first day, or the account's first one; other products may come later."""
    two_years = rng.random() < TWO_YEARS_SHARE
    since = int(company.since[account])
    value = float(company.value[account])
    if product != PRODUCTS[0]:
        value *= rng.uniform(0.25, 0.6)
        since += int(rng.exponential(500))
    start = within_month(since)
    months = 24 if two_years and start < day_number(TWO_YEARS_UNTIL) else 12
    while months_later(start, months) <= 0:
        start = months_later(start, months)
    end = NEVER if rng.random() < OPEN_ENDED_SHARE else months_later(start, months)
    rounded = int(round(value, -2))
    return Term(
        _contract_key(account, product),
        account,
        product,
        start,
        end,
        months,
        rounded,
        _seats(company, account, rounded),
    )


def _seats(company: Accounts, account: int, value: int) -> int:
    return max(3, round(value / SEAT_PRICE[str(company.segments[account])]))


def _chain(company: Accounts, first: Term, rng: np.random.Generator) -> Iterator[Term]:
    """The first term with its outcome, then its successors, until one is lost or still runs."""
    term: Term | None = first
    while term is not None:
        done = _decided(company, term, rng)
        yield done
        term = _successor(company, done) if done.outcome in ("renewed", "reduced") else None


def _decided(company: Accounts, term: Term, rng: np.random.Generator) -> Term:
    """The term with its seats in use and, where it fell due within the data, what became of it."""
    seen = min(term.end, DAYS) - 1
    use = seat_use(company, term.account, seen) + rng.normal(0, 0.05)
    term = replace(term, active=min(term.seats, max(0, round(term.seats * use))))
    if term.end >= DAYS:
        return replace(term, outcome="pending") if term.end < DAYS + SOON_DUE_DAYS else term
    early = int(rng.integers(3, 55)) if rng.random() < 0.9 else -int(rng.integers(0, 12))
    decided = min(max(term.end - early, 0), DAYS - 1)
    if rng.random() < _renewal_chance(company, term):
        outcome, after = _renewed_value(company, term, rng)
    else:
        outcome, after = "churned", 0
    reason, controllable = ("", "")
    if outcome != "renewed":
        reason, controllable = REASONS[int(rng.choice(len(REASONS), p=REASON_SHARES))]
    return replace(term, outcome=outcome, decided=decided, after=after, reason=reason, controllable=controllable)


def _renewal_chance(company: Accounts, term: Term) -> float:
    """Chance that a due term is renewed: truths 2, 5 and 7, and the tier known when it ends."""
    account = term.account
    tier = company.tiers_on(np.array([account]), np.array([term.end]))[0]
    odds = RENEWAL_BASE + RENEWAL_TIER[str(tier)]
    odds += RENEWAL_HEALTH * company.health[account] + RENEWAL_SEAT_USE * company.use[account]
    odds += RENEWAL_SILENT * bool(company.silent[account])
    return float(1 / (1 + np.exp(-odds)))


def _renewed_value(company: Accounts, term: Term, rng: np.random.Generator) -> tuple[str, int]:
    """Outcome and next annual value: sometimes less, mostly a small uplift, sometimes clearly more."""
    draw = rng.random()
    if draw < REDUCED_SHARE:
        return "reduced", int(round(term.value * rng.uniform(0.6, 0.88), -2))
    growing = 0.24 + 0.05 * float(company.health[term.account])
    factor = rng.uniform(1.1, 1.45) if draw > 1 - growing else 1 + rng.choice((0.0, 0.03, 0.04, 0.06))
    return "renewed", max(int(round(term.value * factor, -2)), term.value)


def _successor(company: Accounts, term: Term) -> Term:
    """The next term, at the value agreed; two years only as long as such terms were sold."""
    months = term.months if term.end < day_number(TWO_YEARS_UNTIL) else 12
    return Term(
        term.contract,
        term.account,
        term.product,
        term.end,
        months_later(term.end, months),
        months,
        term.after,
        _seats(company, term.account, term.after),
    )


def _returns(company: Accounts, found: list[Term], rng: np.random.Generator) -> list[Term]:
    """A few customers who left come back months later under a new contract, for a little less."""
    back: list[Term] = []
    for lost in [term for term in found if term.outcome == "churned" and term.product == PRODUCTS[0]]:
        start = within_month(lost.end + int(rng.integers(*RETURN_AFTER)))
        if rng.random() < RETURN_SHARE and start < DAYS - 30:
            value = int(round(lost.value * rng.uniform(0.7, 1.0), -2))
            again = Term(
                lost.contract + 100,
                lost.account,
                lost.product,
                start,
                months_later(start, 12),
                12,
                value,
                _seats(company, lost.account, value),
            )
            back.extend(_chain(company, again, rng))
    return back


def _trials(company: Accounts, found: list[Term], rng: np.random.Generator) -> list[Term]:
    """Free trials of a product that the customer lacks; some become paid terms of the same contract."""
    held = {(term.account, term.product) for term in found}
    covered = in_force(found)
    tried: list[Term] = []
    for account in rng.permutation(COUNT)[: TRIALS * 4]:
        start = within_month(int(rng.integers(30, DAYS - TRIAL_DAYS - 5)))
        wanted = [product for product in PRODUCTS if (int(account), product) not in held]
        if len(tried) >= TRIALS or not wanted or not covered[account, start]:
            continue
        trial = Term(
            _contract_key(int(account), wanted[0]) + 200,
            int(account),
            wanted[0],
            start,
            within_month(start + TRIAL_DAYS),
            12,
            0,
            TRIAL_SEATS,
            active=int(rng.integers(1, TRIAL_SEATS)),
        )
        tried.append(trial)
    return [term for trial in tried for term in _after_trial(company, trial, rng)]


def _after_trial(company: Accounts, trial: Term, rng: np.random.Generator) -> list[Term]:
    decided = trial.end - int(rng.integers(1, 10))
    if rng.random() >= TRIAL_CONVERTED:
        return [replace(trial, outcome="churned", decided=decided, reason="product fit", controllable="ours")]
    value = int(round(float(company.value[trial.account]) * 0.3, -2))
    bought = replace(trial, outcome="renewed", decided=decided, after=value)
    return [bought, *_chain(company, _successor(company, bought), rng)]


def in_force(found: list[Term]) -> Flags:
    """Whether each account (row) had any term in force on each day (column)."""
    return np.asarray(licences(found) > 0)


def licences(found: list[Term]) -> Real:
    """Seats licensed to each account (row) on each day (column), over all its terms in force."""
    seats = np.zeros((COUNT, DAYS))
    for term in found:
        seats[term.account, max(term.start, 0) : min(term.end, DAYS)] += term.seats
    return seats


def worth(found: list[Term]) -> Real:
    """Annual value of each account on LAST_DAY; of one that left, that of its latest terms."""
    last = day_number(LAST_DAY)
    values = np.zeros(COUNT)
    for account in range(COUNT):
        own = [term for term in found if term.account == account and term.value > 0]
        day = min(last, max(term.end for term in own) - 1)
        values[account] = sum(term.value for term in own if term.start <= day < term.end)
    return values
