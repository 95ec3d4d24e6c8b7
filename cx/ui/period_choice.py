"""The period that a reader chooses: a quarter, a month, a year, or the days from one to another."""

from datetime import date

import streamlit as st

from cx.contracts.asked_period import PeriodRefused, asked_period, days_word
from cx.contracts.periods import FIRST_DAY, Grain, Period, grain_of
from cx.contracts.words import N_
from cx.ui import session
from cx.ui.text import plain

KEY, LENGTH, FIRST, LAST, OPENED = "period", "period-length", "period-from", "period-to", "period-opened"
"""The first is in the address, as the word by which the shell asks for the same period; the others show what it says."""
DAYS = "days"
LENGTHS = {
    Grain.MONTH: N_("Month"),
    Grain.QUARTER: N_("Quarter"),
    Grain.YEAR: N_("Year"),
    DAYS: N_("From\u00a0–\u00a0to"),
}


def chosen_period(known_to: date, disabled: bool) -> Period:
    """Draw the choice of the period; where the address names none that can be told, say so and take the opening one."""
    say, opening = session.words().say, _opening(known_to)
    lengths, box = st.container(), st.container(key="period-box")
    names = _names(known_to, st.session_state.get(KEY) or st.query_params.get(KEY))
    with box:
        word = st.selectbox(
            say(N_("Period")),
            names,
            names.index(session.name_of_period(opening)),
            key=KEY,
            bind="query-params",
            disabled=disabled,
            accept_new_options=True,
            label_visibility="collapsed",
            help=say(N_("Type to search: 2025, Jul 2026 or 2026Q3.")),
        )
    try:
        period = _period(word, known_to)
    except PeriodRefused as refused:
        said = say(
            N_("{fault} Shown is {period}."),
            fault=refused.sentence(session.words()),
            period=session.name_of_period(opening),
        )
        st.warning(plain(said), icon=":material/event_busy:")
        period = opening
    st.session_state[LENGTH] = length = _length(word, known_to)
    lengths.segmented_control(
        say(N_("Period")),
        list(LENGTHS),
        key=LENGTH,
        format_func=lambda name: say(LENGTHS[name]),
        required=True,
        on_change=_take_length,
        args=(known_to, period),
        disabled=disabled,
    )
    if length == DAYS:
        _days(period, known_to, disabled)
    return period


def _opening(known_to: date) -> Period:
    """The period to begin with; where nobody chose another one, a load of later data moves what is shown along."""
    period = session.opening(known_to)
    name, before = session.name_of_period(period), st.session_state.get(OPENED)
    if before not in (None, name) and st.session_state.get(KEY) == before:
        st.session_state[KEY] = name
    st.session_state[OPENED] = name
    return period


def _period(word: str | None, known_to: date) -> Period:
    """The period of a listed name, or of any other word for one."""
    for named in session.periods(known_to).values():
        if word in named:
            return named[word]
    return asked_period(word or "", known_to, session.store().settings.fiscal_year_starts)


def _length(word: str | None, known_to: date) -> str:
    """How the word asks: by the month, the quarter or the year, or by days."""
    if not word:
        return Grain.QUARTER
    if word.count("-") > 1:
        return DAYS
    try:
        found = grain_of(_period(word, known_to), session.store().settings.fiscal_year_starts)
    except PeriodRefused:
        return Grain.QUARTER
    return found if found in LENGTHS else DAYS


def _names(known_to: date, was: str | None) -> list[str]:
    """Every name that is listed, those of the length asked for before first, and the word asked by where it is none."""
    listed, length = session.periods(known_to), _length(was, known_to)
    names = [name for grain in sorted(listed, key=lambda grain: grain != length) for name in listed[grain]]
    return names if not was or was in names else [was, *names]


def _take_length(known_to: date, period: Period) -> None:
    """Another length was chosen: its latest complete period, or the days of the one that is shown."""
    length = st.session_state[LENGTH]
    if length == DAYS:
        st.session_state[KEY] = days_word(period)
        return
    named = session.periods(known_to)[length]
    opening = session.name_of_period(session.opening(known_to))
    complete = (name for name, item in named.items() if not item.part_of)
    st.session_state[KEY] = opening if opening in named else next(complete)


def _days(period: Period, known_to: date, disabled: bool) -> None:
    """The first and the last day, each in a field of its own."""
    say = session.words().say
    st.session_state[FIRST], st.session_state[LAST] = period.start, period.end
    for key, label in ((FIRST, N_("From")), (LAST, N_("To"))):
        st.date_input(
            say(label),
            key=key,
            min_value=FIRST_DAY,
            max_value=max(known_to, period.end),
            format="YYYY-MM-DD",
            on_change=_take_days,
            disabled=disabled,
        )


def _take_days() -> None:
    """The word for the days in the two fields; in the wrong order it is refused with a sentence."""
    first, last = st.session_state[FIRST], st.session_state[LAST]
    if first and last:
        st.session_state[KEY] = days_word(Period(first, last))
