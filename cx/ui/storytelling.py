"""A story on a page: headline, the lines that carry the numbers, tiles, sections with their exhibits."""

import re
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Literal

import pandas as pd
import streamlit as st

from cx.charts import CONFIG, figure
from cx.contracts.words import N_
from cx.store.journal import safe
from cx.story.exhibit import Exhibit, Section, Shape, Story, Tile, Tone
from cx.ui import session
from cx.ui.frame import freshness_line

COLOURS: dict[Tone, Literal["green", "orange", "gray"]] = {
    Tone.BETTER: "green",
    Tone.WORSE: "orange",
    Tone.NEUTRAL: "gray",
}
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:])")


def plain(text: str) -> str:
    """The text with every sign that Markdown would act on escaped: names come from data."""
    return MARKDOWN.sub(r"\\\1", text)


def _paragraphs(lines: Iterable[str]) -> str:
    """The lines as paragraphs of one element: each element that is sent costs as much as a long text."""
    return "\n\n".join(map(plain, lines))


def show(story: Story, more: Callable[[str], None] = lambda _: None) -> None:
    """Draw the whole story; what every reader of it sees alike is drawn once and repeated from memory.

    `more` draws what else a section offers beside its figures, by the section's key, once a reader asks for them.
    """
    _show_opening(freshness_line(story.period), story)
    for number, section in enumerate(story.sections, start=1):
        _show_section(number, session.theme(), section)
        _show_figures(section, more)
    for line in story.missing:
        st.info(plain(line), icon=":material/lightbulb:")


# A drawing is known by what it draws, which it returns: kept with it, its identity stays its own.
_drawn = st.cache_resource(max_entries=1024, show_spinner=False, hash_funcs={Story: id, Section: id})


@_drawn
def _show_opening(freshness: str, story: Story) -> Story:
    st.caption(plain(freshness))
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


def tile(item: Tile) -> None:
    """One figure: name, value, change, sparkline, and how sure it is."""
    with st.container(border=True, height="stretch", key=f"tile-{item.key}"):
        st.markdown(plain(item.name), help=plain(item.help))
        st.metric(
            item.name,
            item.value,
            item.change or None,
            delta_color=COLOURS[item.tone],
            delta_arrow=item.arrow,
            label_visibility="collapsed",
            chart_data=list(item.spark) if len(item.spark) > 1 else None,
            chart_type="line",
        )
        target = f"\n\n:material/flag: {plain(item.target)}" if item.target else ""
        st.caption(f"**{plain(item.certainty)}** · {plain(item.detail)}{target}")


@_drawn
def _show_section(number: int, theme: str, section: Section) -> Section:
    """A finding, what shows it, what it means and what it rests on."""
    st.subheader(plain(f"{number}  {section.title}"), anchor=False)
    with st.container(key=f"pair-{section.key}") if len(section.exhibits) == 2 else nullcontext():
        for place, exhibit in enumerate(section.exhibits):
            _show_exhibit(exhibit, section.key, theme, narrow=place == 1)
    with st.expander(session.words().say(N_("What it means, and how sure we are")), icon=":material/balance:"):
        if section.meaning:
            st.markdown(_paragraphs(section.meaning))
        if section.evidence:
            st.table(_evidence(section), hide_index=True)
    return section


def _evidence(section: Section) -> pd.DataFrame:
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
    return pd.DataFrame([[plain(cell) for cell in row] for row in section.evidence], columns=names)


def _show_exhibit(exhibit: Exhibit, section: str, theme: str, narrow: bool) -> None:
    """The picture with its caption."""
    if exhibit.shape is not Shape.TABLE:
        drawn = figure(exhibit, theme, narrow)
        st.plotly_chart(drawn, theme=None, key=f"{section}-{exhibit.key}", config=CONFIG, alt=exhibit.takeaway)
    st.caption(plain(exhibit.caption))


def _show_figures(section: Section, more: Callable[[str], None]) -> None:
    """The rows behind a section's pictures, to look at and to take away; they are sent once a reader asks for them."""
    label = session.words().say(N_("Show the figures"))
    icon = ":material/table_rows:"
    opened = st.expander(label, icon=icon, key=f"figures-{section.key}", on_change="rerun")
    if opened.open:
        with opened:
            for exhibit in section.exhibits:
                show_rows(exhibit, f"{section.key}-{exhibit.key}")
            more(section.key)


def show_rows(exhibit: Exhibit, key: str) -> None:
    """An exhibit's figures with its caption, and their download."""
    table = figures(exhibit)
    st.caption(plain(exhibit.caption))
    st.dataframe(table, hide_index=True, alt=exhibit.takeaway, placeholder="–")
    st.download_button(
        session.words().say(N_("Download CSV")),
        lambda: _csv(exhibit, table),
        file_name=f"{exhibit.key}.csv",
        mime="text/csv",
        key=f"download-{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def figures(exhibit: Exhibit) -> pd.DataFrame:
    """The exhibit's figures as a table."""
    say = session.words().say
    if exhibit.shape is Shape.TABLE:
        return pd.DataFrame(list(exhibit.rows), columns=list(exhibit.columns))
    names = [say(name) for name in (N_("Series"), N_("Name"), N_("Value"), N_("Low"), N_("High"), N_("n"))]
    rows = [
        (series.name, point.label, point.value, point.low, point.high, point.n)
        for series in exhibit.series
        for point in series.points
    ]
    return pd.DataFrame(rows, columns=names)


def _csv(exhibit: Exhibit, table: pd.DataFrame) -> bytes:
    """The figures with the caption that says of what they speak, as a spreadsheet opens it."""
    text = table.select_dtypes(exclude="number").columns
    harmless = table.assign(**{name: table[name].map(safe) for name in text})
    caption = '"' + safe(exhibit.caption).replace('"', '""') + '"\r\n'
    return ("\ufeff" + caption + harmless.to_csv(index=False, lineterminator="\r\n")).encode()
