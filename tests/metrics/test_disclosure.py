"""Whatever splits and filters are asked for one after the other, no small group of anonymous answers can be worked out.

Each figure is a sum over cells; what can be worked out is every combination of the figures that are shown. Who knows
which groups are empty may have solved a table from its margins alone, each of which may be shown: no more than that.
"""

from collections.abc import Iterator
from itertools import chain, combinations, product
from random import Random

import numpy as np
import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain
from cx.contracts.settings import Settings
from cx.insights.comparison import Split, compared
from cx.metrics.compute import Asked, compute
from cx.metrics.disclosure import disclosure, summed
from cx.metrics.privacy import Counted, is_small
from cx.metrics.value import Hidden, MetricValue
from tests.metrics.asking import END, YEAR
from tests.metrics.company import Row, opened

MINIMUM = 5
SETTINGS = Settings(privacy_minimum=MINIMUM)
VALUES = {"channel": ("mail", "phone", "web"), "language": ("de", "en", "fr"), "touchpoint": ("help", "shop")}
PAIR = ("channel", "language")
SEEDS = (3, 8)
Asking = dict[str, tuple[str, ...]]


def random_cells(seed: int, names: tuple[str, ...]) -> list[Counted]:
    """A table of which some groups are small and some are empty."""
    chance = Random(seed)
    groups = product(*(VALUES[name] for name in names))
    sizes = (
        (group, chance.choice((0, chance.randint(1, 4), chance.randint(5, 14), chance.randint(5, 14))))
        for group in groups
    )
    return [Counted(tuple(zip(names, group, strict=True)), n, True) for group, n in sizes if n]


def some(values: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(values, size) for size in range(1, len(values) + 1))


def askings(names: tuple[str, ...]) -> Iterator[Asking]:
    """Every figure that filters and splits can ask for: some of the values of each dimension."""
    for chosen in product(*(list(some(VALUES[name])) for name in names)):
        yield dict(zip(names, chosen, strict=True))


def summing(cells: list[Counted], asked: Asking) -> np.ndarray:
    return np.array([float(all(word in asked.get(name, (word,)) for name, word in cell.group)) for cell in cells])


def worked_out(cells: list[Counted], shown: list[np.ndarray], names: tuple[str, ...]) -> set[object]:
    """The small groups, of any split by these dimensions, that are a combination of the figures shown."""
    matrix = np.array([*shown, np.zeros(len(cells))])
    rank = np.linalg.matrix_rank(matrix)
    parts = chain.from_iterable(combinations(names, size) for size in range(1, len(names) + 1))
    small = [group for part in parts for group in summed(part, cells) if is_small(group, MINIMUM)]
    return {
        group.group
        for group in small
        if np.linalg.matrix_rank(np.vstack([matrix, summing(cells, {n: (str(w),) for n, w in group.group})])) == rank
    }


def margins(cells: list[Counted], names: tuple[str, ...], size: int) -> list[np.ndarray]:
    """The figures of splits by fewer dimensions, each alone as it may be shown."""
    found = [np.ones(len(cells))] if sum(cell.n for cell in cells) >= MINIMUM else []
    for part in chain.from_iterable(combinations(names, some) for some in range(1, size + 1)):
        known = disclosure(part, summed(part, cells), MINIMUM)
        found += [summing(cells, asked) for asked in askings(part) if known.tells(asked)]
    return found


@pytest.mark.parametrize(("names", "seeds"), [(("channel",), 60), (PAIR, 60), (tuple(VALUES), 12)])
def test_all_that_is_told_together_gives_no_small_group_away(names: tuple[str, ...], seeds: int) -> None:
    told = clean = 0
    for seed in range(seeds):
        cells = random_cells(seed, names)
        known = disclosure(names, cells, MINIMUM)
        shown = [summing(cells, asked) for asked in askings(names) if known.tells(asked)]
        alone = worked_out(cells, margins(cells, names, len(names) - 1), names)
        assert worked_out(cells, shown, names) <= alone, seed
        told, clean = told + len(shown), clean + (not alone)
    assert told > 4 * seeds and clean > seeds / 2


def test_the_order_of_cells_and_names_does_not_matter() -> None:
    cells = random_cells(3, PAIR)
    one, other = disclosure(PAIR, cells, MINIMUM), disclosure(PAIR[::-1], cells[::-1], MINIMUM)
    assert [one.tells(asked) for asked in askings(PAIR)] == [other.tells(asked) for asked in askings(PAIR)]
    assert {one.tells(asked) for asked in askings(PAIR)} == {True, False}


def answers(cells: list[Counted]) -> list[Row]:
    return [
        {"response_id": f"R{at}-{number}", "kind": "nps", "score": 3 + number % 8, "responded_at": "2024-05-01"}
        | {"account_id": f"A{at}-{number}"}
        | dict(cell.group)
        for at, cell in enumerate(cells)
        for number in range(cell.n)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_pages_downloads_and_comparisons_give_no_small_group_away(seed: int) -> None:
    cells = random_cells(seed, PAIR)
    filters = [Filter(name, values) for name in PAIR for values in some(VALUES[name])]
    pages = [(), *((one,) for one in filters), *((a, b) for a in filters[:7:3] for b in filters[7::2])]
    with (
        opened({"survey": answers(cells)}, SETTINGS, survey={"survey": "anonymous"}) as store,
        store.cursor() as cursor,
    ):
        shown = []
        for page in pages:
            selection = Selection(YEAR, END, page)
            asked = {item.dimension: item.values for item in page}
            for by in ((), ("channel",), ("language",), PAIR):
                for grain in (None, Grain.YEAR) if len(page) == 1 and not by else (None,):
                    found = compute(cursor, ["nps"], selection, SETTINGS, Asked(by, grain, ranged=False))
                    shown += [seen(cells, asked, value) for value in found if value.n]
                    assert all(value.n >= MINIMUM for value in found if value.hidden is Hidden.NO and value.n)
                    assert all(
                        value.n == 0 and value.evidence is None for value in found if value.hidden is not Hidden.NO
                    )
        for item in compared(Split(cursor, "nps", Selection(YEAR, END), SETTINGS, "channel")):
            rest = {"channel": tuple(name for name in VALUES["channel"] if name != item.one)}
            shown += [summing(cells, rest)] if item.change.before.n else []
    assert len(shown) > 5
    assert worked_out(cells, shown, PAIR) <= worked_out(cells, margins(cells, PAIR, 1), PAIR)


def seen(cells: list[Counted], asked: Asking, value: MetricValue) -> np.ndarray:
    """The sum that a value tells; its n is that of its cells, or the test would look at other cells."""
    group = {name: (str(word),) for name, word in value.group if name in VALUES}
    found = summing(cells, asked | group)
    assert found @ np.array([cell.n for cell in cells]) == value.n
    return found


def test_a_filter_of_several_groups_that_holds_one_of_the_hidden_is_hidden() -> None:
    """3 phone, 9 mail, 20 web: phone is small and mail goes with it, so phone and web together would tell of phone."""
    sizes = {"phone": 3, "mail": 9, "web": 20}
    cells = [Counted((("channel", name),), n, True) for name, n in sizes.items()]
    with (
        opened({"survey": answers(cells)}, SETTINGS, survey={"survey": "anonymous"}) as store,
        store.cursor() as cursor,
    ):
        for values in some(("phone", "mail", "web")):
            (found,) = compute(cursor, ["nps"], Selection(YEAR, END, (Filter("channel", values),)), SETTINGS)
            assert (found.hidden is Hidden.NO) == (("phone" in values) == ("mail" in values)), values


def test_named_surveys_are_told_under_every_filter() -> None:
    cells = random_cells(12, PAIR)
    with opened({"survey": answers(cells)}, SETTINGS) as store, store.cursor() as cursor:
        for page in ((), (Filter("channel", ("web", "mail")), Filter("language", ("en",)))):
            found = compute(cursor, ["nps"], Selection(YEAR, END, page), SETTINGS, Asked(PAIR))
            assert found and all(value.hidden is Hidden.NO for value in found)


def nested_cells(seed: int) -> list[Counted]:
    """Touchpoints that each belong to one stage of the journey."""
    chance = Random(seed)
    stages = {"buy": ("shop", "call"), "use": ("app",), "leave": ("form", "desk"), "start": ("kit",)}
    return [
        Counted(
            (("journey_stage", stage), ("touchpoint", name)),
            chance.choice((chance.randint(1, 4), chance.randint(5, 14))),
            True,
        )
        for stage, names in stages.items()
        for name in names
    ]


def test_a_split_by_stage_and_one_by_touchpoint_give_no_small_group_away() -> None:
    names = ("journey_stage", "touchpoint")
    for seed in range(80):
        cells = nested_cells(seed)
        known = disclosure(names, cells, MINIMUM)
        asked = [{name: (str(word),)} for cell in cells for name, word in cell.group]
        shown = [summing(cells, one) for one in ({}, *asked) if known.tells(one)]
        assert worked_out(cells, shown, names) == set(), seed


def test_a_touchpoint_that_is_a_whole_stage_is_hidden_with_it() -> None:
    """Stage a has 3 answers, and b is hidden for it; b's only touchpoint would tell b, and with it a."""
    sizes = {("a", "a1"): 3, ("b", "b1"): 9, ("c", "c1"): 12, ("c", "c2"): 8}
    cells = [Counted((("journey_stage", stage), ("touchpoint", name)), n, True) for (stage, name), n in sizes.items()]
    with (
        opened({"survey": answers(cells)}, SETTINGS, survey={"survey": "anonymous"}) as store,
        store.cursor() as cursor,
    ):
        shown = {
            by: {
                value.group[0][1]
                for value in compute(cursor, ["nps"], Selection(YEAR, END), SETTINGS, Asked((by,)))
                if value.n
            }
            for by in ("journey_stage", "touchpoint")
        }
    assert shown["journey_stage"] == {"c"} and "b1" not in shown["touchpoint"] and "c1" in shown["touchpoint"]
