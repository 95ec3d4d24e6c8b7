"""What customers wrote: the comments of a period, searched and narrowed, without those that would say who wrote them.

A comment to an anonymous survey is shown only where at least `comment_minimum` anonymous answers to its kind of
question came in the period, where the period holds all answers of its month and no figure of that month is hidden, and
only as long as nothing narrows the view that the comment does not say itself: views of parts of the customers could be
laid over each other until one person is left. It carries no account, no id, no touchpoint and no day, only its month.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.extracts import ACCOUNT_DIMENSIONS, EXTRACTS
from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, period_of
from cx.contracts.scales import SATISFIED_FROM, SCALE_RANGES
from cx.contracts.settings import Settings
from cx.metrics.compute import Asked, compute
from cx.metrics.known_cells import has_anonymous
from cx.metrics.queries import expression, filter_conditions
from cx.metrics.rows import Row, bound, rows_of, shape, text_of
from cx.metrics.same_answers import ANSWERS
from cx.store.fact import ANSWERED

PAGE = 50
HIGH, MIDDLE, LOW = "high", "middle", "low"
GROUPS = (LOW, MIDDLE, HIGH)
"""Where an answer stands on its scale, whatever the scale: what a promoter and a satisfied customer have in common."""
OWN = frozenset(EXTRACTS["survey"].dimensions)


@dataclass(frozen=True)
class Sought:
    """What narrows the comments besides the page's filters; an empty word narrows nothing."""

    text: str = ""
    kind: str = ""
    group: str = ""
    touchpoint: str = ""


EVERYTHING = Sought()


@dataclass(frozen=True)
class Comment:
    """What one customer wrote beside an answer."""

    on: date
    """The day of the answer; of an anonymous one the first day of its month."""
    is_named: bool
    kind: str
    scale: str | None
    score: int | None
    touchpoint: str | None
    account: str | None
    response: str | None
    text: str


@dataclass(frozen=True)
class Comments:
    """A page of comments, the newest first."""

    total: int
    """How many there are on all pages."""
    found: tuple[Comment, ...]
    is_withheld: bool
    """True where comments to anonymous surveys are left out of what is shown."""


def comments(
    cursor: DuckDBPyConnection,
    selection: Selection,
    settings: Settings,
    sought: Sought = EVERYTHING,
    page: int | None = 0,
) -> Comments:
    """The comments of the period that pass the filters, a page of 50 from 0 on; all of them without a page.

    The search knows no capitals and no accents: "reten" finds "Rețenție".
    """
    given = bound(selection, settings) | {
        "text": sought.text.strip(),
        "kind": sought.kind,
        "group_": sought.group,
        "touchpoint_": sought.touchpoint,
        "least": settings.comment_minimum,
        "narrowed": bool(selection.filters or sought.touchpoint),
        "hidden": hidden_months(cursor, selection, settings),
        "size": 1 << 31 if page is None else PAGE,
        "skipped": PAGE * (page or 0),
    }
    withheld = rows_of(cursor, withheld_query(), given)[0]["withheld"]
    total = int(str(rows_of(cursor, count_query(shape(selection)), given)[0]["total"]))
    if page and PAGE * page >= total:
        given["skipped"] = 0
    rows = rows_of(cursor, comments_query(shape(selection)), given) if total else []
    return Comments(total, tuple(map(_comment, rows)), bool(withheld))


def hidden_months(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> list[str]:
    """Kinds of question and months whose anonymous answers a list of comments would tell beside the figures.

    They are those of which any figure is hidden, and those that the period cuts, since comments of two periods that
    differ by a day would tell who answered on it.
    """
    if not has_anonymous(cursor):
        return []
    period = selection.period
    months = Period(period_of(period.start, Grain.MONTH).start, period_of(period.end, Grain.MONTH).end)
    everybody = Selection(months, selection.as_of, latest=selection.latest)
    values = compute(cursor, ANSWERS, everybody, settings, Asked(grain=Grain.MONTH, ranged=False))
    found = {f"{KIND_OF[value.metric.key]} {value.period.start:%Y-%m}" for value in values if value.hidden}
    given: dict[str, object] = {"start": period.start, "end": min(period.end, selection.as_of), "last": months.end}
    cut = rows_of(cursor, CUT, given)
    return sorted({*found, *(str(row["month"]) for row in cut)})


def touchpoints(cursor: DuckDBPyConnection, selection: Selection) -> tuple[str, ...]:
    """The touchpoints that named comments of the period are about."""
    query = f"""SELECT DISTINCT f.touchpoint AS name FROM survey f
        WHERE {WRITTEN} AND f.named AND f.touchpoint IS NOT NULL ORDER BY name"""
    given: dict[str, object] = {"start": selection.period.start, "end": min(selection.period.end, selection.as_of)}
    return tuple(str(row["name"]) for row in rows_of(cursor, query, given))


WRITTEN = f"f.comment IS NOT NULL AND trim(f.comment) <> '' AND CAST({ANSWERED} AS DATE) BETWEEN $start AND $end"
NAMED = "coalesce(f.named, false)"
ENOUGH = f"""(SELECT f.kind FROM survey f
    WHERE NOT {NAMED} AND f.score IS NOT NULL AND CAST({ANSWERED} AS DATE) BETWEEN $start AND $end
    GROUP BY f.kind HAVING count(*) >= $least)"""
"""The kinds of question to which enough anonymous answers came."""
MONTH = f"f.kind || ' ' || strftime({ANSWERED}, '%Y-%m')"
SHOWN = f"({NAMED} OR (NOT $narrowed AND f.kind IN {ENOUGH} AND NOT list_contains($hidden, {MONTH})))"
CUT = f"""SELECT DISTINCT {MONTH} AS month FROM survey f
    WHERE NOT {NAMED} AND CAST({ANSWERED} AS DATE) NOT BETWEEN $start AND $end
      AND CAST({ANSWERED} AS DATE) BETWEEN date_trunc('month', $start::DATE) AND $last"""
"""The months of which the period leaves out anonymous answers."""
KIND_OF = {"nps": "nps", "csat": "csat", "ces": "ces", "ces_1": "ces"}
PLAIN = "strip_accents(lower({0}))"
FOUND = f"contains({PLAIN.format('f.comment')}, {PLAIN.format('$text')})"


TELLING = {"account": "account_id", "response": "response_id", "touchpoint": "touchpoint"}
"""What could tell who wrote a comment: named ones alone carry it."""


@lru_cache(maxsize=64)
def comments_query(filters: tuple[tuple[str, int], ...]) -> str:
    """The comments of a page, the newest first; of anonymous ones nothing that tells who wrote."""
    month = f"CAST(date_trunc('month', {ANSWERED}) AS DATE)"
    told = {
        "answered": f"CASE WHEN {NAMED} THEN CAST({ANSWERED} AS DATE) ELSE {month} END",
        **{name: f"CASE WHEN {NAMED} THEN f.{column} END" for name, column in TELLING.items()},
    }
    columns = ", ".join(f"{worth} AS {name}" for name, worth in told.items())
    return f"""
        SELECT {columns}, {NAMED} AS is_named, f.kind, f.scale, f.score, f.comment AS written {_found(filters)}
        ORDER BY answered DESC, md5(f.comment || coalesce(response, '')), f.question
        LIMIT $size OFFSET $skipped"""


@lru_cache(maxsize=64)
def count_query(filters: tuple[tuple[str, int], ...]) -> str:
    """How many comments there are on all pages: counted apart, so that no page needs all texts at once."""
    return f"SELECT count(*) AS total {_found(filters)}"


def _found(filters: tuple[tuple[str, int], ...]) -> str:
    """The rows that are looked for, each with what was known of its account on its day."""
    asked = "$kind IN ('', f.kind) AND $touchpoint_ IN ('', coalesce(f.touchpoint, ''))"
    conditions = [WRITTEN, SHOWN, FOUND, asked, f"$group_ IN ('', {group_of_score()})"]
    conditions += [part.sql(dialect="duckdb") for part in _passing(filters)]
    return f"""FROM survey f LEFT JOIN account_spans a ON a.account_id = f.account_id
          AND CAST({ANSWERED} AS DATE) >= a.known_from AND CAST({ANSWERED} AS DATE) < a.known_to
        WHERE {" AND ".join(f"({part})" for part in conditions)}"""


def withheld_query() -> str:
    """Whether comments of the period stay hidden since they are anonymous, whatever else is looked for."""
    return f"SELECT EXISTS (SELECT 1 FROM survey f WHERE {WRITTEN} AND NOT {SHOWN}) AS withheld"


def _passing(filters: tuple[tuple[str, int], ...]) -> list[exp.Expr]:
    """The page's filters over the answer's own words and over what was known of its account on its day."""
    found = filter_conditions(filters)
    for part in found:
        for column in list(part.find_all(exp.Column)):
            column.replace(expression(_word(column.name)))
    return found


def _word(dimension: str) -> str:
    own, of_account = f"f.{dimension}", f"a.{dimension}"
    if dimension == "account_id" or dimension not in ACCOUNT_DIMENSIONS:
        return own
    return f"coalesce({own}, {of_account})" if dimension in OWN else of_account


def group_of_score() -> str:
    """Where an answer stands: promoters, the satisfied and those who found it easy are high, their opposites low."""
    scales = " ".join(
        f"WHEN f.scale = '{name}' THEN CASE WHEN f.score >= {least} THEN '{HIGH}' "
        f"WHEN f.score < {sum(SCALE_RANGES[name]) / 2} THEN '{LOW}' ELSE '{MIDDLE}' END"
        for name, least in SATISFIED_FROM.items()
    )
    return f"""CASE WHEN f.score IS NULL THEN NULL
        WHEN f.kind = 'nps' THEN CASE WHEN f.score >= 9 THEN '{HIGH}' WHEN f.score <= 6 THEN '{LOW}' ELSE '{MIDDLE}' END
        WHEN f.ces_version = '1.0' THEN CASE WHEN f.score <= 2 THEN '{HIGH}' WHEN f.score >= 4 THEN '{LOW}'
          ELSE '{MIDDLE}' END
        WHEN f.kind = 'ces' THEN CASE WHEN f.score >= 5 THEN '{HIGH}' WHEN f.score <= 3 THEN '{LOW}' ELSE '{MIDDLE}' END
        {scales} END"""


def _comment(row: Row) -> Comment:
    answered = row["answered"]
    assert isinstance(answered, date)
    return Comment(
        answered,
        bool(row["is_named"]),
        str(row["kind"]),
        text_of(row["scale"]),
        None if row["score"] is None else int(str(row["score"])),
        text_of(row["touchpoint"]),
        text_of(row["account"]),
        text_of(row["response"]),
        str(row["written"]),
    )
