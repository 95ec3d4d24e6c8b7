"""A story on a page: headline, the lines that carry the numbers, tiles, sections with their exhibits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Literal

import pandas as pd
import streamlit as st

from cx.charts import CONFIG, Drawing, figure
from cx.contracts.words import N_
from cx.story.exhibit import EvidenceRow, Exhibit, Section, Shape, Story, Tile, Tone, Withheld
from cx.story.happened import events_said
from cx.story.in_time import break_at, events_at
from cx.story.staleness import stale_line
from cx.story.told_figures import about_figures
from cx.ui import session
from cx.ui.aligned import aligned, written
from cx.ui.frame import clear_filters, definitions_address, freshness_line
from cx.ui.rows_behind import show_rows
from cx.ui.taking_away import downloads, sheet_of
from cx.ui.text import plain

COLOURS: dict[Tone, Literal["green", "orange", "gray"]] = {
    Tone.BETTER: "green",
    Tone.WORSE: "orange",
    Tone.NEUTRAL: "gray",
}

EN_SPACE = "\u2002"
"""After a section's number: a plain space would join it to an amount that the heading begins with."""
TABLE_ROW, MOST_ROWS_HIGH = 35, 9
"""Pixels of a table's row, and how many of them a table on the page is high."""


def _paragraphs(lines: Iterable[str]) -> str:
    """The lines as paragraphs of one element: each element that is sent costs as much as a long text."""
    return "\n\n".join(map(plain, lines))


def show(story: Story) -> None:
    """Draw a whole story; what every reader of it sees alike is drawn once and repeated from memory."""
    show_opening(story)
    if not story.sections:
        offer_clearing(story)
    for number, section in enumerate(story.sections, start=1):
        show_section(number, section, story, definitions_address())
    show_missing(story.missing)


def show_opening(story: Story, extracts: tuple[str, ...] = ()) -> None:
    """The headline, its lines and the tiles; the extracts are those that the page rests on, or all that figures do."""
    stale = stale_line(story.as_of, datetime.now().astimezone().date(), session.words())
    _show_opening(freshness_line(story.period, extracts, story.filters), stale, story)


def offer_clearing(story: Story) -> None:
    """A way out of filters that leave nothing to tell."""
    if story.filters:
        say = session.words().say
        st.button(say(N_("Clear the filters")), icon=":material/filter_alt_off:", on_click=clear_filters, key="clear")


def show_section(
    number: int, section: Section, story: Story, definitions: str, more: Callable[[str], None] = lambda _: None
) -> None:
    """One section; `more` draws what else it offers beside its figures, by its key, once a reader asks for them."""
    _show_section(number, session.theme(), definitions, section)
    _show_figures(section, story, more)


def show_missing(lines: Iterable[str]) -> None:
    """What stays hidden and why, and which export would fill what is dark."""
    for line in lines:
        st.info(plain(line), icon=":material/lock:" if isinstance(line, Withheld) else ":material/lightbulb:")


# A drawing is known by what it draws, which it returns: kept with it, its identity stays its own.
_drawn = st.cache_resource(max_entries=1024, show_spinner=False, hash_funcs={Story: id, Section: id})


@_drawn
def _show_opening(freshness: str, stale: str, story: Story) -> Story:
    st.caption(plain(freshness))
    if stale:
        st.warning(plain(stale), icon=":material/history:")
    st.title(plain(story.headline), anchor=False)
    if story.lede:
        st.markdown(_paragraphs(story.lede))
    tiles(story.tiles)
    return story


def tiles(shown: Iterable[Tile]) -> None:
    """The headline figures side by side."""
    found = list(shown)
    if not found:
        return
    with st.container(horizontal=True, gap="small"):
        for item in found:
            tile(item)


SIGNS = {"up": ":material/arrow_upward: ", "down": ":material/arrow_downward: ", "off": ""}


def tile(item: Tile) -> None:
    """One figure: name, value, change, sparkline, and how sure it is; the change that is told has colour and arrow."""
    with st.container(border=True, height="stretch", key=f"tile-{item.key}"):
        st.page_link(
            "pages/data/definitions.py",
            label=f"{plain(item.name)}\u00a0:material/menu_book:",
            help=plain(item.help),
            query_params={"metric": item.key},
            width="stretch",
        )
        st.metric(
            item.name,
            item.value,
            item.change or None,
            delta_color=COLOURS[Tone.NEUTRAL if item.of_year else item.tone],
            delta_arrow="off" if item.of_year else item.arrow,
            label_visibility="collapsed",
            chart_data=list(item.spark) if len(item.spark) > 1 else None,
            chart_type="line",
        )
        if item.of_year:
            st.markdown(f":small[:{COLOURS[item.tone]}[{SIGNS[item.arrow]}**{plain(item.of_year)}**]]")
        target = f"\n\n:material/flag: {plain(item.target)}" if item.target else ""
        st.caption(f"**{plain(item.certainty)}** · {plain(item.detail)}{target}")


@_drawn
def _show_section(number: int, theme: str, definitions: str, section: Section) -> Section:
    """A finding, what shows it, what it means and what it rests on."""
    st.subheader(plain(f"{number}.{EN_SPACE}{section.title}"), anchor=False)
    pictures = [exhibit for exhibit in section.exhibits if exhibit.shape is not Shape.TABLE]
    drawn = [figure(exhibit, theme, narrow=place == 1) for place, exhibit in enumerate(pictures)]
    with st.container(key=_pair(section.key, drawn)) if len(drawn) == 2 else nullcontext():
        for exhibit, picture in zip(pictures, drawn, strict=True):
            _show_exhibit(exhibit, section.key, picture)
    for exhibit in section.exhibits:
        if exhibit.shape is Shape.TABLE and not exhibit.is_proof:
            _show_rows_of_table(exhibit)
    with st.expander(session.words().say(N_("What it means, and how sure we are")), icon=":material/balance:"):
        if section.meaning:
            st.markdown(_paragraphs(section.meaning))
        if section.evidence:
            st.table(_evidence(section, definitions), hide_index=True)
        for exhibit in section.exhibits:
            if exhibit.is_proof:
                _show_rows_of_table(exhibit)
    return section


def _evidence(section: Section, definitions: str) -> pd.DataFrame:
    names = [
        session.words().say(name)
        for name in (
            N_("Metric"),
            N_("Value"),
            N_("95 % range"),
            N_("Rests on"),
            N_("Since the period before"),
            N_("How sure"),
            N_("Since last year"),
            N_("How sure then"),
        )
    ]
    rows = [[_metric_cell(row, definitions), *map(plain, row[1 : len(names)])] for row in section.evidence]
    return pd.DataFrame(rows, columns=names)


def _metric_cell(row: tuple[str, ...], definitions: str) -> str:
    """The metric's name; where the row knows its metric, as a link to the definition, which opens beside the page."""
    name = plain(row[0])
    return f"[{name}]({definitions}metric={row.metric})" if isinstance(row, EvidenceRow) else name


def _pair(section: str, drawn: Sequence[Drawing]) -> str:
    """The key of the frame around two pictures, which tells layout.css whether the second one is the higher."""
    first, second = (picture.layout.height or 0 for picture in drawn)
    return f"pair-rising-{section}" if second > first else f"pair-{section}"


def _show_exhibit(exhibit: Exhibit, section: str, drawn: Drawing) -> None:
    """The picture with its caption."""
    st.plotly_chart(drawn, theme=None, key=f"{section}-{exhibit.key}", config=CONFIG, alt=exhibit.takeaway)
    st.caption(plain(exhibit.caption))


def _show_rows_of_table(exhibit: Exhibit) -> None:
    """A table with its caption: a few rows high, the others are reached by scrolling."""
    table = figures(exhibit)
    height = TABLE_ROW * (min(len(table), MOST_ROWS_HIGH) + 1) + 3
    st.dataframe(
        written(table),
        hide_index=True,
        alt=exhibit.takeaway,
        placeholder="–",
        height=height,
        column_config=aligned(table, is_first_kept=True),
    )
    st.caption(plain(exhibit.caption))


def _show_figures(section: Section, story: Story, more: Callable[[str], None]) -> None:
    """The figures of a section's pictures and the rows behind them; they are sent once a reader asks for them."""
    if not section.exhibits and not section.metrics:
        return
    label = session.words().say(N_("Show the figures and the rows"))
    icon = ":material/table_rows:"
    opened = st.expander(label, icon=icon, key=f"figures-{section.key}", on_change="rerun")
    if opened.open:
        with opened:
            for exhibit in section.exhibits:
                about = about_figures(exhibit, section.metrics, story, session.words())
                show_table(exhibit, f"{section.key}-{exhibit.key}", about)
            show_rows(section)
            more(section.key)


def show_table(exhibit: Exhibit, key: str, about: tuple[tuple[str, str], ...]) -> None:
    """An exhibit's figures with its caption, and their downloads, which say what they are about."""
    table = figures(exhibit)
    st.caption(plain(exhibit.caption))
    st.dataframe(written(table), hide_index=True, alt=exhibit.takeaway, placeholder="–", column_config=aligned(table))
    downloads(lambda: sheet_of(table, exhibit.key, about), exhibit.key, key, len(table))


def figures(exhibit: Exhibit) -> pd.DataFrame:
    """The exhibit's figures as a table, without ranges and counts where its marks have none."""
    say = session.words().say
    if exhibit.shape is Shape.TABLE:
        return pd.DataFrame(list(exhibit.rows), columns=list(exhibit.columns))
    names = [say(name) for name in (N_("Series"), N_("Name"), N_("Value"), N_("Low"), N_("High"), N_("n"))]
    rows = [
        (series.name, point.label, point.value, point.low, point.high, point.n)
        for series in exhibit.series
        for point in series.points
    ]
    table = pd.DataFrame(rows, columns=names)
    for name, cells in _said_of_points(exhibit):
        if any(cells):
            table[name] = cells
    low, high, n = names[3:]
    empty = [name for name in (low, high) if table[name].isna().all()]
    return table.drop(columns=[*empty, *([] if table[n].any() else [n])])


def _said_of_points(exhibit: Exhibit) -> Iterator[tuple[str, list[str]]]:
    """What stands at each mark besides its figures, a column each: words, a break of its line before it, events."""
    words, points = session.words(), [point for series in exhibit.series for point in series.points]
    yield words.say(N_("Note")), [point.text for point in points]
    yield words.say(N_("The line breaks here")), [break_at(exhibit, point) for point in points]
    yield words.say(N_("Events meanwhile")), [events_said(events_at(exhibit, point), words) for point in points]
