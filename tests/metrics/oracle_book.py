"""What became of the customers between two days, again in plain Python, from the reference and not from the code."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from tests.metrics.company import Company, Row
from tests.metrics.oracle_contracts import is_on, parts, terms, year_to
from tests.metrics.oracle_groups import Figure, Group, Question, dimension, passes


@dataclass
class Customer:
    """One account in a group: its value on both days, whether it was ever here before, and how it came."""

    before: float = 0
    after: float = 0
    was_here: bool = False
    said: list[tuple[date, str]] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.after > 0 and not self.was_here

    @property
    def is_back(self) -> bool:
        return self.after > 0 and self.before == 0 and self.was_here

    @property
    def is_gone(self) -> bool:
        return self.before > 0 and self.after == 0

    @property
    def came_by(self) -> str | None:
        """What its first terms that say so agree on."""
        first = min((day for day, _ in self.said), default=None)
        words = {word for day, word in self.said if day == first}
        return words.pop() if len(words) == 1 else None

    @property
    def growth(self) -> float:
        return max(self.after - self.before, 0) if self.before else 0

    @property
    def shrinkage(self) -> float:
        return max(self.before - self.after, 0) if self.after else 0

    @property
    def earned(self) -> float:
        if self.before:
            return self.after - self.before
        return self.after if self.is_new and self.came_by == "earned" else 0


def is_known(row: Row, as_of: date) -> bool:
    return not row["implied"] or row["decided_on"] is None or row["decided_on"] <= as_of


def customers(
    company: Company, asked: Question, days: tuple[date, date], is_level: bool = False
) -> dict[Group, list[Customer]]:
    """The accounts with value on either of the two days, by group: as they were on the first, of a level on the last."""
    first, last = days
    seen = min(last, asked.as_of) if is_level else first
    found: dict[Group, dict[str, Customer]] = defaultdict(lambda: defaultdict(Customer))
    for row in terms(company):
        if not passes(company, row, seen, asked):
            continue
        group = tuple(dimension(company, row, name, seen) for name in asked.by)
        one = found[group][row["account_id"]]
        one.before += row["amount"] if is_on(row, first, asked.as_of) else 0
        one.after += row["amount"] if is_on(row, last, asked.as_of) else 0
        if row["amount"] > 0 and is_known(row, asked.as_of):
            one.was_here = one.was_here or row["starts_on"] <= first
            if row["acquired_by"] in ("earned", "bought") and row["starts_on"] <= last:
                one.said.append((row["starts_on"], row["acquired_by"]))
    return {name: [one for one in ones.values() if one.before or one.after] for name, ones in found.items()}


def flow(
    worth: Callable[[Customer], float],
    is_rate: bool = False,
    needs_source: bool = False,
    is_level: bool = False,
    of_growth: bool = False,
) -> Callable[[Company, Question], dict[Group, Figure]]:
    """A metric that looks at all customers of either day: a sum, or a share of what all were worth on the first."""

    def made(company: Company, asked: Question) -> dict[Group, Figure]:
        found: dict[Group, Figure] = {}
        book = terms(company)
        if needs_source and not any(row["acquired_by"] in ("earned", "bought") for row in book):
            return found
        for name, _, end in parts(asked):
            days = asked.between if asked.between and not asked.grain else (year_to(end), end)
            ended = [row for row in book if row["ends_on"] and row["ends_on"] <= days[0] and not row["implied"]]
            if not is_level and not any(row["amount"] > 0 for row in ended):
                continue
            for group, ones in customers(company, asked, days, is_level).items():
                total, base = sum(map(worth, ones)), sum(one.before for one in ones)
                if of_growth:
                    gain = sum(one.after for one in ones) - base
                    if any(one.after != one.before for one in ones):
                        found[*group, *name] = (100 * total / gain if gain > 0 else None, len(ones), total, gain)
                elif is_rate and base:
                    found[*group, *name] = (100 * total / base, len(ones), total, base)
                elif ones and not is_rate:
                    found[*group, *name] = (total, len(ones), total, len(ones))
        return found

    return made
