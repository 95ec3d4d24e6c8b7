"""The mapping of one file as a form: our fields on the left, the file's columns with samples on the right."""

import streamlit as st

from cx.contracts.answering import ALL_ROWS, DATE_ORDER, DECIMAL, END_IS, READING, SURVEY, TIME_ZONE
from cx.contracts.extracts import Extract
from cx.contracts.mapping import Declared, Mapping, Target
from cx.contracts.words import N_
from cx.ingest.headers import Confidence, Match, guesses, matches
from cx.ingest.reading import Reading
from cx.store.vocabulary import own_word
from cx.ui import session
from cx.ui.choice import DATES, DECIMALS, ZONE_HELP, Options, choice
from cx.ui.column_field import Chosen, show_field

MANY, SAME_TIMES = 20, 10
"""From how many rows on, and how often each of its values, a column is none of ids."""


def mapping_form(reading: Reading, extract: Extract, known: Mapping | None, is_sure: bool, key: str) -> Mapping:
    """The mapping that the form says, started from the known one or from what the header suggests.

    `is_sure` says that the known one is of a tool whose export was recognised.
    """
    say = session.words().say
    found = {match.field: match for match in matches(reading.header, extract)}
    start: dict[str, Chosen] = dict(known.columns) if known else {name: match.header for name, match in found.items()}
    first = [*extract.required, *(name for name in extract.columns if name in start and name not in extract.required)]
    rest = [name for name in extract.columns if name not in first]
    guessed = {match.field: match.header for match in guesses(reading.header, extract)}
    columns: dict[str, Chosen] = {}
    for name in first:
        confidence = _confidence(found.get(name), start.get(name), is_sure)
        if confidence is Confidence.EXACT and not is_sure and _is_no_id(reading, extract, found[name]):
            confidence = Confidence.UNSURE
        columns[name] = show_field(extract.columns[name], reading, start.get(name), confidence, key, guessed.get(name))
    with st.expander(say(N_("More columns ({n})"), n=len(rest))):
        for name in rest:
            columns[name] = show_field(extract.columns[name], reading, None, None, key, guessed.get(name))
    chosen = {name: target for name, target in columns.items() if target is not None}
    declare = _declared(extract, known.declare if known else Declared(), chosen, key)
    start_of_all = known or Mapping(extract=extract.name)
    constants = _constants(extract, chosen, start_of_all, key)
    return start_of_all.model_copy(
        update={"extract": extract.name, "columns": chosen, "constants": constants, "declare": declare}
    )


def _is_no_id(reading: Reading, extract: Extract, match: Match) -> bool:
    """True where a column is to name each row, and holds the same few words all over: a kind, whatever it is called."""
    if match.field != extract.key[0] or match.field == "account_id":
        return False
    at = reading.header.index(match.header)
    held = [row[at] for row in reading.first_rows if len(row) > at and row[at].strip()]
    return len(held) >= MANY and SAME_TIMES * len(set(held)) <= len(held)


def _confidence(match: Match | None, start: Chosen, is_sure: bool) -> Confidence | None:
    """How sure a proposed column is; nothing where a person chose it before, or nobody proposes one."""
    if is_sure and start is not None:
        return Confidence.EXACT
    return match.confidence if match and start == match.header else None


def _constants(extract: Extract, chosen: dict[str, Target], start: Mapping, key: str) -> dict[str, str]:
    """One value for all rows, for words that the file has no column for and that its figures need."""
    asked = {"survey": ("kind", "scale", "ces_version"), "tickets": ("satisfaction_scale",)}.get(extract.name, ())
    say = session.words().say
    found = {name: value for name, value in start.constants.items() if name not in chosen or name in start.columns}
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
            say(ALL_ROWS, title=say(column.title)),
            options,
            key=f"{key}-constant-{name}",
            index=options.index(own_word(column, start.constants.get(name, ""))),
            help=say(column.description),
            format_func=lambda word: word or say(N_("not given")),
        )
        found = {**found, name: value} if value else {k: v for k, v in found.items() if k != name}
    return found


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


def _declared(extract: Extract, known: Declared, chosen: dict[str, Target], key: str) -> Declared:
    """What the file cannot say by itself."""
    say = session.words().say
    said: dict[str, object] = {}
    if extract.name == "survey":
        said["survey"] = choice(SURVEY, NAMED, known.survey, f"{key}-survey")
    if extract.name == "renewals" and "ends_on" in chosen:
        said["end_is"] = choice(END_IS, ENDS, known.end_is, f"{key}-end")
    with st.expander(say(READING)):
        said["date_order"] = choice(DATE_ORDER, DATES, known.date_order, f"{key}-dates")
        said["decimal"] = choice(DECIMAL, DECIMALS, known.decimal, f"{key}-decimal")
        said["time_zone"] = st.text_input(
            say(TIME_ZONE),
            known.time_zone,
            key=f"{key}-zone",
            help=say(ZONE_HELP),
        )
    return known.model_copy(update=said)
