"""The parts of a mapping that make other rows of a file than its records: the columns they name, and their faults."""

from collections.abc import Callable, Iterator

from pydantic import BaseModel

from cx.contracts.column import FLAG_TERMS, Column, Kind
from cx.contracts.extracts import Extract
from cx.contracts.mapping import FileColumn, Lookup, Make, Mapping, header_named
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.values import READERS, Unreadable
from cx.ingest.headers import normalised
from cx.ingest.reading import Reading
from cx.ingest.reshaping import skipped_header

ONLY = {"answers": "survey", "event_log": "tickets"}
"""Parts that one extract alone may have."""
NAMING = ("header", "column", "score", "comment", "key", "order", "owner", "last_by", "per")
"""What names a column of the file in a part of a mapping."""


def named_headers(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Each column that the mapping names, after the field or the part that names it."""
    for name, target in mapping.columns.items():
        if isinstance(target, Make):
            yield from ((name, header) for header in target.make)
        else:
            yield name, mapping.header_of(name) or ""
            yield from ((name, per) for per in (getattr(target, "per", None),) if per)
    yield from (("when", item.column) for item in mapping.when)
    for item in mapping.answers:
        yield from (("answers", header) for header in (item.score, item.comment) if header)
    if mapping.event_log:
        log = mapping.event_log
        yield from (("event_log", header) for header in (log.key, header_named(log.order), log.owner) if header)
    if mapping.repeats:
        yield "repeats", header_named(mapping.repeats.last_by)
    yield from (("skip", skipped_header(name, mapping)) for name in mapping.skip)


def has_columns_of(header: tuple[str, ...], mapping: Mapping) -> bool:
    """True where the file has every column that the mapping names, and it names some."""
    named = {name for _, name in named_headers(mapping)}
    return bool(named) and named <= set(header)


def respelled(mapping: Mapping, header: tuple[str, ...]) -> Mapping:
    """The mapping with its columns as this header spells them: in another case, or with other signs between words."""
    alike = {normalised(name): name for name in reversed(header)}

    def own(name: str) -> str:
        return name if name in header else alike.get(normalised(name), name)

    parts: dict[str, object] = {
        "columns": {name: _respelled(target, own) for name, target in mapping.columns.items()},
        "when": tuple(_respelled(item, own) for item in mapping.when),
        "answers": tuple(_respelled(item, own) for item in mapping.answers),
        "skip": {name if name in mapping.columns else own(name): words for name, words in mapping.skip.items()},
        "event_log": mapping.event_log and _respelled(mapping.event_log, own),
        "repeats": mapping.repeats and _respelled(mapping.repeats, own),
    }
    return mapping.model_copy(update=parts)


def _respelled(part: str | BaseModel, own: Callable[[str], str]) -> str | BaseModel:
    if isinstance(part, str):
        return own(part)
    if isinstance(part, Make):
        return Make(make=tuple(own(name) for name in part.make))
    named = {name: said for name in NAMING if isinstance(said := getattr(part, name, None), str | FileColumn)}
    return part.model_copy(update={name: _respelled(said, own) for name, said in named.items()})


def check_parts(mapping: Mapping, extract: Extract) -> None:
    """Refuse a mapping whose parts belong to another extract or set words that a field does not have."""
    for part, name in ONLY.items():
        if getattr(mapping, part) and extract.name != name:
            raise FileRefused(Problem("wrong_part", column=f"[{part}]", value=name, details={"extract": extract.name}))
    for words in (*(item.set for item in mapping.when), *(item.set for item in mapping.answers)):
        for field, word in words.items():
            if field in extract.columns and word:
                _check_word(extract.columns[field], word)


def check_skips(mapping: Mapping, extract: Extract, reading: Reading) -> None:
    """Refuse to leave records out by a field that no single column of the file holds."""
    for name in mapping.skip:
        target = mapping.columns.get(name)
        if isinstance(target, Make):
            raise FileRefused(Problem("skip_made", column=name, value=", ".join(target.make)))
        if isinstance(target, Lookup):
            raise FileRefused(Problem("skip_looked_up", column=name, value=target.header))
        if target is None and name in extract.columns and name not in reading.header:
            details = {"file": reading.file, "headers": ", ".join(reading.header)}
            raise FileRefused(Problem("skip_unfilled", column=name, details=details))


def _check_word(column: Column, word: str) -> None:
    try:
        READERS[column.kind](word, column)
    except Unreadable:
        terms = FLAG_TERMS if column.kind is Kind.FLAG else column.vocabulary
        known = ", ".join(term.word for term in terms) or column.title
        raise FileRefused(Problem("unknown_word", column=column.name, value=word, details={"range": known})) from None
