"""Two sides measured in turns, so that whatever else the machine does falls on both."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds on the wall, seconds of all cores, and the peak of memory where it was asked for."""

    wall: float
    cpu: float
    peak_mib: float | None = None


def cost(work: Callable[[], object]) -> Cost:
    """What the work takes in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def in_turns(sides: Sequence[Callable[[], Cost]], rounds: int) -> list[list[Cost]]:
    """The costs of each side over the rounds: A, B, A, B."""
    taken: list[list[Cost]] = [[] for _ in sides]
    for _ in range(rounds):
        for found, side in zip(taken, sides, strict=True):
            found.append(side())
    return taken


@dataclass(frozen=True)
class Comparison:
    """One line of the table: ours against the baseline by medians, and the ratio that it may have at most."""

    name: str
    baseline: list[Cost]
    ours: list[Cost]
    most: float

    @property
    def wall(self) -> float:
        """Ours / baseline in seconds on the wall."""
        return median(c.wall for c in self.ours) / median(c.wall for c in self.baseline)

    @property
    def cpu(self) -> float:
        """Ours / baseline in seconds of all cores."""
        return median(c.cpu for c in self.ours) / median(c.cpu for c in self.baseline)


HEAD = ("| what | baseline s (CPU) | ours s (CPU) | ratio (CPU) | target | rounds |", "|---|---|---|---|---|---|")


def line(item: Comparison) -> str:
    """The comparison as a row of the table."""
    sides = (_seconds(item.baseline), _seconds(item.ours))
    ratio = f"**{item.wall:.2f}** ({item.cpu:.2f})"
    return f"| {item.name} | {sides[0]} | {sides[1]} | {ratio} | {item.most:g} | {len(item.ours)} |"


def _seconds(costs: list[Cost]) -> str:
    return f"{median(c.wall for c in costs):.3f} ({median(c.cpu for c in costs):.3f})"


def show(items: Sequence[Comparison]) -> None:
    """Print the table."""
    print("\n".join((*HEAD, *(line(item) for item in items))))
