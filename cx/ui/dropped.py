"""A dropped file: its head read, and how it shall be read where that was recognised wrongly."""

import codecs
from contextlib import suppress

import streamlit as st

from cx.contracts.mapping import Declared, Mapping
from cx.contracts.problems import FileRefused
from cx.contracts.words import N_
from cx.ingest.code_page import ENCODINGS, decoded_preview
from cx.ingest.mapping_parts import has_columns_of
from cx.ingest.reading import Reading
from cx.store.loading import read_file
from cx.ui import session
from cx.ui.drops import Dropped
from cx.ui.text import plain

DELIMITERS = {"": N_("recognise it"), ",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("vertical bar")}

LETTERS = {
    "": N_("recognise it"),
    "utf-8": N_("Unicode (UTF-8)"),
    "utf-16": N_("Unicode (UTF-16)"),
    "cp1252": N_("Western European (Windows, cp1252)"),
    "cp1250": N_("Central European (Windows, cp1250)"),
    "cp1251": N_("Cyrillic (Windows, cp1251)"),
    "cp1255": N_("Hebrew (Windows, cp1255)"),
    "iso8859_2": N_("Central European (ISO-8859-2)"),
    "latin_1": N_("Western European (Latin-1)"),
    "cp1253": N_("Greek (Windows, cp1253)"),
    "cp1254": N_("Turkish (Windows, cp1254)"),
    "cp1256": N_("Arabic (Windows, cp1256)"),
    "koi8_r": N_("Cyrillic (KOI8-R)"),
    "gb18030": N_("Simplified Chinese (GB18030, GBK)"),
    "big5": N_("Traditional Chinese (Big5)"),
    "cp932": N_("Japanese (Shift-JIS)"),
    "cp949": N_("Korean (cp949, EUC-KR)"),
}
"""What the encodings to choose from are called, by their names in a mapping."""
NO_TEXT = frozenset(
    ("empty_file", "not_a_table", "encrypted_file", "broken_file", "several_files", "unsafe_name", "packed_twice")
    + ("unpacks_too_large", "too_large", "sheet_too_large", "file_missing")
)
"""Faults of a file that no other encoding or separator mends."""


def letters_of(encoding: str) -> str:
    """What an encoding is called, by any of its names; its own name where it has no other."""
    names = {codecs.lookup(name).name: name for name in LETTERS if name}
    found = names.get(encoding.removesuffix("-le").removesuffix("-be"))
    return session.words().say(LETTERS[found]) if found else encoding


def declared_of(dropped: Dropped) -> Declared:
    """What the page says of the file's letters, signs and sheet."""
    said = {name: st.session_state.get(f"{dropped.key}-{name}") or None for name in ("encoding", "delimiter", "sheet")}
    return Declared.model_validate(said)


def reading_of(dropped: Dropped, given: tuple[Mapping, ...] = ()) -> Reading:
    """The head of the file as the page says, else as a given mapping says whose columns it then has.

    Raises FileRefused for a fault of the file.
    """
    said = declared_of(dropped)
    told = [item for item in given if item.declare.encoding or item.declare.delimiter or item.declare.sheet]
    for item in told if said == Declared() else ():
        own = item.declare.model_dump(include={"encoding", "delimiter", "sheet"})
        with suppress(FileRefused):  # it is another file's mapping
            reading = _read(dropped, Declared(**own))
            if has_columns_of(reading.header, item):
                return reading
    return _read(dropped, said)


def _read(dropped: Dropped, declared: Declared) -> Reading:
    """The head of the file, read once for each way of reading it."""
    key = f"reading-{dropped.key}-{declared.encoding}-{declared.delimiter}-{declared.sheet}"
    if key not in st.session_state:
        mapping = Mapping(extract="survey", declare=declared)
        with read_file(session.store(), dropped.path, dropped.name, mapping) as read:
            st.session_state[key] = read
    found: Reading = st.session_state[key]
    return found


def show_reading_choices(dropped: Dropped, reading: Reading | None) -> None:
    """The choices of letters, signs and sheet; where the letters were recognised, some of their lines to judge by."""
    if reading and reading.sheets:
        _sheets(dropped, reading)
        return
    say = session.words().say
    left, right = st.columns(2)
    left.selectbox(
        say(N_("Encoding")),
        ["", *ENCODINGS],
        key=f"{dropped.key}-encoding",
        format_func=lambda name: say(LETTERS[name]),
    )
    right.selectbox(
        say(N_("Columns are separated by")),
        list(DELIMITERS),
        key=f"{dropped.key}-delimiter",
        format_func=lambda sign: say(DELIMITERS[sign]),
    )
    if reading and (reading.text.detected or declared_of(dropped).encoding):
        _letters(dropped, reading)


def _sheets(dropped: Dropped, reading: Reading) -> None:
    st.selectbox(
        session.words().say(N_("Sheet")),
        reading.sheets,
        index=reading.sheets.index(reading.sheet) if reading.sheet in reading.sheets else 0,
        key=f"{dropped.key}-sheet",
    )


def _letters(dropped: Dropped, reading: Reading) -> None:
    """Lines with letters outside English, as they are read now."""
    say = session.words().say
    try:
        lines = decoded_preview(dropped.path, reading.text.encoding, dropped.name)
    except FileRefused as refused:
        st.warning(plain(refused.problem.sentence(session.words())), icon=":material/report:")
        return
    if lines:
        st.caption(say(N_("So its letters read now. If they look wrong, choose another encoding.")))
        st.code("\n".join(lines), language=None)
