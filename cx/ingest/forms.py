"""Odd cells as canonical text, so that one reading is enough: ISO dates, decimal points, minutes, a year's money.

Each form is an expression over the trimmed text of a cell. A cell that a form does not fit stays as it is, and the
rules refuse it.
"""

from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.file_forms import CLEAR_MARKS, MARKS, MISSING_MARKS
from cx.contracts.file_units import CLOCK_DURATIONS, DURATIONS, IDS, INTERVALS, MONEY
from cx.contracts.mapping import Declared, FileColumn
from cx.contracts.values import NUMBER_PATTERN
from cx.ingest.date_forms import S, date_text
from cx.ingest.expressions import let, sql

CURRENCY = r"(?:(?i:us\$|lei|leu|ron|rub|руб\.?|р\.)|[€$£₪₽]|[A-Z]{3})"
_BODY = r"[0-9.,](?:[0-9.,'’\s\p{Z}]*[0-9.,])?"
_AMOUNT = rf"([-+−]?){S}(?:{CURRENCY}{S})?([-+−]?)({_BODY}){S}(?:{CURRENCY}|%)?"
DRESSED = rf"^{S}(?:(\(){S}{_AMOUNT}{S}\)|{_AMOUNT}){S}$"
"""An amount, bare or with its signs: a bracket, two signs and the digits, then two signs and the digits without."""
_KEPT = r"\1\2\3\4\5\6\7"
_SEPARATORS = r"['’\s\p{Z}]"
_GROUPED = rf"[-+]?[0-9]{{1,3}}({_SEPARATORS}[0-9]{{3}})+([.,][0-9]+)?"

CLOCK = r"^([-+−]?)([0-9]+):([0-5][0-9])(?::([0-5][0-9](?:[.,][0-9]+)?))?$"
TWO_PLACES = r"^[-+−]?[0-9]+:[0-5][0-9]$"
"""Durations that may be hours and minutes, or minutes and seconds."""
TIME_LEFT = r"[-+−]?[0-9]+([.,:][0-9]+)*"
UNREADABLE = "?"
"""Put before a cell that a unit cannot read, where it could be taken for a value of ours."""


def canonical(column: Column, cell: exp.Expr, target: FileColumn, declared: Declared) -> exp.Expr:
    """The text that a cell of a column with a unit or an odd form stands for; `declared` is the column's own."""
    found = unmarked(column, cell) if MARKS in (target.forms or ()) else cell
    if column.kind in (Kind.MOMENT, Kind.DAY):
        return date_text(column, found, target, declared)
    if column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY):
        return _number(column, found, target, declared)
    if target.unit in IDS:
        return sql("CASE WHEN regexp_full_match(:id, '[0-9A-Za-z]{18}') THEN left(:id, 15) ELSE :id END", id=found)
    return _verdict(found) if target.unit else found


def interval_factor(interval: exp.Expr) -> exp.Expr:
    """How many times a year the interval in a cell comes; NULL for another word."""
    choice = exp.Case(this=sql("lower(:cell)", cell=interval))
    for word, times in INTERVALS.items():
        choice = choice.when(exp.convert(word), exp.convert(times))
    return choice


def by_the_year(amount: exp.Expr, interval: exp.Expr) -> exp.Expr:
    """A canonical amount times its interval; nothing of worth where the interval is unknown, whose row a rule refuses."""
    product = sql(
        "CASE WHEN regexp_full_match(:amount, :pattern) THEN CAST(CAST(replace(:amount, ',', '') AS DECIMAL(24, 9)) "
        "* :factor AS VARCHAR) ELSE :amount END",
        amount=amount,
        pattern=NUMBER_PATTERN,
        factor=exp.paren(interval_factor(interval)),
    )
    return sql(
        "CASE WHEN :factor IS NULL THEN '0' ELSE :product END", factor=interval_factor(interval), product=product
    )


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
    return let(bare, "amount", made)


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
    return let(plain, "value", sql("CASE WHEN :fits THEN :product ELSE value END", fits=fits, product=product))


def _minutes(cell: exp.Expr, plain: exp.Expr, unit: str) -> exp.Expr:
    """What the cell holds decides: a clock is read as one, whatever unit its column is said to have.

    In a column of minutes a clock of two places can be either, and is nothing: its row is refused.
    """
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
    two = seconds if unit in ("mm:ss", "seconds") else exp.null() if unit == "minutes" else minutes
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
        made=let(parts, "clock", made),
        number=let(plain, "value", number),
    )


def _handoffs(plain: exp.Expr) -> exp.Expr:
    """One station is no handoff; none at all neither."""
    fewer = sql("CAST(greatest(CAST(value AS BIGINT) - 1, 0) AS VARCHAR)")
    return let(
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
