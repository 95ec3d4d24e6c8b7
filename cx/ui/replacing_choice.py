"""What becomes of rows that earlier files held and a dropped one no longer holds: kept, or taken away in a span of days."""

from dataclasses import dataclass

import streamlit as st

from cx.contracts.extracts import Extract
from cx.contracts.periods import FIRST_DAY, LAST_DAY, Period
from cx.contracts.words import N_
from cx.store.replacing import Replacing
from cx.ui import session

KEEP, OWN, NAMED = "keep", "own", "named"
CHOICES = {
    KEEP: N_("Keep them"),
    OWN: N_("Take them away, in the days of this file"),
    NAMED: N_("Take them away, in a period"),
}


@dataclass(frozen=True)
class Chosen:
    """What the page says: which days the file replaces, or that it is not said whole yet."""

    replacing: Replacing | None
    is_whole: bool = True


def replacing_choice(extract: Extract, key: str) -> Chosen:
    """What the page says; nothing is asked where no earlier load holds such rows, or they have no dates."""
    say = session.words().say
    if not extract.dated or not any(item.extract == extract.name and not item.undone_at for item in session.journal()):
        return Chosen(None)
    chosen = st.radio(
        say(N_("Rows of earlier files of this source that this one no longer holds")),
        list(CHOICES),
        format_func=lambda name: say(CHOICES[name]),
        key=f"replace-{key}",
        horizontal=True,
        help=say(
            N_(
                "Choose to take them away where this file corrects an earlier one. The check says which rows would go, "
                "and undoing the load brings them back."
            )
        ),
    )
    if chosen == NAMED:
        return _named(key)
    return Chosen(Replacing() if chosen == OWN else None)


def _named(key: str) -> Chosen:
    """The period that two fields say."""
    say = session.words().say
    with st.container(horizontal=True):
        first, last = (
            st.date_input(
                say(label),
                value=None,
                min_value=FIRST_DAY,
                max_value=LAST_DAY,
                format="YYYY-MM-DD",
                key=f"{name}-{key}",
            )
            for name, label in (("first", N_("First day")), ("last", N_("Last day")))
        )
    if first and last and first <= last:
        return Chosen(Replacing(Period(first, last)))
    both = bool(first and last)
    st.info(
        say(
            N_("The last day lies before the first.")
            if both
            else N_("Choose the first and the last day of the period.")
        ),
        icon=":material/help:",
    )
    return Chosen(None, is_whole=False)
