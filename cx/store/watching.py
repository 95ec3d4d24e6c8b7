"""Who watches a load: what is told of its stages, of its wait for another one, and the stop that ends it."""

from collections.abc import Callable
from dataclasses import dataclass

from cx.store.stopping import Stop

Progress = Callable[[str], None]


def silent(stage_name: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Watch:
    """The stop of a load, and where it says that it waits for another one."""

    stop: Stop
    said_to: Progress

    def telling(self, progress: Progress) -> Progress:
        """The progress that also heeds the stop."""

        def tell(text: str) -> None:
            self.stop.heed()
            progress(text)
            self.stop.heed()

        return tell

    def waiting(self, text: str) -> Callable[[], None]:
        """What is done now and then while another load is under way: say so once, and heed the stop."""
        said: list[str] = []

        def wait() -> None:
            self.stop.heed()
            if not said:
                said.append(text)
                self.said_to(text)

        return wait

    def ending(self, tell: Progress, text: str) -> Callable[[], None]:
        """What is done before the load is kept: from then on it cannot be stopped."""

        def end() -> None:
            tell(text)
            self.stop.ignore()

        return end
