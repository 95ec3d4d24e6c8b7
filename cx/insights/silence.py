"""Who was asked and did not answer, what they are worth, how they differ, and what NPS could be at the most and least."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.insights.adjusted import stepped
from cx.metrics.compute import compute
from cx.metrics.intervals import SEED
from cx.metrics.invited import Invited, invited
from cx.metrics.value import MetricValue
from cx.statistics import Difference, Estimate, ratio_bootstrap, standardised_difference, wilson

FLAGGED = 0.1
"""A standardised difference above this is worth a look (reference 2.4)."""
MOST_LEVELS = 8
"""Values of one attribute that are compared one by one."""
LEVELLED = ("tier", "segment")
Sides = tuple[list[float], list[float]]
"""What is measured of the accounts that answered, and of the silent ones."""
SCENARIOS = ("nps", "nps_by_account", "nps_by_revenue")


@dataclass(frozen=True)
class Heard:
    """How many of some invited accounts answered, and how much of their value."""

    name: str | None
    """None for all of them."""
    accounts: Estimate
    """The share that answered, 0 to 1, with Wilson's limits; n counts accounts."""
    value: Estimate
    """The share of their annual value that answered, with bootstrap limits; no value where they are worth nothing."""
    worth: float
    worth_silent: float


@dataclass(frozen=True, eq=False)
class Scenario:
    """One form of NPS, and what it would be were all silent ones detractors, or all promoters: bounds, no forecast."""

    measured: MetricValue
    silent: float
    """How many answers, accounts or how much value is silent."""
    least: float
    most: float


@dataclass(frozen=True)
class Contrast:
    """One thing in which accounts that answered are compared with silent ones."""

    attribute: str
    level: str | None
    """The value of the attribute whose share is compared; None for a measure."""
    heard: float
    silent: float
    difference: Difference

    @property
    def is_flagged(self) -> bool:
        """True where the groups stand apart by more than a tenth of a standard deviation."""
        return abs(self.difference.value or 0.0) > FLAGGED

    @property
    def is_beyond_chance(self) -> bool:
        """True where the range of what is flagged, adjusted for all that are looked at, leaves out 0."""
        low, high = self.difference.low or 0.0, self.difference.high or 0.0
        return self.is_flagged and low * high > 0


@dataclass(frozen=True, eq=False)
class Silence:
    """Who is silent in a period."""

    whole: Heard
    groups: tuple[Heard, ...]
    dimension: str
    scenarios: tuple[Scenario, ...]


def silence(cursor: DuckDBPyConnection, selection: Selection, settings: Settings, by: str | None) -> Silence | None:
    """Who is silent, by an attribute of accounts; None where no invitation to an account is old enough to tell."""
    everybody = invited(cursor, selection, settings)
    accounts = due(everybody)
    if not accounts:
        return None
    known = [name for name in dict.fromkeys((by, *LEVELLED)) if name and levels(accounts, name)]
    dimension = known[0] if known else ""
    return Silence(
        _heard(None, accounts),
        tuple(
            _heard(level, [item for item in accounts if item.attributes[dimension] == level])
            for level in (levels(accounts, dimension) if dimension else ())
        ),
        dimension,
        _scenarios(cursor, everybody, selection, settings),
    )


def due(everybody: Sequence[Invited]) -> list[Invited]:
    """The accounts of which any invitation is old enough to tell whether they answer."""
    return [item for item in everybody if item.account is not None and item.invitations]


def levels(accounts: Sequence[Invited], name: str) -> tuple[str, ...]:
    """The values of an attribute, the most frequent first."""
    found = [item.attributes[name] for item in accounts if item.attributes.get(name) is not None]
    there = sorted({level for level in found if level is not None}, key=lambda level: (-found.count(level), level))
    return tuple(there[:MOST_LEVELS])


def _heard(name: str | None, accounts: Sequence[Invited]) -> Heard:
    worth = [item.worth for item in accounts]
    answered = [item.worth if item.answered else 0.0 for item in accounts]
    return Heard(
        name,
        wilson(sum(item.answered for item in accounts), len(accounts)),
        ratio_bootstrap(answered, worth, SEED),
        sum(worth),
        sum(worth) - sum(answered),
    )


def _scenarios(
    cursor: DuckDBPyConnection, everybody: Sequence[Invited], selection: Selection, settings: Settings
) -> tuple[Scenario, ...]:
    """The bounds of each form of NPS that has a value: (sum ∓ silent) / (whole + silent)."""
    quiet = [item for item in everybody if item.account is not None and item.nps_invited and not item.nps_heard]
    silent = {
        "nps": float(sum(item.nps_silent for item in everybody)),
        "nps_by_account": float(len(quiet)),
        "nps_by_revenue": sum(item.worth for item in quiet),
    }
    found = []
    for value in compute(cursor, SCENARIOS, selection, settings):
        more = silent[value.metric.key]
        if value.value is None or value.numerator is None or not value.denominator or not more:
            continue
        above, below = value.numerator, value.denominator + more
        found.append(Scenario(value, more, 100 * (above - more) / below, 100 * (above + more) / below))
    return tuple(found)


MEASURES: dict[str, Callable[[Invited], float | None]] = {
    "worth": lambda item: item.worth,
    "tickets": lambda item: float(item.tickets),
    "renewed": lambda item: item.renewed,
}


def contrasts(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[Contrast, ...]:
    """How invited accounts that answered differ from silent ones, in each tier and segment, value, tickets, renewals.

    Their ranges are adjusted for how many are looked at, with Holm's method. None without an account on either side.
    """
    accounts = due(invited(cursor, selection, settings))
    there = [(name, level) for name in LEVELLED for level in levels(accounts, name)]
    asked: list[tuple[str, str | None, Sides]] = [
        *((name, level, _sides(accounts, _is(name, level))) for name, level in there),
        *((name, None, _sides(accounts, measure)) for name, measure in MEASURES.items()),
    ]
    told = [item for item in asked if standardised_difference(*item[-1]).value is not None]
    found = stepped(range(len(told)), 0.05, lambda at, confidence: standardised_difference(*told[at][-1], confidence))
    return tuple(
        Contrast(name, level, sum(heard) / len(heard), sum(silent) / len(silent), difference)
        for (name, level, (heard, silent)), difference in zip(told, found.values(), strict=True)
        if difference
    )


def measured(accounts: Sequence[Invited], item: Contrast) -> tuple[Invited, ...]:
    """The accounts of which it is known in what they are compared."""
    measure = MEASURES[item.attribute] if item.level is None else _is(item.attribute, item.level)
    return tuple(account for account in accounts if measure(account) is not None)


def _is(name: str, level: str) -> Callable[[Invited], float | None]:
    return lambda item: None if item.attributes[name] is None else float(item.attributes[name] == level)


def _sides(accounts: Sequence[Invited], measure: Callable[[Invited], float | None]) -> tuple[list[float], list[float]]:
    """What is known of those that answered, and of the silent ones."""
    heard, silent = (
        [worth for item in accounts if item.answered is side and (worth := measure(item)) is not None]
        for side in (True, False)
    )
    return heard, silent
