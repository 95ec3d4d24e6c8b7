"""The rows behind what moves with NPS: each respondent or account with its answer and its ratings."""

from collections.abc import Callable
from functools import partial

from cx.contracts.words import N_
from cx.insights.drivers import Rated, RatedRows, rated_rows
from cx.metrics.ratings import OF_RESPONSE
from cx.story.drivers import name_of_attribute
from cx.story.exhibit import Cell
from cx.story.own_rows import Listing, OwnRows, RowsPart, own_rows
from cx.story.telling import Telling

OF_RESPONSES = (
    N_("Respondents"),
    N_("Respondents that answered the NPS question (0–10) and rated all of these questions."),
)
OF_ACCOUNTS = (
    N_("Accounts"),
    N_("Accounts that answered the NPS question (0–10) and rated all of these questions, each with its mean."),
)
"""What the rows are, and which are counted."""


def driver_rows(telling: Telling, _by: str) -> OwnRows[Rated] | None:
    """The complete rows; None without any, hidden where any answer that was read is of an anonymous survey."""
    found = rated_rows(telling.cursor, telling.selection, telling.settings)
    if not found.rows:
        return None
    say = telling.words.say
    name, counted = OF_RESPONSES if found.unit == OF_RESPONSE else OF_ACCOUNTS
    whole = RowsPart(say(N_("with all ratings")), _figure(found, telling), found.period, found.rows)
    listing = Listing("drivers", say(name), say(counted), _columns(found, telling))
    return own_rows(listing, [whole], telling, found.is_unnamed)


def _figure(found: RatedRows, telling: Telling) -> str:
    if found.unit == OF_RESPONSE:
        return telling.words.plural(N_("{n} respondent"), N_("{n} respondents"), len(found.rows))
    return telling.words.plural(N_("{n} account"), N_("{n} accounts"), len(found.rows))


def _columns(found: RatedRows, telling: Telling) -> tuple[tuple[str, Callable[[Rated], Cell]], ...]:
    say = telling.words.say
    response: tuple[tuple[str, Callable[[Rated], Cell]], ...] = ((say(N_("Response id")), lambda row: row.unit),)
    rated: list[tuple[str, Callable[[Rated], Cell]]] = [
        (name_of_attribute(attribute, telling), partial(_rating, at)) for at, attribute in enumerate(found.attributes)
    ]
    return (
        *(response if found.unit == OF_RESPONSE else ()),
        (say(N_("Account id")), lambda row: row.account),
        (say(N_("Answer to the NPS question")), lambda row: round(row.score, 2)),
        *rated,
    )


def _rating(at: int, row: Rated) -> float:
    return round(row.ratings[at], 2)
