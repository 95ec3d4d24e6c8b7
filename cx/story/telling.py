"""What every part of a story is told from: the data, the selection, the settings and the language."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from duckdb import DuckDBPyConnection

from cx.contracts.dimension_names import dimension_name as dimension_name
from cx.contracts.filters import Filter, Selection
from cx.contracts.settings import Settings
from cx.contracts.units import Unit, figure
from cx.contracts.words import N_, Words
from cx.insights.continuity import Continuity
from cx.insights.finding import Finding, Mover, findings, mover_of
from cx.metrics.renewal_flow import currency
from cx.story.context import Context
from cx.story.period_names import name_of, within

AHEAD = ("revenue_at_risk", "expected_loss", "renewal_forecast")


@dataclass(frozen=True)
class Telling:
    """One cursor, one selection, one language."""

    cursor: DuckDBPyConnection
    selection: Selection
    settings: Settings
    words: Words

    @cached_property
    def currency(self) -> str:
        """The currency that amounts are shown in."""
        return currency(self.cursor, self.settings)

    @cached_property
    def continuity(self) -> Continuity:
        """Where the trends of survey figures break, and which changes cannot be told for it."""
        return Continuity(self.cursor, self.selection, self.settings)

    @cached_property
    def ahead(self) -> dict[str, Finding]:
        """What is told of the terms that are due ahead: exposed, expected loss and forecast, those that have a figure."""
        return findings(self.cursor, (), self.selection, self.settings, self.continuity, AHEAD)

    @cached_property
    def context(self) -> Context:
        """The targets, benchmarks and events that belong to the selection."""
        return Context(self.cursor, self.selection, self.settings)

    def mover(self, finding: Finding, of_year: bool = False) -> Mover | None:
        """The group that moved the finding's figure most since the previous period, or last year; looked for once."""
        if (finding, of_year) not in self._movers:
            self._movers[finding, of_year] = mover_of(finding, self.continuity, of_year)
        return self._movers[finding, of_year]

    @cached_property
    def _movers(self) -> dict[tuple[Finding, bool], Mover | None]:
        return {}

    def money(self, amount: float | Decimal) -> str:
        """The amount in the currency that amounts are shown in."""
        return figure(float(amount), Unit.MONEY, self.currency)

    @property
    def period(self) -> str:
        """The period's short name."""
        return name_of(self.selection.period, self.settings)

    @property
    def in_period(self) -> str:
        """When it is that is told of, with its preposition."""
        return within(self.selection.period, self.words, self.settings)

    @property
    def filters(self) -> str:
        """The filters as a sentence knows them; all customers where there are none."""
        if not self.selection.filters:
            return self.words.say(N_("all customers"))
        return segment_text(self.selection.filters, self.words)


def segment_text(filters: tuple[Filter, ...], words: Words) -> str:
    """Filters as a sentence knows them."""
    return "; ".join(
        words.say(
            N_("{dimension}: {values}"), dimension=dimension_name(item.dimension, words), values=", ".join(item.values)
        )
        for item in filters
    )


MOST_NAMED = 3
"""Values of one filter that a heading has room for."""


def of_whom(heading: str, telling: Telling) -> str:
    """The heading with the filters in front, so that a part is never read as the whole; as it is without filters."""
    if not telling.selection.filters:
        return heading
    names = "; ".join(_filtered(item, telling.words) for item in telling.selection.filters)
    return telling.words.say(N_("{filters}: {headline}"), filters=names, headline=heading)


def _filtered(item: Filter, words: Words) -> str:
    """A filter as a heading names it: its dimension and its first values."""
    values, more = ", ".join(item.values[:MOST_NAMED]), len(item.values) - MOST_NAMED
    template = N_("{dimension} {values} and {n} more") if more > 0 else N_("{dimension} {values}")
    return words.say(template, dimension=dimension_name(item.dimension, words), values=values, n=more)
