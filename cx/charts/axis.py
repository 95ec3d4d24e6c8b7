"""The range of an axis of values and its few ticks, written as figures are written."""

from dataclasses import dataclass, replace
from math import ceil, floor, log10
from typing import Final

from cx.charts.label import plain, width
from cx.contracts.units import HOURS_OF_DAY, SUFFIX, SYMBOLS, Unit, is_in_days

LEAST_SPAN: Final = {Unit.POINTS: 10.0, Unit.PERCENT: 4.0, Unit.SCORE: 1.0}
"""A range shorter than this would make noise look like news."""

SHORTEST: Final = 1e-6
"""Values that are all nearer to 0 are drawn on an axis of length 1."""

LEAST_SHARE: Final = 0.2
"""For units without a scale: the least span as a share of the largest value."""

LEAST_WHOLE: Final = 3.0
"""Whole numbers need room for whole ticks."""

HEADROOM: Final = 0.08
"""Of the span, left free above and below the marks."""

LEAST_TICKS: Final = 3
STRETCH: Final = 0.25
"""How much longer an axis may become, as a share, so that fewer and rounder ticks do."""

SLACK: Final = 0.03
"""Of the span, left beyond a tick at the end of an axis: plotly draws no grid line on the very edge."""

LEAST: Final = {Unit.POINTS: -100.0}
MOST: Final = {Unit.POINTS: 100.0, Unit.PERCENT: 100.0}


@dataclass(frozen=True)
class Scale:
    """From where to where an axis goes, where its ticks stand and what they say."""

    low: float
    high: float
    ticks: tuple[float, ...]
    texts: tuple[str, ...]

    @property
    def marks(self) -> dict[str, object]:
        """The range and the ticks as an axis of plotly takes them."""
        return {
            "range": [self.low, self.high],
            "tickvals": self.ticks,
            "ticktext": [plain(text) for text in self.texts],
        }

    @property
    def pixels(self) -> int:
        """How wide the widest tick text is."""
        return max(map(width, self.texts))

    def thinned(self, pixels: int) -> "Scale":
        """The same range with as many of the ticks as are read easily side by side on that many pixels."""
        every = ceil(len(self.ticks) * (self.pixels + 24) / max(1, pixels))
        return replace(self, ticks=self.ticks[::every], texts=self.texts[::every])


def tight_scale(values: tuple[float, ...], unit: Unit, currency: str = "") -> Scale:
    """The range that the values fill, never so short that it exaggerates; it may start elsewhere than 0."""
    low, high = _widened(min(values), max(values), unit)
    pad = (high - low) * HEADROOM
    low, high = _within_unit(low - pad, high + pad, min(values), max(values), unit)
    return _scale(low, high, unit, currency)


def scale_from_zero(values: tuple[float, ...], unit: Unit, currency: str = "") -> Scale:
    """The range from 0 for marks whose length is read, with headroom for a label beyond the longest."""
    low, high = min(0.0, *values), max(0.0, *values)
    if high - low < SHORTEST:
        high = 1.0
    pad = (high - low) * 1.5 * HEADROOM
    return _scale(low - pad if low < 0 else 0.0, high + pad if high > 0 else 0.0, unit, currency)


def _widened(low: float, high: float, unit: Unit) -> tuple[float, float]:
    least = LEAST_SPAN.get(unit, LEAST_SHARE * max(abs(low), abs(high)))
    least = max(least, LEAST_WHOLE) if unit is Unit.WHOLE else least if least >= SHORTEST else 1.0
    missing = max(0.0, least - (high - low))
    return low - missing / 2, high + missing / 2


def _within_unit(low: float, high: float, least: float, most: float, unit: Unit) -> tuple[float, float]:
    """No ticks where no value can be: below 0 for what is counted, above 100 for a share of a whole."""
    slack = SLACK * (high - low)
    if least >= LEAST.get(unit, 0.0):
        low = max(low, LEAST.get(unit, 0.0) - slack)
    if unit in MOST and most <= MOST[unit]:
        high = min(high, MOST[unit] + slack)
    return low, high


def _scale(low: float, high: float, unit: Unit, currency: str) -> Scale:
    """The widest of the steps 1, 2, 5, 10, ... that puts three ticks or more on the axis; many hours step in days."""
    if is_in_days(high, unit):
        days = _scale(low / HOURS_OF_DAY, high / HOURS_OF_DAY, Unit.DAYS, currency)
        at = tuple(tick * HOURS_OF_DAY for tick in days.ticks)
        return Scale(days.low * HOURS_OF_DAY, days.high * HOURS_OF_DAY, at, days.texts)
    power: float = 10.0 ** floor(log10(high - low))
    finest = 1.0 if unit is Unit.WHOLE else 0.0
    for step in (max(finest, power * nice) for nice in (5, 2, 1, 0.5, 0.2)):
        bottom, top = _rounded_out(low, high, step)
        ticks = _ticks(bottom, top, step)
        if len(ticks) >= LEAST_TICKS:
            break
    return Scale(bottom, top, ticks, tuple(_texts(ticks, step, unit, currency)))


def _rounded_out(low: float, high: float, step: float) -> tuple[float, float]:
    """The range out to its next ticks where it has too few and they are near; else as it is."""
    bottom, top = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    if len(_ticks(low, high, step)) >= LEAST_TICKS or (top - bottom) > (1 + STRETCH) * (high - low):
        return low, high
    return bottom - SLACK * (top - bottom), top + SLACK * (top - bottom)


def _ticks(low: float, high: float, step: float) -> tuple[float, ...]:
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(round(index * step, 10) + 0.0 for index in range(first, last + 1))


def _texts(ticks: tuple[float, ...], step: float, unit: Unit, currency: str) -> list[str]:
    divisor, letter = _magnitude(ticks) if unit is Unit.MONEY else (1.0, "")
    decimals = max(0, -floor(log10(step / divisor) + 1e-9), 1 if unit is Unit.SCORE else 0)
    symbol = SYMBOLS.get(currency, currency)
    before = f"{symbol}\u202f" if unit is Unit.MONEY and symbol else ""
    after = letter or SUFFIX.get(unit, "")
    texts = [_text(tick / divisor, decimals, before, after) for tick in ticks]
    return [f"{before}0" if letter and not tick else text for tick, text in zip(ticks, texts, strict=True)]


def _text(value: float, decimals: int, before: str, after: str) -> str:
    size = f"{abs(value):,.{decimals}f}".replace(",", "\u202f")
    sign = "\u2212" if value < 0 else ""
    return f"{sign}{before}{size}{after}"


def _magnitude(ticks: tuple[float, ...]) -> tuple[float, str]:
    """Millions or thousands for all ticks of an axis alike, by the largest, as single figures have them."""
    largest = max((abs(tick) for tick in ticks), default=0.0)
    if largest >= 1_000_000:
        return 1_000_000.0, "\u202fm"
    return (1_000.0, "\u202fk") if largest >= 10_000 else (1.0, "")
