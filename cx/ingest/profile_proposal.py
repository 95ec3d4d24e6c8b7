"""The mapping that a profile proposes for a file, and the columns that it leaves out."""

import re
from collections.abc import Iterable

from cx.contracts.column import Kind
from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Answers, FileColumn, Lookup, Make, Mapping, Repeats, Target, When, header_named
from cx.contracts.problems import REFUSED_COLUMNS
from cx.ingest.headers import Confidence, matches
from cx.ingest.profile import Made, Profile, ProfileAnswers, ProfileWhen, Questions, Spelled
from cx.ingest.reading import FIRST_ROWS, Reading
from cx.ingest.said_in_header import known_zone, said_in_header
from cx.ingest.spellings import first_spelled, is_spelled

LEAST_TOP, HIGHEST_SCORE = 3, 10
"""Columns of ticks, or of yes and no, hold nothing above 2."""
NEVER_BY_ALIAS = {"kind", "scale", "score", "ces_version", "question"}
"""Fields that a profile with questions of its own never takes from a column that is only called so."""


def proposal(profile: Profile, reading: Reading) -> Mapping:
    """The profile's mapping with its spellings resolved against the file's header.

    Columns that the profile does not know fill a field where they are called exactly like it. The kind or scale of a
    question that only a person can say is there as an empty text.
    """
    columns = _columns(profile, reading.header)
    answers = tuple(_answers(item, reading.header) for item in profile.answers if _has(item, reading.header))
    columns |= _by_alias(profile, columns, _unclaimed(profile, reading.header, _used(columns, answers)))
    scored = _scored(profile, reading, _used(columns, answers))
    answers += tuple(_question(cell, profile, reading) for cell in scored)
    zones = _zones(profile, columns, reading)
    zone = next(iter(zones.values())) if len(set(zones.values())) == 1 else None
    return Mapping(
        extract=profile.extract,
        source=profile.name,
        columns=columns if zone else {**columns, **_zoned(columns, zones)},
        constants=profile.constants,
        values={name: words for name, words in profile.values.items() if name in columns},
        when=tuple(block for item in profile.when for block in _when(item, reading)),
        answers=answers,
        repeats=Repeats(last_by=last) if (last := first_spelled(profile.repeats, reading.header)) else None,
        skip=_skip(profile, columns, reading.header),
        declare=profile.declare.model_copy(update={"time_zone": zone} if zone else {}),
    )


def left_out(profile: Profile, header: tuple[str, ...], mapping: Mapping) -> tuple[tuple[str, str], ...]:
    """Every column that the mapping does not use, with the reason; empty where the profile does not know the column."""
    used = columns_used(mapping)
    return tuple((cell, _reason(profile, cell) or "") for cell in header if cell not in used)


def columns_used(mapping: Mapping) -> set[str]:
    """Every column of the file that the mapping names."""
    used = _used(mapping.columns, mapping.answers)
    used |= {item.column for item in mapping.when}
    used |= {name for name in mapping.skip if name not in mapping.columns}
    log = mapping.event_log
    used |= {name for name in (log.key, header_named(log.order), log.owner) if name} if log else set()
    return used | ({header_named(mapping.repeats.last_by)} if mapping.repeats else set())


def unused_columns(mapping: Mapping, header: tuple[str, ...]) -> tuple[str, ...]:
    """The file's own columns that the mapping makes nothing of, in their order."""
    used = columns_used(mapping)
    return tuple(cell for cell in header if cell not in used and cell not in REFUSED_COLUMNS)


def _used(columns: dict[str, Target], answers: Iterable[Answers]) -> set[str]:
    used = {name for target in columns.values() for name in _headers(target)}
    return used | {name for item in answers for name in (item.score, item.comment) if name}


def _headers(target: Target) -> tuple[str, ...]:
    if isinstance(target, Make):
        return target.make
    if isinstance(target, FileColumn):
        return (target.header, target.per) if target.per else (target.header,)
    return (target.header,) if isinstance(target, Lookup) else (target,)


def _columns(profile: Profile, header: tuple[str, ...]) -> dict[str, Target]:
    found = {}
    for name, choices in profile.columns.items():
        target = next((made for item in choices if (made := _target(item, header)) is not None), None)
        found.update({name: target} if target is not None else {})
    return found


def _target(choice: Spelled | Made, header: tuple[str, ...]) -> Target | None:
    if isinstance(choice, Made):
        parts = [first_spelled(part, header) for part in choice.make]
        return Make(make=tuple(part for part in parts if part)) if parts[0] else None
    found = first_spelled(choice.header, header)
    per = first_spelled(choice.per, header)
    return FileColumn(header=found, unit=choice.unit, per=per) if found and (choice.unit or per) else found


def _has(item: ProfileAnswers, header: tuple[str, ...]) -> bool:
    return first_spelled(item.score, header) is not None


def _answers(item: ProfileAnswers, header: tuple[str, ...]) -> Answers:
    score = first_spelled(item.score, header) or ""
    return Answers(score=score, comment=first_spelled(item.comment, header), set=item.set)


def _scored(profile: Profile, reading: Reading, taken: set[str]) -> tuple[str, ...]:
    """The columns that nothing claims and that hold nothing but whole numbers of a usual scale, as far as is seen."""
    unclaimed = _unclaimed(profile, reading.header, taken) if profile.questions else ()
    told = [item for item in profile.questions if item.beside]
    return tuple(
        cell
        for cell in unclaimed
        if _is_scored(reading, cell, 0 if any(_is_beside(item, cell, reading) for item in told) else LEAST_TOP)
    )


def _is_scored(reading: Reading, cell: str, least: int) -> bool:
    samples = reading.samples(cell, FIRST_ROWS)
    if not samples or not all(re.fullmatch(r"\d{1,2}", text.strip()) for text in samples):
        return False
    return least <= max(int(text) for text in samples) <= HIGHEST_SCORE


def _question(cell: str, profile: Profile, reading: Reading) -> Answers:
    return Answers(score=cell, set=next(item.set for item in profile.questions if _is_beside(item, cell, reading)))


def _is_beside(item: Questions, cell: str, reading: Reading) -> bool:
    return item.beside is None or item.beside.replace("*", cell) in reading.header


def _unclaimed(profile: Profile, header: tuple[str, ...], taken: set[str]) -> tuple[str, ...]:
    return tuple(cell for cell in header if cell not in taken and _reason(profile, cell) is None)


def _reason(profile: Profile, cell: str) -> str | None:
    """Why the profile leaves a column out; None where it does not say."""
    return next((why for spelling, why in profile.leaves_out.items() if is_spelled(spelling, cell)), None)


def _by_alias(profile: Profile, columns: dict[str, Target], free: tuple[str, ...]) -> dict[str, Target]:
    """What the free columns fill by their very names, of the fields about which the profile says nothing."""
    asks_by_itself = profile.when or profile.answers or profile.questions
    filled = {*columns, *profile.constants, *(NEVER_BY_ALIAS if asks_by_itself else ())}
    found = matches(free, EXTRACTS[profile.extract]) if free else ()
    return {
        match.field: match.header
        for match in found
        if match.confidence is Confidence.EXACT and match.field not in filled
    }


def _when(item: ProfileWhen, reading: Reading) -> tuple[When, ...]:
    column = first_spelled(item.column, reading.header)
    if column is None:
        return ()
    likes = (item.like,) if item.like is not None else reading.samples(column, FIRST_ROWS)
    return tuple(When(column=column, like=like.strip(), set=item.set) for like in likes)


def _zones(profile: Profile, columns: dict[str, Target], reading: Reading) -> dict[str, str]:
    """Field -> the time zone that its header names, or a row below it; only of moments, since a day has none."""
    fields, below = EXTRACTS[profile.extract].columns, reading.shape.time_zones
    told = {
        name: said_in_header(first := _headers(target)[0])[2] or known_zone(below.get(first))
        for name, target in columns.items()
        if fields[name].kind is Kind.MOMENT and not isinstance(target, Make | Lookup)
    }
    return {name: zone for name, zone in told.items() if zone}


def _zoned(columns: dict[str, Target], zones: dict[str, str]) -> dict[str, Target]:
    """The moments with the zone of each."""
    return {
        name: FileColumn(header=_headers(columns[name])[0], unit=getattr(columns[name], "unit", None), time_zone=zone)
        for name, zone in zones.items()
    }


def _skip(profile: Profile, columns: dict[str, Target], header: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    named = {name if name in columns else first_spelled((name,), header): words for name, words in profile.skip.items()}
    return {name: words for name, words in named.items() if name is not None}
