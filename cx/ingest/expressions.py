"""SQL expressions that turn a column's text into its typed value; NULL where the text cannot be read."""

from sqlglot import exp

from cx.contracts.column import FLAG_TERMS, Column, Kind, Term
from cx.contracts.file_forms import CURRENCY_SIGNS
from cx.contracts.mapping import Declared
from cx.contracts.values import (
    FIRST_YEAR,
    LAST_YEAR,
    NUMBER_PATTERN,
    NUMERIC_DATE_PATTERN,
    OFFSET,
    SPACE_PATTERN,
    WHOLE_PATTERN,
    YMD_PATTERN,
)
from cx.ingest.parsed import parsed

OFFSET_PATTERN = r":\d\d.*" + OFFSET + "$"
OFFSET_SPELLINGS = ((r" ?(Z|UTC)$", "+00"), (r" ?([+-]\d\d)$", r"\1:00"), (r" ?([+-]\d\d):?(\d\d)$", r"\1:\2"))
"""Each way to write an offset and the one that the database reads."""

MOST_WHOLE = 1_000_000_000
"""Whole numbers of ten digits and more are not taken for counts, scores or amounts without a closer look."""

FIRST_MOMENT, LAST_MOMENT = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31 23:59:59.999999"
"""The database keeps moments to the microsecond. Between both an expression stands once; compared with each, twice."""

YEAR_AND_MONTH = r"^(\d{4})[-/.](\d{1,2})[-/.]"

TEXT_PREFIX = "x_"
"""Staged columns that hold a field's text begin with this; the typed column has the field's name."""

USUAL_PREFIX = "u_"
"""Staged columns that hold the value of a cell written in its usual form begin with this."""


def text(field: str) -> exp.Column:
    """The staged text of a field."""
    return exp.column(TEXT_PREFIX + field, quoted=True)


def usual(field: str) -> exp.Column:
    """The staged value of a field whose cell is written in its usual form; NULL for any other cell."""
    return exp.column(USUAL_PREFIX + field, quoted=True)


def asked(field: str) -> exp.Column:
    """The staged text that a field was looked up by."""
    return exp.column(f"asked_{field}", quoted=True)


def typed(field: str) -> exp.Column:
    """The typed value of a field."""
    return exp.column(field, quoted=True)


def sql(template: str, **parts: exp.Expr | str | float) -> exp.Expr:
    """The template's expression with each `:name` place filled by an expression or a literal."""
    tree = parsed(template).copy()
    for place in list(tree.find_all(exp.Placeholder)):
        part = parts[place.name]
        filled = part.copy() if isinstance(part, exp.Expr) else exp.convert(part)
        if place is tree:
            return filled
        place.replace(filled)
    return tree


def let(value: exp.Expr, name: str, made: exp.Expr) -> exp.Expr:
    """The expression in which `name` stands for the value: each is worked out once."""
    return sql(f"list_transform([:value], lambda {name}: :made)[1]", value=value, made=made)


def trimmed(cell: exp.Expr) -> exp.Expr:
    """The cell without surrounding space; NULL where nothing is left."""
    # Almost every cell begins and ends with a visible ASCII sign, which is cheap to see; of the others, almost none
    # has space around it, and to look is cheaper than to cut.
    return sql(
        "CASE WHEN :cell BETWEEN '!' AND '~' AND :cell[-1] BETWEEN '!' AND '~' THEN :cell "
        "WHEN regexp_matches(:cell, :ends) THEN nullif(regexp_replace(:cell, :space, '', 'g'), '') "
        "ELSE nullif(:cell, '') END",
        cell=cell,
        ends=f"^{SPACE_PATTERN}|{SPACE_PATTERN}$",
        space=f"^{SPACE_PATTERN}+|{SPACE_PATTERN}+$",
    )


def translated(cell: exp.Expr, words: dict[str, str]) -> exp.Expr:
    """The cell with the file's words replaced by ours; a word that stands for nothing becomes NULL."""
    choice = exp.Case(this=sql("lower(:cell)", cell=cell))
    for theirs, ours in words.items():
        choice = choice.when(exp.convert(theirs.strip().lower()), exp.convert(ours) if ours else exp.null(), copy=False)
    return choice.else_(cell.copy()) if words else cell


def typed_value(column: Column, cell: exp.Expr, declared: Declared) -> exp.Expr:
    """The typed value of a cell's text, NULL where it cannot be read in the declared form."""
    if column.kind is Kind.TEXT:
        is_list = column.form is not None and column.form.is_list
        return listed(cell) if is_list else _currency_code(cell) if column.name == "currency" else cell
    if column.kind is Kind.WORD:
        return _word(cell, column.vocabulary)
    if column.kind is Kind.FLAG:
        return sql(":word = 'true'", word=_word(cell, FLAG_TERMS))
    if column.kind is Kind.MOMENT:
        return _moment(cell, declared)
    if column.kind is Kind.DAY:
        return _day(cell, declared)
    return _number(column, cell, declared)


def usual_value(column: Column, cell: exp.Expr, declared: Declared) -> exp.Expr | None:
    """The typed value of a cell written as most tools write it, NULL for any other; None where no form is usual.

    A cast that writes the very same text again is the cheapest sign that the cell is in such a form, and has no
    space around it. A cast alone reads "10: 7:09" as ten o'clock and "9.6" as ten.
    """
    if column.kind is Kind.WORD:
        return _own_word(cell, {term.word: exp.convert(term.word) for term in column.vocabulary})
    if column.kind is Kind.FLAG:
        return _own_word(cell, {"true": exp.true(), "false": exp.false()})
    if column.kind in (Kind.MOMENT, Kind.DAY):
        return _usual_date(column, cell, declared)
    if column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY) and not any(word[:1].isdigit() for word, _ in column.words):
        return sql(
            f"CASE WHEN CAST(:whole AS VARCHAR) = :cell AND abs(:whole) < {MOST_WHOLE} "
            f"THEN CAST(:whole AS {column.sql_type}) END",
            whole=sql("TRY_CAST(:cell AS BIGINT)", cell=cell),
            cell=cell,
        )
    return None


def _own_word(cell: exp.Expr, values: dict[str, exp.Expr]) -> exp.Expr:
    choice = exp.Case(this=cell.copy())
    for word, value in values.items():
        choice = choice.when(exp.convert(word), value, copy=False)
    return choice


def _usual_date(column: Column, cell: exp.Expr, declared: Declared) -> exp.Expr:
    """A day, and of a moment also its day alone, as ISO writes them; a day has no time zone, alone neither."""
    local = sql(f"TRY_CAST(:cell AS {column.sql_type})", cell=cell)
    written = sql("CAST(:local AS VARCHAR)", local=local)
    if column.kind is Kind.MOMENT:
        day = sql("CAST(CAST(:local AS DATE) AS VARCHAR)", local=local)
        written = sql("CASE strlen(:cell) WHEN 10 THEN :day ELSE :moment END", cell=cell, day=day, moment=written)
    is_shifted = column.kind is Kind.MOMENT and declared.time_zone != "UTC"
    shifted = _in_utc(local, declared) if is_shifted else local
    # The bounds come first: what stands there is computed once for all its places, inside a branch for each anew. They
    # leave a day at their very edge, which is not shifted, to the other reading.
    return sql(
        "CASE WHEN :shifted BETWEEN CAST(:low AS TIMESTAMP) AND CAST(:high AS TIMESTAMP) AND :written = :cell "
        "THEN :value END",
        shifted=shifted,
        value=sql("CASE strlen(:cell) WHEN 10 THEN :local ELSE :shifted END", cell=cell, local=local, shifted=shifted)
        if is_shifted
        else local,
        low=FIRST_MOMENT,
        high=LAST_MOMENT,
        written=written,
        cell=cell,
    )


def _in_utc(local: exp.Expr, declared: Declared) -> exp.Expr:
    if declared.time_zone == "UTC":
        return local
    return sql("(:local AT TIME ZONE :zone) AT TIME ZONE 'UTC'", local=local, zone=declared.time_zone)


def has_time(cell: exp.Expr) -> exp.Expr:
    """True for a date that says a time of day."""
    return sql("contains(:cell, ':')", cell=cell)


def listed(cell: exp.Expr) -> exp.Expr:
    """The parts between semicolons in one spelling: sorted, each once."""
    part = sql(
        "regexp_replace(regexp_replace(part, :ends, '', 'g'), :sign, '=', 'g')",
        ends=f"^{SPACE_PATTERN}+|{SPACE_PATTERN}+$",
        sign=f"{SPACE_PATTERN}*={SPACE_PATTERN}*",
    )
    return sql(
        "list_aggregate(list_sort(list_distinct(list_transform(string_split(:cell, ';'), lambda part: :part))), "
        "'string_agg', '; ')",
        cell=cell,
        part=part,
    )


def _currency_code(cell: exp.Expr) -> exp.Expr:
    """The three letters of a currency in capitals, of its sign too; any other name as it is."""
    choice = exp.Case(this=sql("lower(:cell)", cell=cell))
    for sign, code in CURRENCY_SIGNS.items():
        choice = choice.when(exp.convert(sign), exp.convert(code), copy=False)
    letters = sql("CASE WHEN regexp_full_match(:cell, '[A-Za-z]{3}') THEN upper(:cell) ELSE :cell END", cell=cell)
    return choice.else_(letters)


def _word(cell: exp.Expr, vocabulary: tuple[Term, ...]) -> exp.Expr:
    choice = exp.Case(this=sql("lower(:cell)", cell=cell))
    for term in vocabulary:
        for spelling in term.spellings:
            choice = choice.when(exp.convert(spelling), exp.convert(term.word), copy=False)
    return choice


def _number(column: Column, cell: exp.Expr, declared: Declared) -> exp.Expr:
    plain = translated(cell, dict(column.words)) if column.words else cell
    if declared.decimal == ",":
        plain = sql("translate(:cell, ',.', '.,')", cell=plain)
    if column.kind is Kind.WHOLE:
        return sql(
            "CASE WHEN regexp_full_match(:cell, :pattern) THEN "
            "CAST(CAST(replace(:cell, ',', '') AS DOUBLE) AS INTEGER) END",
            cell=plain,
            pattern=WHOLE_PATTERN,
        )
    bare = sql("replace(:cell, ',', '')", cell=plain)
    return sql(
        f"CASE WHEN regexp_full_match(:cell, :pattern) THEN CAST(:bare AS {column.sql_type}) END",
        cell=plain,
        bare=bare,
        pattern=NUMBER_PATTERN,
    )


def _year_first(cell: exp.Expr, declared: Declared) -> exp.Expr:
    """The text with the year first, whatever the declared order; NULL where it has no such form."""
    if declared.date_order in (None, "ymd"):
        return sql(
            "CASE WHEN regexp_full_match(:cell, :pattern) THEN regexp_replace(:cell, :dots, :to) END",
            cell=cell,
            pattern=YMD_PATTERN,
            dots=YEAR_AND_MONTH,
            to=r"\1-\2-",
        )
    to = r"\3-\2-\1\4" if declared.date_order == "dmy" else r"\3-\1-\2\4"
    return sql(
        "CASE WHEN regexp_full_match(:cell, :pattern) THEN regexp_replace(:cell, :dots, :iso) "
        "WHEN regexp_full_match(:cell, :numeric) THEN regexp_replace(:cell, :numeric, :to) END",
        cell=cell,
        pattern=YMD_PATTERN,
        dots=YEAR_AND_MONTH,
        iso=r"\1-\2-",
        numeric=f"^{NUMERIC_DATE_PATTERN}$",
        to=to,
    )


def _bounded(moment: exp.Expr) -> exp.Expr:
    return sql(
        "CASE WHEN :m BETWEEN CAST(:low AS TIMESTAMP) AND CAST(:high AS TIMESTAMP) THEN :m END",
        m=moment,
        low=FIRST_MOMENT,
        high=LAST_MOMENT,
    )


def ordering_moment(cell: exp.Expr, declared: Declared) -> exp.Expr:
    """What a date or time is put in order by: a day without a time begins as the days of the declared zone do."""
    return _moment(cell, declared, days_stay=False)


def _moment(cell: exp.Expr, declared: Declared, days_stay: bool = True) -> exp.Expr:
    """UTC; a time that carries no offset of its own is read in the declared zone, a day without a time stays that day."""
    iso = _year_first(cell, declared)
    spelled = iso
    for theirs, ours in OFFSET_SPELLINGS:
        spelled = sql("regexp_replace(:iso, :theirs, :ours)", iso=spelled, theirs=theirs, ours=ours)
    day = sql("TRY_CAST(:iso AS TIMESTAMP)", iso=iso)
    local = _in_utc(day, declared)
    if days_stay and local is not day:
        local = sql("CASE WHEN :timed THEN :local ELSE :day END", timed=has_time(cell), local=local, day=day)
    # A cast to TIMESTAMP drops an offset; only TIMESTAMPTZ applies it.
    return _bounded(
        sql(
            "CASE WHEN regexp_matches(:cell, :offset) THEN TRY_CAST(:spelled AS TIMESTAMPTZ) AT TIME ZONE 'UTC' "
            "ELSE :local END",
            cell=cell,
            offset=OFFSET_PATTERN,
            spelled=spelled,
            local=local,
        )
    )


def _day(cell: exp.Expr, declared: Declared) -> exp.Expr:
    """The day as written: a day has no time zone, so an offset is left off."""
    written = sql("regexp_replace(:cell, :clock, '')", cell=_year_first(cell, declared), clock=r"[T ]+\d{1,2}:.*$")
    return sql("CAST(:m AS DATE)", m=_bounded(sql("TRY_CAST(:iso AS TIMESTAMP)", iso=written)))
