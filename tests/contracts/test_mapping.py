"""Mapping files: the same text for browser and shell, read back to the same mapping."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cx.contracts.file_units import FILE_UNITS
from cx.contracts.mapping import Answers, Declared, EventLog, FileColumn, Lookup, Make, Mapping, Repeats, When
from cx.contracts.mapping_text import mapping_from_file, mapping_from_toml, toml
from cx.contracts.problems import FileRefused

NAMES = st.sampled_from(["account_id", "score", "kind", "outcome"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LOOKUPS = st.builds(Lookup, header=TEXTS, lookup=st.just("renewals.contract_id"), take=st.just("account_id"))
FILE_COLUMNS = st.builds(
    FileColumn, header=TEXTS, unit=st.sampled_from([None, *FILE_UNITS]), time_zone=st.sampled_from([None, "Asia/Tokyo"])
)
MAKES = st.builds(Make, make=st.lists(TEXTS, min_size=1, max_size=3).map(tuple))
SETS = st.dictionaries(NAMES, TEXTS, min_size=1, max_size=2)
DECLARED = st.builds(
    Declared,
    date_order=st.sampled_from([None, "ymd", "dmy", "mdy"]),
    time_zone=st.sampled_from(["UTC", "Asia/Tokyo"]),
    decimal=st.sampled_from([None, ".", ","]),
    encoding=st.sampled_from([None, "cp1251"]),
    delimiter=st.sampled_from([None, ",", ";", "\t"]),
    end_is=st.sampled_from([None, "last_day", "day_after"]),
    survey=st.sampled_from([None, "named", "anonymous"]),
    implied_terms=st.booleans(),
    exported_on=st.sampled_from([None, "2026-02-28"]),
)
MAPPINGS = st.builds(
    Mapping,
    extract=st.just("renewals"),
    source=TEXTS,
    columns=st.dictionaries(NAMES, TEXTS | LOOKUPS | FILE_COLUMNS | MAKES, max_size=3),
    constants=st.dictionaries(NAMES, TEXTS, max_size=2),
    values=st.dictionaries(NAMES, st.dictionaries(TEXTS, TEXTS, max_size=3), max_size=2),
    when=st.lists(st.builds(When, column=TEXTS, like=TEXTS, set=SETS), max_size=2).map(tuple),
    answers=st.lists(st.builds(Answers, score=TEXTS, comment=st.none() | TEXTS, set=SETS), max_size=2).map(tuple),
    event_log=st.none() | st.builds(EventLog, key=TEXTS, order=TEXTS, owner=st.none() | TEXTS),
    repeats=st.none() | st.builds(Repeats, last_by=TEXTS),
    skip=st.dictionaries(NAMES | TEXTS, st.lists(TEXTS, max_size=2).map(tuple), max_size=2),
    declare=DECLARED,
)


@settings(deadline=None, max_examples=80)
@given(MAPPINGS)
def test_written_mapping_reads_back_the_same(mapping: Mapping) -> None:
    assert mapping_from_toml(toml(mapping)) == mapping


def test_example_of_the_documentation_is_read(tmp_path: Path) -> None:
    text = """extract = "renewals"
source = "ravenstack"            # the name it is remembered by
[columns]
contract_id = "subscription_id"
account_id = { header = "subscription_id", lookup = "renewals.contract_id", take = "account_id" }
[constants]
currency = "USD"
annual_value = 12.5
[values.outcome]
"True" = "churned"
"False" = ""
[declare]
date_order = "ymd"
decimal = "."
delimiter = "tab"
end_is = "day_after"
exported_on = 2026-02-28
"""
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8-sig")
    mapping = mapping_from_file(path)
    assert mapping.header_of("contract_id") == mapping.header_of("account_id") == "subscription_id"
    assert mapping.header_of("currency") is None
    assert mapping.constants == {"currency": "USD", "annual_value": "12.5"}
    assert mapping.values == {"outcome": {"True": "churned", "False": ""}}
    assert mapping.fields == ("contract_id", "account_id", "currency", "annual_value")
    declare = mapping.declare
    assert (declare.delimiter, declare.end_is, declare.exported_on) == ("\t", "day_after", "2026-02-28")
    target = mapping.columns["account_id"]
    assert isinstance(target, Lookup)
    assert (target.extract, target.key) == ("renewals", "contract_id")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("extract = ", "Invalid value"),
        ("source = 'x'", "extract: Field required"),
        ("extract = 'survey'\nextra = 1", "extra: Extra inputs are not permitted"),
        ("extract = 'survey'\n[declare]\ndate_order = 'dym'", "declare.date_order: Input should be"),
        ("extract = 'survey'\n[declare]\ncolour = 'red'", "declare.colour: Extra inputs"),
        ("extract = 'survey'\n[declare]\nexported_on = '2026-02-30'", "declare.exported_on"),
        ("extract = 'survey'\n[declare]\nexported_on = 2026-02-30", "Invalid"),
        ("extract = 'survey'\n[columns]\nscore = 5", "columns.score"),
        ("extract = 'survey'\n[columns]\nscore = { header = 'x', lookup = 'renewals', take = 'y' }", "columns.score"),
        ("extract = 'survey'\n[values.score]\n'a' = 5", "values.score.a"),
    ],
)
def test_text_that_is_no_mapping_is_refused_with_its_place(words, text: str, named: str) -> None:
    with pytest.raises(FileRefused) as caught:
        mapping_from_toml(text)
    assert caught.value.problem.code == "unknown_mapping"
    assert named in caught.value.problem.sentence(words)


def test_mapping_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_bytes("extract = 'é'".encode("cp1252"))
    with pytest.raises(FileRefused) as caught:
        mapping_from_file(path)
    assert caught.value.problem.code == "unknown_mapping"


def test_mapping_file_that_is_not_there_is_named(tmp_path: Path, words) -> None:
    with pytest.raises(FileRefused) as caught:
        mapping_from_file(tmp_path / "gone.toml")
    assert "gone.toml: there is no such file" in caught.value.problem.sentence(words)


def test_mappings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Mapping(extract="survey").extract = "tickets"  # type: ignore[misc]


def test_a_unit_that_nothing_has_is_told_with_those_there_are() -> None:
    text = 'extract = "tickets"\n[columns]\nopened_at = { header = "Opened", unit = "fortnights" }\n'
    with pytest.raises(FileRefused) as caught:
        mapping_from_toml(text)
    problem = caught.value.problem
    assert (problem.code, problem.column, problem.value) == ("unknown_unit", "opened_at", "fortnights")
    assert "epoch seconds" in problem.details["units"]
