"""What customers wrote, as a table of words: when, what was asked, the score, where, who where it may be told, the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from babel.dates import format_date

from cx.contracts.units import Unit
from cx.contracts.words import N_, Words
from cx.metrics.account_names import account_names
from cx.metrics.comments import EVERYTHING, HIGH, LOW, MIDDLE, PAGE, Comment, Sought, comments
from cx.story.exhibit import Exhibit, Shape
from cx.story.period_names import day
from cx.story.telling import Telling

KINDS = {"nps": N_("NPS"), "csat": N_("CSAT"), "ces": N_("CES")}
GROUP_NAMES = {
    LOW: N_("Detractors, not satisfied, found it hard"),
    MIDDLE: N_("In between"),
    HIGH: N_("Promoters, satisfied, found it easy"),
}
COLUMNS = (N_("Answered"), N_("Question"), N_("Score"), N_("Touchpoint"), N_("Account"), N_("Comment"))
ACCOUNT_ID = N_("Account id")
"""Stands in the file, where a name may mean two accounts."""
GOOD_BAD = {0: N_("bad"), 1: N_("good")}
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f\x7f]")
"""What turns the direction of the text after it, and what nobody writes; ends of lines stay."""


@dataclass(frozen=True)
class CommentsShown:
    """A page of comments as a table, how many pages there are, and what is left out of them."""

    exhibit: Exhibit
    total: int
    pages: int
    withheld: str
    """Why comments are left out; empty where none are."""


def comments_shown(telling: Telling, sought: Sought = EVERYTHING, page: int | None = 0) -> CommentsShown:
    """The comments of the selection, a page of 50 from 0 on; without a number all on one, with the ids of accounts."""
    found = comments(telling.cursor, telling.selection, telling.settings, sought, page)
    names = account_names(telling.cursor, telling.selection.as_of) if any(item.account for item in found.found) else {}
    rows = tuple(_row(item, names, page is None, telling.words) for item in found.found)
    *columns, text = COLUMNS
    count = telling.words.plural(N_("{n} comment, the newest first"), N_("{n} comments, the newest first"), found.total)
    exhibit = Exhibit(
        "comments",
        Shape.TABLE,
        count,
        " · ".join((count, *_narrowed(sought, telling), _speaks_of(telling))),
        Unit.WHOLE,
        columns=tuple(map(telling.words.say, (*columns, *([ACCOUNT_ID] if page is None else []), text))),
        rows=rows,
    )
    withheld = _withheld(sought, telling) if found.is_withheld else ""
    return CommentsShown(exhibit, found.total, max(1, -(-found.total // PAGE)), withheld)


def _row(item: Comment, names: Mapping[str, str], with_id: bool, words: Words) -> tuple[str, ...]:
    """The account is called by its name, or by its id where it has none."""
    account = item.account or ""
    return (
        day(item.on, words) if item.is_named else format_date(item.on, "MMM y", locale=words.language),
        words.say(KINDS.get(item.kind, item.kind)),
        _score(item, words),
        CONTROLS.sub("", item.touchpoint or ""),
        CONTROLS.sub("", names.get(account, account)),
        *([CONTROLS.sub("", account)] if with_id else []),
        CONTROLS.sub("", item.text).strip(),
    )


def _score(item: Comment, words: Words) -> str:
    if item.score is None:
        return ""
    if item.scale == "good-bad":
        return words.say(GOOD_BAD[item.score])
    if not item.scale:
        return str(item.score)
    return words.say(N_("{score} ({scale})"), score=item.score, scale=item.scale.replace("-", "–"))


def _narrowed(sought: Sought, telling: Telling) -> list[str]:
    """What the comments were narrowed by on their own, for the caption."""
    say, found = telling.words.say, []
    if sought.text.strip():
        found.append(say(N_("with “{text}”"), text=CONTROLS.sub("", sought.text.strip())))
    if sought.kind:
        found.append(say(KINDS.get(sought.kind, sought.kind)))
    if sought.group:
        found.append(say(GROUP_NAMES[sought.group]))
    if sought.touchpoint:
        found.append(say(N_("touchpoint {name}"), name=sought.touchpoint))
    return found


def _speaks_of(telling: Telling) -> str:
    return telling.words.say(
        N_("{filters} · {period} · data to {day}"),
        filters=telling.filters,
        period=telling.period,
        day=day(telling.selection.as_of, telling.words),
    )


def _withheld(sought: Sought, telling: Telling) -> str:
    if telling.selection.filters or sought.touchpoint:
        return telling.words.say(
            N_(
                "Comments to anonymous surveys are left out while a filter is set: what is filtered by could tell who "
                "wrote them."
            )
        )
    return telling.words.say(
        N_(
            "Comments to anonymous surveys are left out where fewer than {least} answered the question {in_period}, and of "
            "months whose figures stay hidden or that the period cuts. A survey that names who answers can be declared "
            "as named when it is loaded."
        ),
        least=telling.settings.comment_minimum,
        in_period=telling.in_period,
    )
