"""All metrics of the same answers, laid over each other, give no small group of anonymous answers away.

The attacker knows everything but what was answered: which answer is in which group, whose it is, what accounts are worth,
whom somebody called. Every figure that is shown, and every group that is left out, is an equation over what each answer
was (promoter, passive or detractor); whole numbers that satisfy all of them are searched for the least and the most that
a small group can have said.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from random import Random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.metrics.compute import Asked, compute
from cx.metrics.registry import REGISTRY
from cx.metrics.same_answers import ANSWERS, OF_PEOPLE, SOME, leading, whose_are_told
from cx.metrics.value import Hidden, MetricValue
from cx.store.database import Store
from tests.metrics.asking import answer, term
from tests.metrics.company import Row, opened

MINIMUM = 5
SETTINGS = Settings(privacy_minimum=MINIMUM, base_currency="EUR")
QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))
END = date(2024, 12, 31)
WORTH = {f"A{at}": 1000 + 37 * at * at for at in range(40)}
KEYS = tuple(key for key, metric in REGISTRY.items() if metric.private and leading(metric).key == "nps")
UNSOLVED = {f"A{at}" for at in range(4, 40)}
"""Accounts that are not searched, since each search takes time."""
WORDS = {"region": ("North", "South", "East"), "language": ("de", "en")}
SPLITS = (((), None), (("region",), None), (("language",), None), ((), Grain.MONTH))
OF_DETRACTORS = ("closed_loop_rate", "loop_closed_rate", "loop_close_hours")
OF_RETURNED = {"recovery_rate": True, "recovery_rate_uncalled": False}


def answers(sizes: dict[str, int], accounts: int, seed: int) -> list[Row]:
    """Answers of regions of these sizes, of so many accounts; some were called and the follow-up of some is done."""
    chance, rows = Random(seed), []
    for at, region in enumerate(name for name, size in sizes.items() for _ in range(size)):
        day = date(2024, 7, 1) + timedelta(days=chance.randrange(92))
        owner = f"A{at % accounts}"
        row = answer(at, "nps", chance.choice((0, 5, 7, 9, 10)), account_id=owner, contact_id=owner)
        row |= {"responded_at": day, "region": region, "language": ("de", "en")[chance.random() < 0.4]}
        called = chance.random() < 0.5
        row |= {"contacted_at": day + timedelta(days=1) if called else None, "closed_at": day + timedelta(days=3)}
        rows.append(row)
    return rows


class Attacker:
    """What follows from figures: rows of equations over being a promoter, being a detractor, and having come back."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows, self.size = rows, len(rows)
        self.prior: dict[int, int] = {}
        last: dict[str, int] = {}
        for at in sorted(range(self.size), key=lambda at: (rows[at]["responded_at"], rows[at]["response_id"])):
            if (owner := rows[at]["account_id"]) in last:
                self.prior[at] = last[owner]
            last[owner] = at
        self.equations: dict[tuple[tuple[int, float], ...], float] = {}

    def hears(self, key: str, inside: list[int], value: MetricValue | None) -> None:
        """A figure of these answers that is shown; None where it is left out, since nothing is counted."""
        n, above = (value.n, value.numerator or 0.0) if value and value.n else (0, 0.0)
        promoter, detractor = dict.fromkeys(inside, 1.0), {self.size + at: 1.0 for at in inside}
        if key == "nps":
            self._knows(promoter | dict.fromkeys(detractor, -1.0), above)
        elif key == "promoter_share":
            self._knows(promoter, above)
        elif key == "detractor_share":
            self._knows(detractor, above)
        elif key == "passive_share":
            self._knows(promoter | detractor, n - above)
        elif key in OF_DETRACTORS:
            self._knows(detractor, n)
        elif key in OF_RETURNED:
            back = [at for at in inside if at in self.prior and self._was_called(at) is OF_RETURNED[key]]
            self._knows({self.size + self.prior[at]: 1.0 for at in back}, n)
            self._knows({2 * self.size + at: 1.0 for at in back}, above)
        elif n:
            self._knows(self._weights(inside, key == "nps_by_revenue"), above)

    def _was_called(self, at: int) -> bool:
        before, now = self.rows[self.prior[at]], self.rows[at]
        return before["contacted_at"] is not None and before["contacted_at"] <= now["responded_at"]

    def _weights(self, inside: list[int], by_worth: bool) -> dict[int, float]:
        of_account = defaultdict(list)
        for at in inside:
            of_account[self.rows[at]["account_id"]].append(at)
        found = {}
        for name, own in of_account.items():
            for at in own:
                found[at] = (WORTH[name] if by_worth else 1.0) / len(own)
                found[self.size + at] = -found[at]
        return found

    def _knows(self, weights: dict[int, float], total: float) -> None:
        self.equations[tuple(sorted(weights.items()))] = total

    def solved(self, group: list[int]) -> tuple[float, float]:
        """The least and the most that promoters less detractors of the group can be."""
        wanted = np.zeros(3 * self.size)
        wanted[group], wanted[[self.size + at for at in group]] = 1.0, -1.0
        constraints = [self._told(), self._possible()]
        kinds = np.repeat((1, 0), (2 * self.size, self.size))
        ends = [
            sign * milp(sign * wanted, integrality=kinds, bounds=Bounds(0, 1), constraints=constraints).fun
            for sign in (1, -1)
        ]
        return round(ends[0], 6), round(ends[1], 6)

    def _told(self) -> LinearConstraint:
        matrix = np.zeros((len(self.equations) + 1, 3 * self.size))
        for row, weights in zip(matrix, self.equations, strict=False):
            for at, weight in weights:
                row[at] = weight
        totals = np.array([*self.equations.values(), 0.0])
        return LinearConstraint(matrix, totals - 1e-4, totals + 1e-4)

    def _possible(self) -> LinearConstraint:
        """Nobody is both promoter and detractor; who came back was one before and is none now."""
        rows, most = [], []
        for at in range(self.size):
            one, before, now, back = np.zeros((4, 3 * self.size))
            one[[at, self.size + at]] = 1.0
            rows, most = [*rows, one], [*most, 1.0]
            if at in self.prior:
                before[[2 * self.size + at, self.size + self.prior[at]]] = 1.0, -1.0
                now[[2 * self.size + at, self.size + at]] = 1.0
                back[[2 * self.size + at, self.size + self.prior[at], self.size + at]] = -1.0, 1.0, -1.0
                rows, most = [*rows, before, now, back], [*most, 0.0, 1.0, 0.0]
        return LinearConstraint(np.array(rows), -np.inf, np.array(most))


def pages() -> Iterator[tuple[Filter, ...]]:
    yield ()
    for name, words in WORDS.items():
        for size in range(1, len(words)):
            yield from ((Filter(name, some),) for some in combinations(words, size))


def inside(rows: list[Row], page: tuple[Filter, ...], group: dict[str, str | None], days: Period) -> list[int]:
    return [
        at
        for at, row in enumerate(rows)
        if row["responded_at"] in days
        and all(row[item.dimension] in item.values for item in page)
        and all(row[name] == word for name, word in group.items() if name in WORDS)
    ]


def attacked(store: Store, rows: list[Row]) -> Attacker:
    """Every metric is asked for, under every page, by every split and by month."""
    attacker = Attacker(rows)
    with store.cursor() as cursor:
        for page in pages():
            for by, grain in SPLITS if not page else SPLITS[:2]:
                found = compute(cursor, KEYS, Selection(QUARTER, END, page), SETTINGS, Asked(by, grain, ranged=False))
                spans = {(value.group, value.period) for value in found}
                shown = {(value.metric.key, value.group): value for value in found}
                for key in KEYS:
                    for group, days in spans:
                        if whose_are_told(REGISTRY[key]) and not page and not by:
                            continue  # of all customers: told, see docs/decisions.md
                        value = shown.get((key, group))
                        if value is None or value.hidden is Hidden.NO:
                            attacker.hears(key, inside(rows, page, dict(group), days), value)
    return attacker


def small_groups(rows: list[Row]) -> dict[str, list[int]]:
    """The groups of a page and of a month, and some accounts, of fewer answers than the minimum."""
    found = defaultdict(list)
    for at, row in enumerate(rows):
        for name in ("account_id", *WORDS):
            if row[name] not in UNSOLVED:
                found[f"{row[name]}"].append(at)
        found[f"{row['region']} {row['language']}"].append(at)
        for name in WORDS:
            found[f"{row[name]} in {row['responded_at'].month}"].append(at)
    return {name: group for name, group in found.items() if len(group) < MINIMUM}


REVIEWED = {"North": 40, "South": 17, "East": 3}


@pytest.mark.parametrize(
    ("sizes", "accounts", "seed"),
    [
        pytest.param(REVIEWED, 15, 5, id="accounts that answer four times"),
        pytest.param({"North": 9, "South": 8, "East": 12}, 29, 2, id="each account once"),
    ],
)
def test_no_metrics_laid_over_each_other_give_a_small_group_away(
    sizes: dict[str, int], accounts: int, seed: int
) -> None:
    rows = answers(sizes, accounts, seed)
    terms = [term(f"C{name}", "2024-01-01", None, worth, account=name) for name, worth in WORTH.items()]
    company = {"survey": rows, "renewals": terms}
    with opened(company, SETTINGS, survey={"survey": "anonymous"}) as store:
        attacker = attacked(store, rows)
    assert len(attacker.equations) >= 5
    known = {name: attacker.solved(group) for name, group in small_groups(rows).items()}
    assert known and {name: (low, high) for name, (low, high) in known.items() if low == high} == {}


def test_a_group_hidden_in_one_metric_is_hidden_in_all_however_they_are_asked_for() -> None:
    rows = [row | {"score": 9} if row["region"] == "East" else row for row in answers(REVIEWED, 15, 5)]
    with (
        opened({"survey": rows}, SETTINGS, survey={"survey": "anonymous"}) as store,
        store.cursor() as cursor,
    ):
        for by, grain in SPLITS[1:]:
            asked = Asked(by, grain, ranged=False)
            together = {
                (value.metric.key, value.group): value.hidden
                for value in compute(cursor, KEYS, Selection(QUARTER, END), SETTINGS, asked)
            }
            gone = {group for (key, group), hidden in together.items() if key == "nps" and hidden}
            assert gone or by != ("region",)
            for key in KEYS:
                alone = compute(cursor, [key], Selection(QUARTER, END), SETTINGS, asked)
                assert {(key, value.group): value.hidden for value in alone}.items() <= together.items()
                # East has no detractor: were it left out of their metrics, it would be told that it has none.
                assert {(value.group, value.hidden) for value in alone} >= {
                    (group, together["nps", group]) for group in gone
                }
                assert gone <= {value.group for value in alone if value.hidden}


def test_every_metric_of_answers_is_judged_with_the_others_of_the_same_question() -> None:
    listed = [key for part in (ANSWERS, SOME, OF_PEOPLE) for keys in part.values() for key in keys]
    assert sorted(listed) == sorted(key for key, metric in REGISTRY.items() if metric.private)
    for first, keys in ANSWERS.items():
        assert {leading(REGISTRY[key]).key for key in keys} == {first}
