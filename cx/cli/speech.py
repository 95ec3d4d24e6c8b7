"""How a command speaks: lines to its asker, JSON, and paths as the asker meant them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cx.cli.door import Reply
from cx.contracts.words import Words


@dataclass(frozen=True)
class Speech:
    """Output, language, and who asked from where."""

    reply: Reply
    words: Words
    folder: str
    user: str
    watched: bool = False

    def say(self, text: str = "") -> None:
        """A line to standard output."""
        self.reply.out(text + "\n")

    def error(self, text: str) -> None:
        """A line to standard error."""
        self.reply.error(text + "\n")

    def progress(self, text: str) -> None:
        """A stage of the work, on standard error; only where somebody watches a terminal."""
        if self.watched:
            self.error(text)

    def json(self, document: Any) -> None:
        """One JSON document to standard output."""
        self.reply.out(json.dumps(document, ensure_ascii=False, indent=1) + "\n")

    def path(self, named: str) -> Path:
        """A path as the asker typed it, from the asker's folder."""
        return Path(self.folder, named).resolve()

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Columns of text, each as wide as it needs."""
        widths = [max(len(str(row[at])) for row in (header, *rows)) for at in range(len(header))]
        for row in (header, *rows):
            self.say("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
