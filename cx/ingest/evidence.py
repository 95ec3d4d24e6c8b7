"""Questions to ask of whole columns: which forms their cells come in, counted in one reading of the file."""

from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.extracts import Extract
from cx.contracts.file_forms import CURRENCY_SIGNS
from cx.contracts.mapping import FileColumn, Mapping
from cx.ingest.date_forms import EPOCHS, SERIAL, within_epoch, within_serial
from cx.ingest.expressions import sql, trimmed
from cx.ingest.forms import CLOCK, CURRENCY, DRESSED, is_id, is_mark, marks_of, undressed
from cx.ingest.months import MONTHS
from cx.ingest.ordering import column_of, is_open

DATES, NUMBERS, SIGNED, TEXTS = "dates", "numbers", "signed", "texts"
NUMERIC_DATE = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
SHORT_DATE = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})(?:$|[^0-9])"
MONTH_NAME = rf"(?i)^.*(?:^|[^\p{{L}}])(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?:[^\p{{L}}]|$)"
HALF_DAY = r"[0-9][\s\p{Z}]*[aApP]\.?[\s\p{Z}]*[mM]\.?(?:[\s\p{Z}]|$)"
PLAIN_AMOUNT = r"[-+]?[0-9.,]*"
ROUNDED = r"^\d(?:[.,]\d+)?E\+\d{2}$"
CELL = exp.column("cell")
NONE = sql("any_value(0)")


@dataclass(frozen=True)
class Question:
    """What to count over one column of the file.

    `seen` is what is looked at of a cell, which it calls `cell`: NULL where the cell is in its usual form, so that
    only the others are looked at closely; counts and shown texts call that `cell` again.
    """

    kind: str
    field: str
    seen: exp.Expr
    counts: dict[str, exp.Expr]
    shown: dict[str, exp.Expr]


@dataclass(frozen=True)
class Answer:
    """What was counted for one question, and the texts that it shows; `held` counts the cells that are not empty."""

    question: Question
    held: int
    counts: dict[str, int]
    shown: dict[str, str | None]

    @property
    def example(self) -> str | None:
        """A cell that led to the question."""
        return self.shown["example"]


def questions(extract: Extract, mapping: Mapping) -> tuple[Question, ...]:
    """The questions that the mapping leaves open, each over the cells of its column."""
    open_ones: list[Question] = []
    for name, target in mapping.columns.items():
        if isinstance(target, str | FileColumn):
            open_ones += _of_column(column_of(extract, name), target, mapping)
    return tuple(open_ones)


def must_look(extract: Extract, mapping: Mapping) -> bool:
    """True where a column's order of dates, decimal sign or place is open, so that it cannot be read at all."""
    declared = {name: mapping.declared_of(name) for name in mapping.columns}
    dates, numbers = (Kind.MOMENT, Kind.DAY), (Kind.WHOLE, Kind.NUMBER, Kind.MONEY)
    return is_open(mapping) or any(
        (extract.columns[name].kind in dates and said.date_order is None)
        or (extract.columns[name].kind in numbers and said.decimal is None)
        for name, said in declared.items()
    )


def _of_column(column: Column, target: str | FileColumn, mapping: Mapping) -> list[Question]:
    own = target if isinstance(target, FileColumn) else FileColumn(header=target)
    declared = mapping.declared_of(column.name)
    looked_for = own.forms is None
    if column.kind in (Kind.MOMENT, Kind.DAY):
        is_open = looked_for or declared.date_order is None
        return [_dates(column)] if is_open else []
    if column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY):
        found = [_numbers(column)] if declared.decimal is None else []
        return [*found, _signed(column)] if looked_for else found
    return [_texts(column)] if looked_for and marks_of(column) else []


@lru_cache
def _dates(column: Column) -> Question:
    above_twelve, month = "(?:1[3-9]|2[0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
    counts = {
        "marks": _counted(is_mark(column, CELL)),
        "day_first": _matching(f"^{above_twelve}[-/.]{month}[-/.][0-9]{{4}}"),
        "month_first": _matching(f"^{month}[-/.]{above_twelve}[-/.][0-9]{{4}}"),
        "undecided": _matching(f"^{month}[-/.]{month}[-/.][0-9]{{4}}"),
        "short": _matching(SHORT_DATE),
        "named": _matching(MONTH_NAME),
        "half_days": _matching(HALF_DAY),
        **{f"largest_{part}": _of_part("max", part) for part in (1, 2, 3)},
        **{f"kinds_{part}": _of_part("count_distinct", part) for part in (1, 3)},
        **{unit: _counted(_fitting(pattern, within_epoch(CELL, unit))) for unit, (pattern, _) in EPOCHS.items()},
        "excel serial": _counted(_fitting(SERIAL, within_serial(CELL))),
    }
    usual = "cell LIKE '____-__-%' AND NOT (suffix(cell, 'M') OR suffix(cell, 'm') OR suffix(cell, '.'))"
    seen = sql(f"CASE WHEN NOT ({usual}) THEN :bare END", bare=trimmed(CELL))
    return Question(DATES, column.name, seen, counts, {"example": _example(f"{NUMERIC_DATE}|{SHORT_DATE}")})


def _fitting(pattern: str, within: exp.Expr) -> exp.Expr:
    return sql("regexp_full_match(cell, :pattern) AND :within", pattern=pattern, within=within)


def _of_part(function: str, part: int) -> exp.Expr:
    """Of the numbers in one place of the dates with two-digit years."""
    number = sql("TRY_CAST(regexp_extract(cell, :pattern, :part) AS INTEGER)", pattern=SHORT_DATE, part=part)
    template = {"max": "coalesce(max(:number), 0)", "count_distinct": "count(DISTINCT :number)"}[function]
    return sql(template, number=number)


@lru_cache
def _numbers(column: Column) -> Question:
    """How decimals are written, seen in the amounts without their signs."""
    comma = r"\.\d{3}[.,]|,\d{1,2}$|,\d{4,}$|\d{4},\d{3}$"
    point = r",\d{3}[,.]|\.\d{1,2}$|\.\d{4,}$|\d{4}\.\d{3}$"
    either = r"^[-+]?\d{1,3}[.,]\d{3}$"
    counts = {"comma": _matching(comma), "point": _matching(point), "undecided": _matching(either)}
    bare = sql(
        "CASE WHEN regexp_full_match(cell, :plain) THEN cell ELSE :bare END",
        plain=PLAIN_AMOUNT,
        bare=undressed(trimmed(CELL)),
    )
    return Question(NUMBERS, column.name, _odd_number(bare), counts, {"example": _example(f"{comma}|{point}|{either}")})


@lru_cache
def _signed(column: Column) -> Question:
    dressed = sql(
        "regexp_matches(cell, :dressed) AND NOT regexp_full_match(cell, :plain)", dressed=DRESSED, plain=PLAIN_AMOUNT
    )
    counts = {
        "marks": _counted(is_mark(column, CELL)),
        "signs": _counted(dressed),
        "clocks": _matching(CLOCK),
        "long_clocks": _matching(r":[0-9]{2}:[0-9]{2}"),
        "in_currency": sql("count(:code)", code=_currency()),
    }
    shown = {
        "example": _example(CLOCK),
        "currency": sql("min(:code)", code=_currency()),
        "last_currency": sql("max(:code)", code=_currency()),
    }
    if column.kind is not Kind.MONEY:
        counts["in_currency"] = NONE
        shown |= {"currency": exp.null(), "last_currency": exp.null()}
    return Question(SIGNED, column.name, _odd_number(trimmed(CELL)), counts, shown)


def _odd_number(cell: exp.Expr) -> exp.Expr:
    return sql("CASE WHEN CAST(TRY_CAST(cell AS BIGINT) AS VARCHAR) IS DISTINCT FROM cell THEN :cell END", cell=cell)


def _currency() -> exp.Expr:
    """The code of the currency that an amount carries; NULL for an amount without one."""
    sign = sql(
        "CASE WHEN regexp_matches(cell, :dressed) THEN nullif(regexp_extract(cell, :sign), '') END",
        dressed=DRESSED,
        sign=CURRENCY,
    )
    choice = exp.Case(this=sql("lower(:sign)", sign=sign))
    for written, code in CURRENCY_SIGNS.items():
        choice = choice.when(exp.convert(written), exp.convert(code), copy=False)
    return choice.else_(sql("upper(:sign)", sign=sign))


@lru_cache
def _texts(column: Column) -> Question:
    """Marks for no value, which are short, and ids that a spreadsheet has rounded."""
    # The marks of more than six bytes begin with a sign that sorts before the plus.
    short = sql("(strlen(cell) <= 6 OR cell < '+') AND :mark", mark=exp.paren(is_mark(column, CELL)))
    if not is_id(column):
        seen = sql("CASE WHEN :short THEN cell END", short=short)
        return Question(
            TEXTS, column.name, seen, {"marks": sql("count(cell)"), "rounded": NONE}, {"example": exp.null()}
        )
    seen = sql("CASE WHEN :short OR (cell BETWEEN '0' AND ':' AND contains(cell, 'E+')) THEN cell END", short=short)
    counts = {"marks": _counted(is_mark(column, CELL)), "rounded": _matching(ROUNDED)}
    return Question(TEXTS, column.name, seen, counts, {"example": _example(ROUNDED)})


def _example(pattern: str) -> exp.Expr:
    return sql("min(CASE WHEN regexp_matches(cell, :pattern) THEN cell END)", pattern=pattern)


def _matching(pattern: str) -> exp.Expr:
    return _counted(sql("regexp_matches(cell, :pattern)", pattern=pattern))


def _counted(condition: exp.Expr) -> exp.Expr:
    # A FILTER costs every other aggregate of the query a copy of its cells.
    return sql("count(CASE WHEN :condition THEN 1 END)", condition=condition)


def end_is(last_day: int, day_after: int) -> str | None:
    """What successor terms show an end date to mean: the next start is the end plus one day, or the end itself."""
    if last_day and not day_after:
        return "last_day"
    return "day_after" if day_after and not last_day else None
