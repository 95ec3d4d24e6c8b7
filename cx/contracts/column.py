"""What one column of an extract is: its type, range, vocabulary and known header spellings."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a value is read from text and stored."""

    TEXT = "text"
    WORD = "word"
    MOMENT = "moment"
    DAY = "day"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    FLAG = "flag"


SQL_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.WORD: "VARCHAR",
    Kind.MOMENT: "TIMESTAMP",
    Kind.DAY: "DATE",
    Kind.WHOLE: "BIGINT",
    Kind.NUMBER: "DOUBLE",
    Kind.MONEY: "DECIMAL(18,2)",
    Kind.FLAG: "BOOLEAN",
}


@dataclass(frozen=True)
class Term:
    """One word of a vocabulary and the other spellings that mean it."""

    word: str
    synonyms: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every spelling in lower case, the word itself first."""
        return (self.word.lower(), *(synonym.lower() for synonym in self.synonyms))


@dataclass(frozen=True)
class Form:
    """How a text must be written: a pattern that Python and the database read alike, and an example."""

    pattern: str
    example: str
    is_list: bool = False
    """True for parts between semicolons whose order says nothing: they are kept sorted, each once."""


@dataclass(frozen=True)
class Column:
    """One column of an extract; the table, the rules, the template and the documentation come from it."""

    title: str
    description: str
    kind: Kind = Kind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    vocabulary: tuple[Term, ...] = ()
    low: float | None = None
    high: float | None = None
    dimension: bool = False
    happened: bool = False
    """True for a date on which something happened: it moves the as-of and may not lie in the future."""
    words: tuple[tuple[str, str], ...] = ()
    """Words that stand for numbers in this column, with the number."""
    form: Form | None = None
    """How the text must be written, where not any text will do."""
    name: str = ""

    @property
    def sql_type(self) -> str:
        """The column's type in the database."""
        return SQL_TYPES[self.kind]


FLAG_TERMS = (
    Term(
        "true",
        ("yes", "y", "1", "t", "wahr", "ja", "oui", "vrai", "sí", "si", "verdadero", "da", "adevărat", "да", "истина")
        + ("כן", "נכון", "אמת"),
    ),
    Term(
        "false",
        ("no", "n", "0", "f", "falsch", "nein", "non", "faux", "falso", "nu", "fals", "нет", "ложь", "לא", "לא נכון")
        + ("שקר",),
    ),
)
"""Yes and no in English, German, French, Spanish, Romanian, Russian and Hebrew."""
