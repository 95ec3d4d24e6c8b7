"""Values that are made one after another, as they are asked for, and kept for every later reader."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Gradual(Generic[Value]):
    """A row of values, each made when it is first asked for; one that fails is made again the next time."""

    def __init__(self, makers: Sequence[Callable[[], Value]]) -> None:
        self._makers = tuple(makers)
        self._made: dict[int, Value] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._makers)

    def __getitem__(self, at: int) -> Value:
        """The value at this place; whoever asks while another reader's is being made waits for it."""
        if at not in self._made:
            with self._lock:
                if at not in self._made:
                    self._made[at] = self._makers[at]()
        return self._made[at]

    def is_made(self, at: int) -> bool:
        """True where asking costs nothing."""
        return at in self._made
