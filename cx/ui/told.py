"""What the pages tell, kept by the version of the data: stories, levels, marks, rows behind them, comparisons."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from cx.contracts.filters import Selection
from cx.contracts.words import Words
from cx.insights.comparison import Split, compared
from cx.store.database import Store
from cx.story.board import board, unsplit
from cx.story.comparing import comparison_table
from cx.story.exhibit import Exhibit, Section, Story
from cx.story.explored import Opening, opening
from cx.story.levels import levels
from cx.story.marks import Mark, marks
from cx.story.own_rows import OwnRows
from cx.story.parts import Teller, parts_of
from cx.story.rows_of_sections import OWN_ROWS
from cx.story.telling import Telling
from cx.story.told_rows import ToldRows, told_rows
from cx.story.withheld import concealed_split
from cx.ui import session
from cx.ui.gradual import Gradual

MOST_STORIES = 128


def board_story(selection: Selection) -> Gradual[Story]:
    """The board story of a selection, alone in its row."""
    return _board(session.store(), session.store().version, selection, session.words().language)


def opening_of(selection: Selection, page: tuple[str, ...]) -> Gradual[Opening]:
    """What a page to explore begins with, whatever it is split by, alone in its row."""
    return _opening(session.store(), session.store().version, selection, page, session.words().language)


def sections_of(selection: Selection, page: tuple[str, ...], by: str, part: str) -> Gradual[Section | None]:
    """The sections of a part of a page, split by a dimension; None in the place of one that has nothing to tell."""
    return _sections(session.store(), session.store().version, selection, page, by, part, session.words().language)


def unsplit_lines(selection: Selection, page: tuple[str, ...], by: str) -> tuple[str, ...]:
    """What would tell the groups of a page, where nothing that is loaded does."""
    return _unsplit(session.store(), session.store().version, selection, page, by, session.words().language)


def levels_of(selection: Selection) -> dict[str, str]:
    """What every metric stands at, in words; the same value for every reader of a selection."""
    return _levels(session.store(), session.store().version, selection, session.words().language)


@lru_cache(maxsize=16)
def _levels(opened: Store, version: str, selection: Selection, language: str) -> dict[str, str]:
    with opened.cursor() as cursor:
        return levels(Telling(cursor, selection, opened.settings, Words(language)))


Splits = tuple[tuple[str, ...], ...]


def marks_of(selection: Selection, key: str, splits: Splits) -> tuple[Mark, ...]:
    """What can be pointed at in the pictures of a metric."""
    return _marks(session.store(), session.store().version, selection, key, splits, session.words().language)


@lru_cache(maxsize=64)
def _marks(
    opened: Store, version: str, selection: Selection, key: str, splits: Splits, language: str
) -> tuple[Mark, ...]:
    with opened.cursor() as cursor:
        return marks(key, splits, Telling(cursor, selection, opened.settings, Words(language)))


def own_rows_of(selection: Selection, section: str, by: str) -> OwnRows[Any] | None:
    """The rows of a section that are no metric's; None where it has none."""
    if section not in OWN_ROWS:
        return None
    return _own_rows(session.store(), session.store().version, selection, section, by, session.words().language)


@lru_cache(maxsize=8)
def _own_rows(
    opened: Store, version: str, selection: Selection, section: str, by: str, language: str
) -> OwnRows[Any] | None:
    with opened.cursor() as cursor:
        return OWN_ROWS[section](Telling(cursor, selection, opened.settings, Words(language)), by)


def rows_of_mark(key: str, mark: Mark, most: int) -> ToldRows:
    """The first rows behind a mark."""
    return _rows_of_mark(session.store(), session.store().version, key, mark, most, session.words().language)


def all_rows_of_mark(key: str, mark: Mark) -> Callable[[], ToldRows]:
    """What gives all rows behind a mark, which are kept nowhere: a download runs when no page does."""
    return partial(_made_rows, session.store(), key, mark, None, session.words().language)


@lru_cache(maxsize=32)
def _rows_of_mark(opened: Store, version: str, key: str, mark: Mark, most: int, language: str) -> ToldRows:
    return _made_rows(opened, key, mark, most, language)


def _made_rows(opened: Store, key: str, mark: Mark, most: int | None, language: str) -> ToldRows:
    with opened.cursor() as cursor:
        return told_rows(key, mark, Telling(cursor, mark.selection, opened.settings, Words(language)), most)


@lru_cache(maxsize=MOST_STORIES)
def _board(opened: Store, version: str, selection: Selection, language: str) -> Gradual[Story]:
    """Frozen values, as all that is kept here, so that every reader may hold the same one."""

    def made() -> Story:
        with opened.cursor() as cursor:
            return board(Telling(cursor, selection, opened.settings, Words(language)))

    return Gradual([made])


@lru_cache(maxsize=MOST_STORIES)
def _opening(
    opened: Store, version: str, selection: Selection, page: tuple[str, ...], language: str
) -> Gradual[Opening]:
    def made() -> Opening:
        with opened.cursor() as cursor:
            return opening(page, Telling(cursor, selection, opened.settings, Words(language)))

    return Gradual([made])


@lru_cache(maxsize=MOST_STORIES)
def _sections(
    opened: Store, version: str, selection: Selection, page: tuple[str, ...], by: str, part: str, language: str
) -> Gradual[Section | None]:
    def made(tell: Teller) -> Section | None:
        with opened.cursor() as cursor:
            return tell(Telling(cursor, selection, opened.settings, Words(language)), by)

    begun = _opening(opened, version, selection, page, language)[0]
    told = (tell for found in parts_of(page) if found.key == part for tell in begun.sections_of(found))
    return Gradual([partial(made, tell) for tell in told])


@lru_cache(maxsize=MOST_STORIES)
def _unsplit(
    opened: Store, version: str, selection: Selection, page: tuple[str, ...], by: str, language: str
) -> tuple[str, ...]:
    begun = _opening(opened, version, selection, page, language)[0]
    with opened.cursor() as cursor:
        telling = Telling(cursor, selection, opened.settings, Words(language))
        return (*unsplit(begun.keys, by, telling), *concealed_split(begun.found, by, telling))


def groups(selection: Selection, metric: str, by: str) -> tuple[str, ...]:
    """The groups of a dimension in which the metric has a value, the largest first."""
    return _groups(session.store(), session.store().version, selection, metric, by)


@lru_cache(maxsize=64)
def _groups(opened: Store, version: str, selection: Selection, metric: str, by: str) -> tuple[str, ...]:
    with opened.cursor() as cursor:
        found = Split(cursor, metric, selection, opened.settings, by).groups()
    return tuple(name for name, value in found.items() if value.value is not None)


def comparison(selection: Selection, metric: str, by: str, names: tuple[str, ...]) -> Exhibit:
    """These groups compared with each other, or without names each with the rest, as a table."""
    return _comparison(session.store(), session.store().version, selection, metric, by, names, session.words().language)


@lru_cache(maxsize=64)
def _comparison(
    opened: Store, version: str, selection: Selection, metric: str, by: str, names: tuple[str, ...], language: str
) -> Exhibit:
    with opened.cursor() as cursor:
        telling = Telling(cursor, selection, opened.settings, Words(language))
        return comparison_table(
            compared(Split(cursor, metric, selection, opened.settings, by), names), metric, by, telling
        )
