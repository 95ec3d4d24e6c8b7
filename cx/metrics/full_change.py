"""A full change of how answers were asked for: nothing before it is found after it, which so many can hardly do by chance.

Shares of few answers say little, so that a mix of them is not judged. That two lots have no value in common is another
matter: by chance it happens the seldomer, the more answers there are, and how seldom can be counted.
"""

from collections import Counter
from math import comb

CHANCE = 0.01
"""5 answers and 5 others tell a full change from chance (1 in 126), and so do 2 after 40; 4 and 4 do not (1 in 35)."""


def is_full_change(before: Counter[str], after: Counter[str]) -> bool:
    """True where no value is on both sides and the same answers, dealt out by chance, would seldom fall so.

    The chance is that of a permutation test: of all ways to deal out the answers, those that keep every value on one side.
    """
    if not before or not after or not before.keys().isdisjoint(after):
        return False
    lots, n = (*before.values(), *after.values()), before.total() + after.total()
    return _apart(lots)[before.total()] < CHANCE * comb(n, before.total())


def _apart(lots: tuple[int, ...]) -> Counter[int]:
    """How many choices of whole lots hold so many answers, by how many."""
    found = Counter({0: 1})
    for lot in lots:
        found += Counter({size + lot: ways for size, ways in found.items()})
    return found
