"""Records that are not rows: left out, several questions in one, several of one ticket, ids made of cells."""

from datetime import datetime
from typing import Any

import pytest

from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.store.database import Store

WIDE = """Id,When,Recommend,Why,Satisfied,Company
R1,2026-01-05,10,good,4,A
R2,2026-01-06,3,"slow,
very",,B
R3,2026-01-07,N/A,,-,B
R4,2026-01-08,,,2,C
"""
QUESTIONS = [
    {"score": "Recommend", "comment": "Why", "set": {"kind": "nps", "scale": "0-10"}},
    {"score": "Satisfied", "set": {"kind": "csat", "scale": "1-5"}},
]
WIDE_COLUMNS = {"response_id": "Id", "account_id": "Company", "responded_at": "When"}
ANSWERS = "SELECT response_id, kind, score, comment FROM survey ORDER BY ALL"


def counts(done: Any) -> tuple[int, ...]:
    merged = done.merged
    assert done.records >= done.skipped
    assert done.read == merged.new + merged.changed + merged.same + merged.repeated + done.refused
    return (done.records, done.skipped, done.read, merged.new, merged.repeated, done.refused)


def test_a_row_with_several_questions_becomes_an_answer_each(store: Store, loaded) -> None:
    done = loaded("survey", WIDE, columns=WIDE_COLUMNS, answers=QUESTIONS)
    assert counts(done) == (4, 1, 4, 4, 0, 0)
    assert store.rows(ANSWERS) == [
        ("R1", "csat", 4.0, None),
        ("R1", "nps", 10.0, "good"),
        ("R2", "nps", 3.0, "slow,\nvery"),
        ("R4", "csat", 2.0, None),
    ]
    assert any("1 record answers none of the questions" in line for line in done.assumptions)
    again = loaded("survey", WIDE, columns=WIDE_COLUMNS, answers=QUESTIONS)
    assert again.merged.same == 4 and again.merged.new == 0


def test_an_invitation_without_an_answer_stays_one_row(store: Store, loaded) -> None:
    columns = WIDE_COLUMNS | {"sent_at": "When"}
    done = loaded("survey", WIDE, columns=columns, answers=QUESTIONS)
    assert counts(done) == (4, 0, 5, 5, 0, 0)
    assert ("R3", "nps", None, None) in store.rows(ANSWERS)


def test_a_bad_answer_names_its_own_column_and_hands_the_record_back_once(loaded) -> None:
    bad = WIDE.replace("R1,2026-01-05,10,good,4", "R1,2026-01-05,11,good,9").replace("R4,2026-01-08,,,2", "R4,soon,,,2")
    done = loaded("survey", bad, columns=WIDE_COLUMNS, answers=QUESTIONS)
    assert counts(done) == (4, 1, 4, 1, 0, 3)
    assert [(item.record, item.line, item.column, item.value, item.code) for item in done.problems] == [
        (1, 2, "Recommend", "11", "out_of_range"),
        (1, 2, "Satisfied", "9", "off_scale"),
        (4, 6, "When", "soon", "not_a_date"),
    ]
    assert [record for record, _ in done.refused_rows] == [1, 4]


LOG = """number,sys_updated_at,sys_created_at,state,assignment_group,reopened
T1,2026-01-01 10:00,2026-01-01 09:00,New,Tier 1,0
T2,2026-01-01 11:00,2026-01-01 11:00,New,Tier 1,0
T1,2026-01-01 12:00,2026-01-01 09:00,Open,Tier 2,0
T1,2026-01-01 11:00,2026-01-01 09:00,Open,,0
T1,2026-01-02 08:00,2026-01-01 09:00,Solved,Tier 1,1
T2,2026-01-01 11:30,2026-01-01 11:00,Solved,Tier 1,0
,2026-01-01 11:30,2026-01-01 11:00,Solved,Tier 1,0
"""
LOG_COLUMNS = {"ticket_id": "number", "opened_at": "sys_created_at", "status": "state", "team": "assignment_group"}


@pytest.mark.parametrize("order", [None, -1])
def test_an_event_log_becomes_the_last_state_of_each_ticket(store: Store, loaded, order: int | None) -> None:
    head, *rows = LOG.splitlines()
    content = "\n".join([head, *(rows if order is None else rows[::order])]) + "\n"
    log = {"key": "number", "order": "sys_updated_at", "owner": "assignment_group"}
    values = {"status": {"New": "open", "Open": "open", "Solved": "solved"}}
    done = loaded("tickets", content, columns=LOG_COLUMNS, event_log=log, values=values)
    assert counts(done) == (7, 0, 3, 2, 0, 1)
    assert done.problems[0].code == "missing"
    assert done.problems[0].line == (8 if order is None else 2)
    assert store.rows("SELECT ticket_id, status, team, handoffs FROM tickets ORDER BY ALL") == [
        ("T1", "solved", "Tier 1", 2),
        ("T2", "solved", "Tier 1", 0),
    ]
    assert store.rows("SELECT ticket_id, changed_at, from_team, to_team FROM owner_changes ORDER BY ALL") == [
        ("T1", datetime(2026, 1, 1, 12), "Tier 1", "Tier 2"),
        ("T1", datetime(2026, 1, 2, 8), "Tier 2", "Tier 1"),
    ]
    assert any("2 changes of who holds a ticket" in line for line in done.assumptions)
    assert done.also is not None and counts(done.also) == (7, 0, 2, 2, 0, 0)
    assert store.rows("SELECT extract FROM loads ORDER BY load_id") == [("tickets",), ("owner_changes",)]
    again = loaded("tickets", content, columns=LOG_COLUMNS, event_log=log, values=values)
    assert again.also is not None and (again.merged.same, again.also.merged.same) == (2, 2)


ORDERS = [
    ["28/02/2026", "03/03/2026", "01/04/2026"],
    ["03/13/2026 9:00 PM", "11/02/2026 8:00 AM", "11/02/2026 1:00 PM"],
    ["12 Jan 2026", "5 Feb 2026", "1 Mar 2026"],
    ["1767225600", "1767229200", "1767312000"],
    ["9", "10", "111"],
]


@pytest.mark.parametrize("moments", ORDERS, ids=lambda moments: moments[0])
@pytest.mark.parametrize("part", ["event_log", "repeats"])
def test_rows_are_put_in_order_by_what_the_column_shows(store: Store, loaded, part: str, moments: list[str]) -> None:
    first, second, third = moments
    content = f"id,opened,at,team\nT1,2026-01-01,{third},C\nT1,2026-01-01,{first},A\nT1,2026-01-01,{second},B\n"
    columns = {"ticket_id": "id", "opened_at": "opened", "team": "team"}
    said = {"event_log": {"key": "id", "order": "at", "owner": "team"}, "repeats": {"last_by": "at"}}
    done = loaded("tickets", content, columns=columns, **{part: said[part]})
    assert store.rows("SELECT team FROM tickets") == [("C",)]
    if done.also:
        changes = store.rows("SELECT from_team, to_team FROM owner_changes ORDER BY changed_at")
        assert changes == [("A", "B"), ("B", "C")]
    else:
        assert part == "repeats" or moments == ORDERS[-1]


UNPLACED = "id,opened,at,team\nT1,2026-01-01,{1},A\nT1,2026-01-01,{2},B\nT1,2026-01-01,{3},A\nT2,2026-01-01,{1},A\n"
DAYS, NUMBERS = ("2026-01-02 09:00", "2026-01-02 10:00", "2026-01-02 11:00"), ("9", "10", "11")


@pytest.mark.parametrize(
    ("places", "at", "spoilt", "code"),
    [
        (DAYS, 3, "bad", "not_a_date"),
        (DAYS, 1, "2026-13-45", "not_a_date"),
        (DAYS, 3, "7", "not_a_date"),
        (NUMBERS, 3, "x1", "not_a_number"),
        (NUMBERS, 2, "2026-01-01", "not_a_number"),
        (DAYS, 2, "", "missing"),
    ],
)
@pytest.mark.parametrize("part", ["event_log", "repeats"])
def test_a_row_whose_place_cannot_be_read_is_refused_and_takes_no_part(
    store: Store, loaded, part: str, places: tuple[str, ...], at: int, spoilt: str, code: str
) -> None:
    rows = UNPLACED.format("", *places).splitlines()
    rows[at] = rows[at].replace(places[at - 1], spoilt)
    said = {"event_log": {"key": "id", "order": "at", "owner": "team"}, "repeats": {"last_by": "at"}}
    columns = {"ticket_id": "id", "opened_at": "opened", "team": "team"}
    done = loaded("tickets", "\n".join(rows) + "\n", columns=columns, **{part: said[part]})
    if code == "missing" and part == "repeats":
        assert counts(done) == (4, 0, 4, 2, 2, 0)  # the row that was never changed comes first
        return
    found = [(item.record, item.line, item.column, item.value or "", item.code) for item in done.problems]
    assert found == [(at, at + 1, "at", spoilt, code)]
    assert counts(done) == ((4, 0, 3, 2, 0, 1) if part == "event_log" else (4, 0, 4, 2, 1, 1))
    last = "B" if at == 3 else "A"
    assert store.rows("SELECT team FROM tickets ORDER BY ticket_id") == [(last,), ("A",)]
    changes = 1 if at != 2 else 0
    if part == "event_log":
        assert store.rows("SELECT sum(handoffs) FROM tickets") == [(changes,)]
        assert done.also is None or (done.also.refused, done.also.merged.new) == (0, changes)
    assert any("1 row of the log is refused" in line for line in done.assumptions) == (part == "event_log")


def test_a_ragged_row_of_a_log_is_said_to_leave_an_earlier_state(store: Store, loaded) -> None:
    content = UNPLACED.format("", *DAYS).replace(f"{DAYS[2]},A", DAYS[2])
    log = {"key": "id", "order": "at", "owner": "team"}
    done = loaded("tickets", content, columns={"ticket_id": "id", "opened_at": "opened", "team": "team"}, event_log=log)
    assert counts(done) == (4, 0, 3, 2, 0, 1)
    assert [(item.record, item.code) for item in done.problems] == [(3, "too_few_cells")]
    assert any("may show an earlier state" in line for line in done.assumptions)


@pytest.mark.parametrize("part", [{"event_log": {"key": "id", "order": "at"}}, {"repeats": {"last_by": "at"}}])
def test_an_order_of_dates_that_the_column_does_not_decide_is_asked(refused, part) -> None:
    content = "id,opened,at\nT1,2026-01-01,02/03/2026\nT1,2026-01-01,03/02/2026\n"
    problem = refused("tickets", content, columns={"ticket_id": "id", "opened_at": "opened"}, **part)
    assert (problem.code, problem.column) == ("ask_date_order", "at")


@pytest.mark.parametrize("part", [{"event_log": {"key": "id", "order": "at"}}, {"repeats": {"last_by": "at"}}])
@pytest.mark.parametrize(
    ("cells", "code", "last"),
    [
        (("v2", "v10", "V1"), None, "v10"),
        (("Step 9", "Step 10", "step 11"), None, "step 11"),
        (("#2", "#0010", "#9"), None, "#0010"),
        (("v2", "w10", "v1"), "not_a_date", None),
        (("v2", "v10.1", "v1"), "not_a_date", None),
        (("v2", "v10", "final"), "not_a_date", None),
    ],
)
def test_numbers_after_one_text_put_rows_in_their_order(loaded, store: Store, part, cells, code, last) -> None:
    rows = "".join(f"T1,2026-01-01,{cell},{cell}\n" for cell in cells)
    content = f"id,opened,at,team\n{rows}T2,2026-01-01,{cells[0]},\n"
    columns = {"ticket_id": "id", "opened_at": "opened", "team": "team"}
    if code:
        with pytest.raises(FileRefused) as caught:
            loaded("tickets", content, columns=columns, **part)
        assert {item.code for item in caught.value.rows} == {code}
    else:
        done = loaded("tickets", content, columns=columns, **part)
        assert (done.refused, done.merged.new) == (0, 2)
        assert store.rows("SELECT team FROM tickets WHERE ticket_id = 'T1'") == [(last,)]


FEEDBACK = """Date,User,Survey Name,Rating,Note
2026-01-05,u1,Customer Support Survey Q1,5,a
2026-01-05,u1,Customer Support Survey Q1,6,b
2026-01-06,u2,Loyalty 2026,10,c
2026-01-06,,Test run,1,d
,,Loyalty 2026,9,e
"""
FEEDBACK_COLUMNS = {
    "response_id": {"make": ["Date", "User"]},
    "responded_at": "Date",
    "score": "Rating",
    "survey_name": "Survey Name",
}
WHEN = [
    {
        "column": "Survey Name",
        "like": "customer support survey*",
        "set": {"kind": "ces", "scale": "1-7", "ces_version": "2.0"},
    },
    {"column": "Survey Name", "like": "*", "set": {"kind": "csat", "scale": "1-10"}},
]


def test_conditions_set_kind_and_scale_and_ids_are_made_of_cells(store: Store, loaded) -> None:
    said = {"columns": FEEDBACK_COLUMNS, "when": WHEN, "skip": {"survey_name": ["Test*"]}}
    done = loaded("survey", FEEDBACK, **said)
    assert counts(done) == (5, 1, 4, 3, 0, 1)
    assert "1 record is left out because its “Survey Name” is like “Test*”." in done.assumptions
    (problem,) = done.problems
    assert (problem.record, problem.column, problem.code) == (5, "Date", "missing")
    rows = store.rows("SELECT response_id, kind, scale, score FROM survey ORDER BY score")
    ids = [row[0] for row in rows]
    assert [row[1:] for row in rows] == [("ces", "1-7", 5.0), ("ces", "1-7", 6.0), ("csat", "1-10", 10.0)]
    assert sorted(len(name) for name in ids) == [16, 16, 18]
    assert {name.partition("-")[0] for name in ids[:2]} == {min(ids[:2], key=len)}
    head, *lines = FEEDBACK.splitlines()
    again = loaded("survey", "\n".join([head, *sorted(lines, reverse=True)]) + "\n", **said)
    assert (again.merged.same, again.merged.new, again.merged.changed) == (3, 0, 0)


REPEATS = """id,opened,updated,status
T1,2026-01-01,2026-01-02,open
T1,2026-01-01,2026-01-05,closed
T1,2026-01-01,2026-01-03,open
T2,2026-01-01,2026-01-03,open
T2,2026-01-01,2026-01-03,closed
T3,2026-01-01,,open
T3,2026-01-01,,open
"""
REPEATS_COLUMNS = {"ticket_id": "id", "opened_at": "opened", "status": "status"}


def test_of_rows_that_repeat_a_key_the_last_one_wins_where_the_mapping_says_by_what(store: Store, loaded) -> None:
    done = loaded("tickets", REPEATS, columns=REPEATS_COLUMNS, repeats={"last_by": "updated"})
    assert counts(done) == (7, 0, 7, 2, 3, 2)
    assert store.rows("SELECT ticket_id, status FROM tickets ORDER BY ALL") == [("T1", "closed"), ("T3", "open")]
    assert [(problem.record, problem.code) for problem in done.problems] == [(4, "repeated_key"), (5, "repeated_key")]


SKIPS = [
    ({"Status": ["deleted", "SPAM"]}, 2, ["“Status” is “deleted”", "“Status” is “SPAM”"]),
    ({"status": ["d?leted"]}, 1, ["“Status” is like “d?leted”"]),
    ({"status": [""]}, 1, ["its “Status” is empty"]),
    ({"Note": ["100%"]}, 1, ["“Note” is “100%”"]),
    ({"Note": ["1*%"]}, 2, ["“Note” is like “1*%”"]),
    ({"Note": ["a_b"]}, 1, ["“Note” is “a_b”"]),
]


@pytest.mark.parametrize(("skip", "left_out", "said"), SKIPS)
def test_records_that_are_no_data_are_left_out_counted_and_shown(loaded, skip, left_out, said) -> None:
    content = (
        "Id,Opened,Status,Note\nT1,2026-01-01,Deleted,100%\nT2,2026-01-01,spam,1000%\n"
        "T3,2026-01-01,,a_b\nT4,2026-01-01,open,acb\n"
    )
    columns = {"ticket_id": "Id", "opened_at": "Opened", "status": "Status"}
    done = loaded("tickets", content, columns=columns, skip=skip)
    assert (done.records, done.skipped) == (4, left_out)
    told = [line for line in done.assumptions if "left out" in line]
    assert len(told) == len(said) and all(words in line for words, line in zip(said, told, strict=True))


PARTS = [
    ({"answers": [{"score": "Opened"}]}, "wrong_part", "[answers] is for survey"),
    ({"event_log": {"key": "Nope", "order": "Opened"}}, "unknown_header", "“Nope”"),
    ({"repeats": {"last_by": "Nope"}}, "unknown_header", "“Nope”"),
    ({"skip": {"Nope": ["x"]}}, "unknown_header", "“Nope”"),
    ({"skip": {"team": ["x"]}}, "skip_unfilled", "“team”, which no column of export.csv fills"),
    ({"skip": {"contact_id": ["x"]}}, "skip_made", "Name one of them instead: Id, Opened."),
    (
        {"skip": {"account_id": ["x"]}},
        "skip_looked_up",
        "Name the column that it is looked up by instead: “Id”",
    ),
    ({"values": {"team": {"a": "b"}}}, "unused_words", "“team”, and no column of the file fills it"),
    ({"values": {"contact_id": {"a": "b"}}}, "unused_words", "leave [values.contact_id] out"),
    ({"values": {"region": {"a": "b"}}, "constants": {"region": "North"}}, "unused_words", "“region”"),
    ({"when": [{"column": "Id", "like": "x", "set": {"sla_met": "maybe"}}]}, "unknown_word", "true, false"),
    ({"when": [{"column": "Id", "like": "x", "set": {"colour": "red"}}]}, "unknown_field", "colour"),
    (
        {"skip": {"Id": ["*"]}, "columns": {"ticket_id": "Id", "opened_at": "Opened"}},
        "all_left_out",
        "all of its 1 records",
    ),
]


def test_a_question_without_a_kind_is_asked_for(refused) -> None:
    problem = refused("survey", WIDE, columns=WIDE_COLUMNS, answers=[{"score": "Recommend"}])
    assert (problem.code, problem.value) == ("ask_kind", "Recommend")


@pytest.mark.parametrize(("said", "code", "sentence"), PARTS)
def test_a_part_that_does_not_fit_refuses_the_file(refused, said, code, sentence) -> None:
    columns = {"ticket_id": "Id", "opened_at": "Opened", "contact_id": {"make": ["Id", "Opened"]}}
    columns |= {"account_id": {"header": "Id", "lookup": "renewals.contract_id", "take": "account_id"}}
    problem = refused("tickets", "Id,Opened\nT1,2026-01-01\n", **{"columns": columns, **said})
    assert problem.code == code
    assert sentence in problem.sentence(Words("en"))


def test_a_date_that_was_given_for_all_rows_is_said(loaded) -> None:
    said = {
        "columns": {"response_id": "id", "score": "score"},
        "constants": {"kind": "nps", "responded_at": "2025-03-01"},
    }
    done = loaded("survey", "id,score\nR1,9\nR2,3\n", **said)
    assert any("2025-03-01 was given for all 2 rows" in line for line in done.assumptions)


ODD_LOG = """number,opened,state,changed,held
T1,2026-01-02,New,1/2/2026 9:00 AM,A
T1,2026-01-02,Solved,1/10/2026 3:00 PM,A
T1,2026-01-02,Open,1/2/2026 10:00 AM,B
"""


@pytest.mark.parametrize("declare", [{}, {"date_order": "ymd", "decimal": "."}])
@pytest.mark.parametrize(
    "times",
    [
        ("1/2/2026 9:00 AM", "1/13/2026 3:00 PM", "1/2/2026 10:00 AM"),
        ("2 Jan 2026 9:00", "13 Jan 2026 15:00", "2 Jan 2026 10:00"),
        ("02.01.2026 09:00", "13.01.2026 15:00", "02.01.2026 10:00"),
    ],
)
def test_the_times_of_a_log_are_read_in_the_form_that_their_column_shows(
    store: Store, loaded, times: tuple[str, ...], declare
) -> None:
    if declare and times[0][1] != " ":
        declare = {**declare, "date_order": "mdy" if "/" in times[0] else "dmy"}
    states = zip(("New", "Solved", "Open"), times, ("A", "A", "B"), strict=True)
    lines = [f"T1,2026-01-02,{state},{at},{team}" for state, at, team in states]
    columns = {"ticket_id": "number", "opened_at": "opened", "status": "state"}
    log = {"key": "number", "order": "changed", "owner": "held"}
    content = "\n".join(["number,opened,state,changed,held", *lines]) + "\n"
    done = loaded("tickets", content, columns=columns, event_log=log, declare=declare)
    assert done.mapping.columns.keys() == columns.keys()
    assert store.rows("SELECT status, handoffs FROM tickets") == [("Solved", 2)]
    assert store.rows("SELECT changed_at, to_team FROM owner_changes ORDER BY 1") == [
        (datetime(2026, 1, 2, 10), "B"),
        (datetime(2026, 1, 13, 15), "A"),
    ]


def test_a_log_whose_times_can_be_read_two_ways_is_asked_about(refused) -> None:
    log = {"key": "number", "order": "changed"}
    columns = {"ticket_id": "number", "opened_at": "opened"}
    found = refused("tickets", ODD_LOG, columns=columns, event_log=log)
    assert (found.code, found.column) == ("ask_date_order", "changed")


def test_words_of_an_answer_mean_what_the_mapping_says(store: Store, loaded) -> None:
    wide = WIDE.replace("R1,2026-01-05,10", "R1,2026-01-05,Very likely").replace(
        "R4,2026-01-08,,", "R4,2026-01-08,skipped,"
    )
    values = {"score": {"very likely": "10", "skipped": ""}, "comment": {"good": "fine"}}
    done = loaded("survey", wide, columns=WIDE_COLUMNS, answers=QUESTIONS, values=values)
    assert counts(done) == (4, 1, 4, 4, 0, 0)
    assert ("R1", "nps", 10.0, "fine") in store.rows(ANSWERS)


def test_values_that_the_mapping_gives_are_read_as_it_writes_them_whatever_the_file_does(store: Store, loaded) -> None:
    book = "id;acct;start;amount;note\nC1;A1;13.02.2025;1.234,50;\nC2;A2;14.02.2025;;\nC3;A3;15.02.2025;2,00;special\n"
    columns = {"contract_id": "id", "account_id": "acct", "starts_on": "start", "annual_value": "amount"}
    when = [{"column": "note", "like": "special", "set": {"annual_value": "99.25", "value_after": "1.5"}}]
    done = loaded("renewals", book, columns=columns, constants={"annual_value": "1000.125"}, when=when)
    assert counts(done) == (3, 0, 3, 3, 0, 0)
    assert [float(row[0]) for row in store.rows("SELECT annual_value FROM renewals ORDER BY contract_id")] == [
        1234.5,
        pytest.approx(1000.125, abs=0.01),
        99.25,
    ]
    assert store.rows("SELECT CAST(value_after AS DOUBLE) FROM renewals WHERE value_after IS NOT NULL") == [(1.5,)]


@pytest.mark.parametrize(
    ("field", "said"),
    [("status", {"decimal": ","}), ("opened_at", {"currency": "EUR"}), ("ticket_id", {"time_zone": "Asia/Tokyo"})],
)
def test_what_a_column_of_its_kind_cannot_have_is_refused(refused, field: str, said: dict[str, str]) -> None:
    columns = {"ticket_id": "number", "opened_at": "opened", "status": "state"}
    columns |= {field: {"header": columns[field], **said}}
    found = refused("tickets", ODD_LOG, columns=columns)
    assert (found.code, found.column, found.value) == ("unused_key", field, *said)
