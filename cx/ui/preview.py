"""What a load would change, what it changed, and the rows that it refused."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection

from cx.contracts.mapping import Mapping
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import N_, whole
from cx.metrics.headline import headline_values
from cx.store.counting import made_sentence
from cx.store.database import Store
from cx.store.journal import refused_csv
from cx.store.loading import Load, Source
from cx.store.replacing import Replacing
from cx.story.causes import cause_sentences
from cx.story.phrases import level_on_basis
from cx.ui import session
from cx.ui.team_form import show_team_form
from cx.ui.text import plain

MOST_CAUSES = 8


@dataclass(frozen=True)
class Preview:
    """The outcome of a check: the load it would be, or the fault of the file; headline figures before and after."""

    asked: Mapping
    load: Load | None
    refused: FileRefused | None
    before: dict[str, str]
    after: dict[str, str]
    lacking: tuple[str, ...] = ()
    """The figures that the extract cannot tell, and why, as sentences."""
    replacing: Replacing | None = None

    def is_of(self, source: Source) -> bool:
        """True where it shows what the file would do by this mapping and for these days."""
        return (self.asked, self.replacing) == (source.mapping, source.replacing)

    @property
    def good(self) -> int:
        """Rows that would be written or are there already."""
        return self.load.read - self.load.refused if self.load else 0


def headline(store: Store, cursor: DuckDBPyConnection | None = None) -> dict[str, str]:
    """The headline figures by name, as text."""
    words = session.words()
    if cursor is None:
        with store.cursor() as own:
            return headline(store, own)
    return {
        words.say(value.metric.name): level_on_basis(value, words) for value in headline_values(cursor, store.settings)
    }


def show_preview(preview: Preview) -> None:
    """Counts, assumptions, headline figures before and after, and problems by cause."""
    words = session.words()
    if preview.refused:
        st.error(plain(preview.refused.problem.sentence(words)), icon=":material/block:")
        show_causes(preview.refused.rows)
        return
    if preview.load is None:
        return
    _counts(preview.load)
    for text in preview.load.replaced:
        st.warning(plain(text), icon=":material/delete_sweep:")
    made = made_sentence(preview.load, words)
    show_list(N_("Taken for granted:"), (*((made,) if made else ()), *preview.load.assumptions))
    show_list(N_("What this file cannot tell:"), preview.lacking)
    show_changes(preview.before, preview.after)
    show_causes(preview.load.problems)
    _refused_rows(preview.load, "preview")


def show_list(title: str, texts: tuple[str, ...]) -> None:
    """Sentences below a title, in one element."""
    if texts:
        st.caption("\n".join((session.words().say(title), "", *(f"- {plain(text)}" for text in texts))))


def _counts(load: Load) -> None:
    say = session.words().say
    merged = load.merged
    found = (
        (N_("new"), merged.new),
        (N_("changed"), merged.changed),
        (N_("the same"), merged.same),
        (N_("repeated"), merged.repeated),
        (N_("refused"), load.refused),
    )
    st.markdown(
        session.words().plural(
            N_("**{n}** row read: {parts}"),
            N_("**{n}** rows read: {parts}"),
            load.read,
            parts=", ".join(f"**{whole(n)}** {say(name)}" for name, n in found),
        )
    )
    if load.replaced:
        st.markdown(say(N_("Earlier rows removed: **{n}**"), n=whole(merged.removed)))


def show_changes(before: dict[str, str], after: dict[str, str]) -> None:
    """The headline figures that differ, before and after."""
    say = session.words().say
    both = {name: (before.get(name, "–"), after.get(name, "–")) for name in dict.fromkeys((*before, *after))}
    rows = [(name, *values) for name, values in both.items() if values[0] != values[1]]
    if rows:
        st.caption(say(N_("Headline figures of the last complete quarter, before and after:")))
        st.table(
            pd.DataFrame(
                [[plain(cell) for cell in row] for row in rows],
                columns=[say(N_("Figure")), say(N_("Before")), say(N_("After"))],
            ),
            hide_index=True,
        )


def show_causes(problems: tuple[Problem, ...]) -> None:
    """Problems grouped by cause, with a count and an example each."""
    said = cause_sentences(problems, MOST_CAUSES, session.words())
    for text in said[:MOST_CAUSES]:
        st.warning(plain(text), icon=":material/report:")
    for text in said[MOST_CAUSES:]:
        st.caption(text)


def refused_name(file: str) -> str:
    """What the refused rows of a file are saved as: text, whatever the file was."""
    return f"refused-{Path(file.removesuffix('.gz')).stem}.csv"


def _refused_rows(load: Load, key: str) -> None:
    words = session.words()
    if load.refused_rows:
        st.download_button(
            words.say(N_("Download the refused rows")),
            key=f"refused-{key}-{load.file}",
            icon=":material/download:",
            data=lambda: refused_csv(load.header, load.refused_rows, load.problems, words).encode("utf-8-sig"),
            file_name=refused_name(load.file),
            mime="text/csv",
            on_click="ignore",
        )


def show_loaded(load: Load, key: str) -> None:
    """What a load changed, and where to look next."""
    say = session.words().say
    st.success(
        plain(
            session.words().plural(
                N_("{file} is loaded: {n} new row, {changed} changed, {refused} refused."),
                N_("{file} is loaded: {n} new rows, {changed} changed, {refused} refused."),
                load.merged.new,
                file=load.file,
                changed=whole(load.merged.changed),
                refused=whole(load.refused),
            )
        ),
        icon=":material/check_circle:",
    )
    for text in load.replaced:
        st.info(plain(text), icon=":material/delete_sweep:")
    show_causes(load.problems)
    _refused_rows(load, key)
    if load.extract in ("tickets", "owner_changes"):
        show_team_form(key)
    if st.button(say(N_("Open the board")), key=f"board-{key}", icon=":material/auto_stories:"):
        st.switch_page("pages/story/board.py")
