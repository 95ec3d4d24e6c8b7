"""Questions to ask of whole columns, and what their answers decide: date order, decimal sign, end of a term."""

from dataclasses import dataclass
from functools import reduce

from sqlglot import exp

from cx.contracts.column import Kind
from cx.contracts.extracts import Extract
from cx.contracts.mapping import Mapping
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.expressions import sql

DATES, NUMBERS = "dates", "numbers"
NUMERIC_DATE = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"


@dataclass(frozen=True)
class Question:
    """What to count over one column of the file."""

    kind: str
    field: str
    counts: dict[str, exp.Expr]


def questions(extract: Extract, mapping: Mapping) -> tuple[Question, ...]:
    """The questions that the mapping leaves open, each over the column's text, called `cell`."""
    open_ones = []
    for name in mapping.columns:
        kind = extract.columns[name].kind
        if kind in (Kind.MOMENT, Kind.DAY) and mapping.declare.date_order is None:
            open_ones.append(Question(DATES, name, _date_counts()))
        if kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY) and mapping.declare.decimal is None:
            open_ones.append(Question(NUMBERS, name, _number_counts()))
    return tuple(open_ones)


def _date_counts() -> dict[str, exp.Expr]:
    above_twelve, month = "(?:1[3-9]|2[0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
    return {
        "day_first": _matching(f"^{above_twelve}[-/.]{month}[-/.][0-9]{{4}}"),
        "month_first": _matching(f"^{month}[-/.]{above_twelve}[-/.][0-9]{{4}}"),
        "undecided": _matching(f"^{month}[-/.]{month}[-/.][0-9]{{4}}"),
        "example": _example(NUMERIC_DATE),
    }


def _number_counts() -> dict[str, exp.Expr]:
    comma = r"\.\d{3}[.,]|,\d{1,2}$|,\d{4,}$|\d{4},\d{3}$"
    point = r",\d{3}[,.]|\.\d{1,2}$|\.\d{4,}$|\d{4}\.\d{3}$"
    either = r"^[-+]?\d{1,3}[.,]\d{3}$"
    return {
        "comma": _matching(comma),
        "point": _matching(point),
        "undecided": _matching(either),
        "example": _example(f"{comma}|{point}|{either}"),
    }


def _example(pattern: str) -> exp.Expr:
    return sql("min(cell) FILTER (regexp_matches(cell, :pattern))", pattern=pattern)


def _matching(pattern: str) -> exp.Expr:
    return sql("count(*) FILTER (regexp_matches(cell, :pattern))", pattern=pattern)


@dataclass(frozen=True)
class Answer:
    """What was counted for one question."""

    question: Question
    counts: dict[str, int]
    example: str | None


def decided(mapping: Mapping, answers: tuple[Answer, ...], file: str) -> Mapping:
    """The mapping with the date order and the decimal sign that whole columns decide; refuses the file to ask."""
    dates = [answer for answer in answers if answer.question.kind == DATES]
    numbers = [answer for answer in answers if answer.question.kind == NUMBERS]
    declare = mapping.declare
    if declare.date_order is None:
        declare = declare.model_copy(update={"date_order": _date_order(mapping, dates, file)})
    if declare.decimal is None:
        declare = declare.model_copy(update={"decimal": _decimal(mapping, numbers, file)})
    return mapping.model_copy(update={"declare": declare})


def _total(answers: list[Answer], name: str) -> int:
    return reduce(lambda total, answer: total + answer.counts[name], answers, 0)


def _date_order(mapping: Mapping, answers: list[Answer], file: str) -> str:
    """Any day above 12, in any date column of the file, decides; both at once cannot be."""
    day_first, month_first = _total(answers, "day_first"), _total(answers, "month_first")
    if day_first and month_first:
        raise _asked("mixed_date_order", mapping, next(a for a in answers if a.example), file)
    if day_first or month_first:
        return "dmy" if day_first else "mdy"
    undecided = next((answer for answer in answers if answer.counts["undecided"]), None)
    if undecided:
        raise _asked("ask_date_order", mapping, undecided, file)
    return "ymd"


def _decimal(mapping: Mapping, answers: list[Answer], file: str) -> str:
    comma, point = _total(answers, "comma"), _total(answers, "point")
    undecided = next((answer for answer in answers if answer.counts["undecided"]), None)
    if (comma and point) or (undecided and not comma and not point):
        raise _asked("ask_decimal", mapping, undecided or next(a for a in answers if a.example), file)
    return "," if comma else "."


def _asked(code: str, mapping: Mapping, answer: Answer, file: str) -> FileRefused:
    header = mapping.header_of(answer.question.field)
    return FileRefused(Problem(code, column=header, value=answer.example, details={"file": file}))


def end_is(last_day: int, day_after: int) -> str | None:
    """What successor terms show an end date to mean: the next start is the end plus one day, or the end itself."""
    if last_day and not day_after:
        return "last_day"
    return "day_after" if day_after and not last_day else None
