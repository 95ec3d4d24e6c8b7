"""A page to explore: the split, the story of its metrics, or what would fill it."""

from cx.contracts.extracts import ACCOUNT_DIMENSIONS
from cx.metrics.metric import Grid
from cx.metrics.registry import REGISTRY
from cx.store.fact import FACTS
from cx.story.board import BESIDE, FILLED_BY
from cx.ui import empty, frame, session, told
from cx.ui.comparing import offer_comparison
from cx.ui.storytelling import show


def explore(
    metrics: tuple[str, ...], dimensions: tuple[str, ...], extracts: tuple[str, ...], also: tuple[str, ...] = ()
) -> None:
    """Show the metrics split by one of the dimensions; the extracts are what fills the page.

    Those in `also` are offered where the first extract fills them.
    """
    selection = frame.selection()
    filled = {item.extract for item in session.fresh() if item.rows}
    if selection is None or not filled & set(extracts):
        empty.nothing(session.words().say(FILLED_BY[extracts[0]]))
        return
    there = tuple(name for name in also if name in session.filled_columns(extracts[0]))
    by = frame.split(_offered((*dimensions, *there), metrics))
    story = told.explored_story(selection, metrics, by)
    show(story, _rests_on(metrics, extracts), lambda key: offer_comparison(key, selection, by, story))


def _offered(dimensions: tuple[str, ...], metrics: tuple[str, ...]) -> tuple[str, ...]:
    """The dimensions that rows of the page tell, then those that an accounts export would; all where none does."""
    told = session.told_by_rows(frozenset(REGISTRY[key].fact for key in metrics))
    further = () if "accounts" in {item.extract for item in session.fresh() if item.rows} else ACCOUNT_DIMENSIONS
    found = [name for name in dimensions if name in told]
    return (*found, *(name for name in dimensions if name in further and name not in found)) or dimensions


def _rests_on(metrics: tuple[str, ...], extracts: tuple[str, ...]) -> tuple[str, ...]:
    """The extracts that the page's figures take something from: of accounts in force the contracts tell."""
    told = [REGISTRY[key] for main in metrics for key in (main, *BESIDE.get(main, ()))]
    of_book = ["renewals" for metric in told if metric.grid in (Grid.REACH, Grid.WEIGHTED, Grid.DAY)]
    by = [name for extract in extracts for name in FACTS[extract].told_by]
    return (*extracts, *of_book, *by, "accounts")
