"""Odd cells become the canonical text that the contract reads; a cell that no form fits is refused as it is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.file_forms import DATE_FORMS, FILE_FORMS
from cx.contracts.mapping import Declared, FileColumn
from cx.contracts.values import READERS, Unreadable
from cx.ingest.forms import canonical
from cx.ingest.months import MONTHS, NAMES

REFUSED = "refused"


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("SET TimeZone='UTC'")
        yield opened


def read(connection, column: Column, cells: list[str], target: FileColumn, declared: Declared) -> list[object]:
    """What the contract reads of each cell's canonical text."""
    made = canonical(column, exp.column("cell"), target, declared).sql("duckdb")
    texts = [
        row[0]
        for row in connection.execute(
            f"SELECT {made} FROM (SELECT unnest($cells) AS cell)", {"cells": cells}
        ).fetchall()
    ]
    return [None if text is None else value_of(text, column) for text in texts]


def value_of(text: str, column: Column) -> object:
    try:
        return READERS[column.kind](text, column)
    except Unreadable:
        return REFUSED


def at(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  # moments are kept in UTC without a zone


MOMENTS = [
    ("19/Jan/26 12:47 PM", "ymd", at(2026, 1, 19, 12, 47)),
    ("19/Jan/26 12:47 AM", "ymd", at(2026, 1, 19, 0, 47)),
    ("19/ene/26", "ymd", at(2026, 1, 19)),
    ("19/янв/26 1:05 PM", "ymd", at(2026, 1, 19, 13, 5)),
    ("12. März 2025", "ymd", at(2025, 3, 12)),
    ("12. Mrz. 2025 um 14:30 Uhr", "ymd", at(2025, 3, 12, 14, 30)),
    ("Mittwoch, 12. März 2025", "ymd", at(2025, 3, 12)),
    ("Jan 5, 2025", "ymd", at(2025, 1, 5)),
    ("January 5th, 2025 at 9:05 am", "ymd", at(2025, 1, 5, 9, 5)),
    ("Mon, 06 Jan 2025 10:00:00 +0200", "ymd", at(2025, 1, 6, 8)),
    ("Sept 30 2024", "ymd", at(2024, 9, 30)),
    ("5-Feb-2024 10:00:01.5", "ymd", at(2024, 2, 5, 10, 0, 1, 500000)),
    ("2024-Feb-05", "ymd", at(2024, 2, 5)),
    ("1er août 2025", "ymd", at(2025, 8, 1)),
    ("12 déc. 2025 à 08:15", "ymd", at(2025, 12, 12, 8, 15)),
    ("5 de enero de 2025 9:00 p. m.", "ymd", at(2025, 1, 5, 21)),
    ("30 sept. 2025", "ymd", at(2025, 9, 30)),
    ("5 января 2025 г.", "ymd", at(2025, 1, 5)),
    ("5 мая 2025 г., 10:30", "ymd", at(2025, 5, 5, 10, 30)),
    ("17 noiembrie 2025", "ymd", at(2025, 11, 17)),
    ("17 iul. 2025", "ymd", at(2025, 7, 17)),
    ("5 בינואר 2025", "ymd", at(2025, 1, 5)),
    ("23 נובמבר 2025 10:00", "ymd", at(2025, 11, 23, 10)),
    ("3 março 2025", "ymd", REFUSED),
    ("31 Feb 2025", "ymd", REFUSED),
    ("Jan 2025", "ymd", REFUSED),
    ("5 Jan", "ymd", REFUSED),
    ("yesterday", "dmy", REFUSED),
    ("5 Foo 2025", "ymd", REFUSED),
    ("1/19/26, 12:47 AM", "mdy", at(2026, 1, 19, 0, 47)),
    ("1/19/26 12:47\u202fPM", "mdy", at(2026, 1, 19, 12, 47)),
    ("1/19/2026 1:47:09 pm", "mdy", at(2026, 1, 19, 13, 47, 9)),
    ("19/1/2026 13:00 PM", "dmy", REFUSED),
    ("19/1/2026 0:10 AM", "dmy", REFUSED),
    ("13.01.25", "dmy", at(2025, 1, 13)),
    ("13.01.69", "dmy", at(2069, 1, 13)),
    ("13.01.99 08:05", "dmy", at(1999, 1, 13, 8, 5)),
    ("13.01.70", "dmy", REFUSED),
    ("24-01-05", "ymd", at(2024, 1, 5)),
    ("13/13/25", "dmy", REFUSED),
    ("2024-01-05 10:00 PM", "ymd", at(2024, 1, 5, 22)),
    ("2024-01-05T10:00:00Z", "ymd", at(2024, 1, 5, 10)),
    ("2024-01-05", "dmy", at(2024, 1, 5)),
    ("10:00 PM", "dmy", REFUSED),
]


@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy"])
def test_spelled_dates_are_read(connection, order: str) -> None:
    cases = [(text, expected) for text, own, expected in MOMENTS if own == order]
    column, target = Column("M", "", Kind.MOMENT), FileColumn(header="h", forms=tuple(DATE_FORMS))
    found = read(connection, column, [text for text, _ in cases], target, Declared(date_order=order))
    assert dict(zip((text for text, _ in cases), found, strict=True)) == dict(cases)


AMOUNTS = [
    ("1200", ".", "1200"),
    ("1,200.50", ".", "1200.50"),
    ("$1,200.50", ".", "1200.50"),
    ("$ 1,200.50", ".", "1200.50"),
    ("USD 1,200.50", ".", "1200.50"),
    ("1,200.50 USD", ".", "1200.50"),
    ("US$1,200.50", ".", "1200.50"),
    ("-$5", ".", "-5"),
    ("$-5", ".", "-5"),
    ("−5.25", ".", "-5.25"),
    ("£12", ".", "12"),
    ("₪ 12.90", ".", "12.90"),
    ("(1,200.50)", ".", "-1200.50"),
    ("($1,200.50)", ".", "-1200.50"),
    ("(-5)", ".", REFUSED),
    ("(5", ".", REFUSED),
    ("5)", ".", REFUSED),
    ("1'200.50", ".", "1200.50"),
    ("1’200’000.50", ".", "1200000.50"),
    ("1 200 000", ".", "1200000"),
    ("12 34", ".", REFUSED),
    ("12%", ".", "12"),
    ("abc", ".", REFUSED),
    ("$", ".", REFUSED),
    ("5 apples", ".", REFUSED),
    ("1.200,50 €", ",", "1200.50"),
    ("€ 1.200,50", ",", "1200.50"),
    ("1 200,50 lei", ",", "1200.50"),
    ("1\u00a0200,50 RON", ",", "1200.50"),
    ("1\u202f200,50 €", ",", "1200.50"),
    ("1 200,50 руб.", ",", "1200.50"),
    ("12,5 ₽", ",", "12.5"),
    ("100 RUB", ",", "100"),
    ("(1.200,50 €)", ",", "-1200.50"),
    ("1.200.000", ",", "1200000"),
    ("1,200.50", ",", REFUSED),
    ("7.25", ",", REFUSED),
]


@pytest.mark.parametrize("decimal", [".", ","])
def test_amounts_are_read_without_their_signs(connection, decimal: str) -> None:
    cases = {text: expected for text, own, expected in AMOUNTS if own == decimal}
    column, target = Column("A", "", Kind.MONEY), FileColumn(header="h", forms=("signs",))
    found = read(connection, column, list(cases), target, Declared(decimal=decimal))
    shown = [amount if amount == REFUSED else f"{amount:f}".removesuffix(".00") for amount in found]
    expected = [text if text == REFUSED else f"{float(text):.2f}".removesuffix(".00") for text in cases.values()]
    assert dict(zip(cases, shown, strict=True)) == dict(zip(cases, expected, strict=True))


UNITS = [
    (Kind.NUMBER, "seconds", "90", 1.5),
    (Kind.NUMBER, "seconds", "4,440", 74.0),
    (Kind.NUMBER, "minutes", "12.5", 12.5),
    (Kind.NUMBER, "hours", "1.5", 90.0),
    (Kind.NUMBER, "hours", "01:30:00", 90.0),
    (Kind.NUMBER, "hours", "1:30", 90.0),
    (Kind.NUMBER, "hours", "-0:30", -30.0),
    (Kind.NUMBER, "minutes", "1:30", None),
    (Kind.NUMBER, "minutes", "0:01:30", 1.5),
    (Kind.NUMBER, "seconds", "1:30", 1.5),
    (Kind.NUMBER, "hours", "soon", REFUSED),
    (Kind.NUMBER, "days", "2", 2880.0),
    (Kind.NUMBER, "h:mm:ss", "100:00:30", 6000.5),
    (Kind.NUMBER, "h:mm:ss", "0:00:00", 0.0),
    (Kind.NUMBER, "h:mm:ss", "1:75:00", REFUSED),
    (Kind.NUMBER, "h:mm:ss", "5", REFUSED),
    (Kind.NUMBER, "h:mm", "-1:30", -90.0),
    (Kind.NUMBER, "h:mm", "−1:30", -90.0),
    (Kind.NUMBER, "mm:ss", "90:30", 90.5),
    (Kind.MONEY, "month", "100", 1200),
    (Kind.MONEY, "month", "$1,000.10", 12001.2),
    (Kind.MONEY, "quarter", "250.25", 1001),
    (Kind.MONEY, "half-year", "5", 10),
    (Kind.MONEY, "year", "5", 5),
    (Kind.MONEY, "cents", "123456", 1234.56),
    (Kind.MONEY, "cents/month", "1250", 150),
    (Kind.MONEY, "cents/quarter", "1", 0.04),
    (Kind.MONEY, "cents/year", "99", 0.99),
    (Kind.MONEY, "month", "free", REFUSED),
    (Kind.WHOLE, "stations", "0", 0),
    (Kind.WHOLE, "stations", "1", 0),
    (Kind.WHOLE, "stations", "4", 3),
    (Kind.WHOLE, "stations", "1.5", REFUSED),
    (Kind.FLAG, "time left", "1:20", True),
    (Kind.FLAG, "time left", "-0:01", False),
    (Kind.FLAG, "time left", "−1,5", False),
    (Kind.FLAG, "time left", "3.75", True),
    (Kind.FLAG, "time left", "yes", True),
    (Kind.FLAG, "time left", "paused", REFUSED),
    (Kind.MOMENT, "epoch seconds", "1700000000", at(2023, 11, 14, 22, 13, 20)),
    (Kind.MOMENT, "epoch seconds", "1700000000.5", at(2023, 11, 14, 22, 13, 20, 500000)),
    (Kind.MOMENT, "epoch seconds", "170000000", REFUSED),
    (Kind.MOMENT, "epoch seconds", "2524694400", REFUSED),
    (Kind.MOMENT, "epoch seconds", "2024-01-01", at(2024, 1, 1)),
    (Kind.MOMENT, "epoch milliseconds", "1700000000123", at(2023, 11, 14, 22, 13, 20, 123000)),
    (Kind.MOMENT, "excel serial", "45292", at(2024, 1, 1)),
    (Kind.MOMENT, "excel serial", "45292.5", at(2024, 1, 1, 12)),
    (Kind.MOMENT, "excel serial", "45292,75", at(2024, 1, 1, 18)),
    (Kind.MOMENT, "excel serial", "45292.999988426", at(2024, 1, 1, 23, 59, 59)),
    (Kind.MOMENT, "excel serial", "1", REFUSED),
    (Kind.DAY, "excel serial", "45292.5", date(2024, 1, 1)),
    (Kind.DAY, "epoch seconds", "1700000000", date(2023, 11, 14)),
]


@pytest.mark.parametrize(("kind", "unit"), sorted({(kind, unit) for kind, unit, _, _ in UNITS}))
def test_units_become_ours(connection, kind: Kind, unit: str) -> None:
    cases = {text: expected for own, other, text, expected in UNITS if (own, other) == (kind, unit)}
    column, target = Column("U", "", kind), FileColumn(header="h", unit=unit)
    found = read(connection, column, list(cases), target, Declared())
    plain = [float(value) if isinstance(value, Decimal) else value for value in found]
    assert plain == [pytest.approx(value) if isinstance(value, float) else value for value in cases.values()]


def test_day_of_an_epoch_is_the_one_of_the_files_zone(connection) -> None:
    column, target = Column("D", "", Kind.DAY), FileColumn(header="h", unit="epoch seconds")
    assert read(connection, column, ["1700000000"], target, Declared(time_zone="Asia/Tokyo")) == [date(2023, 11, 15)]


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        (Column("N", "", Kind.NUMBER), "n/a", None),
        (Column("N", "", Kind.NUMBER), "-", None),
        (Column("D", "", Kind.MOMENT), "NaN", None),
        (Column("I", "", name="account_id"), "NA", None),
        (Column("I", "", name="account_id"), "NAB", "NAB"),
        (Column("R", "", dimension=True), "NA", "NA"),
        (Column("R", "", dimension=True), "None", "None"),
        (Column("R", "", dimension=True), "*redacted*", None),
        (Column("P", "", Kind.NUMBER, high=1), "45%", 0.45),
        (Column("P", "", Kind.NUMBER), "45%", 45.0),
    ],
)
def test_marks_for_no_value_depend_on_the_column(connection, column: Column, text: str, expected: object) -> None:
    assert read(connection, column, [text], FileColumn(header="h", forms=FILE_FORMS), Declared()) == [expected]


def test_every_name_of_a_month_means_one_month() -> None:
    for names in NAMES.values():
        assert [MONTHS[name] for name in names.split()] == list(range(1, 13))


WRITTEN = (
    ("{day}/{short}/{yy} {hour12}:{minute} {half}", "ymd"),
    ("{long} {day}, {year} {hour}:{minute}", "ymd"),
    ("{day}. {german} {year} {hour}:{minute}", "ymd"),
    ("{day} {russian} {year} г. {hour}:{minute}", "ymd"),
    ("{month}/{day}/{yy} {hour}:{minute}", "mdy"),
    ("{day}.{month}.{year} {hour}:{minute}", "dmy"),
    ("{day}.{month}.{yy} {hour12}:{minute} {half}", "dmy"),
    ("{yy}-{month}-{day} {hour}:{minute}", "ymd"),
    ("{year}-{month}-{day} {hour12}:{minute}{half}", "ymd"),
)


@given(
    moment=st.integers(0, 60 * 24 * 365 * 60).map(lambda minutes: at(1990, 1, 1) + timedelta(minutes=minutes)),
    form=st.sampled_from(WRITTEN),
)
def test_a_moment_in_any_form_is_the_same_moment(connection, moment: datetime, form: tuple[str, str]) -> None:
    written = form[0].format(
        day=moment.day,
        month=f"{moment.month:02}",
        year=moment.year,
        yy=f"{moment.year % 100:02}",
        hour=moment.hour,
        hour12=moment.hour % 12 or 12,
        half="PM" if moment.hour >= 12 else "AM",
        minute=f"{moment.minute:02}",
        short=moment.strftime("%b"),
        long=NAMES["en"].split()[moment.month - 1],
        german=NAMES["de"].split()[moment.month - 1],
        russian=NAMES["ru"].split()[moment.month - 1],
    )
    column, target = Column("M", "", Kind.MOMENT), FileColumn(header="h", forms=tuple(DATE_FORMS))
    assert read(connection, column, [written], target, Declared(date_order=form[1])) == [moment]
