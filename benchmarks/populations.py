"""Populations whose truth is known exactly, and seeded samples of them as the evidence that the product judges by."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cx.metrics.value import Cases, Evidence, Parts, Rows, Units
from cx.statistics import ClusterSums, Sums

SEED = 20_261_123
ACCOUNTS = 50_000
"""Accounts of a population of accounts: samples are drawn from them with replacement, so that the truth is exact."""
NAMES = np.array([f"A{number:04}" for number in range(2_000)])
Floats = NDArray[np.float64]


def generator(*what: object) -> np.random.Generator:
    """The random numbers of one purpose: another cell neither moves nor is moved by them."""
    return np.random.default_rng([SEED, crc32(repr(what).encode())])


class Population(Protocol):
    """Where samples come from."""

    @property
    def name(self) -> str:
        """What the table calls it."""

    @property
    def metric(self) -> str:
        """The key of the metric that is asked of it."""

    @property
    def truth(self) -> float:
        """The metric's value in all of it, on the metric's own scale."""

    def samples(self, n: int, draws: int, random: np.random.Generator) -> list[Evidence]:
        """Evidence of so many samples of n (answers, cases or accounts)."""


@dataclass(frozen=True)
class Answers:
    """Independent answers, each from an account of its own."""

    name: str
    metric: str
    worth: tuple[float, ...]
    """What each answer counts as: 1, 0, -1 for NPS, 1 and 0 for a share."""
    chances: tuple[float, ...]
    scale: float = 100.0

    @property
    def truth(self) -> float:
        """The mean of what answers are worth."""
        return self.scale * float(np.dot(self.worth, self.chances))

    def samples(self, n: int, draws: int, random: np.random.Generator) -> list[Evidence]:
        """Sums of n answers each."""
        worth = np.array(self.worth)
        counts = random.multinomial(n, self.chances, size=draws)
        sums = zip((counts @ worth).tolist(), (counts @ worth**2).tolist(), strict=True)
        return [Rows(Sums(n, total, squares), ClusterSums(n, n, total, squares, total, n)) for total, squares in sums]


@dataclass(frozen=True)
class AnswersByAccount:
    """Accounts that give several answers each, more alike within an account than between.

    An account's own chances are Dirichlet about the common ones, which makes the correlation within accounts `icc`.
    Numbers of answers are log-normal, so that a few accounts give many. With `tilt` they lean to the last kind of
    answer where an account gives many.
    """

    name: str
    metric: str
    worth: tuple[float, ...]
    chances: tuple[float, ...]
    icc: float
    tilt: float = 0.0
    spread: float = 0.9

    @cached_property
    def _accounts(self) -> tuple[NDArray[np.int64], Floats]:
        """Number of answers and chances of each account of the population."""
        random = generator("accounts", self.chances, self.icc, self.tilt)
        sizes = np.minimum(np.ceil(random.lognormal(0.6, self.spread, ACCOUNTS)), 40).astype(np.int64)
        own = random.dirichlet(np.array(self.chances) * (1 / self.icc - 1), ACCOUNTS)
        lean = (self.tilt * np.minimum(np.log(sizes), 2))[:, None]
        last = np.eye(len(self.worth))[-1]
        return sizes, own * (1 - lean) + last * lean

    @property
    def truth(self) -> float:
        """The mean of what the answers of all accounts are worth, each by its own chances."""
        sizes, chances = self._accounts
        return 100.0 * float(sizes @ (chances @ np.array(self.worth)) / sizes.sum())

    def samples(self, n: int, draws: int, random: np.random.Generator) -> list[Evidence]:
        """Sums of the answers of n accounts each."""
        return [self._rows(sizes, counts) for sizes, counts in self._drawn(n, draws, random)]

    def _drawn(
        self, n: int, draws: int, random: np.random.Generator
    ) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        sizes, chances = self._accounts
        at = random.integers(0, ACCOUNTS, (draws, n))
        return list(zip(sizes[at], random.multinomial(sizes[at], chances[at]), strict=True))

    def _rows(self, sizes: NDArray[np.int64], counts: NDArray[np.int64]) -> Rows:
        worth = np.array(self.worth)
        totals, number = counts @ worth, float(sizes.sum())
        sums = Sums(number, float(totals.sum()), float((counts @ worth**2).sum()))
        squared, by_n = float(totals @ totals), float(totals @ sizes)
        return Rows(sums, ClusterSums(sizes.size, number, sums.total, squared, by_n, float(sizes @ sizes)))


@dataclass(frozen=True)
class SameAccounts:
    """Accounts looked at twice, of which a tenth went and another came; what they are worth is drawn from one list.

    The others keep their worth with the chance `alike` and draw it anew else. Below 0, for shares of at most a half: an
    account that counts is with that chance none the next time, as one whose use fell is about to be looked at again.
    """

    name: str
    metric: str
    worth: tuple[float, ...]
    alike: float

    def pairs(self, n: int, draws: int, random: np.random.Generator) -> list[tuple[Evidence, Evidence]]:
        """So many samples of n accounts each, before and after."""
        first, fresh = (random.choice(self.worth, (draws, n)) for _ in range(2))
        keeps = random.random((draws, n)) < abs(self.alike)
        second = np.where(keeps, first if self.alike > 0 else self._turned(first, random), fresh)
        came = n // 10
        second[:, :came] = fresh[:, :came]
        later = np.concatenate([NAMES[n : n + came], NAMES[came:n]])
        return [
            (self._units(NAMES[:n], one), self._units(later, other)) for one, other in zip(first, second, strict=True)
        ]

    def _turned(self, first: Floats, random: np.random.Generator) -> Floats:
        """None of those that counted, and of the others so many that the share stays."""
        share = sum(self.worth) / len(self.worth)
        return np.where(first > 0, 0.0, random.random(first.shape) < share / (1 - share))

    def _units(self, accounts: NDArray[np.str_], worth: Floats) -> Units:
        n, total, squares = worth.size, float(worth.sum()), float(worth @ worth)
        return Units(
            Sums(n, total, squares), ClusterSums(n, n, total, squares, total, n), (accounts, worth, np.ones(n))
        )


@dataclass(frozen=True)
class Durations:
    """Log-normal times in hours of cases that accounts share; some are still open at a day of reading."""

    name: str
    metric: str
    median: float
    q: float = 0.5
    cases_an_account: int = 3
    between: float = 0.5
    within: float = 1.1

    @property
    def truth(self) -> float:
        """The time by which half of the cases end."""
        return self.median

    def samples(self, n: int, draws: int, random: np.random.Generator) -> list[Evidence]:
        """Samples of n cases, censored from twice to forty times the median."""
        account = np.arange(n) // self.cases_an_account
        shared = random.normal(0, self.between, (draws, account[-1] + 1))[:, account]
        hours = self.median * np.exp(shared + random.normal(0, self.within, (draws, n)))
        read = self.median * random.uniform(2, 40, (draws, n))
        seen = hours <= read
        times = np.where(seen, hours, read).round(2)
        return [Cases(one, ended, NAMES[account]) for one, ended in zip(times, seen, strict=True)]


@dataclass(frozen=True)
class Book:
    """Accounts with log-normal values, and what became of them in a year.

    `churn` of them leave, 5 % are reduced, 16 % grow by 15 to 70 %, the others stay or follow the price list. With
    `tied`, large accounts leave less often and grow more often.
    """

    name: str
    metric: str
    spread: float
    churn: float = 0.09
    tied: bool = False

    @cached_property
    def _accounts(self) -> tuple[Floats, Floats]:
        """Value before and after of each account of the population."""
        random = generator("book", self.spread, self.churn, self.tied)
        size, fate = random.standard_normal(ACCOUNTS), random.random(ACCOUNTS)
        left = self.churn * np.exp(-0.5 * size * self.tied)
        grown = left + 0.05 + 0.16 * np.exp(0.3 * size * self.tied)
        listed = random.choice([1, 1.03, 1.05, 1.07], ACCOUNTS)
        becomes = np.where(fate < grown, random.uniform(1.15, 1.7, ACCOUNTS), listed)
        becomes = np.where(fate < left + 0.05, random.uniform(0.6, 0.85, ACCOUNTS), becomes)
        before = 20_000 * np.exp(self.spread * size)
        after = before * np.where(fate < left, 0, becomes)
        return before, after if self.metric == "nrr" else np.minimum(before, after)

    @property
    def truth(self) -> float:
        """What all of it was worth in the end, in percent of before."""
        before, after = self._accounts
        return 100.0 * float(after.sum() / before.sum())

    def samples(self, n: int, draws: int, random: np.random.Generator) -> list[Evidence]:
        """The values of n accounts each."""
        before, after = self._accounts
        at = random.integers(0, ACCOUNTS, (draws, n))
        return [Parts(NAMES[:n], after[one], before[one]) for one in at]
