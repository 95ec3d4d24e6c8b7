"""The chance that a term is renewed, from what became of terms like it: by tier and by what the risk rule says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cx.metrics.due_terms import LEFT, STAYED, Band, DueTerm

LEAST = 20
"""Past terms below which a cell takes what it lacks from the tier, and the tier from all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Past terms of one tier and band: how many were due, how many were renewed, and the chance that is taken from them."""

    tier: str | None
    band: Band
    n: int
    renewed: int
    chance: float
    """0 to 1."""


@dataclass(frozen=True)
class Chances:
    """What past terms say of the next ones."""

    cells: tuple[Cell, ...]
    tiers: dict[str | None, float]
    overall: float
    n: int

    def of(self, term: DueTerm) -> float:
        """The chance that a term is renewed; 1 and 0 where its outcome is known already."""
        if term.outcome in STAYED:
            return 1.0
        if term.outcome in LEFT:
            return 0.0
        known = {(cell.tier, cell.band): cell.chance for cell in self.cells}
        return known.get((term.tier, term.band), self.tiers.get(term.tier, self.overall))


def renewal_chances(past: Iterable[DueTerm]) -> Chances | None:
    """Chances from past terms with a known outcome; None where fewer than 20 are known.

    A cell with fewer than 20 is filled up to 20 with terms that renewed as its tier did, and a tier likewise with all.
    One such term is always added, so that nothing is told as certain.
    """
    due, stayed = Counter[tuple[str | None, Band]](), Counter[tuple[str | None, Band]]()
    for term in past:
        due[term.tier, term.band] += 1
        stayed[term.tier, term.band] += term.outcome in STAYED
    n = due.total()
    if n < LEAST:
        return None
    overall = stayed.total() / n
    tiers = {tier: _filled(_of(tier, due), _of(tier, stayed), overall) for tier in {tier for tier, _ in due}}
    cells = tuple(
        Cell(tier, band, due[tier, band], stayed[tier, band], _filled(due[tier, band], stayed[tier, band], tiers[tier]))
        for tier, band in sorted(due, key=lambda key: (key[0] is None, key[0] or "", key[1]))
    )
    return Chances(cells, tiers, overall, n)


def _of(tier: str | None, counts: Counter[tuple[str | None, Band]]) -> int:
    return sum(count for (name, _), count in counts.items() if name == tier)


def _filled(n: int, renewed: int, among_all: float) -> float:
    """The share renewed of n, filled up with as many as it lacks, at least one, of those among whom it stands."""
    added = max(LEAST - n, 1)
    return (renewed + added * among_all) / (n + added)
