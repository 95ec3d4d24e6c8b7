"""The events extract: a dated note that is shown on every chart."""

from datetime import date as day
from typing import Annotated

from cx.contracts.column import Column
from cx.contracts.extracts.dimensions import day_column
from cx.contracts.row import Row


class Events(Row):
    """A dated note that is shown on every chart."""

    date: Annotated[day, day_column("Date", "The day; it may lie ahead.", "event date", "event day", required=True)]
    title: Annotated[
        str,
        Column("Title", "What happened, in a few words.", required=True, aliases=("event", "event name", "headline")),
    ]
    note: Annotated[str | None, Column("Note", "More about it.", aliases=("event note", "details"))] = None
    author: Annotated[str | None, Column("Author", "Who wrote it down.", aliases=("written by", "noted by"))] = None
