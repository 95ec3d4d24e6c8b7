"""A fault of a file refuses it whole: a sentence that names what is wrong and what to do, and nothing is changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Mapping
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.store.database import Store, open_store
from cx.store.loading import Source, load, read_file

SURVEY = {"columns": {name: name for name in ("response_id", "kind", "score", "responded_at")}}
TICKETS = {"columns": {"ticket_id": "id", "opened_at": "opened", "satisfaction": "rating"}}
TERMS = {name: name for name in ("contract_id", "account_id", "starts_on", "annual_value", "ends_on")}
RENEWALS = {"columns": TERMS}
ANSWERS = "response_id,kind,score,responded_at\n"
BOOK = "contract_id,account_id,starts_on,annual_value,ends_on\n"


@dataclass(frozen=True)
class Fault:
    """A file that must be refused, and what its sentence must say."""

    rule: str
    extract: str
    content: str | bytes
    code: str
    says: tuple[str, ...]
    said: dict[str, Any] = field(default_factory=dict)
    file: str = "export.csv"


def declaring(mapping: dict[str, Any], **declare: Any) -> dict[str, Any]:
    return {**mapping, "declare": declare}


FAULTS = (
    Fault(
        "wrong extract chosen",
        "survey",
        "ticket_id,opened_at,status\nT1,2026-01-01,open\n",
        "wrong_extract",
        ("export.csv looks like tickets", "survey was chosen", "Choose tickets"),
    ),
    Fault(
        "wrong extract with all that the chosen one needs",
        "accounts",
        "response_id,account_id,kind,score,scale\nR1,A1,nps,9,0-10\n",
        "wrong_extract",
        ("export.csv looks like survey", "accounts was chosen"),
    ),
    Fault(
        "no header",
        "survey",
        "R1,nps,9,2026-01-01\nR2,nps,8,2026-01-02\n",
        "no_header",
        ("export.csv has no header line", "“R1, nps, 9, 2026-01-01”", "Add a line"),
    ),
    Fault("empty file", "survey", "", "empty_file", ("export.csv is empty", "Export it again")),
    Fault("only blank lines", "survey", "\n \r\n\n", "empty_file", ("export.csv is empty",)),
    Fault("only a byte order mark", "survey", b"\xef\xbb\xbf", "empty_file", ("export.csv is empty",)),
    Fault("header only", "survey", ANSWERS, "header_only", ("export.csv has a header line and no rows",)),
    Fault("header and blank lines only", "survey", ANSWERS + "\n\n", "header_only", ("no rows",)),
    Fault(
        "required column missing",
        "survey",
        "response_id,score\nR1,9\n",
        "missing_column",
        ("export.csv has no column for “kind” (Kind)", "response_id, score", "--set kind=nps"),
    ),
    Fault(
        "two columns of one name",
        "survey",
        "response_id,kind,kind\nR1,nps,9\n",
        "repeated_header",
        ("export.csv", "“kind” more than once", "“kind”, “kind (2)”", "rename"),
    ),
    Fault(
        "unclosed quote",
        "survey",
        ANSWERS + 'R1,nps,9,2026-01-01\nR2,nps,"8,2026-01-02\nR3,nps,7,2026-01-03\n',
        "unclosed_quote",
        ("export.csv", "record 2 (line 3)", 'R2,nps,"8', "Close it"),
    ),
    Fault(
        "unclosed quote beside a stray one",
        "survey",
        ANSWERS + 'R1,nps,9,2026-01-01\nR2,n"ps,8,2026-01-02\nR3,nps,7,"2026-01-03\nR4,nps,7,2026-01-03\n',
        "unclosed_quote",
        ("export.csv", "record 3 (line 4)", "R3,nps,7"),
    ),
    Fault(
        "quotes so broken that rows cannot be told apart",
        "survey",
        'response_id,kind,comment\nR1,nps,fine\nR2,"said "wow" and left","start\nR3,"two "words", then",it"s\n',
        "broken_quotes",
        ("export.csv", "record 2 (line 3)", "said", "Double the marks"),
    ),
    Fault(
        "declared encoding that the bytes contradict",
        "survey",
        (ANSWERS + "R1,nps,9,2026-01-01\nñ2,nps,9,2026-01-01\n").encode("cp1252"),
        "wrong_encoding",
        ("export.csv cannot be read as utf-8", "line 3", "Choose another encoding"),
        declaring(SURVEY, encoding="utf-8"),
    ),
    Fault(
        "mark of one encoding before bytes of another",
        "survey",
        b"\xef\xbb\xbf" + (ANSWERS + "R1,nps,9,ñ\n").encode("cp1252"),
        "wrong_encoding",
        ("utf-8", "line 2"),
    ),
    Fault(
        "encoding that nobody knows",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_declaration",
        ("encoding = “klingon”", "utf-8, utf-16, cp1252"),
        declaring(SURVEY, encoding="klingon"),
    ),
    Fault(
        "codec that is no encoding",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_declaration",
        ("encoding = “hex”",),
        declaring(SURVEY, encoding="hex"),
    ),
    Fault("damaged zip", "survey", b"PK\x03\x04rest", "broken_file", ("damaged", "ZIP/XLSX", "download it again")),
    Fault("damaged gzip", "survey", b"\x1f\x8b\x08rest", "broken_file", ("damaged", "GZIP")),
    Fault("damaged old workbook", "survey", b"\xd0\xcf\x11\xe0rest", "broken_file", ("damaged", "XLS")),
    Fault("PDF", "survey", b"%PDF-1.7", "not_a_table", ("holds PDF", "as CSV or XLSX")),
    Fault(
        "dates readable two ways",
        "survey",
        ANSWERS + "R1,nps,9,03/04/2026\nR2,nps,8,05/06/2026\n",
        "ask_date_order",
        ("export.csv", "“responded_at”", "“03/04/2026”", "dmy", "mdy"),
    ),
    Fault(
        "dates in mixed orders",
        "survey",
        ANSWERS + "R1,nps,9,13/04/2026\nR2,nps,8,05/16/2026\n",
        "mixed_date_order",
        ("export.csv", "“responded_at”", "“05/16/2026”", "one form"),
    ),
    Fault(
        "decimals readable two ways",
        "renewals",
        BOOK + 'C1,A1,2026-01-01,"1,234",\n',
        "ask_decimal",
        ("export.csv", "“annual_value”", "“1,234”", "Declare the decimal sign"),
        RENEWALS,
    ),
    Fault(
        "decimals in both forms",
        "renewals",
        BOOK + 'C1,A1,2026-01-01,"1,5",\nC2,A1,2026-01-01,2.5,\n',
        "ask_decimal",
        ("“annual_value”", "“1,5”"),
        RENEWALS,
    ),
    Fault(
        "no good row",
        "survey",
        ANSWERS + "R1,nps,12,2026-01-01\nR2,nps,x,2026-01-02\n",
        "no_good_row",
        ("export.csv: none of its 2 rows", "nothing was changed", "Record 1 (line 2), score", "12"),
    ),
    Fault(
        "no row that the reader could split",
        "survey",
        ANSWERS + "R1\nR2\n",
        "no_good_row",
        ("none of its 2 rows", "Record 1 (line 2) has fewer cells", "“R1”"),
    ),
    Fault(
        "CSAT scale undeclared",
        "survey",
        ANSWERS + "R0,nps,9,2026-01-01\nR1,csat,4,2026-01-01\n",
        "ask_scale",
        ("export.csv", "“csat”", "record 2", "--set scale=1-5"),
    ),
    Fault(
        "ticket rating scale undeclared",
        "tickets",
        "id,opened,rating\nT1,2026-01-01,\nT2,2026-01-01,4\n",
        "ask_scale",
        ("export.csv", "“satisfaction”", "record 2"),
        TICKETS,
    ),
    Fault(
        "CES version undeclared",
        "survey",
        ANSWERS + "R1,ces,4,2026-01-01\n",
        "ask_ces_version",
        ("export.csv", "record 1", "1.0", "2.0", "--set ces_version=2.0"),
    ),
    Fault(
        "meaning of end dates undeclared",
        "renewals",
        BOOK + "C1,A1,2026-01-01,10.5,2026-12-31\n",
        "ask_end_is",
        ("export.csv", "“ends_on”", "end_is=last_day"),
        RENEWALS,
    ),
    Fault(
        "end dates that mean both",
        "renewals",
        BOOK + "C1,A1,2025-01-01,10.5,2025-12-31\nC1,A1,2026-01-01,10.5,2026-06-30\nC1,A1,2026-06-30,10.5,\n",
        "ask_end_is",
        ("“ends_on”",),
        RENEWALS,
    ),
    Fault(
        "mapping names a field that the extract has not",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_field",
        ("“colour”", "survey", "response_id"),
        {"columns": {**SURVEY["columns"], "colour": "kind"}},
    ),
    Fault(
        "constant for a field that the extract has not",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_field",
        ("“colour”",),
        {**SURVEY, "constants": {"colour": "red"}},
    ),
    Fault(
        "words for a field that the extract has not",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_field",
        ("“colour”",),
        {**SURVEY, "values": {"colour": {"a": "b"}}},
    ),
    Fault(
        "mapping names a column that the file has not",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_header",
        ("export.csv has no column named “rating”", "“score”", "response_id, kind", "Correct"),
        {"columns": {**SURVEY["columns"], "score": "rating"}},
    ),
    Fault(
        "mapping for an extract that is none",
        "surveys",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_declaration",
        ("extract = “surveys”", "survey, tickets"),
        SURVEY,
    ),
    Fault(
        "lookup into an extract that is none",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_lookup",
        ("things.contract_id / account_id",),
        {
            "columns": {
                **SURVEY["columns"],
                "account_id": {"header": "kind", "lookup": "things.contract_id", "take": "account_id"},
            }
        },
    ),
    Fault(
        "lookup into nothing",
        "usage",
        "subscription,day\nS1,2026-01-01\n",
        "lookup_empty",
        ("export.csv takes “account_id” from renewals", "no renewals are loaded", "Load them first"),
        {
            "columns": {
                "account_id": {"header": "subscription", "lookup": "renewals.contract_id", "take": "account_id"},
                "used_on": "day",
            }
        },
    ),
    Fault(
        "time zone that is none",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_time_zone",
        ("“Mars/Olympus”", "Europe/Bucharest"),
        declaring(SURVEY, time_zone="Mars/Olympus"),
    ),
    Fault(
        "time zone that is a folder of them",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_time_zone",
        ("“Europe”",),
        declaring(SURVEY, time_zone="Europe"),
    ),
    Fault(
        "time zone that only this machine knows",
        "survey",
        ANSWERS + "R1,nps,9,2026-01-01\n",
        "unknown_time_zone",
        ("“localtime”",),
        declaring(SURVEY, time_zone="localtime"),
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.rule)
def test_fault_refuses_file(refused: Callable[..., Problem], words: Words, fault: Fault) -> None:
    problem = refused(fault.extract, fault.content, fault.file, **fault.said)
    sentence = problem.sentence(words)
    assert problem.code == fault.code
    assert problem.refuses_file
    assert [part for part in fault.says if part not in sentence] == [], sentence


def test_missing_file_is_named(words: Words, store: Store, tmp_path: Path) -> None:
    source = Source(tmp_path / "gone.csv", "gone.csv", Mapping(extract="survey"), date(2026, 11, 23), "tester")
    with pytest.raises(FileRefused) as caught:
        load(store, source, words)
    assert "gone.csv: there is no such file" in caught.value.problem.sentence(words)


def test_file_over_limit_is_refused_before_it_is_read(tmp_path: Path, words: Words) -> None:
    store = open_store(tmp_path / "small" / "cx.duckdb", Settings(largest_file_mb=1))
    path = tmp_path / "big.csv"
    path.write_text(ANSWERS + "R1,nps,9,2026-01-01\n" * 60_000)
    with pytest.raises(FileRefused) as caught, read_file(store, path, "big.csv", Mapping(extract="survey")):
        pass
    store.close()
    assert caught.value.problem.code == "too_large"
    assert "big.csv has 1 MB, more than the limit of 1 MB" in caught.value.problem.sentence(words)


def test_refused_file_leaves_earlier_loads_alone(loaded, refused: Callable[..., Problem], store: Store) -> None:
    loaded("survey", ANSWERS + "R1,nps,9,2026-01-01\n")
    refused("survey", ANSWERS + "R1,nps,3,2026-01-01\nR2,csat,4,2026-01-01\n")
    loaded("survey", ANSWERS + "R2,nps,8,2026-01-02\n")
    assert store.rows("SELECT response_id, score FROM survey ORDER BY ALL") == [("R1", 9), ("R2", 8)]
    assert list(store.work.iterdir()) == []


@pytest.mark.parametrize("extract", EXTRACTS)
def test_no_good_row_hands_back_every_reason(loaded, extract: str) -> None:
    """Refused whole, the file still tells what is wrong with each of its rows."""
    required = EXTRACTS[extract].required
    with pytest.raises(FileRefused) as caught:
        loaded(
            extract,
            ",".join((*required, "more")) + "\n" + "," * len(required) + "x\n",
            columns={name: name for name in required},
        )
    assert {(row.record, row.line, row.column, row.code) for row in caught.value.rows} == {
        (1, 2, name, "missing") for name in required
    }
