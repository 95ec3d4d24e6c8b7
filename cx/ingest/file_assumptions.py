"""What was understood of a file's form without being told, in words."""

from collections.abc import Iterator

from cx.contracts.problems import short
from cx.contracts.words import N_, Words
from cx.ingest.reading import Reading


def said_of_file(reading: Reading, words: Words) -> tuple[str, ...]:
    """Every choice that was made in opening the file and in finding its header and its records."""
    return (*_of_opening(reading, words), *_of_header(reading, words), *_of_footer(reading, words))


def _of_opening(reading: Reading, words: Words) -> Iterator[str]:
    if reading.inner:
        yield words.say(N_("The archive holds “{file}”, which was read."), file=reading.inner)
    if reading.sheet and len(reading.sheets) > 1:
        yield words.say(
            N_("Of the sheets ({sheets}), “{sheet}” was read."), sheets=", ".join(reading.sheets), sheet=reading.sheet
        )
    if reading.hidden_rows:
        yield words.plural(
            N_("The sheet hides {n} row, which was read like the others."),
            N_("The sheet hides {n} rows, which were read like the others."),
            reading.hidden_rows,
        )
    if reading.merged:
        yield words.plural(
            N_("The sheet has {n} merged cell: its text is read in its first place, and the others are empty."),
            N_("The sheet has {n} merged cells: their text is read in their first place, and the others are empty."),
            reading.merged,
        )
    if reading.text.detected:
        yield words.say(
            N_("The file does not say its encoding; it was read as {encoding}."), encoding=reading.text.encoding
        )


def _of_header(reading: Reading, words: Words) -> Iterator[str]:
    shape = reading.shape
    if shape.preamble:
        yield words.plural(
            N_("{n} line before the header was skipped."),
            N_("{n} lines before the header were skipped."),
            shape.preamble,
        )
    rows = shape.rows - shape.preamble
    if rows > 1:
        yield words.plural(
            N_("The header stands in {n} row; none of it is a record."),
            N_("The header stands in {n} rows; none of them is a record."),
            rows,
        )
    if shape.repeated:
        yield words.say(
            N_("Columns of the same name were told apart by a number, the first left as it is: {names}."),
            names=", ".join(name for name in reading.header if _was_renamed(name, shape.repeated)),
        )


def _was_renamed(name: str, repeated: tuple[str, ...]) -> bool:
    return any(name != first and name.startswith(f"{first} (") for first in repeated)


def _of_footer(reading: Reading, words: Words) -> Iterator[str]:
    if reading.footer:
        yield words.plural(
            N_("{n} line below the records is no record and was skipped: {text}"),
            N_("{n} lines below the records are no records and were skipped: {text}"),
            len(reading.footer),
            text=" / ".join(short(text) for text in dict.fromkeys(reading.footer)),
        )
