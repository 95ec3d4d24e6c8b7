"""What was handed in, looked at before anything is made of it: each a ValueError with a sentence where it is none.

One number costs a comparison, an array a pass.
"""

import sys
from collections.abc import Iterable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]
Record = TypeVar("Record")

HUGE = sys.float_info.max
"""The largest number that is held at all."""
LARGEST = 1e100
"""Beyond it the square of a sum may be more than a number can hold."""
LEAST = 1e-100
"""Below it a count that is not 0 would make its share more than a number can hold."""
MOST_DRAWS = 1_000_000
NUMBERS = (int, float, np.integer, np.floating)
PLAIN = "biuf"
"""The kinds of arrays that hold nothing but numbers."""


def number(given: Any, what: str, largest: float = LARGEST) -> float:
    """A finite number."""
    if isinstance(given, NUMBERS) and -largest <= given <= largest:
        return given.item() if isinstance(given, np.generic) else given
    raise ValueError(f"{what} is a finite number, not {_shown(given)}")


def count(given: Any, what: str, largest: float = LARGEST) -> float:
    """A finite number, 0 or above; not whole where it is one of weights."""
    if isinstance(given, NUMBERS) and (LEAST <= given <= largest or given == 0):
        return given.item() if isinstance(given, np.generic) else given
    raise ValueError(f"{what} is a finite number, not negative: not {_shown(given)}")


def whole(given: Any, what: str, least: int = 0, most: float = LARGEST) -> int:
    """A whole number, from `least` to `most`."""
    if isinstance(given, NUMBERS) and least <= given <= most and given == int(given):
        return int(given)
    upper = "" if most == LARGEST else f" to {most:,}"
    raise ValueError(f"{what} is a whole number from {least}{upper}, not {_shown(given)}")


def between(given: Any, what: str, low: float = 0.0, high: float = 1.0) -> float:
    """A number inside the limits, which it does not touch."""
    if isinstance(given, NUMBERS) and low < given < high:
        return float(given)
    raise ValueError(f"{what} lies between {low:g} and {high:g}, not at {_shown(given)}")


def limits(given: Any, what: str) -> tuple[float | None, float | None]:
    """Low and high, each finite or None, and the lower one first."""
    low, high = (None if limit is None else number(limit, f"a limit of {what}") for limit in parts(given, what, 2))
    if low is not None and high is not None and low > high:
        raise ValueError(f"{what} goes from its lower limit to its upper one, not from {low} to {high}")
    return low, high


def p_value(given: Any) -> float:
    """A chance from 0 to 1."""
    if isinstance(given, NUMBERS) and 0 <= given <= 1:
        return float(given)
    raise ValueError(f"a p lies from 0 to 1, not at {_shown(given)}")


def chance(seed: Any) -> np.random.Generator:
    """The generator that a seed starts: the same seed gives the same draws."""
    seeds = seed if isinstance(seed, list) else [seed]
    found = [whole(one, "a seed") for one in seeds]
    return np.random.default_rng(found if isinstance(seed, list) else found[0])


def drawings(given: Any) -> int:
    """How many draws are made."""
    return whole(given, "the number of draws", 1, MOST_DRAWS)


def record(given: Any, kind: type[Record], what: str) -> Record:
    """A record of this kind."""
    if isinstance(given, kind):
        return given
    raise ValueError(f"{what}: made as {kind.__name__}, not {_shown(given)}")


def parts(given: Any, what: str, size: int | None = None) -> tuple[Any, ...]:
    """The parts of a list, as many as are asked for."""
    is_list = isinstance(given, Iterable) and getattr(given, "ndim", 1) > 0
    if not is_list or isinstance(given, (str, bytes, dict, set, frozenset)):
        raise ValueError(f"{what}: a list, not {_shown(given)}")
    found = tuple(given)
    if size is not None and len(found) != size:
        raise ValueError(f"{what} has {size} parts, not {len(found)}")
    return found


def finite(given: ArrayLike, what: str, size: int | None = None) -> Floats:
    """Finite numbers in a row, as many as are asked for."""
    array = column(given, what, size)
    good = np.abs(array) <= LARGEST
    if not good.all():
        raise ValueError(f"{what}: each a finite number, not {_odd(array, good)}")
    return array


def counts(given: ArrayLike, what: str, size: int | None = None) -> Floats:
    """Finite numbers in a row, none below 0."""
    array = column(given, what, size)
    good = ((array >= LEAST) | (array == 0)) & (array <= LARGEST)
    if not good.all():
        raise ValueError(f"{what}: each a finite number, not negative: not {_odd(array, good)}")
    return array


def shares(given: ArrayLike, what: str, size: int | None = None) -> Floats:
    """Numbers in a row, each from 0 to 1."""
    array = column(given, what, size)
    good = (array >= 0) & (array <= 1)
    if not good.all():
        raise ValueError(f"{what}: each between 0 and 1, not {_odd(array, good)}")
    return array


def flags(given: ArrayLike, what: str, size: int | None = None) -> Flags:
    """True or false in a row; 1 and 0 stand for them."""
    if isinstance(given, np.ndarray) and given.dtype == np.bool_ and given.ndim == 1 and size in (None, given.size):
        return given
    found = column(given, what, size)
    good = (found == 0) | (found == 1)
    if not good.all():
        raise ValueError(f"{what}: each true or false (1 or 0), not {_odd(found, good)}")
    return np.asarray(found == 1, dtype=np.bool_)


def column(given: ArrayLike, what: str, size: int | None = None) -> Floats:
    """Numbers in a row, NaN among them; as many as are asked for."""
    array = _numbers(given, what)
    if array.ndim != 1:
        raise ValueError(f"{what}: a list of numbers, one a row, not {_shown(given)}")
    if size is not None and array.size != size:
        raise ValueError(f"{what}: one a row, which makes {size}, not {array.size}")
    return array


def table(given: ArrayLike, what: str) -> Floats:
    """Numbers in rows and columns; NaN, which stands for what is missing, among them."""
    array = _numbers(given, what)
    if array.ndim != 2:
        raise ValueError(f"{what}: a table of numbers with rows and columns, not {_shown(given)}")
    return _known(array, what)


def measured(given: ArrayLike, what: str, size: int) -> Floats:
    """Numbers in a row; NaN, which stands for what is missing, among them."""
    return _known(column(given, what, size), what)


def _known(array: Floats, what: str) -> Floats:
    good = ~(np.abs(array) > LARGEST)
    if not good.all():
        raise ValueError(f"{what}: each a finite number, or NaN where it is missing, not {_odd(array, good)}")
    return array


def _numbers(given: ArrayLike, what: str) -> Floats:
    """An array of floats; text is not read as numbers, and None is NaN."""
    try:
        array = np.asarray(given)
        if array.dtype.kind in PLAIN:
            return array.astype(np.float64, copy=False)
        if array.dtype.kind == "O" and all(item is None or isinstance(item, NUMBERS) for item in array.ravel()):
            return array.astype(np.float64)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{what}: numbers that a computer can hold, as many a row, not {_shown(given)}") from error
    raise ValueError(f"{what}: numbers, not {_shown(given)}")


def _odd(array: Floats, good: Flags) -> str:
    at = int(np.argmin(good.ravel()))
    return f"{array.ravel()[at]:g} at place {at + 1}"


def _shown(given: Any) -> str:
    """As it was handed in, cut short."""
    text = repr(given) if isinstance(given, (str, list, tuple)) else str(given)
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."
