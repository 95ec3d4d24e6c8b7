"""How a text value is read: the contract that the pydantic rows keep and the SQL rules are tested against."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from cx.contracts.column import FLAG_TERMS, Column, Kind

WHOLE_PATTERN = r"[+-]?([0-9]{1,3}(,[0-9]{3}){1,2}|[0-9]{1,9})([.]0+)?"
NUMBER_PATTERN = r"[+-]?([0-9]{1,3}(,[0-9]{3}){1,4}|[0-9]{1,15})([.][0-9]{0,9})?"
OFFSET = r"(Z|UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
CLOCK_PATTERN = r"((T| +)([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?( ?" + OFFSET + r")?)?"
YMD_PATTERN = r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + CLOCK_PATTERN
NUMERIC_DATE_PATTERN = r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})" + CLOCK_PATTERN
FIRST_YEAR, LAST_YEAR = 1990, 2099
SPACES = " \t\n\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What counts as space around a value; SPACE_PATTERN says the same to the database."""
SPACE_PATTERN = r"[\s\x0b\p{Z}]"
SPACE_AROUND = f"[{SPACES}]*"


class Unreadable(ValueError):
    """The text cannot be read; `code` is the row fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def whole(text: str, column: Column) -> int:
    """The whole number in `text`, inside the column's range."""
    text = dict(column.words).get(text.lower(), text)
    if not re.fullmatch(WHOLE_PATTERN, text):
        raise Unreadable("not_whole")
    return int(_inside(float(text.replace(",", "")), column))


def number(text: str, column: Column) -> float:
    """The number in `text` (decimal point), inside the column's range."""
    if not re.fullmatch(NUMBER_PATTERN, text):
        raise Unreadable("not_a_number")
    return _inside(float(text.replace(",", "")), column)


def money(text: str, column: Column) -> Decimal:
    """The amount in `text`, to the cent."""
    number(text, Column(column.title, ""))
    amount = Decimal(text.replace(",", "")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    _inside(float(amount), column)
    return amount


def _inside(value: float, column: Column) -> float:
    if (column.low is not None and value < column.low) or (column.high is not None and value > column.high):
        raise Unreadable("out_of_range")
    return value


def moment(text: str, column: Column, order: str = "ymd", zone: str = "UTC") -> datetime:
    """The moment in UTC without a zone; a time without an offset is read in `zone`, a day without a time stays that day.

    `order` is ymd, dmy or mdy and speaks of dates such as 3/4/2025; a date with the year first needs no order.
    """
    year_first = re.fullmatch(YMD_PATTERN, text)
    year_last = re.fullmatch(NUMERIC_DATE_PATTERN, text) if order != "ymd" else None
    if year_first:
        year, month, day = (int(part) for part in year_first.groups()[:3])
        clock = year_first.group(4)
    elif year_last:
        day, month, year = (int(part) for part in year_last.groups()[:3])
        day, month = (day, month) if order == "dmy" else (month, day)
        clock = year_last.group(4)
    else:
        raise Unreadable("not_a_date")
    try:
        return _in_utc(
            datetime.fromisoformat(f"{year:04}-{month:02}-{day:02}{_iso_clock(clock)}"), zone if clock else "UTC"
        )
    except ValueError:
        raise Unreadable("not_a_date") from None


def _iso_clock(clock: str | None) -> str:
    if not clock:
        return ""
    time, offset = re.fullmatch(r"([0-9:.]+) ?(.*)", clock.strip("T "), re.DOTALL).groups()  # type: ignore[union-attr]
    hour, _, rest = time.partition(":")
    return f"T{int(hour):02}:{rest}{'+00:00' if offset in ('Z', 'UTC') else offset}"


def _in_utc(value: datetime, zone: str) -> datetime:
    if not FIRST_YEAR - 1 <= value.year <= LAST_YEAR + 1:
        raise Unreadable("not_a_date")
    aware = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))
    moment_in_utc = aware.astimezone(UTC).replace(tzinfo=None)
    if not FIRST_YEAR <= moment_in_utc.year <= LAST_YEAR:
        raise Unreadable("not_a_date")
    return moment_in_utc


def day(text: str, column: Column, order: str = "ymd", zone: str = "UTC") -> date:
    """The calendar day in `text` as written: a day has no time zone."""
    written = text if re.fullmatch(YMD_PATTERN, text) or re.fullmatch(NUMERIC_DATE_PATTERN, text) else ""
    return moment(re.sub(r"[T ]+[0-9]{1,2}:.*$", "", written), column, order, "UTC").date()


def flag(text: str, column: Column) -> bool:
    """True or false from the usual words for yes and no."""
    return word(text, Column(column.title, "", vocabulary=FLAG_TERMS)) == "true"


def word(text: str, column: Column) -> str:
    """The column's own word for `text`, whichever spelling it has."""
    for term in column.vocabulary:
        if text.lower() in term.spellings:
            return term.word
    raise Unreadable("not_in_vocabulary")


def plain(text: str, column: Column) -> str:
    """The text as it is, once it is written as the column asks."""
    if column.form and not re.fullmatch(column.form.pattern, text):
        raise Unreadable("not_in_form")
    return listed(text) if column.form and column.form.is_list else text


def listed(text: str) -> str:
    """The parts between semicolons, such as region=North, in one spelling: sorted, each once."""
    parts = {re.sub(rf"{SPACE_AROUND}={SPACE_AROUND}", "=", part.strip(SPACES)) for part in text.split(";")}
    return "; ".join(sorted(parts))


READERS: dict[Kind, Callable[[str, Column], object]] = {
    Kind.TEXT: plain,
    Kind.WORD: word,
    Kind.MOMENT: moment,
    Kind.DAY: day,
    Kind.WHOLE: whole,
    Kind.NUMBER: number,
    Kind.MONEY: money,
    Kind.FLAG: flag,
}
