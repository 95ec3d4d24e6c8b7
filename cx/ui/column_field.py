"""One of our fields on the page: the file's column that fills it, its unit, samples, and how sure the match is."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.contracts.column import Column, Kind
from cx.contracts.mapping import FileColumn, Lookup, Make, Target
from cx.contracts.words import N_
from cx.ingest.headers import Confidence, normalised
from cx.ingest.reading import Reading
from cx.ingest.said_in_header import target_of, units_of
from cx.ui import session
from cx.ui.text import plain

BADGES = {
    Confidence.EXACT: (N_("recognised"), "green"),
    Confidence.LIKELY: (N_("likely"), "orange"),
    Confidence.UNSURE: (N_("unsure"), "gray"),
}
Chosen = Target | None
INTERVAL_HEADERS = (
    "interval",
    "interval unit",
    "billing interval",
    "billing period",
    "billing frequency",
    "plan interval",
)


def show_field(column: Column, reading: Reading, start: Chosen, confidence: Confidence | None, key: str) -> Chosen:
    """The target that the page says for a field, started from what is known of it."""
    label, choice, samples, mark = st.columns([3, 4, 4, 2], vertical_alignment="center")
    title = plain(session.words().say(column.title))
    label.markdown(f"**{title}**" if column.required else title, help=session.words().say(column.description))
    if isinstance(start, Lookup):
        choice.markdown(plain(f"{start.header} → {start.lookup}"))
        return start
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
    if not chosen:
        is_id = isinstance(start, Make) or (column.required and column.kind is Kind.TEXT)
        return _made(start, reading, samples, f"{key}-{column.name}-made") if is_id else None
    samples.caption(plain(" · ".join(reading.samples(chosen)) or "–"))
    if confidence in BADGES and chosen == header:
        text, colour = BADGES[confidence]
        mark.badge(session.words().say(text), color=colour)  # type: ignore[arg-type]
    return _in_unit(column, chosen, start if chosen == header else None, reading, choice, f"{key}-{column.name}-unit")


def _in_unit(column: Column, header: str, start: Chosen, reading: Reading, place: DeltaGenerator, key: str) -> Chosen:
    """The column with the unit chosen for it, where the field can be written in several.

    A column of which nothing else is said than its header does stays a plain one: it is read so anyway.
    """
    known = start if isinstance(start, FileColumn) else target_of(header, column)
    unit = known.unit if isinstance(known, FileColumn) else None
    units = units_of(column)
    if units and (unit or column.kind in (Kind.MONEY, Kind.NUMBER)):
        said = {"": N_("in our own unit")}
        unit = place.selectbox(
            session.words().say(N_("Unit")),
            ["", *units],
            index=units.index(unit) + 1 if unit in units else 0,
            label_visibility="collapsed",
            format_func=lambda name: session.words().say(said[name]) if name in said else name,
            key=f"{key}-{header}",
        )
    per = known.per if isinstance(known, FileColumn) else None
    if column.kind is Kind.MONEY and (per or any(normalised(name) in INTERVAL_HEADERS for name in reading.header)):
        per = _interval(reading, per, place, f"{key}-{header}-per")
    base = known if isinstance(known, FileColumn) else FileColumn(header=header)
    found = base.model_copy(update={"unit": unit or None, "per": per or None})
    return found if isinstance(start, FileColumn) or found != base else header


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
