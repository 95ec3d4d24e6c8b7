"""The plan of a load: how each field is made from the file, which rules hold, and what must be asked."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlglot import exp

from cx.contracts.column import Column
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.file_forms import MARKS
from cx.contracts.mapping import Declared, FileColumn, Lookup, Make, Mapping
from cx.ingest.assumptions import (
    DOLLARS,
    MARKED,
    SCALE_FILLED,
    Assumed,
    assumptions,
    recognition,
)
from cx.ingest.cells import cell_of
from cx.ingest.expressions import asked, sql, text, trimmed, typed, typed_value, usual, usual_value
from cx.ingest.forms import by_the_year, canonical, is_mark
from cx.ingest.order_rules import order_rules
from cx.ingest.ordering import rank
from cx.ingest.profile_proposal import left_out
from cx.ingest.reading import Reading
from cx.ingest.recognition import recognised
from cx.ingest.reshaping import EVENT_COLUMNS, Reshaping, by_question, like, made, reshaping, worded
from cx.ingest.rules import Rule, rules, survey_scale
from cx.ingest.surplus import surplus_rules
from cx.ingest.unit_rules import unit_rules
from cx.ingest.zoned import zoned


@dataclass(frozen=True)
class Ask:
    """Something undeclared that must be asked: the fault, and the rows that need the answer."""

    code: str
    field: str
    needed: exp.Expr
    shown: exp.Expr


@dataclass(frozen=True)
class Plan:
    """Everything the store needs to stage, check and load a file."""

    reading: Reading
    mapping: Mapping
    extract: Extract
    today: date
    usual: dict[str, exp.Expr]
    """Field -> its value where the cell is written in a usual form, over the file's cells `c0`, `c1`, ..."""
    texts: dict[str, exp.Expr]
    """Field -> its text, over the file's cells and the usual values."""
    lookups: dict[str, Lookup]
    values: dict[str, str]
    """Field -> the SQL of its typed value, over the texts."""
    rules: tuple[Rule, ...]
    fills: dict[str, exp.Expr]
    """Field -> its value once the rules hold: what the definitions and defaults fill in."""
    flags: dict[str, exp.Expr]
    """What is remembered of the values before they are filled, for the assumptions to count."""
    asks: tuple[Ask, ...]
    assumed: tuple[Assumed, ...]
    reshaping: Reshaping | None
    """What makes other rows of the file than its records; None where each record is one row."""
    last_by: exp.Expr | None
    """Of rows that repeat a key, the value by which the last one wins; None where none does."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the load writes."""
        return tuple(self.fills)


def plan(reading: Reading, mapping: Mapping, today: date) -> Plan:
    """The plan for a checked mapping whose date order and decimal sign are decided."""
    extract = EXTRACTS[mapping.extract]
    given = {name: extract.columns[name] for name in extract.columns if name in mapping.fields}
    lookups = {name: target for name, target in mapping.columns.items() if isinstance(target, Lookup)}
    quick = _usual(given, reading, mapping)
    values = {name: _typed(column, mapping, name in quick) for name, column in given.items()}
    for name in _needed(extract):
        values.setdefault(name, f"CAST(NULL AS {extract.columns[name].sql_type})")
    return Plan(
        reading,
        mapping,
        extract,
        today,
        quick,
        {name: _said(name, reading, mapping, name in quick) for name in given},
        lookups,
        values,
        (
            *_unmatched(lookups),
            *unit_rules(reading.header, mapping),
            *rules(extract, tuple(given), today, reading.text.has_nul, mapping.zone_of, lookups),
            *order_rules(reading, mapping),
            *surplus_rules(reading.header),
        ),
        _fills(extract, tuple(given), mapping, today),
        {**_flags(extract, tuple(given)), **zoned(extract, tuple(given), mapping, quick), **_marked(reading, mapping)},
        _asks(extract, tuple(given)),
        (*_recognition(reading, mapping), *assumptions(extract, tuple(given), mapping)),
        reshaping(mapping, reading),
        _last_by(reading, mapping),
    )


def _recognition(reading: Reading, mapping: Mapping) -> tuple[Assumed, ...]:
    """Whose export the file was taken for, where its mapping is for that profile's extract."""
    profile = recognised(reading.header)
    if profile is None or profile.extract != mapping.extract:
        return ()
    return (recognition(profile.name, len(left_out(profile, reading.header, mapping))),)


def _usual(given: dict[str, Column], reading: Reading, mapping: Mapping) -> dict[str, exp.Expr]:
    """Only where the cell alone decides: no words of the mapping, no constant in its place, no lookup."""
    found = {}
    for name, column in given.items():
        header = mapping.header_of(name)
        said = {*mapping.values, *mapping.constants, *mapping.set_fields}
        if header and name not in said and _is_usual(mapping, name):
            value = usual_value(column, cell_of(header, reading.header), mapping.declared_of(name))
            found.update({name: value} if value else {})
    return found


def _is_usual(mapping: Mapping, name: str) -> bool:
    """A cell in its usual form means the same in every odd form, but not in every unit."""
    target = mapping.columns[name]
    return isinstance(target, str) or (isinstance(target, FileColumn) and not target.unit and not target.per)


def _is_odd(mapping: Mapping, name: str) -> bool:
    """True where cells are written otherwise than the mapping's own values, or must not be mixed with them as they are."""
    target = mapping.columns.get(name)
    if isinstance(target, FileColumn) and (target.unit or target.forms or target.per):
        return True
    return isinstance(target, str | FileColumn) and name in {*mapping.constants, *mapping.set_fields}


def _typed(column: Column, mapping: Mapping, has_usual: bool) -> str:
    """The typed value; what a mapping says is written as a mapping writes it, an odd cell's text was made canonical."""
    is_asked = bool(mapping.answers) and column.name == "score"
    is_said = column.name not in mapping.columns and not is_asked
    declared = mapping.declared_of(column.name)
    is_canonical = is_said or _is_odd(mapping, column.name)
    forms = declared.model_copy(update={"date_order": "ymd", "decimal": "."}) if is_canonical else declared
    return _typed_sql(column, forms, has_usual)


@lru_cache(maxsize=1024)
def _typed_sql(column: Column, forms: Declared, has_usual: bool) -> str:
    """Made once for all files: to make and write it takes as long as to read a small file."""
    value = typed_value(column, text(column.name), forms)
    if has_usual:
        value = sql("CASE WHEN :usual IS NULL THEN :value ELSE :usual END", usual=usual(column.name), value=value)
    return value.sql("duckdb")


def _said(name: str, reading: Reading, mapping: Mapping, has_usual: bool) -> exp.Expr:
    """The field's text: what the record's question says, else the first condition that holds, else its column."""
    otherwise = _text(name, reading, mapping, has_usual)
    choice = exp.Case()
    for item in (item for item in mapping.when if name in item.set):
        holds = like(trimmed(cell_of(item.column, reading.header)), item.like)
        choice = choice.when(holds, exp.convert(item.set[name]))
    if choice.args.get("ifs"):
        otherwise = choice.else_(otherwise)
    return by_question(mapping, name, otherwise, reading.header)


def _last_by(reading: Reading, mapping: Mapping) -> exp.Expr | None:
    if mapping.repeats is None:
        return None
    return rank(mapping.repeats.last_by, reading, mapping.declare)


def _text(name: str, reading: Reading, mapping: Mapping, has_usual: bool) -> exp.Expr:
    header = mapping.header_of(name)
    if isinstance(mapping.columns.get(name), Make):
        return made(name)
    if header is None and mapping.event_log and name in EVENT_COLUMNS:
        return sql("CAST(:event AS VARCHAR)", event=exp.column(EVENT_COLUMNS[name], quoted=True))
    if header is None:
        return exp.convert(mapping.constants[name]) if mapping.constants.get(name) else exp.null()
    own = cell_of(header, reading.header)
    found = worded(name, mapping, reading.header)
    target = mapping.columns[name]
    if isinstance(target, str | FileColumn) and _is_odd(mapping, name):
        column = EXTRACTS[mapping.extract].columns[name]
        told = FileColumn(header=target) if isinstance(target, str) else target
        found = canonical(column, found, told, mapping.declared_of(name))
        if told.per:
            found = by_the_year(found, trimmed(cell_of(told.per, reading.header)))
    if has_usual:
        return sql("CASE WHEN :usual IS NULL THEN :bare ELSE :own END", usual=usual(name), bare=found, own=own)
    if name in mapping.constants and mapping.constants[name]:
        found = sql("coalesce(:cell, :constant)", cell=found, constant=mapping.constants[name])
    return found


def _needed(extract: Extract) -> tuple[str, ...]:
    """Fields that rules and questions look at even where the file does not fill them."""
    return {
        "survey": ("scale", "ces_version", "score"),
        "tickets": ("satisfaction_scale", "satisfaction"),
        "renewals": ("ends_on", "currency"),
    }.get(extract.name, ())


def _unmatched(lookups: dict[str, Lookup]) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            "no_match",
            name,
            sql(":asked IS NOT NULL AND :cell IS NULL", cell=text(name), asked=asked(name)),
            target.key,
        )
        for name, target in lookups.items()
    )


def _fills(extract: Extract, given: tuple[str, ...], mapping: Mapping, today: date) -> dict[str, exp.Expr]:
    fills: dict[str, exp.Expr] = {name: typed(name) for name in given}
    for name in extract.key:
        fills.setdefault(name, exp.cast(exp.null(), extract.columns[name].sql_type))
    for name, other in extract.defaults:
        fills[name] = sql("coalesce(:own, :other)", own=fills[name], other=typed(other))
    if extract.name == "survey" and {"score", "scale"} & set(given):
        fills["scale"] = survey_scale()
    if extract.name == "accounts":
        day = sql("CAST(:today AS DATE)", today=today.isoformat())
        fills["as_of"] = sql("coalesce(:own, :day)", own=fills["as_of"], day=day)
    if extract.name == "renewals" and "ends_on" in given:
        fills["due_on"] = typed("ends_on")
        if mapping.declare.end_is == "last_day":
            fills["ends_on"] = sql(":end + 1", end=typed("ends_on"))
    return fills


def _flags(extract: Extract, given: tuple[str, ...]) -> dict[str, exp.Expr]:
    if extract.name == "renewals" and "currency" in given:
        return {DOLLARS: sql("coalesce(:own = '$', false)", own=text("currency"))}
    if extract.name != "survey":
        return {}
    unsaid = sql("coalesce(:scale IS NULL AND :score IS NOT NULL, false)", scale=typed("scale"), score=typed("score"))
    return {SCALE_FILLED: unsaid}


def _marked(reading: Reading, mapping: Mapping) -> dict[str, exp.Expr]:
    """Whether a cell holds a mark for no value, in the columns that show such marks."""
    columns = EXTRACTS[mapping.extract].columns
    return {
        MARKED + name: is_mark(columns[name], trimmed(cell_of(target.header, reading.header)))
        for name, target in mapping.columns.items()
        if isinstance(target, FileColumn) and MARKS in (target.forms or ())
    }


def _asks(extract: Extract, given: tuple[str, ...]) -> tuple[Ask, ...]:
    if extract.name == "survey" and "score" in given:
        return (
            Ask(
                "ask_ces_version",
                "ces_version",
                sql(
                    ":kind = 'ces' AND :score IS NOT NULL AND :version IS NULL",
                    kind=typed("kind"),
                    score=typed("score"),
                    version=typed("ces_version"),
                ),
                typed("kind"),
            ),
            Ask(
                "ask_scale",
                "scale",
                sql(":scale IS NULL AND :score IS NOT NULL", scale=survey_scale(), score=typed("score")),
                typed("kind"),
            ),
        )
    if extract.name == "tickets" and "satisfaction" in given:
        needed = sql(
            ":value IS NOT NULL AND :scale IS NULL", value=typed("satisfaction"), scale=typed("satisfaction_scale")
        )
        return (Ask("ask_scale", "satisfaction_scale", needed, exp.convert("satisfaction")),)
    return ()
