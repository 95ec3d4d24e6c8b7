"""What whole columns decide about a file: orders, decimal signs, units and odd forms; the rest is asked."""

from cx.contracts.column import Column
from cx.contracts.extracts import EXTRACTS
from cx.contracts.file_forms import MARKS, MONTH_NAMES, SHORT_YEARS, SIGNS, TWELVE_HOURS
from cx.contracts.file_units import MOMENTS
from cx.contracts.mapping import FileColumn, Mapping
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.assumptions import MIXED
from cx.ingest.evidence import DATES, NUMBERS, SIGNED, TEXTS, Answer
from cx.ingest.ordering import column_of
from cx.ingest.said_in_header import is_minutes

SHOWN_FROM = 0.05
"""The share of a column's cells from which on a form is the column's own, and no slip of single cells."""
MANY_DAYS, FEW_YEARS = 12, 6
"""Numbers in a place of dates that take many values are days, those that take few are years."""
Orders = frozenset[str]


def decided(mapping: Mapping, answers: tuple[Answer, ...], file: str) -> Mapping:
    """The mapping with all that whole columns decide; refuses the file to ask for the rest."""
    by_kind = {
        kind: [item for item in answers if item.question.kind == kind] for kind in (DATES, NUMBERS, SIGNED, TEXTS)
    }
    _check_ids(mapping, by_kind[TEXTS], file)
    for answer in answers:
        mapping = _with_forms(mapping, answer, file)
    mapping = _with_orders(mapping, by_kind[DATES], file)
    mapping = _with_decimals(mapping, by_kind[NUMBERS], file)
    return _with_currency(mapping, by_kind[SIGNED], file)


def _own(mapping: Mapping, field: str) -> FileColumn:
    found = mapping.columns[field]
    return found if isinstance(found, FileColumn) else FileColumn(header=mapping.header_of(field) or "")


def _with(mapping: Mapping, field: str, **said: object) -> Mapping:
    """The mapping with something said about one column."""
    column = _own(mapping, field).model_copy(update=said)
    return mapping.model_copy(update={"columns": {**mapping.columns, field: column}})


def _asked(code: str, mapping: Mapping, answer: Answer, file: str) -> FileRefused:
    header = mapping.header_of(answer.question.field)
    return FileRefused(Problem(code, column=header, value=answer.example, details={"file": file}))


def _check_ids(mapping: Mapping, answers: list[Answer], file: str) -> None:
    for answer in answers:
        if answer.counts["rounded"]:
            raise _asked("rounded_ids", mapping, answer, file)


def _is_shown(answer: Answer, name: str) -> bool:
    held = answer.held - answer.counts["marks"]
    return answer.counts[name] > 0 and answer.counts[name] >= SHOWN_FROM * held


def _with_forms(mapping: Mapping, answer: Answer, file: str) -> Mapping:
    """The odd forms and the unit that a column shows, where nobody has said them."""
    field = answer.question.field
    own = _own(mapping, field)
    if own.forms is not None or answer.question.kind == NUMBERS:
        return mapping
    unit = _unit(column_of(EXTRACTS[mapping.extract], field), own, answer, mapping, file)
    forms = _forms(answer)
    if unit:
        mapping = _with(mapping, field, unit=unit)
    return _with(mapping, field, forms=forms) if forms else mapping


def _forms(answer: Answer) -> tuple[str, ...]:
    found = [MARKS] if answer.counts["marks"] else []
    if answer.question.kind == DATES:
        named = {MONTH_NAMES: "named", SHORT_YEARS: "short", TWELVE_HOURS: "half_days"}
        found += [form for form, name in named.items() if _is_shown(answer, name)]
    if answer.question.kind == SIGNED and answer.counts["signs"]:
        found.append(SIGNS)
    return tuple(found)


def _unit(column: Column, own: FileColumn, answer: Answer, mapping: Mapping, file: str) -> str | None:
    """The unit that the cells show: moments as numbers, and minutes by the clock."""
    if own.unit:
        return None
    if answer.question.kind == DATES:
        held = answer.held - answer.counts["marks"]
        return next((unit for unit in MOMENTS if 2 * answer.counts[unit] > held), None)
    if answer.question.kind == SIGNED and is_minutes(column) and _is_shown(answer, "clocks"):
        if not answer.counts["long_clocks"]:
            raise _asked("ask_duration", mapping, answer, file)
        return "h:mm:ss"
    return None


def _with_orders(mapping: Mapping, answers: list[Answer], file: str) -> Mapping:
    """A column that decides keeps its order; the others take the file's, if its columns agree on one."""
    open_ones = [item for item in answers if mapping.declared_of(item.question.field).date_order is None]
    possible = {item.question.field: _orders(mapping, item, file) for item in open_ones}
    sure = {field: next(iter(orders)) for field, orders in possible.items() if len(orders) == 1}
    of_file = list(dict.fromkeys(sure.values()))
    for item in open_ones:
        orders = possible[item.question.field]
        if len(orders) > 1 and not (len(of_file) == 1 and of_file[0] in orders):
            raise _asked("ask_date_order", mapping, item, file)
    for field, order in sure.items():
        if order != of_file[0]:
            mapping = _with(mapping, field, date_order=order)
    order = mapping.declare.date_order or (of_file[0] if of_file else "ymd")
    return mapping.model_copy(update={"declare": mapping.declare.model_copy(update={"date_order": order})})


def _orders(mapping: Mapping, answer: Answer, file: str) -> Orders:
    """The orders that a column's dates can have; none where nothing depends on it."""
    counts = answer.counts
    found = [frozenset({order}) for order in _shown_orders(counts)]
    if not found and _is_shown(answer, "undecided"):
        found.append(frozenset({"dmy", "mdy"}))
    if SHORT_YEARS in (_own(mapping, answer.question.field).forms or ()):
        found.append(_short_orders(counts))
    if found and not frozenset.intersection(*found):
        raise _asked("mixed_date_order", mapping, answer, file)
    return frozenset.intersection(*found) if found else frozenset()


def _shown_orders(counts: dict[str, int]) -> list[str]:
    """The orders that days above 12 show; one that fewer show than a slip's share is a slip, and its rows are refused."""
    shown = {"dmy": counts["day_first"], "mdy": counts["month_first"]}
    return [order for order, count in shown.items() if count and count >= SHOWN_FROM * sum(shown.values())]


def _short_orders(counts: dict[str, int]) -> Orders:
    """By the largest number in each place, and by how many different ones stand where the year would."""
    first, second, third = (counts[f"largest_{part}"] for part in (1, 2, 3))
    year_is_last = counts["kinds_1"] >= MANY_DAYS and counts["kinds_3"] <= FEW_YEARS
    year_is_first = counts["kinds_3"] >= MANY_DAYS and counts["kinds_1"] <= FEW_YEARS
    fits = {
        "dmy": first <= 31 and second <= 12 and not year_is_first,
        "mdy": first <= 12 and second <= 31 and not year_is_first,
        "ymd": second <= 12 and third <= 31 and not year_is_last,
    }
    return frozenset(order for order, is_possible in fits.items() if is_possible)


def _with_decimals(mapping: Mapping, answers: list[Answer], file: str) -> Mapping:
    """The same for the decimal sign; a column of both signs is asked about."""
    sure: dict[str, str] = {}
    for item in answers:
        comma, point = item.counts["comma"], item.counts["point"]
        if comma and point:
            raise _asked("ask_decimal", mapping, item, file)
        if comma or point:
            sure[item.question.field] = "," if comma else "."
    of_file = list(dict.fromkeys(sure.values()))
    for item in answers:
        if item.counts["undecided"] and item.question.field not in sure and len(of_file) != 1:
            raise _asked("ask_decimal", mapping, item, file)
    for field, sign in sure.items():
        if sign != of_file[0]:
            mapping = _with(mapping, field, decimal=sign)
    sign = mapping.declare.decimal or (of_file[0] if of_file else ".")
    return mapping.model_copy(update={"declare": mapping.declare.model_copy(update={"decimal": sign})})


def _with_currency(mapping: Mapping, answers: list[Answer], file: str) -> Mapping:
    """The currency that every amount carries, where no column and no constant says it; asks where they are several."""
    carrying = [item for item in answers if item.counts["in_currency"]]
    if not carrying or "currency" not in EXTRACTS[mapping.extract].columns or "currency" in mapping.fields:
        return mapping
    codes = sorted({str(item.shown[which]) for item in carrying for which in ("currency", "last_currency")})
    if len(codes) > 1:
        header = mapping.header_of(carrying[0].question.field)
        raise FileRefused(Problem("ask_currency", column=header, value=", ".join(codes), details={"file": file}))
    agreed = all(_all_carry_one(item) for item in carrying)
    for item in carrying:
        mapping = _with(mapping, item.question.field, currency=codes[0] if agreed else MIXED)
    return mapping.model_copy(update={"constants": {**mapping.constants, "currency": codes[0]}}) if agreed else mapping


def _all_carry_one(answer: Answer) -> bool:
    return answer.counts["in_currency"] == answer.held - answer.counts["marks"]
