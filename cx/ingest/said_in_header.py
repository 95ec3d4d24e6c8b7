"""What a header says besides its name: the unit or the time zone of its column."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from cx.contracts.column import Column, Kind
from cx.contracts.file_units import CLOCK_DURATIONS, COUNTS, DURATIONS, IDS, MOMENTS, MONEY, VERDICTS
from cx.contracts.mapping import FileColumn

NO_ZONES: Mapping[str, str] = MappingProxyType({})
UNIT_WORDS = {
    "seconds": ("seconds", "second", "secs", "sec", "s"),
    "minutes": ("minutes", "minute", "mins", "min"),
    "hours": ("hours", "hour", "hrs", "hr", "h"),
    "days": ("days", "day", "d"),
    "h:mm:ss": ("h:mm:ss", "hh:mm:ss"),
    "h:mm": ("h:mm", "hh:mm"),
    "mm:ss": ("mm:ss", "m:ss"),
    "cents": ("cents", "cent", "minor units"),
    "month": ("per month", "monthly", "/month", "a month"),
    "quarter": ("per quarter", "quarterly", "/quarter", "a quarter"),
    "epoch seconds": ("epoch", "unix", "unix time", "epoch seconds"),
    "epoch milliseconds": ("epoch ms", "epoch milliseconds", "unix ms"),
}
"""How tools spell a unit in brackets, after "in" or by itself."""
NOTES = ("list", "metadata")
"""What tools write in brackets that says nothing about the values."""
BRACKETED = r"^(?P<name>.*\S)\s*[(\[](?:in\s+)?(?P<said>[^()\[\]]+)[)\]]$"


def said_in_header(header: str) -> tuple[str, str | None, str | None]:
    """The bare name of a column, the unit and the time zone that its header says; the header itself says neither.

    "First response time (in hrs)" is a time in hours, "Created (America/New_York)" is in that zone.
    """
    found = re.match(BRACKETED, header.strip())
    if not found:
        return header, None, None
    name, said = found["name"], found["said"].strip()
    unit = next((unit for unit, words in UNIT_WORDS.items() if said.lower() in words), None)
    zone = said if said in _zones() else None
    return (name, unit, zone) if unit or zone or said.lower() in NOTES else (header, None, None)


def bare_names(header: str) -> tuple[str, ...]:
    """The names to know a column by: without what its header says besides, and a duration's with our unit in its place."""
    bare, unit, _ = said_in_header(header)
    in_minutes = unit in DURATIONS or unit in CLOCK_DURATIONS
    return (bare, f"{bare} minutes", f"{bare} in minutes") if in_minutes else (bare,)


@cache
def time_zones() -> frozenset[str]:
    """Every name of a time zone."""
    return frozenset(available_timezones() - {"localtime"})


@cache
def _zones() -> frozenset[str]:
    """Names of zones that a header would give: regions and cities, UTC and GMT, no abbreviations."""
    return frozenset(name for name in time_zones() if "/" in name or name in ("UTC", "GMT"))


def units_of(column: Column) -> tuple[str, ...]:
    """The units that a file may write a field in."""
    if column.kind in (Kind.MOMENT, Kind.DAY):
        return MOMENTS
    if column.kind is Kind.MONEY:
        return tuple(MONEY)
    if column.kind is Kind.FLAG:
        return VERDICTS
    if column.kind is Kind.WHOLE:
        return COUNTS
    if column.kind is Kind.TEXT and column.name.endswith("_id"):
        return IDS
    return (*DURATIONS, *CLOCK_DURATIONS) if is_minutes(column) else ()


def is_minutes(column: Column) -> bool:
    """True for a field that holds a duration in minutes."""
    return column.kind is Kind.NUMBER and column.name.endswith("_minutes")


def target_of(header: str, column: Column, zones: Mapping[str, str] = NO_ZONES) -> str | FileColumn:
    """The target for a column of the file: with the unit and the zone that its header says, where the field can have them.

    `zones` are those that a row below the header says, by column.
    """
    _, unit, zone = said_in_header(header)
    zone = zone or known_zone(zones.get(header))
    unit = unit if unit in units_of(column) and unit != _own_unit(column) else None
    zone = zone if column.kind is Kind.MOMENT else None
    return FileColumn(header=header, unit=unit, time_zone=zone) if unit or zone else header


def known_zone(name: str | None) -> str | None:
    """The name itself where it is that of a time zone."""
    return name if name in time_zones() else None


def _own_unit(column: Column) -> str | None:
    return "minutes" if is_minutes(column) else None
