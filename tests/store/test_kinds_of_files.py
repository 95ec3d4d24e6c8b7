"""Every kind of file loads to the same rows, and every fault is refused with its own sentence in each of them."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable

import pytest

from cx.contracts.problems import REFUSED_COLUMNS, Problem
from cx.contracts.words import Words
from cx.store.database import Store
from cx.store.journal import refused_csv
from tests.workbooks import workbook


def zipped(text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.csv", text)
    return made.getvalue()


KINDS: dict[str, Callable[[str], bytes]] = {
    "csv": str.encode,
    "csv.gz": lambda text: gzip.compress(text.encode()),
    "zip": zipped,
    "xlsx": lambda text: workbook(list(csv.reader(io.StringIO(text)))),
    "utf-16": lambda text: text.encode("utf-16"),
}
ANSWERS = "response_id,kind,score,responded_at\n"
FAULTS = {
    "wrong_extract": "ticket_id,opened_at,status\nT1,2026-01-01,open\n",
    "no_header": "R1,nps,9,2026-01-01\nR2,nps,8,2026-01-02\n",
    "empty_file": "",
    "header_only": ANSWERS,
    "missing_column": "response_id,score\nR1,9\n",
    "repeated_header": "response_id,kind,kind\nR1,nps,9\n",
    "unclosed_quote": ANSWERS + 'R1,nps,9,2026-01-01\nR2,nps,"8,2026-01-02\n',
    "ask_date_order": ANSWERS + "R1,nps,9,03/04/2026\nR2,nps,8,05/06/2026\n",
    "mixed_date_order": ANSWERS + "R1,nps,9,13/04/2026\nR2,nps,8,05/16/2026\n",
    "no_good_row": ANSWERS + "R1,nps,12,2026-01-01\nR2,nps,x,2026-01-02\n",
    "ask_scale": ANSWERS + "R0,nps,9,2026-01-01\nR1,csat,4,2026-01-01\n",
    "ask_ces_version": ANSWERS + "R1,ces,4,2026-01-01\n",
}
SHAPED = {
    "plain": ("", ""),
    "below a preamble, above a footer": (
        "Answers of March\n\n",
        '\n"Grand Totals (6 records)"\nConfidential Information\n',
    ),
}
ROWS = (
    ANSWERS + "R1,nps,9,2026-01-01\n"
    'R2,nps,11,"2026-01-02\n"\n'
    "R3,nps,x,2026-01-03\n"
    "\n"
    ",nps,7,2026-01-04\n"
    "R4,nps,7,2026-01-05\n"
    "R4,nps,6,2026-01-05\n"
)
REFUSED = [("out_of_range", 2), ("not_whole", 3), ("missing", 4), ("repeated_key", 5), ("repeated_key", 6)]
LINES, SHEET_ROWS = [3, 5, 7, 8, 9], [3, 4, 6, 7, 8]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", FAULTS)
def test_fault_is_refused_in_every_kind_of_file(refused: Callable[..., Problem], words: Words, kind, code) -> None:
    if (kind, code) == ("xlsx", "unclosed_quote"):
        return  # A sheet has no quotation marks to close.
    problem = refused("survey", KINDS[kind](FAULTS[code]), f"export.{kind}")
    assert (problem.code, problem.refuses_file) == (code, True)
    assert f"export.{kind}" in problem.sentence(words)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPED)
def test_rows_load_and_are_refused_alike_in_every_kind(loaded, store: Store, words: Words, kind: str, shape) -> None:
    above, below = SHAPED[shape]
    done = loaded("survey", KINDS[kind](above + ROWS + below), f"export.{kind}")
    further = above.count("\n")
    places = SHEET_ROWS if kind == "xlsx" else LINES
    found = [(problem.code, problem.record, problem.line) for problem in done.problems]
    assert found == [(code, record, line + further) for (code, record), line in zip(REFUSED, places, strict=True)]
    skipped = 2 if below else 0
    assert (done.records, done.skipped, done.read, done.merged.new, done.refused) == (6 + skipped, skipped, 6, 1, 5)
    assert store.rows("SELECT response_id, score FROM survey") == [("R1", 9)]
    back = list(csv.reader(io.StringIO(refused_csv(done.header, done.refused_rows, done.problems, words))))
    assert back[0] == ["response_id", "kind", "score", "responded_at", *REFUSED_COLUMNS[:2]]
    assert [row[0] for row in back[1:]] == ["R2", "R3", "", "R4", "R4"]
    assert f"line {places[0] + further}" in back[1][-1]


def test_ragged_rows_below_a_preamble_keep_their_places(loaded) -> None:
    done = loaded("survey", "Made by us\n\n" + ANSWERS + 'R1,nps,"9\n",\nR2,nps\nR3,nps,8,,more\n\nR4,nps,x,\n')
    assert [(problem.code, problem.record, problem.line) for problem in done.problems] == [
        ("too_few_cells", 2, 6),
        ("too_many_cells", 3, 7),
        ("not_whole", 4, 9),
    ]


COMMENTED = "response_id,kind,score,comment\n" + "R1,nps,9,Größe und schöne Übergabe\n" * 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ((ANSWERS + 'R1,nps,9,2026-01-01\nR2,nps,8,"2026-0').encode(), "unclosed_quote"),
        (COMMENTED.encode()[: COMMENTED.encode().rindex("ö".encode()) + 1], "wrong_encoding"),
        (COMMENTED.encode("utf-16")[:-7], "wrong_encoding"),
    ],
)
def test_file_cut_off_in_the_middle_is_refused(refused: Callable[..., Problem], content: bytes, code: str) -> None:
    assert refused("survey", content).code == code


def test_file_cut_off_between_cells_refuses_its_last_record(loaded) -> None:
    done = loaded("survey", ANSWERS + "R1,nps,9,2026-01-01\nR2,np")
    assert [(problem.code, problem.record) for problem in done.problems] == [("too_few_cells", 2)]


@pytest.mark.parametrize("text", ["\u00e9t\u00e9 \u2013 \u201cdéjà\u201d", "naïve \x81 été"])
def test_undefined_bytes_of_the_western_page_are_latin_1(loaded, store: Store, text: str) -> None:
    rows = f"response_id,kind,score,comment\nR1,nps,9,{text}\nR2,nps,9,très bien\n"
    content = b"".join(sign.encode("latin-1") if sign == "\x81" else sign.encode("cp1252") for sign in rows)
    loaded("survey", content)
    assert store.rows("SELECT comment FROM survey WHERE response_id = 'R1'") == [(text,)]


def test_columns_of_one_name_load_once_a_mapping_says_which(loaded, store: Store) -> None:
    text = "response_id,kind,score,Comment,Comment\nR1,nps,9,first,second\n"
    columns = {"response_id": "response_id", "kind": "kind", "score": "score", "comment": "Comment (2)"}
    done = loaded("survey", text, columns=columns)
    assert store.rows("SELECT comment FROM survey") == [("second",)]
    assert any("Comment (2)" in said for said in done.assumptions)
