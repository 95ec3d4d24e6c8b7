"""The mapping proposed for a file, and the check of a mapping against the file it is used on."""

from typing import get_args

from pydantic import ValidationError

from cx.contracts.column import Column, Kind
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.mapping import DELIMITERS, Declared, FileColumn, Lookup, Mapping, Target
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.headers import Confidence, extract_of, fits, matches
from cx.ingest.mapping_parts import check_parts, check_skips, named_headers
from cx.ingest.profile_proposal import proposal
from cx.ingest.reading import Reading
from cx.ingest.recognition import recognised
from cx.ingest.said_in_header import known_zone, target_of, time_zones, units_of
from cx.ingest.unsaid import said as all_said

CLEARLY = 0.2
"""The share of a file's columns by which another extract must fit better for the choice to be called wrong."""


DATES, NUMBERS = (Kind.MOMENT, Kind.DAY), (Kind.WHOLE, Kind.NUMBER, Kind.MONEY)
KEYS = {
    "time_zone": (Kind.MOMENT,),
    "date_order": DATES,
    "decimal": NUMBERS,
    "currency": (Kind.MONEY,),
    "per": (Kind.MONEY,),
}
"""What may be said of a column of the file, and the kinds of fields that it is read for."""


def proposed(reading: Reading, extract: Extract) -> Mapping:
    """The mapping that the file's header says for the extract; refuses a file that clearly holds another one.

    An export that a profile knows is mapped by its profile. A header that is only like one of our names is left to a
    person.
    """
    profile = recognised(reading.header)
    if profile and profile.refuse:
        details = {"file": reading.file, "reason": profile.refuse}
        raise FileRefused(Problem("fits_no_extract", value=profile.name, details=details))
    other = better_extract(reading.header, extract)
    if other:
        raise _wrong(extract, other, reading)
    if profile and profile.extract == extract.name:
        return proposal(profile, reading)
    columns: dict[str, Target] = {
        match.field: target_of(match.header, extract.columns[match.field], reading.shape.time_zones)
        for match in matches(reading.header, extract)
        if match.confidence is Confidence.EXACT
    }
    _check_clear(columns, extract, reading)
    return Mapping(extract=extract.name, source="", columns=columns)


def _check_clear(columns: dict[str, Target], extract: Extract, reading: Reading) -> None:
    """Refuse a name that the header gives more than once: a person must say which column is meant."""
    for field, target in columns.items():
        header = target if isinstance(target, str) else getattr(target, "header", "")
        if header in reading.shape.repeated:
            names = [name for name in reading.header if _is_like(name, header)]
            said = {"title": extract.columns[field].title, "field": field, "example": f'"{names[-1]}"'}
            alike = ", ".join(f"“{name}”" for name in names)
            raise FileRefused(
                Problem("repeated_header", column=header, value=alike, details={"file": reading.file, **said})
            )


def _is_like(name: str, header: str) -> bool:
    return name == header or name.startswith(f"{header} (")


def better_extract(header: tuple[str, ...], extract: Extract) -> Extract | None:
    """The extract that a file with this header clearly holds instead of the chosen one; None where it may be right."""
    profile = recognised(header)
    if profile and profile.extract in EXTRACTS:
        return EXTRACTS[profile.extract] if profile.extract != extract.name else None
    other = extract_of(header)
    return other if other and fits(header, other, exactly=True) > fits(header, extract) + CLEARLY else None


def likely_extract(header: tuple[str, ...]) -> Extract | None:
    """The extract that a header holds: its profile's, else the one that it has all that is needed for."""
    profile = recognised(header)
    return EXTRACTS.get(profile.extract) if profile else extract_of(header)


def checked(mapping: Mapping, reading: Reading) -> Mapping:
    """The mapping itself, once it names known fields, columns that the file has, and all that is required."""
    if mapping.extract not in EXTRACTS:
        raise FileRefused(
            Problem(
                "unknown_declaration", column="extract", value=mapping.extract, details={"headers": ", ".join(EXTRACTS)}
            )
        )
    extract = EXTRACTS[mapping.extract]
    check_parts(mapping, extract)
    _check_fields(mapping, extract)
    check_skips(mapping, extract, reading)
    _check_headers(mapping, reading)
    _check_required(mapping, extract, reading)
    _check_units(mapping, extract)
    _check_keys(mapping, extract)
    for name in (None, *mapping.columns):
        _check_zone(mapping.zone_of(name) if name else mapping.declare.time_zone)
    return all_said(_with_said(mapping, extract, reading.shape.time_zones), reading)


def _units(column: Column, target: Target) -> tuple[str, ...]:
    """The units of a field; of an amount whose interval a column says, only those without one."""
    found = units_of(column)
    if not isinstance(target, FileColumn) or not target.per:
        return found
    return ("cents",) if column.kind is Kind.MONEY else ()


def _check_units(mapping: Mapping, extract: Extract) -> None:
    """A unit that the field cannot have would be read as something else."""
    for name in mapping.columns:
        unit, known = mapping.unit_of(name), _units(extract.columns[name], mapping.columns[name])
        if unit and unit not in known:
            details = {"units": ", ".join(known) or "–"}
            raise FileRefused(Problem("unknown_unit", column=name, value=unit, details=details))


def _check_keys(mapping: Mapping, extract: Extract) -> None:
    """What is said of a column and cannot be true of its kind would be left aside in silence."""
    for name, target in mapping.columns.items():
        if isinstance(target, FileColumn):
            for key in _unused(target, extract.columns[name].kind):
                raise FileRefused(Problem("unused_key", column=name, value=key))


def _unused(target: FileColumn, kind: Kind) -> list[str]:
    """The keys that no column of the kind has; but a count of seconds is a day in some zone."""
    said = [key for key in KEYS if getattr(target, key) and not (key == "time_zone" and target.unit)]
    return [key for key in said if kind not in KEYS[key]]


def _with_said(mapping: Mapping, extract: Extract, zones: dict[str, str]) -> Mapping:
    """The mapping with what the headers say, of the columns about which it says nothing itself."""
    columns = {name: _with_zone(target, extract.columns[name], zones) for name, target in mapping.columns.items()}
    return mapping.model_copy(update={"columns": columns})


def _with_zone(target: Target, column: Column, zones: dict[str, str]) -> Target:
    """A plain target with all that its header says; one of which more is said with the zone alone."""
    if isinstance(target, str):
        return target_of(target, column, zones)
    if isinstance(target, FileColumn) and column.kind is Kind.MOMENT and not target.time_zone:
        return target.model_copy(update={"time_zone": known_zone(zones.get(target.header))})
    return target


def _check_fields(mapping: Mapping, extract: Extract) -> None:
    for name in (*mapping.fields, *mapping.values):
        if name not in extract.columns:
            raise FileRefused(
                Problem(
                    "unknown_field", column=name, value=", ".join(extract.columns), details={"extract": extract.name}
                )
            )
    for name in mapping.values:
        if not mapping.takes_words(name):
            raise FileRefused(Problem("unused_words", column=name))
    for name, target in mapping.columns.items():
        if isinstance(target, Lookup) and not is_known(target):
            raise FileRefused(_unknown_lookup(name, target))


def is_known(target: Lookup) -> bool:
    """True for a lookup whose extract and columns there are."""
    searched = EXTRACTS.get(target.extract)
    return searched is not None and target.key in searched.columns and target.take in searched.columns


def _unknown_lookup(name: str, target: Lookup) -> Problem:
    """Which part of a lookup names nothing: its extract, the column it searches or the one it takes."""
    searched = EXTRACTS.get(target.extract)
    known = searched.columns if searched else EXTRACTS
    missing = target.extract if not searched else target.take if target.key in known else target.key
    details = {"missing": missing, "headers": ", ".join(known)}
    return Problem("unknown_lookup", column=name, value=f"{target.lookup} / {target.take}", details=details)


def _check_headers(mapping: Mapping, reading: Reading) -> None:
    known = EXTRACTS[mapping.extract].columns
    for name, header in named_headers(mapping):
        if header not in reading.header:
            title = known[name].title if name in known else name
            raise FileRefused(
                Problem(
                    "unknown_header",
                    column=name,
                    value=header,
                    details={"file": reading.file, "headers": ", ".join(reading.header), "title": title},
                )
            )


def _check_required(mapping: Mapping, extract: Extract, reading: Reading) -> None:
    asked_apart = {"kind"} if mapping.answers else set()
    missing = [name for name in extract.required if name not in {*mapping.fields, *asked_apart}]
    if not missing:
        return
    other = likely_extract(reading.header)
    if other and other.name != extract.name and fits(reading.header, other) > fits(reading.header, extract):
        raise _wrong(extract, other, reading)
    title = extract.columns[missing[0]].title
    profile = recognised(reading.header)
    if profile and profile.extract == extract.name and profile.asks:
        details = {"file": reading.file, "title": title, "reason": profile.asks[0].text}
        raise FileRefused(Problem("ask_column", column=missing[0], value=profile.name, details=details))
    raise FileRefused(
        Problem(
            "missing_column",
            column=missing[0],
            value=", ".join(reading.header),
            details={"file": reading.file, "extract": extract.name, "title": title},
        )
    )


def _wrong(extract: Extract, other: Extract, reading: Reading) -> FileRefused:
    details = {"file": reading.file, "extract": extract.name, "other": other.name}
    return FileRefused(Problem("wrong_extract", value=other.name, details=details))


def _check_zone(name: str) -> None:
    if name not in time_zones():
        raise FileRefused(Problem("unknown_time_zone", value=name))


def declared(mapping: Mapping, said: dict[str, str]) -> Mapping:
    """The mapping with what a person declared in words, KEY=VALUE by KEY=VALUE."""
    declare = mapping.declare
    for name, value in said.items():
        try:
            declare = Declared.model_validate({**declare.model_dump(), name: value})
        except ValidationError:
            raise FileRefused(
                Problem("unknown_declaration", column=name, value=value, details={"headers": ", ".join(_choices(name))})
            ) from None
    return mapping.model_copy(update={"declare": declare})


def _choices(name: str) -> list[str]:
    """What may be declared under a name; the names themselves where it is none."""
    fields = Declared.model_fields
    if name not in fields:
        return list(fields)
    literals = [str(item) for part in get_args(fields[name].annotation) for item in get_args(part)]
    spelled = {"delimiter": list(DELIMITERS), "implied_terms": ["true", "false"], "exported_on": ["2026-01-31"]}
    return spelled.get(name, literals)
