"""Files whose cells are written in odd ways load to the same values, and say how they were read."""

from decimal import Decimal

import pytest

from cx.contracts.mapping import FileColumn
from cx.store.database import Store

TICKETS = {"ticket_id": "id", "opened_at": "opened", "resolved_at": "solved"}
BOOK = {"contract_id": "id", "account_id": "account", "starts_on": "from", "annual_value": "value", "ends_on": "to"}
END = {"end_is": "day_after"}


def rows(*cells: str) -> str:
    return "\n".join(("id;opened;solved", *(f"T{number};{cell}" for number, cell in enumerate(cells, start=1)))) + "\n"


def days(store: Store, field: str = "opened_at") -> list[str | None]:
    return [row[0] for row in store.rows(f"SELECT strftime({field}, '%Y-%m-%d %H:%M') FROM tickets ORDER BY ticket_id")]


COLUMNS_OF_DATES = [
    ("a day above twelve decides", ("03/04/2025", "13/04/2025"), ["2025-04-03 00:00", "2025-04-13 00:00"]),
    ("month first", ("03/04/2025", "03/14/2025"), ["2025-03-04 00:00", "2025-03-14 00:00"]),
    ("short years, month first", ("1/15/25 9:05", "2/3/25 21:05"), ["2025-01-15 09:05", "2025-02-03 21:05"]),
    ("short years beside whole ones", ("13.01.25", "13.02.2025"), ["2025-01-13 00:00", "2025-02-13 00:00"]),
    ("Jira", ("19/Jan/26 12:47 PM", "20/Feb/26 1:00 AM"), ["2026-01-19 12:47", "2026-02-20 01:00"]),
    ("Jira in Spanish", ("19/ene/26 12:47 PM", "1/dic/25 1:00 AM"), ["2026-01-19 12:47", "2025-12-01 01:00"]),
    ("Russian", ("5 января 2025 г.", "6 мая 2025 г."), ["2025-01-05 00:00", "2025-05-06 00:00"]),
    ("Hebrew", ("5 בינואר 2025", "6 במאי 2025"), ["2025-01-05 00:00", "2025-05-06 00:00"]),
    ("clock of twelve hours", ("2025-01-05 10:00 PM", "2025-01-05 9:05 AM"), ["2025-01-05 22:00", "2025-01-05 09:05"]),
    ("epoch seconds", ("1700000000", "1700000060"), ["2023-11-14 22:13", "2023-11-14 22:14"]),
    ("epoch milliseconds", ("1700000000000", "1700000060000"), ["2023-11-14 22:13", "2023-11-14 22:14"]),
    ("Excel serials", ("45292", "45292.5"), ["2024-01-01 00:00", "2024-01-01 12:00"]),
    ("marks for no value", ("2025-01-05;-", "2025-01-06;n/a"), ["2025-01-05 00:00", "2025-01-06 00:00"]),
]


@pytest.mark.parametrize(
    ("cells", "expected"), [case[1:] for case in COLUMNS_OF_DATES], ids=[c[0] for c in COLUMNS_OF_DATES]
)
def test_column_of_dates_decides_its_form(loaded, store: Store, cells, expected) -> None:
    whole = [cell if ";" in cell else f"{cell};" for cell in cells]
    done = loaded("tickets", rows(*whole), columns=TICKETS)
    assert (done.problems, days(store)) == ((), expected)


@pytest.mark.parametrize(("usual", "slip"), [("22/03/2025", "03/23/2025"), ("2025-03-22", "03/04/2025")])
def test_a_slip_refuses_its_row_and_asks_nothing_of_the_file(loaded, store: Store, usual: str, slip: str) -> None:
    done = loaded("tickets", rows(*[f"{usual};"] * 30, f"{slip};"), columns=TICKETS)
    assert [(found.code, found.value, found.record) for found in done.problems] == [("not_a_date", slip, 31)]
    assert set(days(store)) == {"2025-03-22 00:00"}


def test_short_years_with_a_declared_order(loaded, store: Store) -> None:
    loaded("tickets", rows("05/06/07;", "06/07/08;"), columns=TICKETS, declare={"date_order": "mdy", "decimal": "."})
    assert days(store) == ["2007-05-06 00:00", "2008-06-07 00:00"]


def test_days_that_spread_show_where_the_year_stands(loaded, store: Store) -> None:
    loaded("tickets", rows(*(f"{day:02}.03.24;" for day in range(1, 31))), columns=TICKETS)
    assert sorted(days(store)) == [f"2024-03-{day:02} 00:00" for day in range(1, 31)]


@pytest.mark.parametrize("cells", [("05/06/07;",), ("13.01.24;", "14.02.24;"), ("24-01-05;",)])
def test_an_open_place_of_the_year_is_asked(refused, cells) -> None:
    assert refused("tickets", rows(*cells), columns=TICKETS).code == "ask_date_order"


def test_two_columns_keep_their_own_order_and_the_third_must_not_be_guessed(loaded, refused, store: Store) -> None:
    done = loaded("tickets", rows("13/04/2025;04/15/2025", "14/04/2025;05/16/2025"), columns=TICKETS)
    assert (days(store)[0], days(store, "resolved_at")) == (
        "2025-04-13 00:00",
        ["2025-04-15 00:00", "2025-05-16 00:00"],
    )
    assert isinstance(done.mapping.columns["resolved_at"], FileColumn)
    assert done.mapping.columns["resolved_at"].date_order == "mdy"
    assert any("month first, unlike others" in said for said in done.assumptions)
    third = "id;opened;solved;due\nT1;13/04/2025;04/15/2025;04/05/2025\n"
    assert refused("tickets", third, columns=TICKETS | {"promised_at": "due"}).code == "ask_date_order"


def test_undecided_column_takes_the_files_order(loaded, store: Store) -> None:
    loaded("tickets", rows("03/04/2025;13/04/2025"), columns=TICKETS)
    assert days(store) == ["2025-04-03 00:00"]


def book(*cells: str) -> str:
    lines = (f"C{number};A1;2025-01-01;{cell}" for number, cell in enumerate(cells, start=1))
    return "\n".join(("id;account;from;value;to;after", *lines)) + "\n"


@pytest.mark.parametrize(
    ("cells", "values", "currency"),
    [
        (("1.200,50 €;;", "3,25 €;;"), [1200.5, 3.25], "EUR"),
        (("$1,200.50;;", "$3;;"), [1200.5, 3], "USD"),
        (("USD 1,200.50;;", "USD 3;;"), [1200.5, 3], "USD"),
        (("₪ 1,200.50;;", "n/a;;"), [1200.5], "ILS"),
        (("1 200,50 lei;;", "3 lei;;"), [1200.5, 3], "RON"),
        (("1'200.50;;", "3;;"), [1200.5, 3], None),
        (("$1,200.50;;", "3;;"), [1200.5, 3], None),
    ],
)
def test_amounts_bring_their_currency_where_all_agree(loaded, store: Store, cells, values, currency) -> None:
    done = loaded("renewals", book(*cells), columns=BOOK, declare=END)
    found = store.rows("SELECT annual_value::DOUBLE, currency FROM renewals ORDER BY contract_id")
    assert found == [(value, currency) for value in values]
    said = any("Only some of the amounts" in said for said in done.assumptions)
    assert said is (currency is None and "'" not in cells[0])
    assert done.merged.new == len(values)


@pytest.mark.parametrize("cells", [("$100;;", "€200;;"), ("$100;;", "3;;", "200 EUR;;"), ("$100;;€90",)])
def test_amounts_in_several_currencies_are_asked_about(refused, store: Store, cells) -> None:
    columns = BOOK | {"value_after": "after"}
    problem = refused("renewals", book(*cells), columns=columns, declare=END)
    assert (problem.code, problem.value) == ("ask_currency", "EUR, USD")


@pytest.mark.parametrize(
    ("written", "code"),
    [("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("usd", "USD"), (" eUr ", "EUR"), ("Lei", "RON"), ("CHF", "CHF")],
)
def test_a_currency_is_its_letters_however_it_is_written(loaded, store: Store, written: str, code: str) -> None:
    done = loaded(
        "renewals", book(f"$100;;{written}", f"€200;;{written}"), columns=BOOK | {"currency": "after"}, declare=END
    )
    assert store.rows("SELECT DISTINCT currency FROM renewals") == [(code,)]
    said = "The currency “$” is read as US dollars (2 rows)."
    assert (said in done.assumptions) is (written == "$")


def test_two_columns_keep_their_own_decimal_sign(loaded, store: Store) -> None:
    columns = BOOK | {"value_after": "after"}
    done = loaded("renewals", book("1.200,50;;1,300.25", "5;;2.5"), columns=columns, declare=END)
    assert store.rows("SELECT annual_value::DOUBLE, value_after::DOUBLE FROM renewals ORDER BY contract_id") == [
        (1200.5, 1300.25),
        (5.0, 2.5),
    ]
    assert any("decimal sign in “after” is “.”" in said for said in done.assumptions)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(("01:30:00", "00:00:30"), [90.0, 0.5]), (("-0:30:00", "1:00:00"), [-30.0, 60.0]), (("90", "-"), [90.0, None])],
)
def test_durations_by_the_clock_become_minutes(loaded, store: Store, cells, expected) -> None:
    text = "id,opened,first\n" + "".join(f"T{at},2025-01-01,{cell}\n" for at, cell in enumerate(cells, start=1))
    columns = {"ticket_id": "id", "opened_at": "opened", "first_response_minutes": "first"}
    for declare in ({}, {"date_order": "ymd", "decimal": "."}):
        loaded("tickets", text, columns=columns, declare=declare)
        found = store.rows("SELECT first_response_minutes FROM tickets ORDER BY ticket_id")
        assert [row[0] for row in found] == expected


def test_two_places_of_a_clock_are_asked(refused) -> None:
    columns = {"ticket_id": "id", "opened_at": "opened", "first_response_minutes": "first"}
    problem = refused("tickets", "id,opened,first\nT1,2025-01-01,1:30\n", columns=columns)
    assert (problem.code, problem.column, problem.value) == ("ask_duration", "first", "1:30")


@pytest.mark.parametrize(("unit", "minutes"), [("minutes", None), ("mm:ss", 1.5), ("h:mm", 90.0), ("h:mm:ss", 90.0)])
def test_two_places_of_a_clock_in_minutes_refuse_their_row(loaded, store: Store, unit: str, minutes) -> None:
    columns = {"ticket_id": "id", "opened_at": "opened", "first_response_minutes": {"header": "first", "unit": unit}}
    done = loaded("tickets", "id,opened,first\nT1,2025-01-01,1:30\nT2,2025-01-01,0:01:00\n", columns=columns)
    rows = store.rows("SELECT first_response_minutes FROM tickets ORDER BY ticket_id")
    assert rows == ([(minutes,)] if minutes else []) + [(1.0,)]
    told = [(problem.code, problem.record, problem.column, problem.value) for problem in done.problems]
    assert told == ([] if minutes else [("ambiguous_duration", 1, "first", "1:30")])


def test_header_in_hours_that_holds_a_clock_is_read_by_the_clock(loaded, store: Store) -> None:
    header = "Ticket ID,Created at (America/New_York),First response time (in hrs)\n"
    done = loaded("tickets", header + "T1,2025-01-01 10:00:00,01:30:00\nT2,2025-01-01 10:00:00,1.5\n")
    assert done.mapping.unit_of("first_response_minutes") == "hours"
    assert store.rows("SELECT first_response_minutes, strftime(opened_at, '%H:%M') FROM tickets") == [(90, "15:00")] * 2
    assert any("time zone America/New_York" in said for said in done.assumptions)
    assert any("unit “hours” (2 rows)" in said for said in done.assumptions)


def test_units_of_a_mapping_are_read(loaded, store: Store) -> None:
    columns = {
        "ticket_id": "id",
        "opened_at": FileColumn(header="opened", unit="epoch seconds"),
        "first_response_minutes": FileColumn(header="first", unit="seconds"),
        "sla_met": FileColumn(header="sla", unit="time left"),
        "handoffs": FileColumn(header="stations", unit="stations"),
    }
    loaded(
        "tickets", "id,opened,first,sla,stations\nT1,1700000000,90,-0:30,3\nT2,1700000000,60,1:15,0\n", columns=columns
    )
    found = store.rows("SELECT year(opened_at), first_response_minutes, sla_met, handoffs FROM tickets ORDER BY ALL")
    assert found == [(2023, 1.0, True, 0), (2023, 1.5, False, 2)]


def test_unit_that_a_field_cannot_have_is_refused(refused) -> None:
    columns = {"ticket_id": "id", "opened_at": FileColumn(header="opened", unit="hours")}
    problem = refused("tickets", "id,opened\nT1,2025-01-01\n", columns=columns)
    assert (problem.code, problem.column, problem.value) == ("unknown_unit", "opened_at", "hours")


MARKS = ("-", "--", "?", "N/A", "n/a", "#N/A", "null", "NaN", "*redacted*")
DECLARED = {"date_order": "ymd", "decimal": "."}


@pytest.mark.parametrize("declare", [{}, DECLARED], ids=["open", "declared"])
def test_marks_stand_for_no_value_but_in_free_text(loaded, store: Store, declare: dict[str, str]) -> None:
    lines = "".join(f"R{at},nps,{mark},{mark},{mark},{mark}\n" for at, mark in enumerate(MARKS, start=1))
    text = f"response_id,kind,score,region,comment,account_id\n{lines}R0,nps,9,EU,fine,A1\n"
    done = loaded("survey", text, declare=declare)
    assert (done.refused, done.merged.new) == (0, len(MARKS) + 1)
    found = store.rows("SELECT score, region, account_id, comment FROM survey ORDER BY response_id")
    assert found == [(9, "EU", "A1", "fine"), *((None, None, None, mark) for mark in MARKS)]
    said = [said for said in done.assumptions if "a mark for no value" in said]
    assert [sentence.split(" of ")[0] for sentence in said] == [f"{len(MARKS)} cells"] * 3


def test_north_america_is_a_region(loaded, store: Store) -> None:
    loaded("survey", "response_id,kind,score,region\nR1,nps,9,NA\n")
    assert store.rows("SELECT region FROM survey") == [("NA",)]


YES = (
    "yes",
    "ja",
    "WAHR",
    "oui",
    "vrai",
    "sí",
    "Verdadero",
    "да",
    "ИСТИНА",
    "da",
    "adevărat",
    "כן",
    "אמת",
    "1",
    "True",
)
NO = ("no", "nein", "FALSCH", "non", "faux", "Falso", "нет", "ЛОЖЬ", "nu", "fals", "לא", "שקר", "0", "False")


def test_yes_and_no_in_the_files_language(loaded, store: Store) -> None:
    words = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
    lines = "".join(f"{word},2025-01-01,{word}\n" for word in words)
    columns = {"ticket_id": "id", "opened_at": "opened", "sla_met": "sla"}
    loaded("tickets", f"id,opened,sla\n{lines}", columns=columns)
    assert dict(store.rows("SELECT ticket_id, sla_met FROM tickets")) == words


def test_ids_stay_text_and_rounded_ones_are_refused(loaded, refused, store: Store) -> None:
    loaded("accounts", "account_id,name\n1234567890123456789,Bmax\n0012,B\n")
    assert store.rows("SELECT account_id FROM accounts ORDER BY ALL") == [("0012",), ("1234567890123456789",)]
    for declare in ({}, {"date_order": "ymd", "decimal": "."}):
        problem = refused("accounts", "account_id,name\n1.23457E+18,Bmax\n", declare=declare)
        assert (problem.code, problem.value) == ("rounded_ids", "1.23457E+18")


def test_resolved_mapping_says_what_was_found_and_the_remembered_one_does_not(loaded, store: Store) -> None:
    done = loaded("tickets", rows("1700000000;-"), columns=TICKETS, source="tool")
    assert done.mapping.unit_of("opened_at") == "epoch seconds"
    (kept,) = store.rows("SELECT mapping FROM mappings")
    assert "epoch" not in kept[0]


def test_slip_of_a_single_cell_is_no_form(loaded) -> None:
    done = loaded(
        "tickets",
        rows(*(f"2025-01-{day:02};" for day in range(1, 31)), "05/06/07;"),
        columns=TICKETS,
    )
    assert [problem.code for problem in done.problems] == ["not_a_date"]


def test_columns_as_written_are_not_looked_at(loaded) -> None:
    as_written = {name: FileColumn(header=header, forms=()) for name, header in TICKETS.items()}
    done = loaded("tickets", rows("2025-01-05;", "2025-01-06;-"), columns=as_written)
    assert [problem.code for problem in done.problems] == ["not_a_date"]


INTERVALS = """id,customer,start,amount,interval
S1,0015000000abcDEAAY,2026-01-01,1200,month
S2,0015000000abcDE,2026-01-01,"1,000.50",Year
S3,C3,2026-01-01,500,decade
S4,C4,2026-01-01,500,
S5,C5,2026-01-01,x,month
"""


def test_amounts_are_made_a_years_by_the_interval_of_their_row_and_ids_lose_what_says_nothing(store, loaded) -> None:
    columns = {
        "contract_id": "id",
        "account_id": {"header": "customer", "unit": "salesforce id"},
        "starts_on": "start",
        "annual_value": {"header": "amount", "unit": "cents", "per": "interval"},
    }
    done = loaded("renewals", INTERVALS, columns=columns, declare={"date_order": "ymd", "decimal": "."})
    assert store.rows("SELECT contract_id, account_id, annual_value FROM renewals ORDER BY 1") == [
        ("S1", "0015000000abcDE", Decimal("144.00")),
        ("S2", "0015000000abcDE", Decimal("10.01")),
    ]
    assert [(item.record, item.column, item.value, item.code) for item in done.problems] == [
        (3, "amount", "500", "unknown_interval"),
        (4, "amount", "500", "unknown_interval"),
        (5, "amount", "x", "not_a_number"),
    ]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (("2026-01-02 08:00", "", "", ""), 2),
        (("2026-01-02T08:00Z", "", "2026-01-02 08:00:00+02", ""), 0),
        (("2026-01-02T08:00Z", "2026-01-03 09:00", "2026-01-02 08:00 UTC", ""), 1),
        (("1767340800", "", "1767340801", ""), 0),
    ],
)
def test_only_rows_with_a_time_that_has_no_offset_are_counted_as_read_in_the_time_zone(loaded, cells, rows) -> None:
    opened, resolved, second, last = cells
    text = f"ticket_id,opened_at,resolved_at\nT1,{opened},{resolved}\nT2,{second or opened},{last}\n"
    said = [item for item in loaded("tickets", text).assumptions if item.startswith("Times without")]
    assert said == (
        [f"Times without an offset are read in the time zone UTC ({rows} row{'s'[: rows - 1]})."] * bool(rows)
    )
