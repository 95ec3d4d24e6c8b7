"""Whoever asks one question after the other, of any filters, splits and periods, finds no small group of anonymous answers.

Every figure that is shown is a sum over cells: the answers of a day with the same words. The attacker knows which cells
are empty, asks all that a page can ask, and solves the linear system: a small group is found where its sum is a
combination of the sums that were shown.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product
from random import Random
from typing import NamedTuple

import numpy as np
import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.metrics import known_cells
from cx.metrics.compute import Asked, compute
from cx.metrics.value import Hidden
from cx.store.database import Store
from tests.metrics.company import Row, opened

MINIMUM = 5
SETTINGS = Settings(privacy_minimum=MINIMUM)
WORDS = {"channel": ("mail", "web"), "product": ("Desk", "Chat", "Hub"), "language": ("de", "en")}
DAYS = (date(2024, 1, 10), date(2024, 1, 20), date(2024, 2, 10), date(2024, 4, 10))
HALF = Period(date(2024, 1, 1), date(2024, 6, 30))
FREE = (
    Period(date(2024, 1, 1), date(2024, 2, 29)),
    Period(date(2024, 2, 1), date(2024, 4, 30)),
    Period(date(2024, 1, 1), date(2024, 1, 15)),
    Period(date(2024, 1, 15), date(2024, 4, 30)),
)
MONTHS = tuple(Period(date(2024, m, 1), date(2024, m, 29 if m == 2 else 31 - (m == 4))) for m in (1, 2, 4))
QUARTERS = (Period(date(2024, 1, 1), date(2024, 3, 31)), Period(date(2024, 4, 1), date(2024, 6, 30)))
SHOWN_OF_LARGE = 0.25
"""At least so many of the groups that are large enough are shown all the same."""


class Cell(NamedTuple):
    """Answers of one day with the same words."""

    words: dict[str, str]
    day: date
    n: int


def company(seed: int) -> list[Cell]:
    """Words that partly lie within each other, some groups small, and months that differ."""
    chance, found = Random(seed), []
    for values in product(*WORDS.values()):
        if chance.random() < 0.35:
            continue
        for day in DAYS:
            n = chance.choice((0, 0, chance.randint(1, 4), chance.randint(5, 12), chance.randint(5, 12)))
            found += [Cell(dict(zip(WORDS, values, strict=True)), day, n)] if n else []
    return found


def answers(cells: list[Cell]) -> list[Row]:
    return [
        {"response_id": f"R{at}-{number}", "kind": "nps", "score": number % 11, "responded_at": cell.day}
        | {"account_id": f"A{at}-{number}"}
        | cell.words
        for at, cell in enumerate(cells)
        for number in range(cell.n)
    ]


def pages() -> Iterator[tuple[Filter, ...]]:
    """No filter, one of one or two values, and one value of each of two dimensions."""
    yield ()
    for name, words in WORDS.items():
        yield from ((Filter(name, some),) for size in (1, 2) for some in combinations(words, size))
    for one, other in combinations(WORDS, 2):
        yield from ((Filter(one, (a,)), Filter(other, (b,))) for a in WORDS[one] for b in WORDS[other])


def vector(cells: list[Cell], asked: dict[str, tuple[str, ...]], days: Period) -> np.ndarray:
    return np.array(
        [float(cell.day in days and all(cell.words[name] in some for name, some in asked.items())) for cell in cells]
    )


def figures(store: Store, cells: list[Cell]) -> list[np.ndarray]:
    """All that is shown of NPS, each figure as the sum over cells that it tells."""
    found, sizes = {}, np.array([cell.n for cell in cells])
    with store.cursor() as cursor:
        for page in pages():
            splits = [(), *((name,) for name in WORDS)] if len(page) < 2 else [()]
            for by in splits:
                spans = [(HALF, None), (HALF, Grain.QUARTER), (HALF, Grain.MONTH)]
                for period, grain in spans + [(span, None) for span in FREE]:
                    selection = Selection(period, DAYS[-1], page)
                    for value in compute(cursor, ["nps"], selection, SETTINGS, Asked(by, grain, ranged=False)):
                        if not value.n or value.hidden is not Hidden.NO:
                            continue
                        asked = {item.dimension: item.values for item in page}
                        asked |= {name: (str(word),) for name, word in value.group if name in WORDS}
                        told = vector(cells, asked, value.period)
                        assert told @ sizes == value.n
                        found[tuple(told)] = told
    return list(found.values())


def groups(cells: list[Cell]) -> list[np.ndarray]:
    """Every group of words and time that anybody could mean, and the days between two cuts."""
    spans = [HALF, *QUARTERS, *MONTHS, *FREE, Period(date(2024, 1, 16), date(2024, 1, 31))]
    found = {}
    for some in product(*((None, *words) for words in WORDS.values())):
        asked = {name: (word,) for name, word in zip(WORDS, some, strict=True) if word}
        for span in spans:
            one = vector(cells, asked, span)
            found[tuple(one)] = one
    return list(found.values())


def found_out(cells: list[Cell], shown: list[np.ndarray]) -> int:
    """How many small groups the figures shown give away."""
    basis = np.linalg.svd(np.array([*shown, np.zeros(len(cells))]), full_matrices=False)
    known = basis.Vh[basis.S > 1e-8]
    sizes = np.array([cell.n for cell in cells])
    small = [one for one in groups(cells) if 0 < one @ sizes < MINIMUM]
    return sum(float(np.linalg.norm(one - known.T @ (known @ one))) < 1e-6 for one in small)


def share_shown(cells: list[Cell], shown: list[np.ndarray]) -> float:
    """Of the groups by no or one word that are large enough over a whole quarter or the half-year, how many are shown."""
    sizes, told = np.array([cell.n for cell in cells]), {tuple(one) for one in shown}
    asked = [{}, *({name: (word,)} for name, words in WORDS.items() for word in words)]
    large = [
        one for some in asked for span in (HALF, *QUARTERS) if (one := vector(cells, some, span)) @ sizes >= MINIMUM
    ]
    return sum(tuple(one) in told for one in large) / len(large)


@pytest.mark.parametrize(("seed", "each", "most_work"), [(3, 6, 200), (4, 12, 0), (5, 12, 2000)])
def test_where_the_sums_are_too_many_to_solve_none_is_found_either(
    seed: int, each: int, most_work: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit lowered, companies of more and more answers: what cannot be judged is refused."""
    monkeypatch.setattr(known_cells, "MOST_WORK", most_work)
    cells = [cell._replace(n=cell.n * (each if cell.n > 1 else 1)) for cell in company(seed)]
    with opened({"survey": answers(cells)}, SETTINGS, survey={"survey": "anonymous"}) as store:
        shown = figures(store, cells)
    assert found_out(cells, shown) == 0
    assert share_shown(cells, shown) >= SHOWN_OF_LARGE


def test_no_sequence_of_questions_finds_a_small_group() -> None:
    cells = company(1)
    with opened({"survey": answers(cells)}, SETTINGS, survey={"survey": "anonymous"}) as store:
        shown = figures(store, cells)
    assert found_out(cells, shown) == 0
    assert share_shown(cells, shown) >= SHOWN_OF_LARGE
