"""The renewal forecast: what is due ahead and expected to stay, and how well the same method would have done before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, last_complete_quarter, period_of, periods_between
from cx.contracts.periods import earlier as before
from cx.contracts.settings import Settings
from cx.metrics.ahead import expected
from cx.metrics.due_terms import (
    STAYED,
    Band,
    DueTerm,
    Reason,
    last_day,
    past_terms,
    past_terms_of,
    terms_ahead,
    terms_ahead_of,
    window_ahead,
)
from cx.metrics.renewal_chances import LEAST, Cell, Chances, renewal_chances
from cx.statistics import CalibrationBand, Estimate, brier_score, calibration

QUARTERS = 8
"""Past quarters that the method is tried on."""


@dataclass(frozen=True)
class QuarterAhead:
    """What is due in a quarter ahead, or in the part of it that the forecast reaches, and what is expected to stay."""

    period: Period
    terms: int
    due: float
    expected: Estimate


@dataclass(frozen=True)
class QuarterTried:
    """A past quarter foretold with what was known on the day before it, beside what came of it.

    Terms whose outcome is not known yet are in none of it but their number and value.
    """

    period: Period
    terms: int
    due: float
    expected: Estimate
    came: float
    pending: int
    pending_value: float

    @property
    def is_inside(self) -> bool:
        """True where what came lies within the range."""
        low, high = self.expected.low, self.expected.high
        return low is not None and high is not None and low <= self.came <= high


@dataclass(frozen=True)
class Shock:
    """What would stay if all terms were lost as often, against the usual, as in the worst of the past quarters."""

    worst: Period
    times: float
    """How many times the usual share was lost then."""
    stays: float


@dataclass(frozen=True)
class Forecast:
    """What is due ahead in money, what is expected to stay, and what the method is worth."""

    day: date
    window: Period
    terms: int
    due: float
    expected: Estimate
    """Annual value with its 95 % range; each term is drawn apart, so that the range is too narrow by what hits many."""
    shock: Shock | None
    """None where no past quarter has enough terms to tell."""
    quarters: tuple[QuarterAhead, ...]
    cells: tuple[Cell, ...]
    """Past terms by tier and band, with the chance taken from them."""
    past: int
    tried: tuple[QuarterTried, ...]
    """Past quarters, the first one first; those before which fewer than 20 outcomes were known are missing."""
    undated: int
    """Terms of the tried quarters whose seats are those of a later export, since no dated use of them is known."""
    brier: float | None
    """Of the terms of the tried quarters whose outcome was open on the day before; None without any."""
    brier_of_average: float | None
    """The same had every term got the share of all: the method is worth something where its own is lower."""
    calibration: tuple[CalibrationBand, ...]


@dataclass(frozen=True)
class RiskRow:
    """One term that is due ahead, with what the risk rule says of it and its chance."""

    term: DueTerm
    band: Band
    reasons: tuple[Reason, ...]
    """Empty where it is not at risk, or is known to stay."""
    chance: float | None
    """0 to 1; None where too few past outcomes are known."""

    @property
    def expected_loss(self) -> float | None:
        """(1 − chance) × annual value."""
        return None if self.chance is None else (1 - self.chance) * self.term.amount


def renewal_forecast(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> Forecast | None:
    """The forecast for the days after the selection's last one; None without terms due or with too few past ones.

    Its money equals the metrics `renewal_forecast` and `expected_loss`. The chances and the trial are of the whole
    book, whatever the selection is filtered by: a part would have too few cases.
    """
    day, window = last_day(selection), window_ahead(selection, settings)
    chances = renewal_chances(past := past_terms(cursor, settings, day))
    terms = _all(terms_ahead(cursor, selection, settings, window).values())
    if chances is None or not terms:
        return None
    tried, cases, undated = _trial(cursor, settings, day)
    foretold, came, average = ([case[at] for case in cases] for at in range(3))
    return Forecast(
        day,
        window,
        len(terms),
        _worth(terms),
        expected(terms, chances),
        _shock(past, terms, chances, settings),
        _quarters(terms, chances, window, settings),
        chances.cells,
        chances.n,
        tried,
        undated,
        brier_score(foretold, came),
        brier_score(average, came),
        calibration(foretold, came),
    )


def revenue_at_risk_rows(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[RiskRow, ...]:
    """Every term due ahead: at risk first, then what cannot be scored, then the rest; the largest of each first.

    The value of those with a reason is the metric `revenue_at_risk`.
    """
    chances = renewal_chances(past_terms(cursor, settings, last_day(selection)))
    terms = _all(terms_ahead(cursor, selection, settings, window_ahead(selection, settings)).values())
    rows = [RiskRow(term, term.band, term.reasons, chances.of(term) if chances else None) for term in terms]
    order = {True: 0, False: 1}
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                order[bool(row.reasons)],
                order[row.band is Band.UNSCORED and row.term.outcome == "pending"],
                -row.term.amount,
                row.term.contract,
            ),
        )
    )


def _all(groups: Iterable[Sequence[DueTerm]]) -> tuple[DueTerm, ...]:
    return tuple(term for group in groups for term in group)


def _worth(terms: Iterable[DueTerm]) -> float:
    return float(sum(term.amount for term in terms))


def _quarters(
    terms: Sequence[DueTerm], chances: Chances, window: Period, settings: Settings
) -> tuple[QuarterAhead, ...]:
    found = []
    for part in periods_between(window, Grain.QUARTER, settings.fiscal_year_starts):
        inside = [term for term in terms if term.due_on in part]
        found.append(QuarterAhead(part, len(inside), _worth(inside), expected(inside, chances)))
    return tuple(found)


def _shock(past: Sequence[DueTerm], terms: Sequence[DueTerm], chances: Chances, settings: Settings) -> Shock | None:
    """The worst quarter among those with enough terms, brought upon every term that is open."""
    by_quarter: dict[Period, list[bool]] = {}
    for term in past:
        quarter = period_of(term.due_on, Grain.QUARTER, settings.fiscal_year_starts)
        by_quarter.setdefault(quarter, []).append(term.outcome not in STAYED)
    lost = {quarter: sum(ones) / len(ones) for quarter, ones in by_quarter.items() if len(ones) >= LEAST}
    if not lost or chances.overall == 1:
        return None
    worst = max(sorted(lost, key=lambda quarter: quarter.start), key=lambda quarter: lost[quarter])
    times = lost[worst] / (1 - chances.overall)
    stays = sum(term.amount * (1 - min(1.0, (1 - chances.of(term)) * max(times, 1.0))) for term in terms)
    return Shock(worst, times, stays)


def _trial(
    cursor: DuckDBPyConnection, settings: Settings, day: date
) -> tuple[tuple[QuarterTried, ...], list[tuple[float, bool, float]], int]:
    """The quarters that are over, each foretold on the day before it; of each open term its chance, what came, and the
    share of all; and how many terms were judged by undated seats."""
    last = last_complete_quarter(day, settings.fiscal_year_starts)
    quarters = [before(last, Grain.QUARTER, steps) for steps in reversed(range(QUARTERS))]
    past = past_terms_of(cursor, settings, [quarter.day_before for quarter in quarters])
    ahead = terms_ahead_of(cursor, Selection(last, day), settings, quarters)
    tried, cases, undated = [], [], 0
    for quarter, terms in ahead.items():
        chances = renewal_chances(past[quarter.day_before])
        if chances is None:
            continue
        known = [term for term in terms if term.became != "pending"]
        if not known:
            continue
        tried.append(_tried(quarter, terms, known, chances))
        undated += sum(term.undated for term in known)
        cases += [
            (chances.of(term), term.became in STAYED, chances.overall) for term in known if term.outcome == "pending"
        ]
    return tuple(tried), cases, undated


def _tried(quarter: Period, terms: Sequence[DueTerm], known: Sequence[DueTerm], chances: Chances) -> QuarterTried:
    came = _worth(term for term in known if term.became in STAYED)
    pending = len(terms) - len(known)
    return QuarterTried(
        quarter, len(known), _worth(known), expected(known, chances), came, pending, _worth(terms) - _worth(known)
    )
