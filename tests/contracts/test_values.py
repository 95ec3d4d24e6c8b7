"""How a text value is read, value by value."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from cx.contracts.column import Column, Kind, Term
from cx.contracts.values import SPACES, Unreadable, day, flag, moment, money, number, whole, word

PLAIN = Column("Plain", "")
RANGED = Column("Ranged", "", low=0, high=10, words=(("good", "1"),))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9", 9),
        ("+9", 9),
        ("-0", 0),
        ("9.0", 9),
        ("9.000", 9),
        ("007", 7),
        ("999999999", 999_999_999),
        ("1,234", 1234),
        ("1,234,567", 1_234_567),
    ],
)
def test_whole_number(text: str, value: int) -> None:
    assert whole(text, PLAIN) == value


@pytest.mark.parametrize(
    "text", ["9.5", "9.", "1e3", "nan", "inf", "", "1 000", "12,34", "9999999999", "١", "0x9", "1_000", "--1", "good"]
)
def test_no_whole_number(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        whole(text, PLAIN)
    assert caught.value.code == "not_whole"


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("10", 10), ("Good", 1), ("-0", 0)])
def test_value_at_the_edge_of_its_range_is_inside(text: str, value: int) -> None:
    assert whole(text, RANGED) == value


@pytest.mark.parametrize(("read", "text"), [(whole, "11"), (whole, "-1"), (number, "10.01"), (money, "-0.01")])
def test_value_outside_its_range(read, text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text, RANGED)
    assert caught.value.code == "out_of_range"


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1.0), ("1.5", 1.5), ("1.", 1.0), ("-1.5", -1.5), ("1,234.5", 1234.5), ("123456789012345", 123456789012345)],
)
def test_number(text: str, value: float) -> None:
    assert number(text, PLAIN) == value


@pytest.mark.parametrize("text", [".5", "1e3", "nan", "1,23", "12,34.5", "$5", "5 %", "1.2.3", "1,000,000,000,000,000"])
def test_no_number(text: str) -> None:
    for read in (number, money):
        with pytest.raises(Unreadable) as caught:
            read(text, PLAIN)
        assert caught.value.code == "not_a_number"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0.125", "0.13"),
        ("-0.125", "-0.13"),
        ("2.675", "2.68"),
        ("1.005", "1.01"),
        ("0.004", "0.00"),
        ("5", "5.00"),
        ("1,234.5", "1234.50"),
        ("999999999999999.99", "999999999999999.99"),
    ],
)
def test_amount_is_exact_to_the_cent_and_half_cents_go_up(text: str, cents: str) -> None:
    assert money(text, PLAIN) == Decimal(cents)


def test_amount_is_in_its_range_once_rounded() -> None:
    assert money("-0.004", RANGED) == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-01-05", datetime(2024, 1, 5)),
        ("2024-1-5", datetime(2024, 1, 5)),
        ("2024/01.05", datetime(2024, 1, 5)),
        ("2024-01-05 9:05", datetime(2024, 1, 5, 9, 5)),
        ("2024-01-05T09:05:06.123456789", datetime(2024, 1, 5, 9, 5, 6, 123456)),
        ("2024-01-05 10:00Z", datetime(2024, 1, 5, 10)),
        ("2024-01-05 10:00 UTC", datetime(2024, 1, 5, 10)),
        ("2024-01-05 10:00 +0530", datetime(2024, 1, 5, 4, 30)),
        ("2024-01-05 10:00-08", datetime(2024, 1, 5, 18)),
        ("1989-12-31 23:00-05:00", datetime(1990, 1, 1, 4)),
    ],
)
def test_moment_is_in_utc(text: str, value: datetime) -> None:
    assert moment(text, PLAIN) == value


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "20240105",
        "5.1.2024",
        "2024-01-05 24:00",
        "2024-01-05 10:60",
        "2024-01-05 10:00+15:00",
        "epoch",
        "2024-01-05 10:00+25:00",
        "1989-12-31",
        "2100-01-01",
        "0001-01-01T00:00+14:00",
        "2024-01-05t10:00",
        "",
        "1990-01-01 00:00+05:00",
        "2024-01-05 10:00 PM",
        "٢٠٢٤-٠١-٠٥",
    ],
)
def test_no_moment(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        moment(text, PLAIN)
    assert caught.value.code == "not_a_date"


@pytest.mark.parametrize(
    ("text", "order", "value"),
    [
        ("03/04/2025", "dmy", date(2025, 4, 3)),
        ("03/04/2025", "mdy", date(2025, 3, 4)),
        ("3.4.2025", "dmy", date(2025, 4, 3)),
        ("2025-04-03", "dmy", date(2025, 4, 3)),  # a year first needs no order
        ("31/12/2025 23:59", "dmy", date(2025, 12, 31)),
        ("2025-12-31T23:59:59-11:00", "ymd", date(2025, 12, 31)),  # as written, whatever its offset
    ],
)
def test_day_is_as_written(text: str, order: str, value: date) -> None:
    assert day(text, PLAIN, order) == value


@pytest.mark.parametrize(("text", "order"), [("13/04/2025", "mdy"), ("04/13/2025", "dmy"), ("03/04/2025", "ymd")])
def test_day_in_another_order_than_declared_is_none(text: str, order: str) -> None:
    with pytest.raises(Unreadable):
        day(text, PLAIN, order)


@pytest.mark.parametrize(
    ("zone", "text", "value"),
    [
        ("Europe/Bucharest", "2026-07-01 10:00", datetime(2026, 7, 1, 7)),
        ("Europe/Bucharest", "2026-01-01 10:00", datetime(2026, 1, 1, 8)),
        ("Europe/Bucharest", "2026-07-01 10:00Z", datetime(2026, 7, 1, 10)),
        ("Europe/Bucharest", "2026-07-01T00:00", datetime(2026, 6, 30, 21)),
        ("Europe/Bucharest", "2026-07-01", datetime(2026, 7, 1)),
        ("America/New_York", "2026-07-01", datetime(2026, 7, 1)),
    ],
)
def test_zone_is_for_times_without_an_offset(zone: str, text: str, value: datetime) -> None:
    assert moment(text, PLAIN, zone=zone) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("Y", True),
        ("TRUE", True),
        ("1", True),
        ("ДА", True),
        ("כן", True),
        ("no", False),
        ("F", False),
        ("0", False),
        ("нет", False),
        ("לא", False),
    ],
)
def test_flag(text: str, value: bool) -> None:
    assert flag(text, PLAIN) is value


def test_word_is_ours_whatever_its_spelling() -> None:
    column = Column("C", "", Kind.WORD, vocabulary=(Term("renewed", ("Closed Won",)), Term("churned")))
    assert [word(text, column) for text in ("RENEWED", "closed won", "Churned")] == ["renewed", "renewed", "churned"]
    with pytest.raises(Unreadable) as caught:
        word("lost", column)
    assert caught.value.code == "not_in_vocabulary"


def test_spaces_are_those_that_unicode_calls_so() -> None:
    odd = {"\x1c", "\x1d", "\x1e", "\x1f", "\x85"}  # controls that str.strip takes for space
    assert set(SPACES) == {chr(code) for code in range(0x10000) if chr(code).isspace()} - odd
