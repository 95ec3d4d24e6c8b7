"""What part of the data a figure speaks of."""

from dataclasses import dataclass, field, replace
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
    latest: date | None = None
    """The last day in the data, where the as-of is an earlier one: what has no day of its own is known on it alone."""

    @property
    def segment(self) -> frozenset[tuple[str, str]]:
        """Of whom it speaks, whatever the order of the filters."""
        return segment_of(self.filters)

    def over(self, period: Period) -> "Selection":
        """The same selection over another period."""
        return replace(self, period=period)

    def within(self, dimension: str, *values: str) -> "Selection":
        """The same selection narrowed to some values of a dimension."""
        return replace(self, filters=(*self.filters, Filter(dimension, values)))


def filters_written(text: str | None) -> tuple[Filter, ...]:
    """The filters that a text such as region=North; product=Desk means: one a dimension, with all its values."""
    found: dict[str, list[str]] = {}
    for part in (text or "").split(";"):
        name, sign, value = part.strip().partition("=")
        if sign:
            found.setdefault(name.strip(), []).append(value.strip())
    return tuple(Filter(name, tuple(values)) for name, values in found.items())


def segment_of(filters: tuple[Filter, ...]) -> frozenset[tuple[str, str]]:
    """The pairs of dimension and value: two lists of filters with the same pairs speak of the same rows."""
    return frozenset((item.dimension, value) for item in filters for value in item.values)
