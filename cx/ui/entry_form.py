"""The fields of a target, a benchmark or an event, each asked for as its column wants it."""

from datetime import date

import streamlit as st

from cx.contracts.asked_period import shown_period
from cx.contracts.column import Column, Kind
from cx.contracts.entries import ENTRIES
from cx.contracts.extracts.targets import PERIOD
from cx.contracts.filters import filters_written
from cx.contracts.periods import FIRST_DAY, LAST_DAY
from cx.contracts.units import Direction
from cx.contracts.words import N_
from cx.metrics.registry import REGISTRY
from cx.store.entries import Entry
from cx.story.telling import segment_text
from cx.ui import frame, session


def show_fields(kind: str, key: str, entry: Entry | None = None) -> dict[str, str]:
    """Draw a field for each column, filled from the entry; gives what stands in them as text."""
    columns = ENTRIES[kind].columns
    places = [place for _ in range(0, len(columns), 2) for place in st.columns(2, vertical_alignment="bottom")]
    cells = {}
    for place, (name, column) in zip(places, columns.items(), strict=False):
        with place:
            value = getattr(entry.row, name) if entry else None
            cells[name] = _field(kind, column, f"{key}-{name}", value)
    return cells


def round_of(kind: str) -> int:
    """How many entries were kept: a form that is drawn under another number is empty again."""
    return int(st.session_state.get(f"{kind}-round", 0))


def start_anew(kind: str) -> None:
    """Empty the form for the next entry."""
    st.session_state[f"{kind}-round"] = round_of(kind) + 1


def _field(kind: str, column: Column, key: str, value: object) -> str:
    say = session.words().say
    said = say(column.description)
    if column.name == "metric":
        return _metric(kind, column, key, value)
    if column.name == "segment":
        return _segment(column, key, value)
    if column.kind is Kind.DAY:
        start = value if isinstance(value, date) else None
        chosen = st.date_input(say(column.title), start, FIRST_DAY, LAST_DAY, key=key, help=said, format="YYYY-MM-DD")
        return chosen.isoformat() if isinstance(chosen, date) else ""
    if column.form is PERIOD and value:
        value = shown_period(str(value))
    start_text = f"{value:.9f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value or "")
    return str(st.text_input(say(column.title), start_text, key=key, help=said, placeholder=_example(column)))


def _example(column: Column) -> str | None:
    """How the field is filled; periods as pages show them."""
    if column.form is PERIOD:
        return ", ".join(map(shown_period, PERIOD.example.split(", ")))
    return column.form.example if column.form else "42.5" if column.kind is Kind.NUMBER else None


def _metric(kind: str, column: Column, key: str, value: object) -> str:
    """One of the figures by name; for a target only those of which more or less is better."""
    say = session.words().say
    metrics = [
        metric.key
        for metric in REGISTRY.values()
        if kind != "targets" or metric.direction is not Direction.NEITHER or metric.key == value
    ]
    options = metrics if value is None or value in metrics else [str(value), *metrics]
    chosen = st.selectbox(
        say(column.title),
        options,
        index=options.index(str(value)) if value else None,
        key=key,
        format_func=lambda name: say(REGISTRY[name].name) if name in REGISTRY else name,
        placeholder=say(N_("Choose a metric")),
    )
    return chosen or ""


def _segment(column: Column, key: str, value: object) -> str:
    """Everybody, one of the groups that customers fall into, or any other that is written in."""
    say = session.words().say
    known = [f"{name}={choice}" for name in frame.FILTERS for choice in session.choices(name)]
    options = known if value is None or value in known else [str(value), *known]
    chosen = st.selectbox(
        say(column.title),
        options,
        index=options.index(str(value)) if value else None,
        key=key,
        format_func=lambda text: segment_text(filters_written(text), session.words()) if "=" in text else text,
        help=say(
            N_(
                "Empty for everybody. Choose one, or write another as here: Region: North; Product: Desk. The shell's "
                "spelling, region=North, is understood as well."
            )
        ),
        placeholder=say(N_("Everybody")),
        accept_new_options=True,
    )
    return chosen or ""
