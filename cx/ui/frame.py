"""What every page has: the filters in the side bar, kept in the address, and the line that says how fresh the data is."""

from datetime import date

import streamlit as st

from cx.contracts.filters import Filter, Selection
from cx.contracts.words import N_
from cx.story.phrases import day
from cx.story.telling import dimension_name
from cx.ui import session

FILTERS = ("segment", "region", "tier")


def show_filters(disabled: bool) -> None:
    """Draw the filters, disabled where a page shows no figures.

    app.py calls it on every page: only what the frame draws itself stays in the address from page to page, so that
    links, reload and the back button find it there.
    """
    st.session_state["selection"] = _chosen(disabled)


def selection() -> Selection | None:
    """The period and the filters that the reader chose; None while there is no data."""
    found: Selection | None = st.session_state["selection"]
    return found


def _chosen(disabled: bool) -> Selection | None:
    known_to = session.known_to()
    if known_to is None:
        return None
    quarters = session.quarters(known_to)
    opening = list(quarters.values()).index(session.opening(known_to))
    with st.sidebar:
        chosen = st.selectbox(
            session.words().say(N_("Quarter")),
            list(quarters),
            opening,
            key="period",
            bind="query-params",
            disabled=disabled,
        )
        filters = [made for name in FILTERS if (made := _filter(name, disabled))]
    return Selection(quarters[chosen], known_to, tuple(filters))


def _filter(name: str, disabled: bool) -> Filter | None:
    values = session.choices(name)
    if len(values) < 2:
        return None
    chosen = st.pills(
        dimension_name(name, session.words()),
        values,
        selection_mode="multi",
        key=name,
        bind="query-params",
        disabled=disabled,
    )
    return Filter(name, tuple(chosen)) if chosen else None


def split(dimensions: tuple[str, ...]) -> str:
    """The dimension that the page's groups are shown by."""
    say = session.words().say
    if st.session_state.get("by") not in (None, *dimensions):
        del st.session_state["by"]  # it was chosen on a page that has other dimensions
    chosen = st.segmented_control(
        say(N_("Split by")),
        dimensions,
        default=dimensions[0],
        key="by",
        required=True,
        format_func=lambda name: dimension_name(name, session.words()),
        bind="query-params",
    )
    return str(chosen or dimensions[0])


def freshness_line(period: str = "") -> str:
    """What the data covers, when it was loaded and by whom."""
    words = session.words()
    loaded = [item for item in session.fresh() if item.rows and item.loaded_at and item.in_figures]
    if not loaded:
        return ""
    last = max(loaded, key=lambda item: item.loaded_at or date.min)
    places = {
        "period": period,
        "to": day(session.known_to(), words),
        "when": day(last.loaded_at, words),
        "who": last.loaded_by,
    }
    return words.say(
        N_("{period} · data to {to}, loaded {when} by {who}") if period else N_("Data to {to}, loaded {when} by {who}"),
        **places,
    )
