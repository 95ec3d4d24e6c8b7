"""From records to rows: records that are no data, several questions in one record, several records of one ticket."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.mapping import Answers, Make, Mapping
from cx.ingest.cells import cell_of
from cx.ingest.expressions import sql, translated, trimmed
from cx.ingest.forms import unmarked
from cx.ingest.ordering import rank, unordered, unplaced
from cx.ingest.reading import Reading

BLOCK, RECORD = "block", "record"
"""Staged columns: which question of its record a row is, and which record of the file, both from 0."""
HANDOFFS, OWNER_BEFORE = "event_handoffs", "event_owner_before"
"""Of an event log: how often a ticket's owner changed, and who held it before a change."""
EVENT_COLUMNS = {"handoffs": HANDOFFS, "from_team": OWNER_BEFORE}
SEPARATOR = "\x1f"
NUMBER = Column("", "", Kind.NUMBER)


@dataclass(frozen=True)
class Skip:
    """Records that are no data: of which column, like which word."""

    header: str
    like: str
    holds: exp.Expr


@dataclass(frozen=True)
class Events:
    """The cells of an event log: what tells its tickets apart, what orders their rows, who holds them."""

    key: exp.Expr
    order: exp.Expr
    owner: exp.Expr
    changes: bool
    """True where the rows are the changes of owner, false where they are the tickets' last states."""
    unordered: exp.Expr
    """True for a record whose place nobody can read: it takes no part, and is kept to be refused."""
    keeps_unordered: bool = True
    """False where such records are refused elsewhere already."""


@dataclass(frozen=True)
class Reshaping:
    """What makes the rows of a file other than its records, as expressions over its cells."""

    skips: tuple[Skip, ...]
    made: dict[str, exp.Expr]
    """Field -> the text that its id is made of."""
    scores: tuple[exp.Expr, ...]
    """The scores of a record's questions, in order; empty where a record is one row."""
    keeps_unanswered: bool
    """True where a record without any answer is an invitation, and stays as one row."""
    events: Events | None


def made(field: str) -> exp.Column:
    """The column of an id that is made of several cells."""
    return exp.column(f"made_{field}", quoted=True)


def reshaping(mapping: Mapping, reading: Reading) -> Reshaping | None:
    """How the mapping makes rows of the file's records; None where each record is one row."""
    header = reading.header
    if not (mapping.skip or mapping.answers or mapping.event_log or _makes(mapping)):
        return None
    return Reshaping(
        tuple(_skips(mapping, header)),
        {name: _joined(target, header) for name, target in _makes(mapping).items()},
        tuple(_score(item.score, header, mapping) for item in mapping.answers),
        "sent_at" in mapping.fields,
        _events(mapping, reading),
    )


def _makes(mapping: Mapping) -> dict[str, Make]:
    return {name: target for name, target in mapping.columns.items() if isinstance(target, Make)}


def _joined(target: Make, header: tuple[str, ...]) -> exp.Expr:
    """The cells in one text, NULL where all are empty."""
    cells = exp.Array(expressions=[trimmed(cell_of(name, header)) for name in target.make])
    filled = sql("len(list_filter(:cells, lambda x: x IS NOT NULL)) > 0", cells=cells)
    text = sql("array_to_string(list_transform(:cells, lambda x: coalesce(x, '')), :sign)", cells=cells, sign=SEPARATOR)
    return sql("CASE WHEN :filled THEN :text END", filled=filled, text=text)


def _skips(mapping: Mapping, header: tuple[str, ...]) -> Iterator[Skip]:
    for name, words in mapping.skip.items():
        column = skipped_header(name, mapping)
        for word in words:
            yield Skip(column, word, like(trimmed(cell_of(column, header)), word))


def skipped_header(name: str, mapping: Mapping) -> str:
    """The file's column that a `skip` speaks of: by the field it fills, or by its own name."""
    return mapping.header_of(name) or name


def like(cell: exp.Expr, pattern: str) -> exp.Expr:
    """True for a cell like the pattern, `*` and `?` as in file names, in any case; an empty pattern is an empty cell."""
    if not pattern.strip():
        return sql(":cell IS NULL", cell=cell)
    escaped = "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in pattern.strip())
    wild = escaped.replace("*", "%").replace("?", "_")
    return sql("coalesce(lower(:cell) LIKE :wild ESCAPE :sign, false)", cell=cell, wild=wild.lower(), sign="\\")


def _events(mapping: Mapping, reading: Reading) -> Events | None:
    log, header = mapping.event_log, reading.header
    if log is None:
        return None
    owner = trimmed(cell_of(log.owner, header)) if log.owner else exp.null()
    order = rank(log.order, reading, mapping.declare)
    out_of_place = exp.or_(unplaced(log.order, header, mapping.declare), unordered(log.order, reading, mapping.declare))
    return Events(trimmed(cell_of(log.key, header)), order, owner, mapping.extract == "owner_changes", out_of_place)


def by_question(mapping: Mapping, name: str, otherwise: exp.Expr, header: tuple[str, ...]) -> exp.Expr:
    """A field's text where a record holds several questions: what each question says of it, or what stands else."""
    choice = exp.Case(this=exp.column(BLOCK, quoted=True))
    for number, item in enumerate(mapping.answers):
        said = _said(item, name, header, mapping)
        choice = choice.when(exp.convert(number), said) if said is not None else choice
    return choice.else_(otherwise) if choice.args.get("ifs") else otherwise


def _said(item: Answers, name: str, header: tuple[str, ...], mapping: Mapping) -> exp.Expr | None:
    column = question_header(item, name)
    if column:
        return _score(column, header, mapping) if name == "score" else worded(name, mapping, header, column)
    return exp.convert(item.set[name]) if name in item.set else None


def _score(column: str, header: tuple[str, ...], mapping: Mapping) -> exp.Expr:
    """The cell of a score, NULL where it is empty or a mark for no value."""
    return unmarked(NUMBER, worded("score", mapping, header, column))


def worded(name: str, mapping: Mapping, header: tuple[str, ...], column: str | None = None) -> exp.Expr:
    """The cell that fills a field, or that of another column, in the words that the mapping gives for its own."""
    cell = trimmed(cell_of(column or mapping.header_of(name) or "", header))
    return translated(cell, mapping.values[name]) if name in mapping.values else cell


def question_header(item: Answers, name: str) -> str | None:
    """The file's column from which a question fills a field."""
    return {"score": item.score, "comment": item.comment}.get(name)
