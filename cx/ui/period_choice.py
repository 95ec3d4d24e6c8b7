"""The period that a reader chooses: a quarter, a month, a year, or the days from one to another."""

from datetime import date

import streamlit as st

from cx.contracts.asked_period import PeriodRefused, asked_period, days_word, period_word
from cx.contracts.periods import FIRST_DAY, Grain, Period, grain_of
from cx.contracts.words import N_
from cx.ui import session
from cx.ui.addressed import seen
from cx.ui.text import plain

KEY, LENGTH, FIRST, LAST = "period", "period-length", "period-from", "period-to"
"""The first is in the address, as the word by which the shell asks for the same period; the others show what it says."""
DAYS, BETWEEN_DAYS = "days", ".."
LENGTHS = {
    Grain.MONTH: N_("Month"),
    Grain.QUARTER: N_("Quarter"),
    Grain.YEAR: N_("Year"),
    DAYS: N_("From\u00a0–\u00a0to"),
}


def chosen_period(known_to: date, disabled: bool) -> Period:
    """Draw the choice of the period; where the address names none that can be told, say so and take the opening one."""
    opening, lengths, box = session.opening(known_to), st.container(), st.container(key="period-box")
    with box:  # a field that nobody sees is bound to the address, and the others are drawn from it
        word = st.text_input(KEY, key=KEY, bind="query-params", label_visibility="collapsed")
    try:
        period, fault = _period(word, known_to), ""
    except PeriodRefused as refused:
        period, fault = opening, refused.sentence(session.words())
    with box:
        _list(word if fault else session.name_of_period(period), period, known_to, disabled)
    if fault:
        said = session.words().say(
            N_("{fault} Shown is {period}."), fault=fault, period=session.name_of_period(opening)
        )
        st.warning(plain(said), icon=":material/event_busy:")
    length = _length(word, period)
    st.session_state[LENGTH] = length
    say = session.words().say
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


def _list(name: str, period: Period, known_to: date, disabled: bool) -> None:
    """The list of names, in which any word for a period may be typed."""
    st.session_state[seen(KEY)] = name
    st.selectbox(
        session.words().say(N_("Period")),
        _names(name, period, known_to),
        key=seen(KEY),
        on_change=_take_name,
        args=(known_to,),
        disabled=disabled,
        accept_new_options=True,
        label_visibility="collapsed",
        help=session.words().say(N_("Type to search: 2025, Jul 2026 or 2026 Q3.")),
    )


def _names(name: str, period: Period, known_to: date) -> list[str]:
    """Every name that is listed, those as long as the period first, and its own where it is none of them."""
    listed, length = session.periods(known_to), _length("", period)
    names = [each for grain in sorted(listed, key=lambda grain: grain != length) for each in listed[grain]]
    return names if name in names else [name, *names]


def _period(word: str, known_to: date) -> Period:
    """The period of a word or of a listed name; the opening one without any."""
    if not word:
        return session.opening(known_to)
    for named in session.periods(known_to).values():
        if word in named:
            return named[word]
    return asked_period(word, known_to, _starts())


def _starts() -> int:
    return session.store().settings.fiscal_year_starts


def _length(word: str, period: Period) -> str:
    """How the word asks: by the month, the quarter or the year, or by days."""
    grain = grain_of(period, _starts())
    return grain if grain in LENGTHS and BETWEEN_DAYS not in word else DAYS


def _say(period: Period, known_to: date) -> None:
    """The address says the period; nothing where it is the opening one, so that later data move it along."""
    is_opening = period == session.opening(known_to)
    st.session_state[KEY] = "" if is_opening else period_word(period, _starts())


def _take_name(known_to: date) -> None:
    """A name was chosen or a word typed: the address says its period, or the word itself where it means none."""
    word = st.session_state[seen(KEY)] or ""
    try:
        _say(_period(word, known_to), known_to)
    except PeriodRefused:
        st.session_state[KEY] = word


def _take_length(known_to: date, period: Period) -> None:
    """Another length was chosen: its latest complete period, or the days of the one that is shown."""
    length = st.session_state[LENGTH]
    if length == DAYS:
        st.session_state[KEY] = days_word(period)
        return
    named, opening = session.periods(known_to)[length], session.opening(known_to)
    complete = (item for item in named.values() if not item.part_of)
    _say(opening if opening in named.values() else next(complete), known_to)


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
