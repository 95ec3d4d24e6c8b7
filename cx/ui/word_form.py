"""The words of a file that our vocabularies do not know, each with what it shall mean."""

from collections.abc import Callable, Collection

import streamlit as st

from cx.contracts.answering import WORDS
from cx.contracts.column import Column
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.mapping import Lookup, Mapping
from cx.contracts.words import N_
from cx.store.vocabulary import UnknownWords, own_word, terms
from cx.ui import session
from cx.ui.text import plain

Values = dict[str, dict[str, str]]
UnknownOf = Callable[[Extract, dict[str, str], dict[str, Collection[str]]], dict[str, UnknownWords]]
"""Fields with the columns that fill them, and the words that a mapping speaks of -> the unknown words by field."""
REFUSED, EMPTY = "?", ""


def word_form(mapping: Mapping, unknown_of: UnknownOf, key: str) -> Values:
    """What the file's words mean: what the mapping said before, with what the form says of the words in this file.

    It is drawn only where the file has such words, and stands open while the mapping is silent about one of them.
    """
    extract = EXTRACTS[mapping.extract]
    columns = {
        name: header for name in mapping.columns if not mapping.unit_of(name) and (header := _own(mapping, name))
    }
    unknown = unknown_of(extract, columns, {name: tuple(meanings) for name, meanings in mapping.values.items()})
    said = dict(mapping.values)
    if unknown:
        is_new = any(_silent(words, mapping.values.get(name, {})) for name, words in unknown.items())
        with st.expander(session.words().say(WORDS), expanded=is_new):
            for name, words in unknown.items():
                start = mapping.values.get(name, {})
                said[name] = _meanings(extract.columns[name], columns[name], words, start, f"{key}-{name}")
    return {name: meanings for name, meanings in said.items() if meanings and mapping.takes_words(name)}


def _own(mapping: Mapping, field: str) -> str | None:
    """The column whose words a field takes; none where it looks them up."""
    return None if isinstance(mapping.columns[field], Lookup) else mapping.header_of(field)


def _silent(words: UnknownWords, start: dict[str, str]) -> bool:
    """True where the mapping says nothing of one of the words."""
    spoken_of = {word.strip().lower() for word in start}
    return any(word.lower() not in spoken_of for word, _ in words.rows)


def _meanings(column: Column, header: str, words: UnknownWords, start: dict[str, str], key: str) -> dict[str, str]:
    """One field's words: how many rows hold each, and the choice of its meaning; REFUSED says nothing of it."""
    say, plural = session.words().say, session.words().plural
    st.markdown(
        plain(
            plural(
                N_("“{header}” holds {n} word that “{title}” does not know. What does it mean?"),
                N_("“{header}” holds {n} words that “{title}” does not know. What do they mean?"),
                words.different,
                header=header,
                title=say(column.title),
            )
        )
    )
    by_word = {word.strip().lower(): ours for word, ours in start.items()}
    here = {word.lower() for word, _ in words.rows}
    said = {word: ours for word, ours in start.items() if word.strip().lower() not in here}
    for word, rows in words.rows:
        chosen = _meaning(column, word, rows, _start(column, word, by_word.get(word.lower())), f"{key}-word-{word}")
        said |= {} if chosen == REFUSED else {word: chosen}
    if words.different > len(words.rows):
        left = words.different - len(words.rows)
        st.caption(
            plural(
                N_("and {n} more, whose rows are refused: is this the right column?"),
                N_("and {n} more, whose rows are refused: is this the right column?"),
                left,
            )
        )
    return said


def _meaning(column: Column, word: str, rows: int, start: str, key: str) -> str:
    say, plural = session.words().say, session.words().plural
    label, counted, choice = st.columns([4, 2, 6], vertical_alignment="center")
    label.markdown(plain(word))
    counted.caption(plural(N_("{n} row"), N_("{n} rows"), rows))
    named = {REFUSED: N_("refuse these rows"), EMPTY: N_("leave empty")}
    options = [*_refusal(column, word), *_emptiness(column), *(term.word for term in terms(column))]
    return choice.selectbox(
        word,
        options,
        index=options.index(start),
        key=key,
        label_visibility="collapsed",
        format_func=lambda option: say(named[option]) if option in named else option,
    )


def _refusal(column: Column, word: str) -> tuple[str, ...]:
    """Rows can be refused only for a word that the vocabulary does not know, whatever a mapping says of it."""
    return () if own_word(column, word) else (REFUSED,)


def _emptiness(column: Column) -> tuple[str, ...]:
    return () if column.required else (EMPTY,)


def _start(column: Column, word: str, meaning: str | None) -> str:
    """What a mapping says of a word; what the vocabulary says, or REFUSED, where that is nothing it can keep."""
    if meaning == EMPTY and not column.required:
        return EMPTY
    return own_word(column, meaning or "") or own_word(column, word) or REFUSED
