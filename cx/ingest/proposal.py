"""The mapping proposed for a file, and the check of a mapping against the file it is used on."""

from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.mapping import Lookup, Mapping
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.headers import extract_of, matches
from cx.ingest.reading import Reading


def proposed(reading: Reading, extract: Extract) -> Mapping:
    """The mapping that the file's header suggests for the extract."""
    columns: dict[str, str | Lookup] = {match.field: match.header for match in matches(reading.header, extract)}
    return Mapping(extract=extract.name, source="", columns=columns)


def checked(mapping: Mapping, reading: Reading) -> Mapping:
    """The mapping itself, once it names known fields, columns that the file has, and all that is required."""
    extract = EXTRACTS[mapping.extract]
    _check_fields(mapping, extract)
    _check_headers(mapping, extract, reading)
    _check_required(mapping, extract, reading)
    _check_zone(mapping.declare.time_zone)
    return mapping


def _check_fields(mapping: Mapping, extract: Extract) -> None:
    for name in (*mapping.columns, *mapping.constants, *mapping.values):
        if name not in extract.columns:
            raise FileRefused(Problem("unknown_field", column=name, value=", ".join(extract.columns),
                                      details={"extract": extract.name}))
    for name, target in mapping.columns.items():
        if isinstance(target, Lookup) and not _is_known(target):
            raise FileRefused(Problem("unknown_field", column=f"{target.lookup} / {target.take}",
                                      value=", ".join(EXTRACTS), details={"extract": name}))


def _is_known(target: Lookup) -> bool:
    searched = EXTRACTS.get(target.extract)
    return searched is not None and target.key in searched.columns and target.take in searched.columns


def _check_headers(mapping: Mapping, extract: Extract, reading: Reading) -> None:
    for name in mapping.columns:
        header = mapping.header_of(name)
        if header not in reading.header:
            raise FileRefused(Problem("unknown_header", column=name, value=header, details={
                "file": reading.file, "headers": ", ".join(reading.header)}))  # fmt: skip


def _check_required(mapping: Mapping, extract: Extract, reading: Reading) -> None:
    missing = [name for name in extract.required if name not in mapping.fields]
    if not missing:
        return
    other = extract_of(reading.header)
    if other and other.name != extract.name:
        raise FileRefused(Problem("wrong_extract", value=other.name,
                                  details={"file": reading.file, "extract": extract.name}))
    raise FileRefused(Problem("missing_column", column=missing[0], value=", ".join(reading.header), details={
        "file": reading.file, "extract": extract.name, "title": extract.columns[missing[0]].title}))  # fmt: skip


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise FileRefused(Problem("unknown_time_zone", value=name)) from None


def declared(mapping: Mapping, said: dict[str, str]) -> Mapping:
    """The mapping with what a person declared in words, KEY=VALUE by KEY=VALUE."""
    fields = type(mapping.declare).model_fields
    for name, value in said.items():
        choices = [str(item) for part in get_args(fields[name].annotation) for item in get_args(part)] \
            if name in fields else list(fields)  # fmt: skip
        if name not in fields or (choices and value not in choices):
            raise FileRefused(Problem("unknown_declaration", column=name, value=value,
                                      details={"headers": ", ".join(choices)}))
    declare = type(mapping.declare).model_validate({**mapping.declare.model_dump(), **said})
    return mapping.model_copy(update={"declare": declare})
