"""What every page has: the filters in the side bar, kept in the address, and the line that says how fresh the data is."""

from urllib.parse import urlencode

import streamlit as st

from cx.contracts.asked_period import period_word
from cx.contracts.extracts import EXTRACTS
from cx.contracts.filters import Filter, Selection
from cx.contracts.words import N_
from cx.story.period_names import UNDATED, day
from cx.story.telling import dimension_name
from cx.ui import session
from cx.ui.addressed import segments, several
from cx.ui.period_choice import chosen_period

FILTERS = ("segment", "region", "tier")
MORE_FILTERS = ("product", "department", "channel")
"""Filters over what rows have and accounts have not: figures that lack them are left out, which the page says."""
MOST_PILLS = 8
"""More values than these are chosen from a list, so that the side bar stays short."""


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
    with st.sidebar:
        period = chosen_period(known_to, disabled)
        filters = [made for name in FILTERS if (made := _filter(name, disabled))]
        filters += _more_filters(disabled)
    return Selection(period, known_to, tuple(filters))


def _more_filters(disabled: bool) -> list[Filter]:
    """Those that are asked for less often; they are drawn only while somebody looks at them or has chosen one."""
    names = [name for name in MORE_FILTERS if len(session.choices(name)) > 1]
    if not names:
        return []
    is_used = any(name in st.query_params or st.session_state.get(name) for name in names)
    label, icon = session.words().say(N_("More filters")), ":material/tune:"
    if disabled and not is_used:  # what is folded away cannot be disabled
        st.button(label, key="more-filters-off", icon=icon, disabled=True, width="stretch")
        return []
    opened = st.expander(label, expanded=is_used, icon=icon, key="more-filters", on_change="rerun")
    if not (opened.open or is_used):
        return []
    with opened:
        return [made for name in names if (made := _filter(name, disabled))]


def _filter(name: str, disabled: bool) -> Filter | None:
    values = session.choices(name)
    if len(values) < 2:
        return None
    label = dimension_name(name, session.words())
    as_list = session.words().say(N_("All")) if len(values) > MOST_PILLS else ""
    chosen = several(name, label, values, as_list, disabled)
    return Filter(name, chosen) if chosen else None


def split(dimensions: tuple[str, ...], usual: str) -> str:
    """The dimension that the page's groups are shown by: the usual one, if it is offered, until a reader chooses."""
    words = session.words()
    names = {name: dimension_name(name, words) for name in dimensions}
    return segments("by", words.say(N_("Split by")), names, usual if usual in names else dimensions[0])


def definitions_address() -> str:
    """Where a definition stands under the same period and filters, up to the name of the metric."""
    filters = [(name, value) for name in (*FILTERS, *MORE_FILTERS) for value in st.session_state.get(name) or ()]
    return f"definitions?{urlencode([('period', _period_word()), *filters])}&"


def _period_word() -> str:
    chosen = selection()
    return period_word(chosen.period, session.store().settings.fiscal_year_starts) if chosen else ""


def clear_filters() -> None:
    """Take back every choice but the period."""
    for name in (*FILTERS, *MORE_FILTERS):
        if name in st.session_state:
            st.session_state[name] = []


def freshness_line(period: str = "", extracts: tuple[str, ...] = (), filters: str = "") -> str:
    """The period, the filters, and for each extract that the page rests on up to when it goes and who loaded it when.

    Extracts that are alike in this are named together; without any named, those that any figure takes something from.
    """
    alike: dict[tuple[str, str, str], list[str]] = {}
    words = session.words()
    for item in session.fresh():
        if item.rows and item.loaded_at and (item.extract in extracts or (not extracts and item.in_figures)):
            places = (day(item.data_to, words), day(item.loaded_at, words), str(item.loaded_by))
            alike.setdefault(places, []).append(words.say(EXTRACTS[item.extract].title))
    lines = [_freshness(names, *places) for places, names in alike.items()]
    return " · ".join(part for part in (period, filters, *lines) if part)


def _freshness(names: list[str], to: str, when: str, who: str) -> str:
    places = {"names": ", ".join(names), "to": to, "when": when, "who": who}
    if to == UNDATED:
        return session.words().say(N_("{names}: loaded {when} by {who}"), **places)
    return session.words().say(N_("{names}: data to {to}, loaded {when} by {who}"), **places)
