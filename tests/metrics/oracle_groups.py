"""What every part of the oracle stands on: the question, and rows by group, from the design's rules in plain Python."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.metrics.company import Company, Row, later

Group = tuple[str | None, ...]
Figure = tuple[float | None, int, float, float]
"""Value, n, numerator, denominator."""
GRACE, REPEAT, ACTIVE, BREADTH, LOOP, TREND, AHEAD, ANSWER, CLOSE = 30, 7, 28, 90, 2, 90, 180, 14, 14
RATES = {"EUR": 1.0, "USD": 0.5}
SATISFIED = {"1-5": (4, 5), "1-7": (6, 7), "1-10": (9, 10), "0-2": (2,), "good-bad": (1,)}


@dataclass(frozen=True)
class Question:
    """What is asked: days, as-of, split, grain, filters and the first month of the fiscal year."""

    start: date
    end: date
    as_of: date
    by: tuple[str, ...] = ()
    grain: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    fiscal: int = 4
    between: tuple[date, date] | None = None


def first_day(day: date, grain: str, fiscal: int) -> date:
    """The first day of the day's week, month, fiscal quarter or fiscal year."""
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.isoweekday() - 1)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    first = date(day.year - 1, fiscal, 1)
    while later(first, months) <= day:
        first = later(first, months)
    return first


def attribute(company: Company, account: str | None, name: str, day: date) -> str | None:
    """Rule 14: as known on the day; what was known first also serves the days before it."""
    rows = sorted(
        (row for row in company.get("accounts", []) if row["account_id"] == account), key=lambda row: row["as_of"]
    )
    known = [row for row in rows if row["as_of"] <= day] or rows[:1]
    return known[-1].get(name) if known else None


def dimension(company: Company, row: Row, name: str, day: date) -> str | None:
    own = row.get(name)
    return (
        own
        if own is not None or name not in ("segment", "region")
        else attribute(company, row.get("account_id"), name, day)
    )


def passes(company: Company, row: Row, day: date, asked: Question) -> bool:
    """Values of one dimension are alternatives."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for name, value in asked.where:
        wanted[name].add(value)
    return all((dimension(company, row, name, day) or "") in values for name, values in wanted.items())


def day_of(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def grouped(
    company: Company,
    rows: Iterable[tuple[Row, date | None, date]],
    asked: Question,
    due: bool = False,
    extra: str | None = None,
) -> dict[Group, list[Row]]:
    """Rows (with their clock and the day of their attributes) of the period, by group; time stands last."""
    found: dict[Group, list[Row]] = defaultdict(list)
    last = asked.end if due else min(asked.end, asked.as_of)
    for row, clock, known_on in rows:
        if clock is None or not asked.start <= clock <= last or not passes(company, row, known_on, asked):
            continue
        group = [dimension(company, row, name, known_on) for name in (*asked.by, *((extra,) if extra else ()))]
        if asked.grain:
            group.append(first_day(clock, asked.grain, asked.fiscal).isoformat())
        found[tuple(group)].append(row)
    return found


def share(values: list[float], scale: float = 100.0) -> Figure | None:
    return (scale * sum(values) / len(values), len(values), sum(values), len(values)) if values else None


def figures(groups: dict[Group, list[Row]], made: Callable[[list[Row]], Figure | None]) -> dict[Group, Figure]:
    return {group: figure for group, rows in groups.items() if (figure := made(rows)) is not None}
