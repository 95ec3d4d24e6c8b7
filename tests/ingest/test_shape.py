"""The header of a file: preambles, headers of two and three rows, names that come twice; the same data below each."""

from pathlib import Path

import pytest

from cx.contracts.mapping import Declared
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.ingest.file_assumptions import said_of_file
from cx.ingest.reading import Reading, reading
from cx.ingest.records import records_of
from cx.ingest.shape import unique

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
TABLE = "ticket_id;opened_at;subject\nT1;2026-01-01;a\nT2;2026-01-02;b\n"
SHORT = "ticket_id,opened_at,subject\nT1,2026-01-01,a\n"
QUALTRICS = (
    "StartDate,ResponseId,Q1,Q1\r\n"
    'Start Date,Response ID,"How likely,\r\nfrom 0 to 10?",Why?\r\n'
    '"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}","{""ImportId"":""_recordId""}",'
    '"{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}"\r\n'
    "2026-01-01 10:00:00,R_1,9,good\r\n"
)
MONKEY = (
    "Respondent ID,Start Date,How likely?,Which do you use?,,,Why?\n"
    ",,Response,Phone,Chat,Other (please specify),Open-Ended Response\n"
    "1,1/2/26,9,Phone,,fax,good\n"
)
MATRIX = "Respondent ID,Rate us,,,,\n,Speed,Care,Price,Reach,Tone\n1,5,4,3,2,1\n"


@pytest.fixture
def read(tmp_path: Path):
    def reading_of(content: str | bytes, **declare: object) -> Reading:
        path = tmp_path / "export.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (tmp_path / "work").mkdir(exist_ok=True)
        return reading(path, tmp_path / "work", "export.csv", Declared(**declare), largest_mb=1)

    return reading_of


def place(found: Reading, record: int) -> int | None:
    return found.line_of(records_of(found.text.path, found.delimiter, len(found.header)), record)


@pytest.mark.parametrize(
    ("above", "table", "preamble", "line"),
    [
        ("", TABLE, 0, 2),
        ("\n\n", TABLE, 0, 4),
        ("sep=;\n", TABLE, 0, 3),
        ('"sep=;"\r\n', TABLE, 0, 3),
        ("sep=;\n\nTickets\n", TABLE, 1, 5),
        ("Ticket report\n", TABLE, 1, 3),
        ("Ticket report, all teams, 2026\n", TABLE, 1, 3),
        ("Ticket report;;\nFrom;2026-01-01;\n", TABLE, 1, 4),
        ("Ticket report\n\nmade for: you\n\n", TABLE, 2, 6),
        ('"Ticket report\nof two lines"\n', TABLE, 1, 4),
        ("Status\n", SHORT, 1, 3),
        ("Report\nMade by us\nAll teams\n\n", SHORT, 3, 6),
    ],
)
def test_lines_above_the_header_are_skipped(read, above: str, table: str, preamble: int, line: int) -> None:
    found = read(above + table)
    if above.startswith("Ticket report;;"):
        preamble = 2
    assert (found.header, found.first_rows[0]) == (("ticket_id", "opened_at", "subject"), ("T1", "2026-01-01", "a"))
    assert (found.shape.preamble, place(found, 1)) == (preamble, line)
    said = said_of_file(found, Words())
    assert any("before the header" in text for text in said) is (preamble > 0)


@pytest.mark.parametrize(
    "text",
    [
        "account_id,name,,\nA1,x,y,z\nA2,x,y,z\n",
        "account_id\nA1,x\nA2,y\n",
        "a,b,c\n1,2,3,\n4,5,6,\n",
        "account_id,kind\n,Response\nA1,x\n",
        "account_id,kind,note\n,Response,fine\nA1,x,y\n",
        "account_id,name\nA1\nA2\nA3\n",
        "a,b\nx,y;z\nv,w;u\n",
        "Feedback;Note\nvery good, really;a, b\nso, so;c, d\n",
    ],
)
def test_first_row_stays_the_header_where_the_table_begins_with_it(read, text: str) -> None:
    found = read(text)
    assert found.shape.preamble == 0
    assert found.header[0] == text.replace(";", ",").split("\n")[0].split(",")[0]


@pytest.mark.parametrize(
    ("text", "header", "first", "rows", "line"),
    [
        (QUALTRICS, ("StartDate", "ResponseId", "Q1", "Q1 (2)"), "2026-01-01 10:00:00", 3, 5),
        (QUALTRICS.replace('""', "'").replace('"{', '"{'), ("StartDate", "ResponseId", "Q1", "Q1 (2)"), "2026", 3, 5),
        (
            MONKEY,
            (
                "Respondent ID",
                "Start Date",
                "How likely?",
                "Which do you use? – Phone",
                "Which do you use? – Chat",
                "Which do you use? – Other (please specify)",
                "Why?",
            ),
            "1",
            2,
            3,
        ),
        (
            MATRIX,
            ("Respondent ID", *(f"Rate us – {name}" for name in ("Speed", "Care", "Price", "Reach", "Tone"))),
            "1",
            2,
            3,
        ),
        ("\ufeffV1,V2,V3,Q1,\nResponseID,ResponseSet,Name,How likely?,\nR_1,s,n,9,\n", None, "R_1", 2, 3),
    ],
    ids=["qualtrics", "qualtrics, single quotes", "surveymonkey", "surveymonkey matrix", "qualtrics legacy"],
)
def test_headers_of_several_rows_become_one(read, text: str, header, first: str, rows: int, line: int) -> None:
    found = read(text)
    assert found.header == (header or ("ResponseID", "ResponseSet", "Name", "Q1", "column 5"))
    assert (found.shape.rows, place(found, 1)) == (rows, line)
    assert found.first_rows[0][0].startswith(first)
    assert any("none of them is a record" in said for said in said_of_file(found, Words()))


def test_question_texts_and_time_zones_are_kept_by_column(read) -> None:
    found = read(QUALTRICS).shape
    assert (found.labels["Q1"], found.labels["Q1 (2)"]) == ("How likely,\nfrom 0 to 10?", "Why?")
    assert found.time_zones == {"StartDate": "America/Denver"}
    assert found.repeated == ("Q1",)
    assert read("V1,V2,V3,Q1\nResponseID,Set,Name,How likely?\nR,s,n,9\n").shape.labels == {"Q1": "How likely?"}


@pytest.mark.parametrize(
    ("names", "told_apart"),
    [
        (("a", "b"), ("a", "b")),
        (("a", "a", "a"), ("a", "a (2)", "a (3)")),
        (("a", "a (2)", "a"), ("a", "a (2)", "a (3)")),
        (("a", "a", "a (2)"), ("a", "a (3)", "a (2)")),
        (("a", "a", "a (2)", "a (2)"), ("a", "a (3)", "a (2)", "a (2) (2)")),
    ],
)
def test_repeated_names_are_told_apart_by_position(names: tuple[str, ...], told_apart: tuple[str, ...]) -> None:
    assert unique(names) == told_apart


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (QUALTRICS[: QUALTRICS.index("2026")], "header_only"),
        ("sep=;\n", "empty_file"),
        ("ticket_id,subject\nTotal,5\nTotal,6\nGrand Totals (2 records)\n", None),
        ('Report\nticket_id,subject\nT1,"open\n', "unclosed_quote"),
    ],
)
def test_odd_shapes_are_refused_like_plain_ones(read, tmp_path: Path, text: str, code: str | None) -> None:
    if code is None:
        assert len(read(text).first_rows) == 1
        return
    with pytest.raises(FileRefused) as caught:
        read(text)
    assert caught.value.problem.code == code
    assert list((tmp_path / "work").iterdir()) == []
    if code == "unclosed_quote":
        assert (caught.value.problem.record, caught.value.problem.line) == (1, 3)


FOOTED = "ticket_id,opened_at,amount\nT1,2026-01-01,5\nT2,2026-01-02,7\n"
SALESFORCE = (
    '\n\n"Grand Totals (2 records)"\n\n"My tickets"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights '
    'reserved."\n"Confidential Information - Do Not Distribute"\n"Generated By:  Someone 1/15/2026 10:00 AM"\n'
    '"Salesforce"\n'
)


@pytest.mark.parametrize(
    ("below", "lines"),
    [
        ("", 0),
        ("\n\n", 0),
        (SALESFORCE, 6),
        ('\n"My tickets"\n"Copyright © 2026 salesforce.com"\n', 2),
        (",,\n,,\n", 2),
        ("\nTotal,,12\n,,\n", 2),
        ("Total,,12\n", 1),
        ("Total:,,\n", 1),
        ("Summe,,12\n", 1),
        ('Gesamt,,"12,50 €"\n', 1),
        ("Итого,,12\n", 1),
        ('"סה""כ",,12\n', 1),
        ('סה"כ,,12\n', 1),
        ("Total (2 records),,12\n" + SALESFORCE, 7),
        ("Subtotal,,12\nGrand Total,,12\n", 2),
        ("Total,,12\nGrand Total,,12\n", 2),
        ('"Grand Totals (2 records)",,12\n\n"My tickets"\n"Copyright (c) 2026 us"\n', 3),
        ("Copyright claim of 2024,2026-01-03,5\n", 0),
        ("Total,2026-01-03,Acme\n", 0),
        ("Totalenergies,,12\n", 0),
        ("T3,2026-01-03,\n", 0),
        ("T3\n", 0),
        ('T3,2026-01-03,"two\nTotal"\n', 0),
        ('T3,2026-01-03,"two\nGrand Totals\n"\n', 0),
    ],
)
def test_lines_below_the_records_are_taken_away_and_told(read, below: str, lines: int) -> None:
    found = read(FOOTED + below)
    assert len(found.footer) == lines
    left = records_of(found.text.path, found.delimiter, len(found.header)).count
    assert left == (3 if below.startswith("T3") or (below and not lines and below.strip()) else 2)
    assert any("below the records" in said for said in said_of_file(found, Words())) is (lines > 0)


@pytest.mark.parametrize(
    ("file", "answers", "columns", "first", "line"),
    [
        ("Sample_Survey.csv", 5, 74, "ResponseID", 4),
        ("Test_Survey_for_Coded_Comments.csv", 10, 17, "ResponseID", 4),
        ("SidebySide_Questions_Legacy.csv", 25, 71, "ResponseID", 3),
        ("steak-risk-survey.csv", 550, 15, "RespondentID", 3),
        ("zendesk_tickets.csv", 50, 9, "Ticket ID", 2),
    ],
)
def test_real_exports_are_understood(tmp_path: Path, file: str, answers: int, columns: int, first: str, line) -> None:
    found = reading(EXPORTS / file, tmp_path, file, Declared(), largest_mb=1)
    assert (len(found.header), found.header[0]) == (columns, first)
    assert records_of(found.text.path, found.delimiter, columns).count == answers
    assert (place(found, 1), found.footer, found.shape.preamble) == (line, (), 0)
    if file == "Test_Survey_for_Coded_Comments.csv":
        assert found.shape.labels["Q2"] == "What's up home skillets?"
    if file.startswith("Side"):
        assert found.header[9:11] == ("Finished", "Q1#1_1")
        assert found.shape.labels["Q1#1_1"].startswith("Click to write the question text")
    if file.startswith("steak"):
        assert found.header[2] == "Do you ever smoke cigarettes?"
