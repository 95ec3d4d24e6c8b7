"""What part of the data a figure speaks of."""

from dataclasses import dataclass, field
from datetime import date

from cx.contracts.periods import Period


@dataclass(frozen=True)
class Filter:
    """Rows whose dimension has one of these values."""

    dimension: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """A period, the filters and the day up to which things are known."""

    period: Period
    as_of: date
    filters: tuple[Filter, ...] = field(default=())

    def over(self, period: Period) -> "Selection":
        """The same selection over another period."""
        return Selection(period, self.as_of, self.filters)

    def within(self, dimension: str, *values: str) -> "Selection":
        """The same selection narrowed to some values of a dimension."""
        return Selection(self.period, self.as_of, (*self.filters, Filter(dimension, values)))
