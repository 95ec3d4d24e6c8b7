"""SQL made of templates: values are filled in as values, never as text."""

import duckdb
import pytest
from sqlglot import exp

from cx.contracts.column import Column, Kind, Term
from cx.contracts.mapping import Declared
from cx.contracts.values import SPACES, Unreadable, moment
from cx.ingest.expressions import sql, translated, trimmed, typed_value


def value_of(tree: exp.Expr) -> object:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone='UTC'")
        return connection.execute(f"SELECT {tree.sql(dialect='duckdb')}").fetchall()[0][0]


NASTY = ["'; DROP TABLE survey; --", "it's", "\\", "%", '"', "עברית", ":name", "$1"]


@pytest.mark.parametrize("text", NASTY)
def test_text_fills_its_place_as_a_value(text: str) -> None:
    assert value_of(sql(":a || :b", a=text, b="")) == text


@pytest.mark.parametrize("text", NASTY)
def test_words_of_the_file_are_values(text: str) -> None:
    assert value_of(translated(exp.convert(text), {text: "ours"})) == "ours"
    assert value_of(translated(exp.convert(text), {"other": text})) == text
    assert value_of(translated(exp.convert(text), {text: ""})) is None
    assert value_of(translated(exp.convert(text), {})) == text


@pytest.mark.parametrize("space", SPACES)
def test_space_of_any_kind_is_cut_from_the_ends_only(space: str) -> None:
    assert value_of(trimmed(exp.convert(f"{space}{space}a{space}b{space}"))) == f"a{space}b"
    assert value_of(trimmed(exp.convert(space * 3))) is None


def test_vocabulary_with_marks_inside_is_read() -> None:
    column = Column("C", "", Kind.WORD, vocabulary=(Term("can't", ("won't",)),), name="c")
    assert value_of(typed_value(column, exp.convert("WON'T"), Declared())) == "can't"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Bucharest", "America/New_York"])
@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy"])
@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01 10:00:00",
        "2026-07-01T10:00",
        "2026-07-01",
        "1/7/2026",
        "1/7/2026 10:00",
        "7-1-2026 10:00 +0300",
        "x",
    ],
)
def test_moment_is_read_as_the_contract_reads_it(text: str, order: str, zone: str) -> None:
    column = Column("M", "", Kind.MOMENT, name="m")
    try:
        expected = moment(text, column, order, zone)
    except Unreadable:
        expected = None
    declare = Declared(date_order=order, time_zone=zone)
    assert value_of(typed_value(column, exp.convert(text), declare)) == expected
