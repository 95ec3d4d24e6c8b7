"""The rules that every row of an extract must keep, as SQL conditions that are true for a bad row."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from cx.contracts.column import Column, Kind
from cx.contracts.extracts import Extract
from cx.contracts.figure_limits import FIGURE_LIMITS, Limits, limits_text
from cx.contracts.outside import AT_LEAST, AT_MOST, BETWEEN
from cx.contracts.scales import CES_SCALES, SCALE_RANGES
from cx.ingest.expressions import asked, sql, text, typed

UNREAD = {
    Kind.WORD: "not_in_vocabulary",
    Kind.FLAG: "not_in_vocabulary",
    Kind.MOMENT: "not_a_date",
    Kind.DAY: "not_a_date",
    Kind.WHOLE: "not_whole",
    Kind.NUMBER: "not_a_number",
    Kind.MONEY: "not_a_number",
}


ORDERS = {
    "renewals": (("ends_before_start", "ends_on", "starts_on"),),
    "account_roles": (("ends_before_start", "until", "since"),),
    "ambassadors": (("ends_before_start", "until", "since"),),
    "initiatives": (("ends_before_start", "ended_on", "started_on"),),
    "touches": (
        ("out_of_order", "taken_up_at", "happened_at"),
        ("out_of_order", "kept_at", "happened_at"),
    ),
}
"""Dates of one row that follow each other: the fault's code, the later one and the earlier one."""


@dataclass(frozen=True)
class Rule:
    """A code, the field it is about, and the condition under which a row breaks it."""

    code: str
    field: str
    broken: exp.Expr
    range: str = ""


def rules(
    extract: Extract,
    fields: tuple[str, ...],
    today: date,
    has_nul: bool,
    zone_of: Callable[[str], str],
    looked_up: Collection[str] = (),
) -> tuple[Rule, ...]:
    """Every rule for the fields that the file fills, each condition over staged text and typed columns.

    `zone_of` gives the time zone that a field's times are told in.
    """
    found: list[Rule] = []
    for name in fields:
        if extract.columns[name].required:
            cell = asked(name) if name in looked_up else text(name)
            found.append(Rule("missing", name, sql(":cell IS NULL", cell=cell)))
        found += _of_column(extract.columns[name], today, has_nul)
    found += [rule for rule in _of_row(extract, zone_of) if _fields_of(rule) <= set(fields)]
    return tuple(found)


def _of_column(column: Column, today: date, has_nul: bool) -> list[Rule]:
    name, cell, value = column.name, text(column.name), typed(column.name)
    found = []
    if has_nul:
        found.append(Rule("nul_byte", name, sql("contains(:cell, chr(0))", cell=cell)))
    if column.kind in UNREAD:
        broken = sql(":cell IS NOT NULL AND :value IS NULL", cell=cell, value=value)
        found.append(Rule(UNREAD[column.kind], name, _readable(broken, cell, has_nul), _vocabulary(column)))
    if column.form:
        broken = sql("NOT regexp_full_match(:cell, :pattern)", cell=cell, pattern=column.form.pattern)
        found.append(Rule("not_in_form", name, _readable(broken, cell, has_nul), column.form.example))
    bounds = [sql(":value < :low", value=value, low=column.low)] if column.low is not None else []
    bounds += [sql(":value > :high", value=value, high=column.high)] if column.high is not None else []
    if bounds:
        found.append(Rule("out_of_range", name, exp.or_(*bounds), _range(column)))
    if column.happened:
        last = (today + timedelta(days=2)).isoformat()
        late = sql(f":value >= CAST(:last AS {column.sql_type})", value=value, last=last)
        found.append(Rule("in_future", name, late))
    return found


def _readable(broken: exp.Expr, cell: exp.Expr, has_nul: bool) -> exp.Expr:
    """Broken, and not already for a NUL byte."""
    return sql(":broken AND NOT contains(:cell, chr(0))", broken=broken, cell=cell) if has_nul else broken


def _range(column: Column) -> str:
    if column.low is not None and column.high is not None:
        return f"{column.low:g}{BETWEEN}{column.high:g}"
    return f"{AT_LEAST}{column.low:g}" if column.low is not None else f"{AT_MOST}{column.high:g}"


def _vocabulary(column: Column) -> str:
    words = [term.word for term in column.vocabulary] or ["true", "false"]
    return ", ".join(words)


def _of_row(extract: Extract, zone_of: Callable[[str], str]) -> list[Rule]:
    if extract.name == "survey":
        return [Rule("off_scale", "score", _off_scale(extract.columns["score"], survey_scale()), "{scale}")]
    if extract.name == "tickets":
        scale = typed("satisfaction_scale")
        return [Rule("off_scale", "satisfaction", _off_scale(extract.columns["satisfaction"], scale), "{scale}")]
    if extract.name == "targets":
        return _beyond_figure()
    return [_order(extract, zone_of, *item) for item in ORDERS.get(extract.name, ())]


def _beyond_figure() -> list[Rule]:
    """A rule for each pair of limits that figures have."""
    by_limits: dict[Limits, list[str]] = {}
    for metric, limits in FIGURE_LIMITS.items():
        by_limits.setdefault(limits, []).append(metric)
    value, found = typed("value"), []
    for (least, most), metrics in by_limits.items():
        ends = [sql(":value < :least", value=value, least=least)] if least is not None else []
        ends += [sql(":value > :most", value=value, most=most)] if most is not None else []
        if ends:
            broken = exp.and_(typed("metric").isin(*metrics), exp.or_(*ends))
            found.append(Rule("beyond_figure", "value", broken, limits_text((least, most))))
    return found


def _order(extract: Extract, zone_of: Callable[[str], str], code: str, later: str, earlier: str) -> Rule:
    """Of a moment without a time of day only its day is known, and it is compared by day."""
    before = sql(":later < :earlier", later=typed(later), earlier=typed(earlier))
    if extract.columns[later].kind is not Kind.MOMENT:
        return Rule(code, later, before, earlier)
    broken = sql(
        "CASE WHEN :later = :later_day OR :earlier = :earlier_day THEN :later_shown < :earlier_shown ELSE :before END",
        before=before,
        later=typed(later),
        later_day=exp.cast(typed(later), "DATE"),
        later_shown=_shown_day(typed(later), zone_of(later)),
        earlier=typed(earlier),
        earlier_day=exp.cast(typed(earlier), "DATE"),
        earlier_shown=_shown_day(typed(earlier), zone_of(earlier)),
    )
    return Rule(code, later, broken, earlier)


def _shown_day(moment: exp.Expr, zone: str) -> exp.Expr:
    """The day that the calendar of the zone shows; a moment without a time of day is stored as midnight."""
    if zone == "UTC":
        return exp.cast(moment, "DATE")
    return sql(
        "CAST(CASE WHEN :moment = CAST(:moment AS DATE) THEN :moment "
        "ELSE (:moment AT TIME ZONE 'UTC') AT TIME ZONE :zone END AS DATE)",
        moment=moment,
        zone=zone,
    )


def _fields_of(rule: Rule) -> set[str]:
    if rule.code == "beyond_figure":
        return {rule.field, "metric"}
    return {rule.field} if rule.code == "off_scale" else {rule.field, rule.range}


def survey_scale() -> exp.Expr:
    """The scale as given; else the one that the CES version or the NPS question has by definition."""
    by_version = exp.Case(this=typed("ces_version"))
    for version, scale in CES_SCALES.items():
        by_version = by_version.when(exp.convert(version), exp.convert(scale))
    return sql(
        "coalesce(:scale, CASE :kind WHEN 'nps' THEN '0-10' WHEN 'ces' THEN :ces END)",
        scale=typed("scale"),
        kind=typed("kind"),
        ces=by_version,
    )


def _off_scale(column: Column, scale: exp.Expr) -> exp.Expr:
    """Off the row's own scale; a value outside every scale breaks the column's range instead."""
    inside = exp.Case(this=scale)
    value = typed(column.name)
    for name, (low, high) in SCALE_RANGES.items():
        inside = inside.when(exp.convert(name), sql(":v BETWEEN :low AND :high", v=value, low=low, high=high))
    return sql(
        "NOT :inside AND :v BETWEEN :low AND :high",
        inside=exp.paren(inside),
        v=value,
        low=column.low or 0,
        high=column.high or 0,
    )
