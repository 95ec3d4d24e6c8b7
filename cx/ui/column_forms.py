"""How the cells of one column are read, where it is not as in the whole file: dates, time zone, decimals, spellings."""

import streamlit as st

from cx.contracts.answering import DATE_ORDER, DECIMAL, TIME_ZONE
from cx.contracts.column import Column, Kind
from cx.contracts.file_forms import MARKS, MONTH_NAMES, SHORT_YEARS, SIGNS, TWELVE_HOURS
from cx.contracts.mapping import FileColumn
from cx.contracts.words import N_
from cx.ingest.forms import marks_of
from cx.ui import session
from cx.ui.choice import DATES, DECIMALS, ZONE_HELP, choice

MOMENTS, NUMBERS = (Kind.MOMENT, Kind.DAY), (Kind.WHOLE, Kind.NUMBER, Kind.MONEY)
AS_FILE = N_("as in the whole file")
FORMS = {
    MONTH_NAMES: N_("months by name: 3 Mar 2025"),
    SHORT_YEARS: N_("years of two digits: 3/4/25"),
    TWELVE_HOURS: N_("clocks of twelve hours: 2:05 pm"),
    SIGNS: N_("signs beside numbers: € 1 200, 12 %, (5)"),
    MARKS: N_("marks for no value: -, n/a, null"),
}
SPELLINGS = {"": N_("let the whole column decide"), "said": N_("only those named here")}


def has_forms(column: Column) -> bool:
    """True for a field whose cells can be written in several ways that a person may want to say."""
    return column.kind in (*MOMENTS, *NUMBERS)


def said_of_cells(column: Column, target: FileColumn, key: str) -> FileColumn:
    """The column with what the page says of its cells; only what its kind can have is asked."""
    said: dict[str, object] = {}
    if column.kind in MOMENTS and not target.unit:
        said["date_order"] = choice(DATE_ORDER, {**DATES, None: AS_FILE}, target.date_order, f"{key}-order")
    if column.kind is Kind.MOMENT or (column.kind is Kind.DAY and target.unit):
        said["time_zone"] = _zone(target.time_zone, f"{key}-zone")
    if column.kind in NUMBERS:
        said["decimal"] = choice(DECIMAL, {**DECIMALS, None: AS_FILE}, target.decimal, f"{key}-decimal")
    if has_forms(column) or marks_of(column) or target.forms is not None:
        said["forms"] = _forms(column, target.forms, f"{key}-forms")
    return target.model_copy(update=said)


def cells_sentence(target: FileColumn) -> str:
    """What is said of the column's cells, for the line below its samples; empty where nothing is."""
    say = session.words().say
    said = [say(DATES[target.date_order])] if target.date_order else []
    said += [target.time_zone] if target.time_zone else []
    said += [say(DECIMALS[target.decimal])] if target.decimal else []
    return " · ".join((*said, *(say(FORMS[form]) for form in target.forms or ())))


def _zone(start: str | None, key: str) -> str | None:
    say = session.words().say
    said = st.text_input(say(TIME_ZONE), start or "", key=key, help=say(ZONE_HELP), placeholder=say(AS_FILE))
    return said.strip() or None


def _forms(column: Column, start: tuple[str, ...] | None, key: str) -> tuple[str, ...] | None:
    """The odd spellings of the cells; None where the column is looked at for them, none at all where none is chosen."""
    say = session.words().say
    decided = st.selectbox(
        say(N_("Spellings")),
        list(SPELLINGS),
        index=0 if start is None else 1,
        key=f"{key}-how",
        format_func=lambda name: say(SPELLINGS[name]),
    )
    if not decided:
        return None
    options = list(dict.fromkeys((*_possible(column), *(start or ()))))
    chosen = st.multiselect(
        say(N_("Spellings of this column")),
        options,
        list(start or ()),
        key=key,
        label_visibility="collapsed",
        format_func=lambda form: say(FORMS[form]),
        placeholder=say(N_("none of them")),
    )
    return tuple(chosen)


def _possible(column: Column) -> tuple[str, ...]:
    """The spellings that the field's kind can have."""
    if column.kind in MOMENTS:
        return (MONTH_NAMES, SHORT_YEARS, TWELVE_HOURS, MARKS)
    return (SIGNS, MARKS) if column.kind in NUMBERS else (MARKS,)
