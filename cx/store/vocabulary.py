"""The words of a whole file that our vocabularies do not know."""

from collections.abc import Collection
from dataclasses import dataclass

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.column import FLAG_TERMS, Column, Kind, Term
from cx.contracts.extracts import Extract
from cx.ingest.cells import cell
from cx.ingest.expressions import trimmed
from cx.ingest.reading import Reading
from cx.store.staging import rows_of_file

MOST_WORDS = 50


@dataclass(frozen=True)
class UnknownWords:
    """Words of one column with how many rows hold each, the most frequent first and at most MOST_WORDS of them."""

    rows: tuple[tuple[str, int], ...]
    different: int
    """How many different words there are, those that are not listed too."""


def terms(column: Column) -> tuple[Term, ...]:
    """The words that a column may hold; none for a column without a vocabulary."""
    return FLAG_TERMS if column.kind is Kind.FLAG else column.vocabulary if column.kind is Kind.WORD else ()


def own_word(column: Column, text: str) -> str:
    """The column's own word for a spelling; empty where its vocabulary does not know it."""
    return next((term.word for term in terms(column) if text.strip().lower() in term.spellings), "")


def unknown_words(
    cursor: DuckDBPyConnection,
    reading: Reading,
    extract: Extract,
    headers: dict[str, str],
    mapped: dict[str, Collection[str]],
) -> dict[str, UnknownWords]:
    """For fields with a vocabulary and the columns that fill them: the words that it does not know.

    A word that a mapping speaks of (`mapped`, by field) is listed even where the vocabulary knows it. Words that
    differ in capitals alone are one. The file is read once for all fields; a field without such a word is left out.
    """
    fields = [name for name in headers if terms(extract.columns[name])]
    if not fields:
        return {}
    cells = [trimmed(cell(reading.header.index(headers[name]))) for name in fields]
    strange = [
        f"CASE WHEN NOT coalesce({_known(extract.columns[name], mapped.get(name, ()), number)}, false) "
        f"THEN w{number} END"
        for number, name in enumerate(fields)
    ]
    texts = ", ".join(exp.alias_(text, f"w{number}").sql("duckdb") for number, text in enumerate(cells))
    found = rows_of_file(
        cursor,
        reading,
        f"SELECT field, min(word), count(*) AS n, count(*) OVER (PARTITION BY field) FROM (SELECT "
        f"unnest({list(range(len(fields)))}) AS field, unnest([{', '.join(strange)}]) AS word "
        f"FROM (SELECT {texts} FROM file)) WHERE word IS NOT NULL GROUP BY field, lower(word) "
        f"QUALIFY row_number() OVER (PARTITION BY field ORDER BY count(*) DESC, min(word)) <= {MOST_WORDS} "
        f"ORDER BY field, n DESC, min(word)",
    )
    listed: dict[str, list[tuple[str, int]]] = {}
    different: dict[str, int] = {}
    for number, word, rows, all_words in found:
        listed.setdefault(fields[number], []).append((word, rows))
        different[fields[number]] = all_words
    return {name: UnknownWords(tuple(words), different[name]) for name, words in listed.items()}


def _known(column: Column, mapped: Collection[str], number: int) -> str:
    """SQL that is true where the column's vocabulary knows the word and no mapping speaks of it."""
    spoken_of = {word.strip().lower() for word in mapped}
    spellings = [spelling for term in terms(column) for spelling in term.spellings if spelling not in spoken_of]
    if not spellings:
        return "false"
    return exp.In(
        this=exp.func("lower", exp.column(f"w{number}")), expressions=[exp.convert(text) for text in spellings]
    ).sql("duckdb")
