"""One of our fields on the page: the file's column that fills it, its unit, samples, and how sure the match is."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.contracts.answering import MORE
from cx.contracts.column import Column, Kind
from cx.contracts.mapping import FileColumn, Lookup, Make, Target
from cx.contracts.words import N_
from cx.ingest.headers import Confidence, normalised
from cx.ingest.reading import Reading
from cx.ingest.said_in_header import target_of, units_of
from cx.ui import session
from cx.ui.column_forms import cells_sentence, has_forms, said_of_cells
from cx.ui.lookup_field import can_be_looked_up, lookup_field, lookup_sentence
from cx.ui.text import plain

BADGES = {
    Confidence.EXACT: (N_("recognised"), "green"),
    Confidence.LIKELY: (N_("likely"), "orange"),
    Confidence.UNSURE: (N_("unsure"), "gray"),
}
Chosen = Target | None


@dataclass(frozen=True)
class Places:
    """Where the parts of a field's line are drawn: its choice, the samples of its column, its marks."""

    choice: DeltaGenerator
    samples: DeltaGenerator
    marks: DeltaGenerator


INTERVAL_HEADERS = (
    "interval",
    "interval unit",
    "billing interval",
    "billing period",
    "billing frequency",
    "plan interval",
)


def show_field(
    column: Column,
    reading: Reading,
    start: Chosen,
    confidence: Confidence | None,
    key: str,
    guess: str | None = None,
) -> Chosen:
    """The target that the page says for a field, started from what is known of it; a guess is named, not taken."""
    label, choice, samples, mark = st.columns([3, 4, 4, 3], vertical_alignment="center")
    title = plain(session.words().say(column.title))
    label.markdown(f"**{title}**" if column.required else title, help=session.words().say(column.description))
    header = "" if start is None or isinstance(start, Make) else start if isinstance(start, str) else start.header
    options = ["", *reading.header]
    chosen: str = choice.selectbox(
        column.title,
        options,
        index=options.index(header) if header in options else 0,
        label_visibility="collapsed",
        format_func=lambda name: name or "—",
        key=f"{key}-{column.name}",
    )
    if not chosen and guess and not start:
        samples.caption(
            session.words().say(
                N_("perhaps “{column}”: {samples}"), column=plain(guess), samples=_samples(reading, guess)
            )
        )
        _badge(mark, Confidence.UNSURE)
    if not chosen:
        is_id = isinstance(start, Make) or (column.required and column.kind is Kind.TEXT)
        return _made(start, reading, samples, f"{key}-{column.name}-made") if is_id else None
    samples.caption(_samples(reading, chosen))
    marks = mark.container(horizontal=True, vertical_alignment="center", gap="small")
    if confidence in BADGES and chosen == header:
        _badge(marks, confidence)
    places = Places(choice, samples, marks)
    return _read(column, chosen, start if chosen == header else None, reading, places, f"{key}-{column.name}")


def _samples(reading: Reading, header: str) -> str:
    return plain(" · ".join(reading.samples(header)) or "–")


def _badge(place: DeltaGenerator, confidence: Confidence) -> None:
    text, colour = BADGES[confidence]
    place.badge(session.words().say(text), color=colour)  # type: ignore[arg-type]


def _read(column: Column, header: str, start: Chosen, reading: Reading, places: Places, key: str) -> Chosen:
    """The column as a lookup, or with the unit and the spellings that the page says.

    A column of which nothing else is said than its header does stays a plain one: it is read so anyway.
    """
    base = start if isinstance(start, FileColumn) else target_of(header, column)
    known = base if isinstance(base, FileColumn) else FileColumn(header=header)
    looked_up = start if isinstance(start, Lookup) else None
    found = known if looked_up else _in_unit(column, known, reading, places.choice, f"{key}-unit-{header}")
    if can_be_looked_up(column) or has_forms(column) or units_of(column) or looked_up or found.forms is not None:
        with places.marks.popover(session.words().say(MORE), type="tertiary", icon=":material/tune:"):
            if can_be_looked_up(column) or looked_up:
                looked_up = lookup_field(column, header, looked_up, f"{key}-lookup-{header}")
            if looked_up is None:
                found = _in_rare_unit(column, found, f"{key}-unit-{header}")
                found = said_of_cells(column, found, f"{key}-cells-{header}")
    if told := lookup_sentence(looked_up) if looked_up else cells_sentence(found):
        places.samples.caption(plain(told))
    if looked_up:
        return looked_up if looked_up.take else None
    return found if isinstance(start, FileColumn) or found != known else header


def _in_unit(column: Column, known: FileColumn, reading: Reading, place: DeltaGenerator, key: str) -> FileColumn:
    """The column with the unit chosen for it, where the field is often written in several."""
    unit, per = known.unit, known.per
    if _is_usual_in_units(column, unit):
        unit = _unit(column, unit, place, key)
    if column.kind is Kind.MONEY and (per or any(normalised(name) in INTERVAL_HEADERS for name in reading.header)):
        per = _interval(reading, per, place, f"{key}-per")
    return known.model_copy(update={"unit": unit or None, "per": per or None})


def _in_rare_unit(column: Column, known: FileColumn, key: str) -> FileColumn:
    """The same for fields that are seldom in another unit, behind the button of the column."""
    if _is_usual_in_units(column, known.unit) or not units_of(column):
        return known
    unit = _unit(column, known.unit, st.container(), f"{key}-rare", is_labelled=True)
    return known.model_copy(update={"unit": unit or None})


def _is_usual_in_units(column: Column, unit: str | None) -> bool:
    return bool(units_of(column)) and (unit is not None or column.kind in (Kind.MONEY, Kind.NUMBER))


def _unit(column: Column, start: str | None, place: DeltaGenerator, key: str, is_labelled: bool = False) -> str:
    say, units = session.words().say, units_of(column)
    chosen: str = place.selectbox(
        say(N_("Unit")),
        ["", *units],
        index=units.index(start) + 1 if start in units else 0,
        label_visibility="visible" if is_labelled else "collapsed",
        format_func=lambda name: name or say(N_("in our own unit")),
        key=key,
    )
    return chosen


def _interval(reading: Reading, start: str | None, place: DeltaGenerator, key: str) -> str | None:
    """The column that says by which interval an amount is paid, where the file has one."""
    say = session.words().say
    options = ["", *reading.header]
    chosen: str = place.selectbox(
        say(N_("Interval of the amount")),
        options,
        index=options.index(start) if start in options else 0,
        key=key,
        label_visibility="collapsed",
        format_func=lambda name: say(N_("paid by {column}"), column=name) if name else say(N_("already by the year")),
    )
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
