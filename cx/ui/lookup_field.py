"""A field that is found through a column of the file in what is already loaded: where, by which column, and what of it."""

import streamlit as st

from cx.contracts.column import Column, Kind
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.mapping import Lookup
from cx.contracts.words import N_
from cx.ingest.forms import is_id
from cx.ingest.proposal import is_known
from cx.ui import session
from cx.ui.text import plain


def can_be_looked_up(column: Column) -> bool:
    """True for a field that names something or that figures are split by; free text and words are not looked up."""
    return column.kind is Kind.TEXT and (is_id(column) or column.dimension)


def lookup_field(column: Column, header: str, start: Lookup | None, key: str) -> Lookup | None:
    """The lookup that the page says, None where the column holds the field itself; half a one takes an empty name."""
    say = session.words().say
    if start and not is_known(start):
        st.markdown(plain(f"{start.header} → {start.lookup} / {start.take}"))
        return start
    options = ["", *(name for name, extract in EXTRACTS.items() if _ids(extract))]
    searched: str = st.selectbox(
        say(N_("Look up in")),
        options,
        index=options.index(start.extract) if start else 0,
        key=f"{key}-in",
        format_func=lambda name: say(EXTRACTS[name].title) if name else say(N_("nothing: the column holds it")),
        help=say(N_("Where the file has only, for example, the number of a contract: find its customer by it.")),
    )
    if not searched:
        return None
    known = start if start and start.extract == searched else None
    by, take = _by(EXTRACTS[searched], header, known, key), _take(EXTRACTS[searched], column, known, key)
    return Lookup(header=header, lookup=f"{searched}.{by}", take=take)


def lookup_sentence(lookup: Lookup) -> str:
    """What is looked up where, for the line below the column's samples."""
    if lookup.take and not is_known(lookup):
        return f"{lookup.lookup} / {lookup.take}"
    extract, say = EXTRACTS[lookup.extract], session.words().say
    names = {"extract": say(extract.title), "by": say(extract.columns[lookup.key].title)}
    if not lookup.take:
        return say(N_("Looked up in {extract} by “{by}”: choose what to take."), **names)
    return say(N_("“{take}” of {extract}, by “{by}”"), take=say(extract.columns[lookup.take].title), **names)


def _ids(extract: Extract) -> list[str]:
    return [name for name, column in extract.columns.items() if is_id(column)]


def _by(extract: Extract, header: str, start: Lookup | None, key: str) -> str:
    """The searched column: what names a row first, then any other text."""
    texts = [name for name, column in extract.columns.items() if column.kind is Kind.TEXT]
    options = list(dict.fromkeys((*_ids(extract), *texts, *((start.key,) if start else ()))))
    chosen: str = st.selectbox(
        session.words().say(N_("by its column that holds “{header}”"), header=header),
        options,
        index=options.index(start.key) if start else 0,
        key=f"{key}-{extract.name}-by",
        format_func=lambda name: session.words().say(extract.columns[name].title),
    )
    return chosen


def _take(extract: Extract, column: Column, start: Lookup | None, key: str) -> str:
    """The column that is taken: the field's own name where the extract has it, else a person says which."""
    options = ["", *extract.columns]
    own = start.take if start else column.name
    chosen: str = st.selectbox(
        session.words().say(N_("and take its")),
        options,
        index=options.index(own) if own in options else 0,
        key=f"{key}-{extract.name}-take",
        format_func=lambda name: session.words().say(extract.columns[name].title) if name else "—",
    )
    return chosen
