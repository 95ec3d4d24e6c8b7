"""Which rows are of the same account."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.checked import Integers, parts

PLAIN = "USbiufM"
"""The kinds of arrays that NumPy sorts by itself; of others, and of lists, each id is looked at."""


def account_codes(account: ArrayLike, size: int) -> Integers:
    """Account ids as 0, 1, 2, ... in the order of the ids; a row without account (None, NaN) is one of its own.

    ValueError for other than `size` ids, one a row, and for ids that are not all of one kind.
    """
    return joint_codes([account], [size])


def joint_codes(accounts: Sequence[ArrayLike], sizes: Sequence[int]) -> Integers:
    """The codes of several lists of ids behind one another: the same id is the same account in each of them."""
    lists = [account if isinstance(account, np.ndarray) else parts(account, "accounts") for account in accounts]
    for names, size in zip(lists, sizes, strict=True):
        found = names.shape if isinstance(names, np.ndarray) else (len(names),)
        if found != (size,):
            raise ValueError(f"accounts: one a row, which makes {size}, not {'x'.join(map(str, found)) or 'one alone'}")
    arrays = [names for names in lists if isinstance(names, np.ndarray)]
    kinds = {names.dtype.kind for names in arrays}
    if len(arrays) == len(lists) and len(kinds) == 1 and kinds <= set(PLAIN):
        every = np.concatenate(arrays) if len(arrays) > 1 else arrays[0]
        return np.unique(every, return_inverse=True, equal_nan=False)[1].astype(np.int64, copy=False)
    return _codes([name for names in lists for name in (names.tolist() if isinstance(names, np.ndarray) else names)])


def _codes(names: list[Any]) -> Integers:
    try:
        there = sorted({name for name in names if not _is_missing(name)})
        place = {name: at for at, name in enumerate(there)}
        own = iter(range(len(there), len(there) + len(names)))
        return np.array([next(own) if _is_missing(name) else place[name] for name in names], dtype=np.int64)
    except (TypeError, ValueError) as error:
        raise ValueError("accounts: ids that are all of one kind, text or numbers, one a row") from error


def _is_missing(name: Any) -> bool:
    return name is None or bool(name != name)
