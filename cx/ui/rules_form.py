"""What makes other rows of a file than its records, as a form: questions, conditions, ticket states, repeats, no data."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from cx.contracts.answering import CONDITIONS, QUESTIONS, ROWS
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.mapping import Answers, EventLog, Lookup, Mapping, Repeats, When, header_named
from cx.contracts.words import N_
from cx.ingest.reading import Reading
from cx.ui import session

Cells = dict[str, str]
ASKED = ("kind", "scale", "ces_version")
"""What is said of each question of a file that holds several in a row."""


def rules_form(start: Mapping, reading: Reading, key: str) -> dict[str, object]:
    """The parts of the mapping that the form says, by their names, started from those of `start`."""
    say, extract = session.words().say, EXTRACTS[start.extract]
    has_some = bool(start.answers or start.when or start.event_log or start.repeats or start.skip)
    said: dict[str, object] = {}
    with st.expander(say(ROWS), expanded=has_some):
        if extract.name == "survey":
            said["answers"] = _answers(start, reading, extract, key)
        if extract.name == "tickets":
            said["event_log"] = _event_log(start, reading, key)
        said["skip"] = _skip(start, reading, key)
        said["when"] = _when(start, reading, extract, key)
        said["repeats"] = _repeats(start, reading, key)
    return said


def _answers(start: Mapping, reading: Reading, extract: Extract, key: str) -> tuple[Answers, ...]:
    say = session.words().say
    _explained(
        QUESTIONS,
        N_(
            "Where a row holds the answers to several questions, name the column of each. A 0-10 question is NPS only "
            "if it asks how likely the customer is to recommend you."
        ),
    )
    rows = [{"score": item.score, "comment": item.comment or "", **item.set} for item in start.answers]
    columns = {
        "score": st.column_config.SelectboxColumn(say(N_("Column of the score")), options=list(reading.header)),
        "comment": st.column_config.SelectboxColumn(say(N_("Its comment")), options=["", *reading.header]),
    }
    for name in ASKED:
        words = [term.word for term in extract.columns[name].vocabulary]
        columns[name] = st.column_config.SelectboxColumn(say(extract.columns[name].title), options=["", *words])
    found = _edited(rows, columns, f"{key}-answers")
    extra = {
        item.score: {name: word for name, word in item.set.items() if not (name in ASKED and word)}
        for item in start.answers
    }
    return tuple(
        Answers(
            score=row["score"],
            comment=row["comment"] or None,
            set={**extra.get(row["score"], {}), **{name: row[name] for name in ASKED if row[name]}},
        )
        for row in found
        if row["score"]
    )


def _event_log(start: Mapping, reading: Reading, key: str) -> EventLog | None:
    say, log = session.words().say, start.event_log
    _explained(
        N_("Several rows a ticket"),
        N_("In a log of changes the last row is the ticket, and each change of its owner is a handoff."),
    )
    with st.container(horizontal=True):
        ticket = _column(N_("Number of the ticket"), log.key if log else "", reading, f"{key}-event-key")
        order = _column(N_("Time of the change"), header_named(log.order) if log else "", reading, f"{key}-event-order")
        owner = _column(N_("Team that holds it"), (log.owner or "") if log else "", reading, f"{key}-event-owner")
    if bool(ticket) != bool(order):
        st.caption(say(N_("Name the ticket's number and the time of the change, or neither.")))
    told = log.order if log and header_named(log.order) == order else order
    return EventLog(key=ticket, order=told, owner=owner or None) if ticket and order else None


def _skip(start: Mapping, reading: Reading, key: str) -> dict[str, tuple[str, ...]]:
    say = session.words().say
    _explained(
        N_("Records that are no data"),
        N_("Deleted tickets, spam, tests: they are left out and counted. * and ? stand for any letters and for one."),
    )
    headers = {name: start.header_of(name) or name for name in start.skip}
    rows = [{"column": headers[name], "like": word} for name, words in start.skip.items() for word in words]
    columns = {
        "column": st.column_config.SelectboxColumn(say(N_("Column")), options=list(reading.header)),
        "like": st.column_config.TextColumn(say(N_("Word"))),
    }
    # A looked-up field holds something else than its column: what is chosen here is the column.
    names = {header: name for name, header in headers.items() if not isinstance(start.columns.get(name), Lookup)}
    said: dict[str, tuple[str, ...]] = {}
    for row in _edited(rows, columns, f"{key}-skip"):
        if row["column"]:
            name = names.get(row["column"], row["column"])
            said[name] = (*said.get(name, ()), row["like"])
    return said


def _when(start: Mapping, reading: Reading, extract: Extract, key: str) -> tuple[When, ...]:
    say = session.words().say
    _explained(
        CONDITIONS,
        N_("For example: where the survey is called “Support*”, the kind is ces. The first line that fits holds."),
    )
    rows = [
        {"column": item.column, "like": item.like, "field": field, "value": value}
        for item in start.when
        for field, value in item.set.items()
    ]
    columns = {
        "column": st.column_config.SelectboxColumn(say(N_("Column")), options=list(reading.header)),
        "like": st.column_config.TextColumn(say(N_("Word"))),
        "field": st.column_config.SelectboxColumn(say(N_("Our field")), options=list(extract.columns)),
        "value": st.column_config.TextColumn(say(N_("Its value"))),
    }
    found = [row for row in _edited(rows, columns, f"{key}-when") if row["column"] and row["field"]]
    conditions = groupby(found, lambda row: (row["column"], row["like"]))
    return tuple(
        When(column=column, like=like, set={row["field"]: row["value"] for row in group})
        for (column, like), group in conditions
    )


def _repeats(start: Mapping, reading: Reading, key: str) -> Repeats | None:
    _explained(
        N_("Rows that repeat a key"),
        N_("Rows of one key with other content are refused, unless a column says which is the last."),
    )
    before = start.repeats.last_by if start.repeats else ""
    chosen = _column(N_("Last by"), header_named(before), reading, f"{key}-repeats")
    told = before if header_named(before) == chosen else chosen
    return Repeats(last_by=told) if told else None


def _explained(title: str, text: str) -> None:
    say = session.words().say
    st.markdown(f"**{say(title)}**", help=say(text))


def _column(label: str, start: str, reading: Reading, key: str) -> str:
    """One of the file's columns, or none."""
    options = ["", *reading.header]
    at = options.index(start) if start in options else 0
    chosen: str = st.selectbox(
        session.words().say(label), options, index=at, key=key, format_func=lambda name: name or "\u2014"
    )
    return chosen


def _edited(rows: Sequence[Cells], columns: dict[str, Any], key: str) -> Iterable[Cells]:
    """The rows of a small table that a person may edit; an empty cell is an empty text."""
    table = pd.DataFrame([[row.get(name, "") for name in columns] for row in rows], columns=list(columns), dtype="str")
    edited = st.data_editor(table, column_config=columns, num_rows="dynamic", hide_index=True, key=key)
    return [{name: "" if pd.isna(row[name]) else str(row[name]) for name in columns} for _, row in edited.iterrows()]
