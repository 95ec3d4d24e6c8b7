"""Odd dates as ISO text: named months, two-digit years, clocks of twelve hours, epochs and Excel's days."""

from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.file_forms import DATE_FORMS, FIRST_SHORT_YEAR
from cx.contracts.mapping import Declared, FileColumn
from cx.contracts.values import OFFSET
from cx.ingest.expressions import let, sql
from cx.ingest.months import MONTHS

S = r"[\s\p{Z}]*"
_OFFSET = OFFSET.replace("(", "(?:")
_HALF = rf"(?:([aApP])\.?{S}[mM]\.?)?"
_CLOCK = (
    rf"(?:{S}[T,]?{S}(?:um|à|at|a las|la|ora|в|בשעה)?{S}([0-9]{{1,2}}):([0-9]{{2}})(:[0-9]{{2}}(?:\.[0-9]{{1,9}})?)?"
    rf"{S}(?:Uhr)?{_HALF}{S}({_OFFSET})?)?$"
)
_WEEKDAY = r"^(?:\p{L}+\.?,?[\s\p{Z}]+)?"
_YEAR = r"([0-9]{4}|[0-9]{2})"
_NAME = r"(\p{L}{3,}['’׳]?)\.?"
_BETWEEN = r"[\s\p{Z}\-/.,]*"
DAY_NAME_YEAR = (
    rf"{_WEEKDAY}([0-9]{{1,2}})(?:\.|st|nd|rd|th|er|º)?{_BETWEEN}(?:de{S} )?{_NAME}{_BETWEEN}(?:de{S} )?{_YEAR}"
    rf"(?:{S}г\.?)?{_CLOCK}"
)
NAME_DAY_YEAR = rf"{_WEEKDAY}{_NAME}{_BETWEEN}([0-9]{{1,2}})(?:st|nd|rd|th)?[\s\p{{Z}}\-/.,]+{_YEAR}{_CLOCK}"
YEAR_NAME_DAY = rf"^([0-9]{{4}}){_BETWEEN}{_NAME}{_BETWEEN}([0-9]{{1,2}}){_CLOCK}"
YEAR_FIRST = rf"^([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_CLOCK}"
SHORT_YEAR_FIRST = rf"^([0-9]{{2}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_CLOCK}"
YEAR_LAST = rf"^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]{_YEAR}{_CLOCK}"
_TIME = r"|\4|\5|\6|\7|\8"
ORDERED = {
    "dmy": ((YEAR_LAST, r"\3|\2|\1"),),
    "mdy": ((YEAR_LAST, r"\3|\1|\2"),),
    "ymd": ((SHORT_YEAR_FIRST, r"\1|\2|\3"),),
}
SPELLED = (
    (YEAR_FIRST, r"\1|\2|\3"),
    (DAY_NAME_YEAR, r"\3|\2|\1"),
    (NAME_DAY_YEAR, r"\3|\1|\2"),
    (YEAR_NAME_DAY, r"\1|\2|\3"),
)

EPOCHS = {
    "epoch seconds": (r"[0-9]{9,10}([.][0-9]+)?", 1_000_000),
    "epoch milliseconds": (r"[0-9]{12,13}([.][0-9]+)?", 1_000),
}
"""How the seconds of an epoch look, and the microseconds in one of each."""
EPOCH_FROM, EPOCH_TO = 631_152_000, 2_524_608_000
"""1990 and 2050 in seconds: numbers outside are no moments."""
SERIAL, SERIAL_FROM, SERIAL_TO = r"[0-9]{5}([.,][0-9]+)?", 32_874, 54_789
"""Days since 1899-12-30 of the same years, as Excel counts them."""


def date_text(column: Column, cell: exp.Expr, target: FileColumn, declared: Declared) -> exp.Expr:
    """ISO text of a cell that its column's unit or forms can read; any other cell as it is."""
    if target.unit in EPOCHS:
        return _epoch(column, cell, target.unit, declared.time_zone)
    if target.unit:
        return _serial(cell)
    spelled = DATE_FORMS & {*(target.forms or ())} or declared.date_order not in (None, "ymd")
    return spelled_date(cell, declared.date_order or "ymd") if spelled else cell


def spelled_date(cell: exp.Expr, order: str) -> exp.Expr:
    """ISO text of a date with a named month, a two-digit year or a 12-hour clock; `order` is of numbers only."""
    it = exp.column("it")
    choice = exp.Case()
    for pattern, parts in (*SPELLED, *ORDERED[order]):
        fits = sql("regexp_matches(it, :pattern)", pattern=pattern)
        choice = choice.when(fits, sql("regexp_replace(it, :pattern, :to)", pattern=pattern, to=parts + _TIME))
    split = sql("string_split(lower(:choice), '|')", choice=choice)
    return let(cell, "it", sql("coalesce(:iso, it)", iso=let(split, "part", _iso()), it=it))


def _iso() -> exp.Expr:
    """The date and clock of `part`: year, month, day, hour, minute, second, half of the day, offset."""
    month = sql(
        "CASE WHEN regexp_full_match(part[2], '[0-9]+') THEN part[2] ELSE :number END", number=_month(sql("part[2]"))
    )
    half = sql(
        "CASE WHEN part[7] = '' THEN part[4] WHEN TRY_CAST(part[4] AS INTEGER) BETWEEN 1 AND 12 THEN "
        "CAST(TRY_CAST(part[4] AS INTEGER) % 12 + CASE part[7] WHEN 'p' THEN 12 ELSE 0 END AS VARCHAR) END"
    )
    return sql(
        "CASE WHEN strlen(part[1]) = 4 THEN part[1] WHEN part[1] < :first THEN '20' || part[1] "
        "ELSE '19' || part[1] END || '-' || :month || '-' || part[3] || "
        "CASE WHEN part[4] = '' THEN '' ELSE ' ' || :hour || ':' || part[5] || part[6] || upper(part[8]) END",
        first=f"{FIRST_SHORT_YEAR}",
        month=month,
        hour=half,
    )


def _month(name: exp.Expr) -> exp.Expr:
    """The number of a named month as text; NULL for a word that is none."""
    names = exp.array(*(exp.convert(word) for word in MONTHS))
    numbers = exp.array(*(exp.convert(str(number)) for number in MONTHS.values()))
    return sql(":numbers[list_position(:names, :name)]", numbers=numbers, names=names, name=name)


def _epoch(column: Column, cell: exp.Expr, unit: str, zone: str) -> exp.Expr:
    """A moment says that it is in UTC; a day is the one that the calendar of the zone shows then."""
    pattern, microseconds = EPOCHS[unit]
    moment = sql("make_timestamp(CAST(CAST(:cell AS DECIMAL(24, 6)) * :many AS BIGINT))", cell=cell, many=microseconds)
    written = sql("CAST(:moment AS VARCHAR) || 'Z'", moment=moment)
    if column.kind is Kind.DAY:
        local = sql("(:moment AT TIME ZONE 'UTC') AT TIME ZONE :zone", moment=moment, zone=zone)
        written = sql("CAST(CAST(:local AS DATE) AS VARCHAR)", local=local)
    return sql(
        "CASE WHEN regexp_full_match(:cell, :pattern) AND :within THEN :written ELSE :cell END",
        cell=cell,
        pattern=pattern,
        within=within_epoch(cell, unit),
        written=written,
    )


def within_epoch(cell: exp.Expr, unit: str) -> exp.Expr:
    """True where a number of that unit lies between 1990 and 2050."""
    share = EPOCHS[unit][1] / 1_000_000
    return sql(
        "TRY_CAST(:cell AS DOUBLE) * :share BETWEEN :low AND :high",
        cell=cell,
        share=share,
        low=EPOCH_FROM,
        high=EPOCH_TO,
    )


def within_serial(cell: exp.Expr) -> exp.Expr:
    """True where a number of days lies between 1990 and 2050."""
    days = sql("TRY_CAST(replace(:cell, ',', '.') AS DOUBLE)", cell=cell)
    return sql(":days BETWEEN :low AND :high", days=days, low=SERIAL_FROM, high=SERIAL_TO)


def _serial(cell: exp.Expr) -> exp.Expr:
    """To the second: the fraction of a day is a rounded one; without a fraction it is a day, as in a workbook's cells."""
    seconds = sql("CAST(round(TRY_CAST(replace(:cell, ',', '.') AS DOUBLE) * 86400) AS BIGINT)", cell=cell)
    moment = sql("TIMESTAMP '1899-12-30' + to_seconds(:seconds)", seconds=seconds)
    written = sql("replace(CAST(:moment AS VARCHAR), ' 00:00:00', '')", moment=exp.paren(moment))
    return sql(
        "CASE WHEN regexp_full_match(:cell, :pattern) AND :within THEN :written ELSE :cell END",
        cell=cell,
        pattern=SERIAL,
        within=within_serial(cell),
        written=written,
    )
