"""The mapping of one file as a form: our fields on the left, the file's columns with samples on the right."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.contracts.column import Column, Kind
from cx.contracts.extracts import Extract
from cx.contracts.mapping import Declared, FileColumn, Lookup, Make, Mapping, Target
from cx.contracts.words import N_
from cx.ingest.headers import Confidence, matches
from cx.ingest.reading import Reading
from cx.store.vocabulary import own_word
from cx.ui import session
from cx.ui.storytelling import plain

BADGES = {
    Confidence.EXACT: (N_("recognised"), "green"),
    Confidence.LIKELY: (N_("likely"), "orange"),
    Confidence.UNSURE: (N_("unsure"), "gray"),
}
Chosen = Target | None


def mapping_form(reading: Reading, extract: Extract, known: Mapping | None, key: str) -> Mapping:
    """The mapping that the form says, started from the remembered one or from what the header suggests."""
    say = session.words().say
    found = {match.field: match for match in matches(reading.header, extract)}
    start: dict[str, Chosen] = dict(known.columns) if known else {name: match.header for name, match in found.items()}
    first = [name for name in extract.columns if name in extract.required or name in start]
    rest = [name for name in extract.columns if name not in first]
    columns: dict[str, Chosen] = {}
    for name in first:
        confidence = found[name].confidence if name in found and start.get(name) == found[name].header else None
        columns[name] = _field(extract.columns[name], reading, start.get(name), confidence, key)
    with st.expander(say(N_("More columns ({n})"), n=len(rest))):
        for name in rest:
            columns[name] = _field(extract.columns[name], reading, None, None, key)
    chosen = {name: target for name, target in columns.items() if target is not None}
    declare = _declared(extract, known.declare if known else Declared(), chosen, key)
    start_of_all = known or Mapping(extract=extract.name)
    constants = _constants(extract, chosen, start_of_all, key)
    return start_of_all.model_copy(
        update={"extract": extract.name, "columns": chosen, "constants": constants, "declare": declare}
    )


def _field(column: Column, reading: Reading, start: Chosen, confidence: Confidence | None, key: str) -> Chosen:
    """One field: its name, the column chosen for it, samples of that column, and how it was recognised."""
    label, choice, samples, mark = st.columns([3, 4, 4, 2], vertical_alignment="center")
    title = plain(session.words().say(column.title))
    label.markdown(f"**{title}**" if column.required else title, help=session.words().say(column.description))
    if start is not None and not isinstance(start, str | Make):
        choice.markdown(plain(_told(start)))
        return start
    options = ["", *reading.header]
    chosen = choice.selectbox(
        column.title,
        options,
        index=options.index(start) if start in options else 0,
        label_visibility="collapsed",
        format_func=lambda name: name or "—",
        key=f"{key}-{column.name}",
    )
    if not chosen and column.required and column.kind is Kind.TEXT:
        return _made(start, reading, samples, f"{key}-{column.name}-made")
    if chosen:
        samples.caption(plain(" · ".join(reading.samples(chosen)) or "–"))
    if confidence in BADGES and chosen == start:
        text, colour = BADGES[confidence]
        mark.badge(session.words().say(text), color=colour)  # type: ignore[arg-type]
    return chosen or None


def _made(start: Chosen, reading: Reading, place: DeltaGenerator, key: str) -> Make | None:
    """An id that the file does not hold, made of several of its columns."""
    say = session.words().say
    before = [name for name in start.make if name in reading.header] if isinstance(start, Make) else []
    chosen = place.multiselect(
        say(N_("Made of columns")),
        list(reading.header),
        before,
        key=key,
        label_visibility="collapsed",
        placeholder=say(N_("or make it of columns")),
    )
    return Make(make=tuple(chosen)) if chosen else None


def _told(target: Target) -> str:
    """A target that is more than a column, in the words of a mapping file."""
    if isinstance(target, Lookup):
        return f"{target.header} → {target.lookup}"
    if isinstance(target, FileColumn):
        return " · ".join(part for part in (target.header, target.unit, target.time_zone) if part)
    return target if isinstance(target, str) else " + ".join(target.make)


def _constants(extract: Extract, chosen: dict[str, Target], start: Mapping, key: str) -> dict[str, str]:
    """One value for all rows, for words that the file has no column for and that its figures need."""
    asked = {"survey": ("kind", "scale", "ces_version"), "tickets": ("satisfaction_scale",)}.get(extract.name, ())
    say = session.words().say
    found = {name: value for name, value in start.constants.items() if name not in chosen}
    for name in asked:
        if (
            name in chosen
            or name in start.set_fields
            or (name == "satisfaction_scale" and "satisfaction" not in chosen)
        ):
            continue
        column = extract.columns[name]
        options = ["", *(term.word for term in column.vocabulary)]
        value = st.selectbox(
            say(N_("{title} of all rows"), title=say(column.title)),
            options,
            key=f"{key}-constant-{name}",
            index=options.index(own_word(column, start.constants.get(name, ""))),
            help=say(column.description),
            format_func=lambda word: word or say(N_("not given")),
        )
        found = {**found, name: value} if value else {k: v for k, v in found.items() if k != name}
    return found


Options = dict[str | None, str]
NAMED: Options = {
    None: N_("nobody has said: treated as anonymous"),
    "named": N_("named: answers may be seen as rows"),
    "anonymous": N_("anonymous: small groups are hidden"),
}
ENDS: Options = {
    None: N_("let the file's own later terms decide"),
    "last_day": N_("the last day that it covers"),
    "day_after": N_("the first day that it does not cover"),
}
DATES: Options = {
    None: N_("let the whole column decide"),
    "dmy": N_("day first"),
    "mdy": N_("month first"),
    "ymd": N_("year first"),
}
DECIMALS: Options = {None: N_("let the whole column decide"), ".": N_("point: 1,234.5"), ",": N_("comma: 1.234,5")}


def _declared(extract: Extract, known: Declared, chosen: dict[str, Target], key: str) -> Declared:
    """What the file cannot say by itself."""
    say = session.words().say
    said: dict[str, object] = {}
    if extract.name == "survey":
        said["survey"] = _choice(N_("Is the survey named or anonymous?"), NAMED, known.survey, f"{key}-survey")
    if extract.name == "renewals" and "ends_on" in chosen:
        said["end_is"] = _choice(N_("What is the end date of a contract?"), ENDS, known.end_is, f"{key}-end")
    with st.expander(say(N_("How dates, numbers and letters are read"))):
        said["date_order"] = _choice(N_("Dates such as 3/4/2025"), DATES, known.date_order, f"{key}-dates")
        said["decimal"] = _choice(N_("Decimal sign"), DECIMALS, known.decimal, f"{key}-decimal")
        said["time_zone"] = st.text_input(
            say(N_("Time zone of times without an offset")),
            known.time_zone,
            key=f"{key}-zone",
            help=say(N_("For example UTC or Europe/Bucharest")),
        )
    return known.model_copy(update=said)


def _choice(label: str, options: Options, start: str | None, key: str) -> str | None:
    say = session.words().say
    names = [name or "" for name in options]
    chosen = st.selectbox(
        say(label), names, index=names.index(start or ""), key=key, format_func=lambda name: say(options[name or None])
    )
    return chosen or None
