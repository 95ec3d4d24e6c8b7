"""Odd cells as canonical text, so that one reading is enough: ISO dates, decimal points, minutes, a year's money.

Each form is an expression over the trimmed text of a cell. A cell that a form does not fit stays as it is, and the
rules refuse it.
"""

from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.file_forms import CLEAR_MARKS, DATE_FORMS, FIRST_SHORT_YEAR, MARKS, MISSING_MARKS
from cx.contracts.file_units import CLOCK_DURATIONS, DURATIONS, MONEY
from cx.contracts.mapping import Declared, FileColumn
from cx.contracts.values import NUMBER_PATTERN, OFFSET
from cx.ingest.expressions import sql
from cx.ingest.months import MONTHS

S = r"[\s\p{Z}]*"
CURRENCY = r"(?:(?i:us\$|lei|leu|ron|rub|руб\.?|р\.)|[€$£₪₽]|[A-Z]{3})"
_BODY = r"[0-9.,](?:[0-9.,'’\s\p{Z}]*[0-9.,])?"
_AMOUNT = rf"([-+−]?){S}(?:{CURRENCY}{S})?([-+−]?)({_BODY}){S}(?:{CURRENCY}|%)?"
DRESSED = rf"^{S}(?:(\(){S}{_AMOUNT}{S}\)|{_AMOUNT}){S}$"
"""An amount, bare or with its signs: a bracket, two signs and the digits, then two signs and the digits without."""
_KEPT = r"\1\2\3\4\5\6\7"
_SEPARATORS = r"['’\s\p{Z}]"
_GROUPED = rf"[-+]?[0-9]{{1,3}}({_SEPARATORS}[0-9]{{3}})+([.,][0-9]+)?"

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
CLOCK = r"^([-+−]?)([0-9]+):([0-5][0-9])(?::([0-5][0-9](?:[.,][0-9]+)?))?$"
TIME_LEFT = r"[-+−]?[0-9]+([.,:][0-9]+)*"
UNREADABLE = "?"
"""Put before a cell that a unit cannot read, where it could be taken for a value of ours."""


def canonical(column: Column, cell: exp.Expr, target: FileColumn, declared: Declared) -> exp.Expr:
    """The text that a cell of a column with a unit or an odd form stands for; `declared` is the column's own."""
    found = unmarked(column, cell) if MARKS in (target.forms or ()) else cell
    if column.kind in (Kind.MOMENT, Kind.DAY):
        return _date(column, found, target, declared)
    if column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY):
        return _number(column, found, target, declared)
    return _verdict(found) if target.unit else found


def marks_of(column: Column) -> tuple[str, ...]:
    """The marks that stand for no value in this column; none where it holds free text."""
    if column.kind is Kind.TEXT and not is_id(column):
        return CLEAR_MARKS if column.dimension else ()
    spelled = {spelling for term in column.vocabulary for spelling in term.spellings}
    spelled |= {word.lower() for word, _ in column.words}
    return tuple(mark for mark in MISSING_MARKS if mark not in spelled)


def is_id(column: Column) -> bool:
    """True for a column that names something."""
    return column.kind is Kind.TEXT and column.name.endswith("_id")


def is_mark(column: Column, cell: exp.Expr) -> exp.Expr:
    """True where the cell holds a mark for no value."""
    return sql("lower(:cell)", cell=cell).isin(*marks_of(column))


def unmarked(column: Column, cell: exp.Expr) -> exp.Expr:
    """The cell, NULL where it holds a mark for no value."""
    return sql("CASE WHEN NOT :mark THEN :cell END", mark=exp.paren(is_mark(column, cell)), cell=cell)


def _let(value: exp.Expr, name: str, made: exp.Expr) -> exp.Expr:
    """The expression in which `name` stands for the value: each is worked out once."""
    return sql(f"list_transform([:value], lambda {name}: :made)[1]", value=value, made=made)


def _date(column: Column, cell: exp.Expr, target: FileColumn, declared: Declared) -> exp.Expr:
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
    return _let(cell, "it", sql("coalesce(:iso, it)", iso=_let(split, "part", _iso()), it=it))


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
    """To the second: the fraction of a day is a rounded one."""
    seconds = sql("CAST(round(TRY_CAST(replace(:cell, ',', '.') AS DOUBLE) * 86400) AS BIGINT)", cell=cell)
    written = sql("CAST(TIMESTAMP '1899-12-30' + to_seconds(:seconds) AS VARCHAR)", seconds=seconds)
    return sql(
        "CASE WHEN regexp_full_match(:cell, :pattern) AND :within THEN :written ELSE :cell END",
        cell=cell,
        pattern=SERIAL,
        within=within_serial(cell),
        written=written,
    )


def undressed(cell: exp.Expr) -> exp.Expr:
    """An amount without its currency, percent sign and spaces between thousands; brackets are a minus."""
    bare = sql(
        "CASE WHEN regexp_matches(:cell, :dressed) THEN translate(regexp_replace(:cell, :dressed, :kept), '(−', '--') "
        "ELSE :cell END",
        cell=cell,
        dressed=DRESSED,
        kept=_KEPT,
    )
    made = sql(
        "CASE WHEN regexp_full_match(amount, :grouped) THEN regexp_replace(amount, :separators, '', 'g') "
        "ELSE amount END",
        grouped=_GROUPED,
        separators=_SEPARATORS,
    )
    return _let(bare, "amount", made)


def _number(column: Column, cell: exp.Expr, target: FileColumn, declared: Declared) -> exp.Expr:
    plain = undressed(cell)
    if declared.decimal == ",":
        plain = sql("translate(:plain, ',.', '.,')", plain=plain)
    if target.unit in MONEY:
        plain = _times(plain, MONEY[target.unit] / (100 if target.unit.startswith("cents") else 1))
    elif target.unit in DURATIONS or target.unit in CLOCK_DURATIONS:
        plain = _minutes(cell, plain, target.unit or "")
    elif target.unit:
        plain = _handoffs(plain)
    elif column.high is not None and column.high <= 1:
        hundredth = _times(plain, 0.01)
        plain = sql(
            "CASE WHEN suffix(:cell, '%') THEN :hundredth ELSE :plain END", cell=cell, hundredth=hundredth, plain=plain
        )
    if not column.words:
        return plain
    words = [exp.convert(word) for word, _ in column.words]
    return exp.case().when(sql("lower(:cell)", cell=cell).isin(*words), cell.copy()).else_(plain)


def _times(plain: exp.Expr, factor: float) -> exp.Expr:
    """The product, exact to nine decimals."""
    product = sql(
        "CAST(CAST(CAST(replace(value, ',', '') AS DECIMAL(24, 9)) * CAST(:factor AS DECIMAL(6, 2)) "
        "AS DECIMAL(30, 9)) AS VARCHAR)",
        factor=f"{factor:.2f}",
    )
    fits = sql("regexp_full_match(value, :pattern)", pattern=NUMBER_PATTERN)
    return _let(plain, "value", sql("CASE WHEN :fits THEN :product ELSE value END", fits=fits, product=product))


def _minutes(cell: exp.Expr, plain: exp.Expr, unit: str) -> exp.Expr:
    """What the cell holds decides: a clock is read as one, whatever unit its column is said to have."""
    in_unit = sql(
        "CAST(CAST(round(CAST(replace(value, ',', '') AS DOUBLE) * :factor, 6) AS DECIMAL(24, 6)) AS VARCHAR)",
        factor=DURATIONS.get(unit, 1.0),
    )
    number = sql(
        "CASE WHEN regexp_full_match(value, :pattern) THEN :made ELSE value END",
        pattern=NUMBER_PATTERN,
        made=sql("'?' || value") if unit in CLOCK_DURATIONS else in_unit,
    )
    first, second, third = (
        sql("TRY_CAST(replace(list_extract(clock, :at), ',', '.') AS DOUBLE)", at=at) for at in (2, 3, 4)
    )
    seconds = sql(":first + :second / 60", first=first, second=second)
    minutes = sql(":first * 60 + :second", first=first, second=second)
    two = seconds if unit in ("mm:ss", "seconds", "minutes") else minutes
    made = sql(
        "CASE WHEN clock[1] IN ('-', '−') THEN '-' ELSE '' END || CAST(CAST(round("
        "CASE WHEN clock[4] = '' THEN :two ELSE :minutes + :third / 60 END, 6) AS DECIMAL(24, 6)) AS VARCHAR)",
        two=two,
        minutes=minutes,
        third=third,
    )
    parts = sql(r"string_split(regexp_replace(:cell, :clock, '\1|\2|\3|\4'), '|')", cell=cell, clock=CLOCK)
    return sql(
        "CASE WHEN regexp_matches(:cell, :clock) THEN :made ELSE :number END",
        cell=cell,
        clock=CLOCK,
        made=_let(parts, "clock", made),
        number=_let(plain, "value", number),
    )


def _handoffs(plain: exp.Expr) -> exp.Expr:
    """One station is no handoff; none at all neither."""
    fewer = sql("CAST(greatest(CAST(value AS BIGINT) - 1, 0) AS VARCHAR)")
    return _let(
        plain, "value", sql("CASE WHEN regexp_full_match(value, '[0-9]{1,9}') THEN :fewer ELSE value END", fewer=fewer)
    )


def _verdict(cell: exp.Expr) -> exp.Expr:
    """Time left of a promise, below zero once it is broken."""
    return sql(
        "CASE WHEN regexp_full_match(:cell, :pattern) THEN "
        "CASE WHEN prefix(:cell, '-') OR prefix(:cell, '−') THEN 'false' ELSE 'true' END ELSE :cell END",
        cell=cell,
        pattern=TIME_LEFT,
    )
