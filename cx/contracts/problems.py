"""Problems as data: a code, a place and the sentence that tells a user what to do."""

from dataclasses import dataclass, field

from cx.contracts.answering import answers
from cx.contracts.faults import FILE_FAULTS, ROW_FAULTS, SETUP_FAULTS
from cx.contracts.outside import ends, outside_template
from cx.contracts.words import Words

SURPLUS_COLUMN = "refused: left over"
"""Where refused rows carry the cells that their header has no column for; it comes only with such a row."""
REFUSED_COLUMNS = ("refused: record", "refused: why", SURPLUS_COLUMN)
"""Columns that refused rows are handed back with; a file that comes back with them is read without them."""

TEMPLATES = {**FILE_FAULTS, **ROW_FAULTS, **SETUP_FAULTS}


@dataclass(frozen=True)
class Problem:
    """One fault of a file or of a row, with its place and what stood there."""

    code: str
    record: int | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None
    details: dict[str, str] = field(default_factory=dict)

    @property
    def refuses_file(self) -> bool:
        """True when the whole file is refused for it."""
        return self.code in FILE_FAULTS

    def sentence(self, words: Words) -> str:
        """What happened, where and what to do, in the user's language and for where the user is."""
        shown = {"record": self.record, "line": self.line, "column": self.column, "value": short(self.value)}
        ours: dict[str, str] = {
            name: words.say(self.details[name]) for name in ("reason", "title") if name in self.details
        }
        template, written = TEMPLATES[self.code], self.details.get("range", "")
        if self.code == "out_of_range":
            template, shown = outside_template(written, self.value or ""), {**shown, **ends(written)}
        said = words.say(template, **{**shown, **self.details, **ours})
        return " ".join((said, *answers(self.code, self.column or "", self.details, words)))


class FileRefused(Exception):
    """A fault of the file; raised between reading and storing, always caught at the edge."""

    def __init__(self, problem: Problem, rows: tuple[Problem, ...] = ()) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.rows = rows
        """Problems of single rows that led to it."""


class SetupRefused(Exception):
    """A fault of the settings or of the database's file; raised before anything is open, caught at the edge."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def short(value: str | None, longest: int = 80) -> str:
    """The value as a sentence can carry it: one line, cut at `longest` characters."""
    text = " ".join((value or "").replace("\x00", "␀").split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
