"""A page to explore: the split, the headline and the tiles, and the part that a reader chose, or what would fill it."""

from collections.abc import Mapping
from functools import lru_cache, partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.contracts.extracts import ACCOUNT_DIMENSIONS
from cx.contracts.filters import Selection
from cx.contracts.words import N_, Words
from cx.metrics.metric import Grid
from cx.metrics.registry import REGISTRY
from cx.store.fact import FACTS
from cx.story.board import BESIDE, FILLED_BY
from cx.story.exhibit import Story
from cx.story.explored import ALSO_FILLED_BY
from cx.story.parts import EVERYTHING, columns_of, contents, part_of, parts_of
from cx.ui import empty, frame, session, told
from cx.ui.addressed import key_meant, segments
from cx.ui.comparing import offer_comparison
from cx.ui.storytelling import offer_clearing, show_missing, show_opening, show_section
from cx.ui.text import plain
from cx.ui.waiting import awaited

ASKED_PART = "part-asked"


def explore(
    metrics: tuple[str, ...], dimensions: tuple[str, ...], extracts: tuple[str, ...], also: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Show the metrics split by one of the dimensions, and say which parts are drawn; the extracts are what fills it.

    Those in `also` are offered where the first extract fills them.
    """
    selection = frame.selection()
    filled = {item.extract for item in session.fresh() if item.rows}
    if selection is None or not filled & set(extracts):
        empty.nothing(session.words().say(FILLED_BY[extracts[0]]))
        return ()
    there = tuple(name for name in also if name in session.filled_columns(extracts[0]))
    told_by, lit_by = _splits((*dimensions, *there), metrics)
    choice, body, waiting = st.container(), st.container(), st.empty()
    begun = awaited(told.opening_of(selection, metrics), waiting)
    story = begun.story
    with choice:
        by = frame.split(told_by, begun.by) if told_by else (*lit_by, *dimensions)[0]
    with body:
        show_opening(story, _rests_on(metrics, extracts))
        shown = _chosen(metrics, story, frozenset(begun.found), begun.lead)
        _show_parts(shown, selection, metrics, by, story, waiting)
        unsplit = (told.unsplit_lines(selection, metrics, name) for name in dict.fromkeys((by, *lit_by[:1])))
        show_missing((*story.missing, *(line for lines in unsplit for line in lines)))
    return shown


def _chosen(page: tuple[str, ...], story: Story, known: frozenset[str], lead: str) -> tuple[str, ...]:
    """The parts to draw: the one that the reader chose, else the one that tells what leads the headline, or all.

    A page with little to tell is not divided.
    """
    parts, say = parts_of(page), session.words().say
    keys = [part.key for part in parts]
    if not story.tiles:
        return tuple(keys)
    names = {part.key: say(part.name) for part in parts} | {EVERYTHING: say(N_("Everything"))}
    opened = part_of(page, lead)
    unknown = _unknown_part(page, names)
    chosen = segments("part", say(N_("Part of the page")), names, opened)
    if chosen != opened:
        st.session_state.pop(ASKED_PART, None)
    elif unknown:
        said = say(N_("This page has no part “{word}”. Shown is {part}."), word=unknown, part=names[chosen])
        st.warning(plain(said), icon=":material/link_off:")
    st.caption(_contents(page, session.words().language, known | _filled(page)))
    return tuple(keys) if chosen == EVERYTHING else (chosen,)


def _unknown_part(page: tuple[str, ...], names: Mapping[str, str]) -> str:
    """The word by which the address asked for a part that the page has not, until the reader chooses another one.

    Streamlit takes a word out of the address that its control does not know.
    """
    asked = "" if "part" in st.session_state else st.query_params.get("part", "")
    if asked and not key_meant(asked, names):
        st.session_state[ASKED_PART] = page, asked
    of_page, word = st.session_state.get(ASKED_PART, ((), ""))
    return word if of_page == page else ""


def _show_parts(
    shown: tuple[str, ...],
    selection: Selection,
    page: tuple[str, ...],
    by: str,
    story: Story,
    waiting: DeltaGenerator,
) -> None:
    """The sections of these parts, each drawn as soon as it is known."""
    number, address = 0, frame.definitions_address()
    more = partial(offer_comparison, selection=selection, by=by, story=story)
    for part in shown:
        sections = told.sections_of(selection, page, by, part)
        for at in range(len(sections)):
            if section := awaited(sections, waiting, at):
                number += 1
                show_section(number, section, story, address, more)
    if not number and not story.tiles:
        offer_clearing(story)
    elif not number:
        st.info(plain(_nothing_known(shown, page)), icon=":material/lightbulb:")


def _nothing_known(shown: tuple[str, ...], page: tuple[str, ...]) -> str:
    """That these parts have nothing to tell yet, and the columns that they are told from."""
    items = (item for part in parts_of(page) if part.key in shown for item in part.items if not isinstance(item, str))
    columns = dict.fromkeys(name for item in items for names in item.sources for name in names if "." in name)
    if not columns:
        return session.words().say(N_("Nothing is known of this part yet."))
    return session.words().say(
        N_("Nothing is known of this part yet. It is told from these columns: {columns}."), columns=", ".join(columns)
    )


def _filled(page: tuple[str, ...]) -> frozenset[str]:
    """Of the columns that sections of a page are told from, those that any load has filled."""
    asked, loaded = columns_of(page), {item.extract for item in session.fresh() if item.rows}
    extracts = {name.split(".")[0] for name in asked} & loaded
    return asked & {f"{extract}.{column}" for extract in extracts for column in session.filled_columns(extract)}


@lru_cache(maxsize=32)
def _contents(page: tuple[str, ...], language: str, known: frozenset[str]) -> str:
    """What each part holds, a line each."""
    found = contents(parts_of(page), Words(language), known)
    return "  \n".join(f"**{plain(name)}** · {plain(about)}" for name, about in found if about)


def _splits(dimensions: tuple[str, ...], metrics: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The dimensions that rows of the page tell, which are offered, and those that an accounts export would tell."""
    told = session.told_by_rows(frozenset(REGISTRY[key].fact for key in metrics))
    further = () if "accounts" in {item.extract for item in session.fresh() if item.rows} else ACCOUNT_DIMENSIONS
    found = tuple(name for name in dimensions if name in told)
    return found, tuple(name for name in dimensions if name in further and name not in told)


@lru_cache(maxsize=32)
def _rests_on(metrics: tuple[str, ...], extracts: tuple[str, ...]) -> tuple[str, ...]:
    """The extracts that the page's figures take something from: of accounts in force the contracts tell."""
    told = [REGISTRY[key] for main in metrics for key in (main, *BESIDE.get(main, ()))]
    of_book = ["renewals" for metric in told if metric.grid in (Grid.REACH, Grid.INVITED, Grid.WEIGHTED, Grid.DAY)]
    by = [name for extract in extracts for name in FACTS[extract].told_by]
    return (*extracts, *of_book, *by, *ALSO_FILLED_BY.get(metrics, {}), "accounts")
