"""A fault of a row refuses that row with its place and reason and hands it back; the rest loads."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from cx.contracts.words import Words
from cx.store.database import Store

HEADERS = {
    "survey": "response_id,kind,score,scale,responded_at,comment",
    "tickets": "ticket_id,opened_at,resolved_at,satisfaction,satisfaction_scale,sla_met,first_response_minutes",
    "renewals": "contract_id,account_id,starts_on,annual_value,ends_on,outcome",
    "accounts": "account_id,name,potential_chance,contact_rhythm_days",
    "usage": "account_id,used_on,feature,active_users",
}
GOOD = {
    "survey": "R1,nps,9,,2026-01-01,fine",
    "tickets": "T1,2026-01-01 10:00,,4,1-5,yes,30",
    "renewals": "C1,A1,2026-01-01,100,2027-01-01,renewed",
    "accounts": "A1,Acme,0.5,30",
    "usage": "A1,2026-01-01,search,5",
}


@dataclass(frozen=True)
class Bad:
    """A row that must be refused, and the problem that must be told."""

    rule: str
    extract: str
    row: str
    code: str
    column: str | None
    value: str | None
    says: str
    said: dict[str, Any] = field(default_factory=dict)


SCALES = (
    Bad(f"score {score} on scale {scale}", "survey", f"R2,csat,{score},{scale},2026-01-02,", code, "score", score, says)
    for scale, score, code, says in (
        ("0-10", "11", "out_of_range", "score: 11 does not lie between 0 and 10"),
        ("0-10", "-1", "out_of_range", "score: -1 does not lie between 0 and 10"),
        ("1-5", "6", "off_scale", "score: 6 is not on the scale 1-5"),
        ("1-5", "0", "off_scale", "score: 0 is not on the scale 1-5"),
        ("1-7", "8", "off_scale", "score: 8 is not on the scale 1-7"),
        ("1-7", "0", "off_scale", "score: 0 is not on the scale 1-7"),
        ("1-10", "0", "off_scale", "score: 0 is not on the scale 1-10"),
        ("1-10", "11", "out_of_range", "score: 11 does not lie between 0 and 10"),
        ("0-2", "3", "off_scale", "score: 3 is not on the scale 0-2"),
        ("good-bad", "2", "off_scale", "score: 2 is not on the scale good-bad"),
    )
)

BAD = (
    *SCALES,
    Bad(
        "ticket rating off its scale",
        "tickets",
        "T2,2026-01-01,,6,1-5,,",
        "off_scale",
        "satisfaction",
        "6",
        "satisfaction: 6 is not on the scale 1-5",
    ),
    Bad(
        "NPS off 0 to 10",
        "survey",
        "R2,nps,11,,2026-01-02,",
        "out_of_range",
        "score",
        "11",
        "11 does not lie between 0 and 10",
    ),
    Bad(
        "too few cells",
        "survey",
        "R2,nps,9",
        "too_few_cells",
        None,
        "R2,nps,9",
        "has fewer cells than the header: “R2,nps,9”",
    ),
    Bad(
        "too many cells",
        "survey",
        "R2,nps,9,,2026-01-02,x,y,z",
        "too_many_cells",
        None,
        "R2,nps,9,,2026-01-02,x,y,z",
        "has more cells than the header: “R2,nps,9,,2026-01-02,x,y,z”",
    ),
    Bad(
        "quotation marks that do not pair",
        "survey",
        'R2,nps,9,,2026-01-02,"He said "wow" and left"',
        "unreadable",
        None,
        'R2,nps,9,,2026-01-02,"He said "wow" and left"',
        "Double the quotation marks",
    ),
    Bad(
        "NUL byte",
        "survey",
        "R2,nps,9,,2026-01-02,a\x00b",
        "nul_byte",
        "comment",
        "a\x00b",
        "comment: the value holds a NUL byte. Remove it.",
    ),
    Bad(
        "NUL byte in a number", "survey", "R2,nps,\x009,,2026-01-02,", "nul_byte", "score", "\x009", "score: the value"
    ),
    Bad(
        "required cell empty",
        "survey",
        ",nps,9,,2026-01-02,",
        "missing",
        "response_id",
        None,
        "response_id is empty, and every row needs it",
    ),
    Bad(
        "required cell of spaces",
        "survey",
        " \t\u00a0,nps,9,,2026-01-02,",
        "missing",
        "response_id",
        " \t\u00a0",
        "is empty",
    ),
    Bad(
        "unknown word",
        "survey",
        "R2,mood,9,,2026-01-02,",
        "not_in_vocabulary",
        "kind",
        "mood",
        "kind: “mood” is not one of nps, csat, ces",
    ),
    Bad(
        "unknown yes or no",
        "tickets",
        "T2,2026-01-01,,,,maybe,",
        "not_in_vocabulary",
        "sla_met",
        "maybe",
        "“maybe” is not one of true, false",
    ),
    Bad(
        "half a score", "survey", "R2,nps,9.5,,2026-01-02,", "not_whole", "score", "9.5", "“9.5” is not a whole number"
    ),
    Bad(
        "words for a number",
        "tickets",
        "T2,2026-01-01,,,,,soon",
        "not_a_number",
        "first_response_minutes",
        "soon",
        "“soon” is not a number",
    ),
    Bad(
        "amount below zero",
        "renewals",
        "C2,A1,2026-01-01,-5,,",
        "out_of_range",
        "annual_value",
        "-5",
        "annual_value: -5 is negative, and must not be below 0",
    ),
    Bad(
        "chance above one",
        "accounts",
        "A2,Bmax,1.5,",
        "out_of_range",
        "potential_chance",
        "1.5",
        "1.5 does not lie between 0 and 1",
    ),
    Bad(
        "rhythm of no days",
        "accounts",
        "A2,Bmax,,0",
        "out_of_range",
        "contact_rhythm_days",
        "0",
        "0 is less than 1, the least that it may be",
    ),
    Bad(
        "day that the calendar has not",
        "usage",
        "A1,2026-02-30,search,5",
        "not_a_date",
        "used_on",
        "2026-02-30",
        "used_on: “2026-02-30” is not a date",
    ),
    Bad(
        "date that did not happen yet",
        "tickets",
        "T2,2026-01-01,2026-11-25,,,,",
        "in_future",
        "resolved_at",
        "2026-11-25",
        "2026-11-25 lies after the day of the load",
    ),
    Bad(
        "end before start",
        "renewals",
        "C2,A1,2026-01-01,5,2025-12-31,",
        "ends_before_start",
        "ends_on",
        "2025-12-31",
        "ends_on: 2025-12-31 lies before the start",
    ),
    Bad(
        "day and month in the other order than declared",
        "usage",
        "A1,05/13/2026,search,5",
        "not_a_date",
        "used_on",
        "05/13/2026",
        "is not a date in the declared order",
        {"declare": {"date_order": "dmy"}},
    ),
    Bad(
        "point for a comma",
        "tickets",
        "T2,2026-01-01,,,,,7.25",
        "not_a_number",
        "first_response_minutes",
        "7.25",
        "“7.25” is not a number",
        {"declare": {"decimal": ","}},
    ),
)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.rule)
def test_fault_refuses_row_and_loads_rest(loaded, store: Store, words: Words, bad: Bad) -> None:
    """The bad row stands between two good ones, so its place cannot be right by chance; its own cells come back."""
    good = GOOD[bad.extract]
    after = good.replace("1,", "9,", 1)
    said = {**bad.said, "declare": {"end_is": "day_after", **bad.said.get("declare", {})}}
    done = loaded(bad.extract, "\n".join((HEADERS[bad.extract], good, bad.row, after)) + "\n", **said)
    (problem,) = done.problems
    assert (problem.code, problem.record, problem.line) == (bad.code, 2, 3)
    assert (problem.column, problem.value) == (bad.column, bad.value)
    sentence = problem.sentence(words)
    assert sentence.startswith("Record 2 (line 3)")
    assert bad.says in sentence
    assert (done.records, done.skipped, done.read, done.merged.new, done.refused) == (3, 0, 3, 2, 1)
    assert store.rows(f"SELECT count(*) FROM {bad.extract}") == [(2,)]
    ((record, cells),) = done.refused_rows
    assert record == 2
    assert ",".join(cells) == bad.row or bad.code == "unreadable"
    assert store.rows("SELECT record, cells FROM refused_rows") == [(record, cells)]
    assert store.rows('SELECT record, line, "column", code FROM problems') == [(2, 3, bad.column, bad.code)]


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2026, 1, 9), ["in_future"]),
        (date(2026, 1, 10), []),  # one day of grace, for time zones
        (date(2026, 1, 11), []),
    ],
)
def test_load_day_decides_what_lies_ahead(loaded, today: date, codes: list[str]) -> None:
    rows = "ticket_id,opened_at,due_by\nT1,2026-01-01,2030-01-01\nT2,2026-01-11 23:59,\n"
    done = loaded("tickets", rows, today=today)
    assert [problem.code for problem in done.problems] == codes


def test_due_dates_may_lie_ahead(loaded) -> None:
    row = "C1,A1,2030-01-01,100,2031-01-01,,2030-12-01\n"
    done = loaded("renewals", f"{HEADERS['renewals']},notice_on\n{row}", declare={"end_is": "day_after"})
    assert done.problems == ()


def test_record_longer_than_the_reader_takes_is_refused(loaded, words: Words) -> None:
    rows = f'R1,nps,9,,2026-01-01,"{"x" * 2_100_000}"\nR2,nps,9,,2026-01-01,"{"y" * 1_900_000}"\nR3,nps\n'
    done = loaded("survey", f"{HEADERS['survey']}\n{rows}")
    assert [(p.code, p.record, p.line) for p in done.problems] == [("too_long", 1, 2), ("too_few_cells", 3, 4)]
    assert "Record 1 (line 2) is longer than 2 MB: “R1,nps,9" in done.problems[0].sentence(words)
    assert done.refused_rows[0][1][:2] == ["R1", "nps"]
    assert done.merged.new == 1


class TestRepeatedKey:
    """Rows of one file that share a key."""

    HEADER = "response_id,kind,score,comment\n"

    def test_other_content_refuses_all_of_them(self, loaded, store: Store, words: Words) -> None:
        done = loaded("survey", self.HEADER + "R1,nps,9,a\nR2,nps,1,b\nR1,nps,8,a\nR1,nps,9,a\n")
        assert [(p.code, p.record, p.line, p.column, p.value) for p in done.problems] == [
            ("repeated_key", record, line, "response_id + question", "R1, nps")
            for record, line in ((1, 2), (3, 4), (4, 5))
        ]
        assert done.refused_rows == (
            (1, ["R1", "nps", "9", "a"]),
            (3, ["R1", "nps", "8", "a"]),
            (4, ["R1", "nps", "9", "a"]),
        )
        assert "R1, nps stands in the file more than once with different content" in done.problems[0].sentence(words)
        assert (done.merged.new, done.merged.repeated, done.refused) == (1, 0, 3)
        assert store.rows("SELECT response_id FROM survey") == [("R2",)]

    def test_same_content_counts_as_repeated(self, loaded, store: Store) -> None:
        done = loaded("survey", self.HEADER + "R1,nps,9,a\nR1,nps,9,a\nR1, NPS ,9,a\n")
        assert (done.read, done.merged.new, done.merged.repeated, done.refused) == (3, 1, 2, 0)
        assert store.rows("SELECT count(*) FROM survey") == [(1,)]

    def test_bad_row_of_same_key_does_not_spoil_the_good_one(self, loaded, store: Store) -> None:
        done = loaded("survey", self.HEADER + "R1,nps,9,a\nR1,nps,99,a\n")
        assert [problem.code for problem in done.problems] == ["out_of_range"]
        assert store.rows("SELECT score FROM survey") == [(9,)]

    def test_one_response_may_answer_several_questions(self, loaded) -> None:
        done = loaded("survey", "response_id,question,kind,score\nR1,Q1,nps,9\nR1,Q2,nps,8\n")
        assert (done.merged.new, done.refused) == (2, 0)

    def test_cells_come_back_as_the_reader_read_them(self, loaded) -> None:
        """Quoted line ends, marks inside text, ragged and blank lines before them move nothing."""
        rows = 'R0,nps\n\nR1,nps,9,"a\n""b"""\nR2,nps,8,5" pipe\nR1,nps,9, "a,b"\n'
        done = loaded("survey", self.HEADER + rows)
        assert [(p.code, p.record, p.line) for p in done.problems] == [
            ("too_few_cells", 1, 2),
            ("repeated_key", 2, 4),
            ("repeated_key", 4, 7),
        ]
        assert done.refused_rows == (
            (1, ["R0", "nps"]),
            (2, ["R1", "nps", "9", 'a\n"b"']),
            (4, ["R1", "nps", "9", "a,b"]),
        )


def test_every_fault_of_a_row_is_told(loaded) -> None:
    done = loaded("survey", HEADERS["survey"] + "\n" + GOOD["survey"] + "\n,mood,x,1-9,soon,\n")
    assert {(problem.record, problem.column, problem.code) for problem in done.problems} == {
        (2, "response_id", "missing"),
        (2, "kind", "not_in_vocabulary"),
        (2, "score", "not_whole"),
        (2, "scale", "not_in_vocabulary"),
        (2, "responded_at", "not_a_date"),
    }
    assert done.refused == 1


def test_columns_are_named_as_the_file_names_them(loaded) -> None:
    done = loaded("survey", "id,metric,rating\nR1,nps,9\nR2,nps,99\n")
    assert [(problem.column, problem.value) for problem in done.problems] == [("rating", "99")]


def test_value_that_a_lookup_cannot_find_is_refused(loaded, words: Words) -> None:
    loaded("renewals", "contract_id,account_id,starts_on,annual_value\nS1,A1,2026-01-01,5\n")
    lookup = {"header": "subscription", "lookup": "renewals.contract_id", "take": "account_id"}
    done = loaded(
        "usage",
        "subscription,day\nS1,2026-01-01\nS9,2026-01-02\n\n,2026-01-03\n",
        columns={"account_id": lookup, "used_on": "day"},
    )
    assert [(p.code, p.record, p.line, p.column, p.value) for p in done.problems] == [
        ("no_match", 2, 3, "subscription", "S9"),
        ("missing", 3, 5, "subscription", None),
    ]
    assert "nothing loaded has contract_id “S9”" in done.problems[0].sentence(words)
