"""The support tickets of the sample company, with the follow-ups that unsolved ones bring."""

from dataclasses import dataclass, fields, replace
from typing import Final, TypeVar

import numpy as np

from data.company.accounts import Accounts
from data.company.days import (
    DAYS,
    MINUTES,
    Flags,
    Real,
    Table,
    Texts,
    Whole,
    cells,
    day_number,
    happened_texts,
    in_office_hours,
    moment_texts,
    on_weekdays,
)
from data.company.renewals import PRODUCTS
from data.company.teams import TEAM_DEPARTMENTS, TEAM_ROLES
from data.company.truths import (
    EAST,
    HANDOFFS_CHANGE_DAY,
    HANDOFFS_EAST_FACTOR,
    HANDOFFS_MEAN,
    PROMISE_KEPT_AFTER,
    PROMISE_KEPT_BEFORE,
    STEADY_CATEGORY,
    STEADY_RATINGS,
    SUPPORT_CHANGE_DAY,
)

COUNT: Final = 20_000
FOLLOW_UPS: Final = 900
"""How many of them are new tickets about the same thing within a week of an answer."""
FOLLOW_UP_DAYS: Final = (0.2, 6.5)
OPENED: Final = {"Enterprise": 3.0, "Mid-market": 1.4, "Small": 0.6}
GROWTH: Final = (0.9, 1.12)

PRIORITIES: Final = ("urgent", "high", "normal", "low")
PRIORITY_SHARES: Final = (0.06, 0.22, 0.52, 0.20)
PROMISED_HOURS: Final = {"urgent": 8, "high": 24, "normal": 72, "low": 120}
RESPONSE_HOURS: Final = {"urgent": 1, "high": 4}
"""First responses are promised for these priorities only."""
RESPONSE_KEPT: Final = 0.7
UNPROMISED_SHARE: Final = 0.1
STUCK_SHARE: Final = 0.006
STUCK_DAYS: Final = 120
"""Tickets of the last days that are still open for no good reason."""
UNANSWERED_SHARE: Final = 0.3
"""Of the tickets still open on the last day, those without a first response."""

CATEGORIES: Final = ("how-to", "defect", STEADY_CATEGORY, "access", "import", "speed")
CATEGORY_SHARES: Final = (0.27, 0.22, 0.15, 0.15, 0.12, 0.09)
NEEDS: Final = {
    "how-to": ("question", "training"),
    "defect": ("problem", "complaint"),
    STEADY_CATEGORY: ("question", "request"),
    "access": ("request", "problem"),
    "import": ("problem", "question"),
    "speed": ("problem", "complaint"),
}
TEAMS: Final = {
    "how-to": "Front desk",
    "defect": "Technical",
    STEADY_CATEGORY: "Billing",
    "access": "Front desk",
    "import": "Technical",
    "speed": "Technical",
}
CHANNELS: Final = ("portal", "email", "phone", "chat")
CHANNEL_SHARES: Final = (0.38, 0.34, 0.14, 0.14)
RATED_SHARE: Final = 0.28


@dataclass(frozen=True)
class Opened:
    """Tickets as columns of equal length at the moment of opening; `opened` in minutes, the rest numbers."""

    account: Whole
    opened: Whole
    category: Whole
    priority: Whole


@dataclass(frozen=True)
class Handled:
    """What became of each ticket: moments in minutes (MINUTES or later: not yet), counts, promises."""

    answered: Whole
    resolved: Whole
    promised: Whole
    answer_promised: Whole
    handoffs: Whole
    replies: Whole
    reopens: Whole
    kept: Flags


Columns = TypeVar("Columns", Opened, Handled)


def tickets_table(
    company: Accounts, opened: Opened, handled: Handled, teams: list[tuple[str, ...]], rng: np.random.Generator
) -> Table:
    """tickets.csv: one row for each ticket in the order opened; empty moments have not happened.

    `teams` are those that held each ticket, in their order.
    """
    ratings = _ratings(company, opened, handled, rng)
    rated = (handled.resolved < MINUTES) & (rng.random(COUNT) < RATED_SHARE)
    categories = [CATEGORIES[number] for number in opened.category]
    return {
        "ticket_id": [f"T{number:05d}" for number in range(1, COUNT + 1)],
        "account_id": [company.ids[account] for account in opened.account],
        "opened_at": happened_texts(opened.opened),
        "first_response_at": happened_texts(handled.answered),
        "resolved_at": happened_texts(handled.resolved),
        "promised_at": moment_texts(handled.promised, handled.promised >= 0),
        "response_promised_at": moment_texts(handled.answer_promised, handled.answer_promised >= 0),
        "status": _statuses(handled),
        "priority": [PRIORITIES[number] for number in opened.priority],
        "channel": [str(channel) for channel in rng.choice(CHANNELS, COUNT, p=CHANNEL_SHARES)],
        "category": categories,
        "need": [NEEDS[category][int(rng.random() < 0.3)] for category in categories],
        "team": [held[-1] for held in teams],
        "handoffs": [str(count) for count in handled.handoffs],
        "replies": [str(count) for count in handled.replies],
        "reopens": [str(count) for count in handled.reopens],
        "satisfaction": [str(score) if gave else "" for score, gave in zip(ratings, rated, strict=True)],
        "satisfaction_scale": ["1-5" if gave else "" for gave in rated],
        "product": [str(product) for product in rng.choice(PRODUCTS, COUNT, p=(0.64, 0.21, 0.15))],
        **_owners(handled, teams),
    }


def _owners(handled: Handled, teams: list[tuple[str, ...]]) -> Table:
    """The department that holds each ticket, the role that first took it and the one that resolved it."""
    done = handled.resolved < MINUTES
    return {
        "department": [TEAM_DEPARTMENTS[held[-1]] for held in teams],
        "first_role": [TEAM_ROLES[held[0]] for held in teams],
        "resolving_role": [TEAM_ROLES[held[-1]] if ended else "" for held, ended in zip(teams, done, strict=True)],
    }


def all_tickets(company: Accounts, covered: Flags, rng: np.random.Generator) -> tuple[Opened, Handled]:
    """First tickets and their follow-ups together, in the order opened."""
    first = _opened(company, covered, COUNT - FOLLOW_UPS, rng)
    first_handled = _handled(company, first, rng)
    later = _follow_ups(first, first_handled.resolved, rng)
    later_handled = _handled(company, later, rng)
    order = np.argsort(np.concatenate([first.opened, later.opened]), kind="stable")
    return _joined(first, later, order), _joined(first_handled, later_handled, order)


def _joined(above: Columns, below: Columns, order: Whole) -> Columns:
    """Two records of columns put together, their rows in the order given."""
    names = [field.name for field in fields(above)]
    return replace(
        above, **{name: np.concatenate([getattr(above, name), getattr(below, name)])[order] for name in names}
    )


def _opened(company: Accounts, covered: Flags, count: int, rng: np.random.Generator) -> Opened:
    """New tickets of customers of the day, the large ones more, in the order opened."""
    weights = covered * np.linspace(*GROWTH, DAYS)
    weights = weights * np.array([OPENED[str(segment)] for segment in company.segments])[:, None]
    account, day = cells(weights, count, rng)
    opened = in_office_hours(on_weekdays(day, rng), rng)
    order = np.argsort(opened, kind="stable")
    return Opened(
        account[order],
        opened[order],
        rng.choice(len(CATEGORIES), count, p=CATEGORY_SHARES),
        rng.choice(len(PRIORITIES), count, p=PRIORITY_SHARES),
    )


def _follow_ups(first: Opened, resolved: Whole, rng: np.random.Generator) -> Opened:
    """For some resolved tickets a second one of the same account and category within a week."""
    latest = MINUTES - int(FOLLOW_UP_DAYS[1] * 1440) - 1
    source = rng.choice(np.flatnonzero(resolved < latest), FOLLOW_UPS, replace=False)
    wait = rng.uniform(*FOLLOW_UP_DAYS, FOLLOW_UPS) * 1440
    opened = resolved[source] + wait.astype(np.int64)
    return Opened(first.account[source], opened, first.category[source], first.priority[source])


def _handled(company: Accounts, opened: Opened, rng: np.random.Generator) -> Handled:
    """How the tickets went: handoffs (truth 3), promises kept (truth 6), and the moments that follow."""
    count = len(opened.account)
    handoffs = rng.poisson(_handoff_mean(company, opened))
    hours = np.array([PROMISED_HOURS[priority] for priority in PRIORITIES])[opened.priority]
    kept = rng.random(count) < _kept_chance(opened)
    resolved = opened.opened + _resolution_minutes(hours, kept, rng)
    stuck = (rng.random(count) < STUCK_SHARE) & (opened.opened >= MINUTES - STUCK_DAYS * 1440)
    resolved = np.where(stuck, MINUTES, resolved)
    answered, answer_promised = _answers(opened, resolved, rng)
    promised = opened.opened + hours * 60
    promised = np.where(rng.random(count) < UNPROMISED_SHARE, -1, promised)
    talkative = rng.random(count) < np.where(handoffs > 0, 0.6, 0.22)
    replies = np.where(answered < MINUTES, 1 + talkative * rng.geometric(0.5, count), 0)
    again = (rng.random(count) < 0.05 + 0.02 * (handoffs > 0)) & (resolved < MINUTES)
    reopens = again.astype(np.int64)
    return Handled(answered, resolved, promised, answer_promised, handoffs, replies, reopens, kept)


def _handoff_mean(company: Accounts, opened: Opened) -> Real:
    """Expected handoffs of each ticket; the eastern ones change on one day (truth 3)."""
    changed = opened.opened >= day_number(HANDOFFS_CHANGE_DAY) * 1440
    hit = changed & (company.regions[opened.account] == EAST)
    return HANDOFFS_MEAN * np.where(hit, HANDOFFS_EAST_FACTOR, 1.0)


def _kept_chance(opened: Opened) -> Real:
    """Chance that a ticket is resolved as promised, before and after the change in support (truth 6)."""
    changed = opened.opened >= day_number(SUPPORT_CHANGE_DAY) * 1440
    return np.where(changed, PROMISE_KEPT_AFTER, PROMISE_KEPT_BEFORE)


def _resolution_minutes(hours: Whole, kept: Flags, rng: np.random.Generator) -> Whole:
    """Minutes to resolution: a part of the promised hours where kept, a multiple where not."""
    part = 0.02 + 0.98 * rng.beta(1.1, 2.4, len(hours))
    late = 1.02 + rng.exponential(0.7, len(hours))
    return np.maximum(np.where(kept, part, late) * hours * 60, 6).astype(np.int64)


def _answers(opened: Opened, resolved: Whole, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Moments of the first response, before the resolution, and by when it was promised (-1: it was not)."""
    count = len(resolved)
    usual = np.array([38.0, 110.0, 170.0, 280.0])[opened.priority]
    delay = np.exp(rng.normal(np.log(usual), 0.9))
    allowed = np.array([RESPONSE_HOURS.get(priority, 0) * 60 for priority in PRIORITIES])[opened.priority]
    hurried = (allowed > 0) & (rng.random(count) < RESPONSE_KEPT)
    delay = np.where(hurried, np.minimum(delay, allowed * 0.95), delay)
    latest = 0.8 * (resolved - opened.opened)
    answered = opened.opened + np.maximum(np.minimum(delay, latest), 2).astype(np.int64)
    ignored = (resolved >= MINUTES) & (rng.random(count) < UNANSWERED_SHARE) | (answered >= resolved)
    promised = np.where(allowed > 0, opened.opened + allowed, -1)
    return np.where(ignored, MINUTES, answered), promised


def _ratings(company: Accounts, opened: Opened, handled: Handled, rng: np.random.Generator) -> Whole:
    """1 to 5: lower after a broken promise or a handoff; billing tickets keep one fixed mix (the null)."""
    mean = 4.15 + 0.2 * company.health[opened.account]
    mean -= 0.55 * ~handled.kept + 0.2 * np.minimum(handled.handoffs, 3)
    moved = np.clip(np.rint(rng.normal(mean, 0.9)), 1, 5).astype(np.int64)
    steady = rng.choice(np.arange(1, 6), len(mean), p=STEADY_RATINGS)
    return np.where(opened.category == CATEGORIES.index(STEADY_CATEGORY), steady, moved)


def _statuses(handled: Handled) -> list[str]:
    """new (no response yet), open, solved (within the last week) or closed."""
    resolved = handled.resolved < MINUTES
    closed = handled.resolved < MINUTES - 7 * 1440
    open_status: Texts = np.where(handled.answered < MINUTES, "open", "new")
    return [str(status) for status in np.where(closed, "closed", np.where(resolved, "solved", open_status))]
