"""The mapping proposed for a file, and what a person may declare about it."""

from pathlib import Path

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Declared, Mapping
from cx.contracts.problems import FileRefused
from cx.ingest.proposal import declared, proposed
from cx.ingest.reading import Reading, reading

SURVEY = Mapping(extract="survey")


@pytest.fixture
def read(tmp_path: Path):
    def reading_of(header: str) -> Reading:
        path = tmp_path / "export.csv"
        path.write_text(f"{header}\n{',' * header.count(',')}\n")
        return reading(path, tmp_path, "export.csv", Declared(), largest_mb=1)

    return reading_of


def test_proposal_is_what_the_header_suggests(read) -> None:
    assert proposed(read("id,type,rating"), EXTRACTS["survey"]).columns == {
        "response_id": "id",
        "kind": "type",
        "score": "rating",
    }


@pytest.mark.parametrize(
    ("chosen", "header", "other"),
    [
        ("accounts", "response_id,account_id,kind,score,scale,comment", "survey"),
        ("accounts", "ticket_id,account_id,opened_at,status,priority", "tickets"),
        ("accounts", "contract_id,account_id,starts_on,annual_value,region", "renewals"),
        ("accounts", "account_id,used_on,feature,events", "usage"),
        ("survey", "id,type,created at,status,priority,group", "tickets"),
    ],
)
def test_file_that_clearly_holds_another_extract_is_refused(read, words, chosen: str, header: str, other: str) -> None:
    with pytest.raises(FileRefused) as caught:
        proposed(read(header), EXTRACTS[chosen])
    assert f"export.csv looks like {other}, and {chosen} was chosen" in caught.value.problem.sentence(words)


@pytest.mark.parametrize("chosen", ["accounts", "usage"])
def test_file_that_fits_almost_alike_is_taken_as_chosen(read, chosen: str) -> None:
    assert proposed(read("account_id,date,name,x,y,z"), EXTRACTS[chosen]).extract == chosen


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("date_order", "dmy", "dmy"),
        ("decimal", ",", ","),
        ("delimiter", "tab", "\t"),
        ("delimiter", ";", ";"),
        ("end_is", "last_day", "last_day"),
        ("survey", "named", "named"),
        ("implied_terms", "false", False),
        ("encoding", "cp1255", "cp1255"),
        ("time_zone", "Asia/Tokyo", "Asia/Tokyo"),
        ("exported_on", "2026-02-28", "2026-02-28"),
    ],
)
def test_declared_in_words(name: str, value: str, expected: object) -> None:
    assert getattr(declared(SURVEY, {name: value}).declare, name) == expected


@pytest.mark.parametrize(
    ("name", "value", "choices"),
    [
        ("date_order", "dym", "ymd, dmy, mdy"),
        ("delimiter", "bar", "comma, semicolon, tab, pipe"),
        ("implied_terms", "perhaps", "true, false"),
        ("exported_on", "2026-02-30", "2026-01-31"),
        ("end_is", "", "last_day, day_after"),
        ("colour", "red", "date_order, time_zone, decimal"),
    ],
)
def test_declared_wrongly_is_told_with_what_may_be(words, name: str, value: str, choices: str) -> None:
    with pytest.raises(FileRefused) as caught:
        declared(SURVEY, {"survey": "named", name: value})
    sentence = caught.value.problem.sentence(words)
    assert f"{name} = “{value}” is not known" in sentence
    assert choices in sentence


def test_what_was_declared_before_stays() -> None:
    mapping = SURVEY.model_copy(update={"declare": Declared(decimal=",")})
    declare = declared(mapping, {"survey": "named", "date_order": "dmy"}).declare
    assert (declare.decimal, declare.survey, declare.date_order) == (",", "named", "dmy")
