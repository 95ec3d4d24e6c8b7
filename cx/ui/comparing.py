"""Groups compared on a page to explore: each with the rest, or chosen ones with each other."""

import streamlit as st

from cx.contracts.filters import Selection
from cx.contracts.words import N_
from cx.insights.comparison import MOST_GROUPS
from cx.metrics.queries import dimensions_of
from cx.metrics.registry import REGISTRY
from cx.story.comparing import nothing_compared
from cx.story.exhibit import Story
from cx.story.telling import dimension_name
from cx.story.told_figures import about_figures
from cx.ui import session, told
from cx.ui.storytelling import show_table

REST, PAIRS = "rest", "pairs"
WAYS = {REST: N_("Each group with the rest"), PAIRS: N_("Chosen groups with each other")}


def offer_comparison(key: str, selection: Selection, by: str, story: Story) -> None:
    """The choice of what is compared, and the comparison; nothing is computed before it is chosen.

    A sum is not offered beside the rest: a part of it is smaller than all the others for being a part.
    """
    if key not in REGISTRY or by not in dimensions_of(REGISTRY[key]):
        return
    say = session.words().say
    dimension = dimension_name(by, session.words()).lower()
    way = st.segmented_control(
        say(N_("Compare by {dimension}"), dimension=dimension),
        [PAIRS] if REGISTRY[key].adds_up else list(WAYS),
        key=f"compare-{key}-{by}",
        format_func=lambda way: say(WAYS[way]),
    )
    names = _chosen(key, selection, by) if way == PAIRS else ()
    if way is None or (way == PAIRS and len(names) < 2):
        return
    table = told.comparison(selection, key, by, names)
    if table.rows:
        show_table(table, f"{key}-{table.key}", about_figures(table, (key,), story, session.words()))
    else:
        st.caption(nothing_compared(key, names, session.words()))


def _chosen(key: str, selection: Selection, by: str) -> tuple[str, ...]:
    say = session.words().say
    chosen = st.multiselect(
        say(N_("Groups")),
        told.groups(selection, key, by),
        key=f"compared-{key}-{by}",
        max_selections=MOST_GROUPS,
        format_func=lambda name: name or say(N_("not given")),
        placeholder=say(N_("Choose two or more")),
    )
    return tuple(chosen)
