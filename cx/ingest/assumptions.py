"""What a load takes for granted, in words, with the rows that it was taken for."""

from dataclasses import dataclass

from sqlglot import exp

from cx.contracts.column import Kind
from cx.contracts.extracts import Extract
from cx.contracts.file_forms import MARKS, MONTH_NAMES, SHORT_YEARS, SIGNS, TWELVE_HOURS
from cx.contracts.mapping import FileColumn, Mapping
from cx.contracts.words import N_
from cx.ingest.expressions import sql
from cx.ingest.zoned import ZONED, in_zone_of_file

SCALE_FILLED = "scale_filled"
"""Staged mark of an answer whose scale is the one that its question has by definition."""


@dataclass(frozen=True)
class Assumed:
    """An assumption in words, and the rows it was made for."""

    singular: str
    plural: str
    rows: exp.Expr
    values: tuple[tuple[str, str], ...] = ()
    counted: int | None = None
    """How many it was made for, where that is not rows."""


MIXED = "mixed"
"""Said of a column of amounts of which only some carry a currency."""
DOLLARS = "dollar_sign"
"""Staged mark of a row whose currency is written as “$”."""
MARKED = "marked_"
"""Staged marks of cells that hold a mark for no value begin with this."""
COLUMN_FORMS = {
    MARKS: (
        N_("{n} cell of “{column}” holds a mark for no value and is read as empty."),
        N_("{n} cells of “{column}” hold a mark for no value and are read as empty."),
    ),
    MONTH_NAMES: (
        N_("The months in “{column}” are read by their names ({n} row)."),
        N_("The months in “{column}” are read by their names ({n} rows)."),
    ),
    SHORT_YEARS: (
        N_("Years of two digits in “{column}” are read as 1990 to 1999 and 2000 to 2069 ({n} row)."),
        N_("Years of two digits in “{column}” are read as 1990 to 1999 and 2000 to 2069 ({n} rows)."),
    ),
    TWELVE_HOURS: (
        N_("Times with AM or PM in “{column}” are read by the clock of twelve hours ({n} row)."),
        N_("Times with AM or PM in “{column}” are read by the clock of twelve hours ({n} rows)."),
    ),
    SIGNS: (
        N_("Amounts in “{column}” are read without their signs and the space between thousands ({n} row)."),
        N_("Amounts in “{column}” are read without their signs and the space between thousands ({n} rows)."),
    ),
}
"""One row and several rows, for each odd form."""
COLUMN_UNIT = (
    N_("“{column}” is read in the unit “{unit}” ({n} row)."),
    N_("“{column}” is read in the unit “{unit}” ({n} rows)."),
)
COLUMN_ZONE = (
    N_("Times in “{column}” are read in the time zone {zone} ({n} row)."),
    N_("Times in “{column}” are read in the time zone {zone} ({n} rows)."),
)
COLUMN_ORDER = {
    "dmy": (
        N_("Dates in “{column}” have the day first, unlike others in the file ({n} row)."),
        N_("Dates in “{column}” have the day first, unlike others in the file ({n} rows)."),
    ),
    "mdy": (
        N_("Dates in “{column}” have the month first, unlike others in the file ({n} row)."),
        N_("Dates in “{column}” have the month first, unlike others in the file ({n} rows)."),
    ),
    "ymd": (
        N_("Dates in “{column}” have the year first, unlike others in the file ({n} row)."),
        N_("Dates in “{column}” have the year first, unlike others in the file ({n} rows)."),
    ),
}
COLUMN_DECIMAL = (
    N_("The decimal sign in “{column}” is “{decimal}”, unlike others in the file ({n} row)."),
    N_("The decimal sign in “{column}” is “{decimal}”, unlike others in the file ({n} rows)."),
)
COLUMN_CURRENCY = (
    N_("The amounts in “{column}” are in {currency}, as their own signs say ({n} row)."),
    N_("The amounts in “{column}” are in {currency}, as their own signs say ({n} rows)."),
)
SEVERAL_CURRENCIES = Assumed(
    N_("Only some of the amounts carry a currency, so none is taken from them ({n} row)."),
    N_("Only some of the amounts carry a currency, so none is taken from them ({n} rows)."),
    exp.true(),
)
US_DOLLARS = Assumed(
    N_("The currency “$” is read as US dollars ({n} row)."),
    N_("The currency “$” is read as US dollars ({n} rows)."),
    exp.column(DOLLARS, quoted=True),
)
NO_SCALE = Assumed(
    N_(
        "{n} row gives no scale; its scale is the one its question has by definition (NPS 0-10, CES 1.0 1-5, CES 2.0 1-7)."
    ),
    N_(
        "{n} rows give no scale; their scale is the one their question has by definition "
        "(NPS 0-10, CES 1.0 1-5, CES 2.0 1-7)."
    ),
    exp.column(SCALE_FILLED, quoted=True),
)
UNUSED_SCALE = Assumed(
    N_("{n} answer is on a scale that no figure uses (NPS is 0-10, CES 1.0 1-5, CES 2.0 1-7, CSAT never 0-10)."),
    N_("{n} answers are on scales that no figure uses (NPS is 0-10, CES 1.0 1-5, CES 2.0 1-7, CSAT never 0-10)."),
    sql(
        "score IS NOT NULL AND NOT CASE kind WHEN 'nps' THEN scale = '0-10' WHEN 'csat' THEN scale <> '0-10' "
        "ELSE (ces_version = '1.0' AND scale = '1-5') OR (ces_version = '2.0' AND scale = '1-7') END"
    ),
)
NO_DATE = Assumed(
    N_("{n} answer carries no date, so it is in no period."),
    N_("{n} answers carry no date, so they are in no period."),
    exp.true(),
)
ANONYMOUS = Assumed(
    N_(
        "Nobody declared whether the survey is named, so its {n} row is treated as anonymous: "
        "figures of small groups are hidden."
    ),
    N_(
        "Nobody declared whether the survey is named, so its {n} rows are treated as anonymous: "
        "figures of small groups are hidden."
    ),
    exp.true(),
)
KNOWN_TODAY = Assumed(
    N_("{n} account is taken as known on the day of the load."),
    N_("{n} accounts are taken as known on the day of the load."),
    exp.true(),
)
NEGATIVE_RESPONSE = (
    N_("The first response to {n} ticket comes before it was opened: its duration is left out of every figure."),
    N_(
        "The first responses to {n} tickets come before they were opened: their durations are left out of every figure."
    ),
)
NEGATIVE_RESOLUTION = (
    N_("{n} ticket was resolved before it was opened: its duration is left out of every figure."),
    N_("{n} tickets were resolved before they were opened: their durations are left out of every figure."),
)
FILE_ORDER = {
    "dmy": Assumed(
        N_("Dates such as 3/4/2025 are read with the day first ({n} row)."),
        N_("Dates such as 3/4/2025 are read with the day first ({n} rows)."),
        exp.true(),
    ),
    "mdy": Assumed(
        N_("Dates such as 3/4/2025 are read with the month first ({n} row)."),
        N_("Dates such as 3/4/2025 are read with the month first ({n} rows)."),
        exp.true(),
    ),
}
FILE_DECIMAL = Assumed(
    N_("The comma is read as the decimal sign ({n} row)."),
    N_("The comma is read as the decimal sign ({n} rows)."),
    exp.true(),
)
ENDS = {
    "last_day": Assumed(
        N_("The end date is the last day that a contract covers ({n} term)."),
        N_("The end date is the last day that a contract covers ({n} terms)."),
        sql("ends_on IS NOT NULL"),
    ),
    "day_after": Assumed(
        N_("The end date is the first day that a contract does not cover ({n} term)."),
        N_("The end date is the first day that a contract does not cover ({n} terms)."),
        sql("ends_on IS NOT NULL"),
    ),
}


def assumptions(extract: Extract, given: tuple[str, ...], mapping: Mapping) -> tuple[Assumed, ...]:
    """Every assumption that a load of these fields makes."""
    found = [_dated(extract.columns[name].title, day) for name, day in _constant_dates(extract, given, mapping)]
    if extract.name == "survey":
        found += [NO_SCALE, UNUSED_SCALE]
        found += [NO_DATE] if "responded_at" not in given and "sent_at" not in given else []
        found += [ANONYMOUS] if mapping.declare.survey is None else []
    if in_zone_of_file(extract, given, mapping):
        found.append(_zoned(mapping.declare.time_zone))
    found += [*_of_file(extract, mapping), *(_negative(given) if extract.name == "tickets" else [])]
    if extract.name == "renewals" and "currency" in given:
        found.append(US_DOLLARS)
    if extract.name == "accounts" and "as_of" not in given:
        found.append(KNOWN_TODAY)
    if extract.name == "renewals" and "ends_on" in given and mapping.declare.end_is:
        found.append(ENDS[mapping.declare.end_is])
    for name in given:
        target = mapping.columns.get(name)
        if isinstance(target, FileColumn):
            found += _of_column(name, target, mapping.declare.time_zone)
    if any(isinstance(target, FileColumn) and target.currency == MIXED for target in mapping.columns.values()):
        found.append(SEVERAL_CURRENCIES)
    return tuple(found)


def _negative(given: tuple[str, ...]) -> list[Assumed]:
    """Durations below zero, which are in no figure; a duration that the file gives goes before its two moments."""
    response = {
        "first_response_minutes": "first_response_minutes < 0",
        "first_response_at": "first_response_at < opened_at",
    }
    told = [condition for name, condition in response.items() if name in given]
    found = [Assumed(*NEGATIVE_RESPONSE, sql(f"coalesce({', '.join(told)})"))] if told else []
    if "resolved_at" in given:
        found.append(Assumed(*NEGATIVE_RESOLUTION, sql("resolved_at < opened_at")))
    return found


def _of_file(extract: Extract, mapping: Mapping) -> list[Assumed]:
    """The order of dates and the decimal sign of the whole file, where they are not those of our own."""
    kinds = {extract.columns[name].kind for name in mapping.columns}
    order = FILE_ORDER.get(mapping.declare.date_order or "") if kinds & {Kind.MOMENT, Kind.DAY} else None
    comma = mapping.declare.decimal == "," and kinds & {Kind.WHOLE, Kind.NUMBER, Kind.MONEY}
    return [*([order] if order else []), *([FILE_DECIMAL] if comma else [])]


def _constant_dates(extract: Extract, given: tuple[str, ...], mapping: Mapping) -> list[tuple[str, str]]:
    """Dates that the file does not hold and that were given for all of its rows."""
    kinds = {name: extract.columns[name].kind for name in given if name not in mapping.columns}
    dated = [name for name, kind in kinds.items() if kind in (Kind.MOMENT, Kind.DAY)]
    return [(name, mapping.constants[name]) for name in dated if mapping.constants.get(name)]


def _dated(title: str, day: str) -> Assumed:
    return Assumed(
        N_("The file has no “{title}”: {day} was given for its {n} row, so nothing can be told over time by it."),
        N_("The file has no “{title}”: {day} was given for all {n} rows, so nothing can be told over time by it."),
        exp.true(),
        (("title", title), ("day", day)),
    )


def recognition(profile: str, columns: int) -> Assumed:
    """Whose export the file was taken for, and how many of its columns are left out."""
    return Assumed(
        N_("Recognised as an export of {profile}: {n} column is left out."),
        N_("Recognised as an export of {profile}: {n} columns are left out."),
        exp.true(),
        (("profile", profile),),
        columns,
    )


def _of_column(name: str, target: FileColumn, zone: str) -> list[Assumed]:
    """How the cells of one column are read that are not written as ours are; `zone` is the file's."""
    said = {
        **{form: COLUMN_FORMS[form] for form in target.forms or ()},
        "unit": COLUMN_UNIT if target.unit else None,
        "zone": COLUMN_ZONE if target.time_zone not in (None, zone) else None,
        "order": COLUMN_ORDER[target.date_order] if target.date_order else None,
        "decimal": COLUMN_DECIMAL if target.decimal else None,
        "currency": COLUMN_CURRENCY if target.currency and target.currency != MIXED else None,
    }
    values = {name: getattr(target, name) or "" for name in ("unit", "decimal", "currency")}
    shown = tuple({"column": target.header, "zone": target.time_zone or "", **values}.items())
    filled = sql(":value IS NOT NULL", value=exp.column(name, quoted=True))
    rows = {MARKS: exp.column(MARKED + name, quoted=True)}
    return [Assumed(*both, rows.get(about, filled), shown) for about, both in said.items() if both]


def _zoned(zone: str) -> Assumed:
    return Assumed(
        N_("Times without an offset are read in the time zone {zone} ({n} row)."),
        N_("Times without an offset are read in the time zone {zone} ({n} rows)."),
        exp.column(ZONED, quoted=True),
        (("zone", zone),),
    )
