"""A choice among a few named values, and the choices that a whole file and a single column share."""

import streamlit as st

from cx.contracts.words import N_
from cx.ui import session

Options = dict[str | None, str]
DATES: Options = {
    None: N_("let the whole column decide"),
    "dmy": N_("day first"),
    "mdy": N_("month first"),
    "ymd": N_("year first"),
}
DECIMALS: Options = {None: N_("let the whole column decide"), ".": N_("point: 1,234.5"), ",": N_("comma: 1.234,5")}
ZONE_HELP = N_("For example UTC or Europe/Bucharest")


def choice(label: str, options: Options, start: str | None, key: str) -> str | None:
    """The value that the page says, started from `start`; None stands for nothing said."""
    say = session.words().say
    names = [name or "" for name in options]
    chosen = st.selectbox(
        say(label), names, index=names.index(start or ""), key=key, format_func=lambda name: say(options[name or None])
    )
    return chosen or None
