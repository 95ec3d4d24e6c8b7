"""The row models and the SQL rules are two readings of one contract: they accept and refuse the same rows, for the
same reasons, and read the same values."""

import csv
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cx.contracts.column import FLAG_TERMS, Column, Kind
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.mapping import Declared, FileColumn, Mapping
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.ingest.rules import ORDERS
from cx.store.database import Store, open_store
from cx.store.loading import Source, trial

TODAY = date(2026, 11, 23)
ROW_RULES = {"off_scale", "ends_before_start", "out_of_order", "beyond_figure"}
"""Rules over several columns; the model looks at them only where every cell can be read, the load always."""

NASTY_NUMBERS = (
    "9",
    " 9 ",
    "9.0",
    "9.00",
    "9.",
    "9.5",
    ".5",
    "1e3",
    "1E3",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "infinity",
    "١",
    "９",
    "²",
    "1,234",
    "1,23",
    "12,34",
    ",5",
    "1,234,567.891",
    "-0",
    "-0.0",
    "+0",
    "-1",
    "+7",
    "--1",
    "0x10",
    "1_000",
    "11",
    "10",
    "-0.004",
    "-0.005",
    "0.005",
    "0.125",
    "2.675",
    "1.005",
    "999999999",
    "9999999999",
    "123456789012345",
    "1 000",
    "999999999999999.99",
    "999999999999999.999999999",
    "1,000,000,000,000,000",
    "0.0000000001",
    "$5",
    "5%",
    "5-",
    "00012",
    "1.2.3",
    "True",
    "Good",
    "bad, i'm unsatisfied",
)
NASTY_DATES = (
    "2024-02-29",
    "2023-02-29",
    "2024-02-30",
    "2024-13-01",
    "2024-00-10",
    "2024-1-5",
    "20240105",
    "2024/01/05",
    "2024.1.5",
    "2024-01/05",
    "2024/01-05",
    "2024-01",
    "2024",
    "01/05/2024",
    "31.12.2024",
    "24-01-05",
    "epoch",
    "infinity",
    "now",
    "today",
    "1989-12-31",
    "1990-01-01",
    "2099-12-31",
    "2100-01-01",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00+14:00",
    "1990-01-01 00:00+05:00",
    "1989-12-31 23:00-05:00",
    "2099-12-31 23:00-05:00",
    "2024-01-05 ",
    "2024-01-05 10:00",
    "2024-01-05T10:00",
    "2024-01-05t10:00",
    "2024-01-05TT10:00",
    "2024-01-05  10:00",
    "2024-01-05T 10:00",
    "2024-01-05 9:05",
    "2024-01-05 10:00:00",
    "2024-01-05 10:00:60",
    "2024-01-05 10:60",
    "2024-01-05 24:00",
    "2024-01-05 24:00:00",
    "2024-01-05 25:00",
    "2024-01-05 10",
    "2024-01-05 10:0",
    "2024-01-05 10:00:00.123456789",
    "2024-01-05 10:00:00.9999999",
    "2024-01-05 10:00:00,5",
    "2024-01-05 10:00Z",
    "2024-01-05 10:00 Z",
    "2024-01-05T10:00:00Z",
    "2024-01-05T10:00:0Z",
    "2024-01-05 10:00UTC",
    "2024-01-05 10:00 UTC",
    "2024-01-05 10:00 utc",
    "2024-01-05 10:00 GMT",
    "2024-01-05 10:00 PM",
    "2024-01-05 10:00+03",
    "2024-01-05 10:00+0300",
    "2024-01-05 10:00+03:00",
    "2024-01-05 10:00 +03:00",
    "2024-01-05 10:00 -0530",
    "2024-01-05T23:30:00.5-05:00",
    "2024-01-05 10:00+14:00",
    "2024-01-05 10:00+15:00",
    "2024-01-05 10:00+25:00",
    "2024-01-05 10:00+03:75",
    "2024-01-05 10:00+3",
    "2024-01-05+03:00",
    "2024-01-05Z",
    "2024-01-05 10:00+03:00:00",
    "2024-01-05 10:00:00 x",
    "2024-01-05 Europe/Berlin",
    "2026-11-24",
    "2026-11-24 23:59:59.999",
    "2026-11-25",
    "2026-11-25 00:00",
    "2026-11-24 23:00-02:00",
    "2026-11-25 01:00+03:00",
    "٢٠٢٤-٠١-٠٥",
    "2024-01-05 (BC)",
    "-2024-01-05",
    "2024-01-05 00:00:00 BC",
    "2024-02-30 10:00:00",
    "2024-01-05 1a:00:00",
    "2024-01-05 10:00:99",
    " 024-01-05 10:00:00",
    "2024-01-05 10:00: 1",
    "2024-01-05 10:00:0Z",
    "2024-01-05 10: 7:09",
    "2024-01-05 10:07:0.",
    "-024-01-05 10:00:00",
    "2024-01-7T 14:07:09",
    "2024-01-05 10:00:00.120000",
    "2024-01-05 10:00:00.12",
    "0025-01-05 (BC) 10:07:39",
)
NASTY_TEXTS = (
    "",
    " ",
    "\t",
    "\u00a0",
    "\u2003",
    "\u200b",
    "\ufeff",
    "plain",
    " padded ",
    "tab\t",
    "line\nend",
    "\nline",
    "a\r\nb",
    "\x1f",
    "x\x85",
    "\u2028",
    'mark"',
    '"',
    "''",
    "a,b",
    "\x00",
    "a\x00",
    "emoji 🙂",
    "👩‍👩‍👧",
    "עברית",
    "кириллица",
    "é",
    "é",
    "NULL",
    "null",
    "N/A",
    "-",
    "=1+1",
    "\\",
    "\\N",
    "%",
    "a" * 5000,
    "İstanbul",
    "ß",
    "\U0010ffff",
)
NASTY_WORDS = (
    "nps",
    "NPS",
    " Nps ",
    "Net Promoter Score",
    "csat",
    "CES",
    "mood",
    "1-5",
    "1 TO 5",
    "0..10",
    "good-bad",
    "GOOD/BAD",
    "1.0",
    "1",
    "v2",
    "2.0",
    "yes",
    "Y",
    "TRUE",
    "f",
    "נכון",
    "כן",
    "ДА",
    "нет",
    "renewed",
    "Closed Lost",
    "lost ",
    "n/a",
    "N/A",
    "problem",
    "BUG",
    "ours",
    "not  ours",
    "paid",
    "us",
)
NASTY = NASTY_NUMBERS + NASTY_DATES + NASTY_TEXTS + NASTY_WORDS


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., None]]:
    """A function that has both readings judge the same rows and compares what they say."""
    folder = tmp_path_factory.mktemp("verdict")
    store = open_store(folder / "cx.duckdb")
    yield lambda extract, rows: compare(store, folder / "rows.csv", extract, rows)
    store.close()


def columns(extract: Extract) -> dict[str, Column]:
    """The extract's columns; without the currency, since a second one asks for its rate."""
    return {name: column for name, column in extract.columns.items() if name != "currency"}


def compare(store: Store, path: Path, extract: Extract, rows: list[dict[str, str]]) -> None:
    write(path, extract, rows)
    told, stored = by_load(store, path, extract)
    accepted: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for number, cells in enumerate(rows, start=1):
        expected, values = by_model(extract, as_read(cells))
        found = told.get(number, set())
        extra = {item for item in found - expected if item[1] in ROW_RULES} if expected else set()
        assert found - extra == expected, (extract.name, cells)
        if values:
            accepted.setdefault(key_of(extract, values), []).append(values)
    assert stored.keys() <= accepted.keys()
    for key, versions in accepted.items():
        if len(versions) == 1:  # what becomes of repeated keys is another rule
            assert stored[key] == versions[0]


def key_of(extract: Extract, values: dict[str, object]) -> tuple[object, ...]:
    return tuple(values[name] for name in extract.key)


def as_read(cells: dict[str, str]) -> dict[str, str]:
    """Line ends reach the rules as the clean copy writes them."""
    return {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in cells.items()}


def write(path: Path, extract: Extract, rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, [*columns(extract), "number"], quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows([{**cells, "number": str(number)} for number, cells in enumerate(rows, start=1)])
    path.write_bytes(text.getvalue().encode())


Problems = dict[int, set[tuple[str, str]]]
Rows = dict[tuple[object, ...], dict[str, object]]


def by_load(store: Store, path: Path, extract: Extract) -> tuple[Problems, Rows]:
    """The load's problems by record, and the rows that it would store by their key."""
    declare = Declared(date_order="ymd", decimal=".", encoding="utf-8", delimiter=",", end_is="day_after")
    as_written = {name: FileColumn(header=name, forms=()) for name in columns(extract)}
    mapping = Mapping(extract=extract.name, columns=as_written, declare=declare)
    try:
        with trial(store, Source(path, path.name, mapping, TODAY, "tester"), Words()) as opened:
            problems = opened.load.problems
            names = ", ".join(f'"{name}"' for name in columns(extract))
            taken = opened.cursor.execute(f"SELECT {names} FROM {extract.name}").fetchall()
    except FileRefused as refused:
        assert refused.problem.code == "no_good_row", refused.problem  # noqa: PT017  # any other fault is the test's own
        problems, taken = refused.rows, []
    told: Problems = {}
    for problem in problems:
        if problem.code != "repeated_key":
            told.setdefault(problem.record or 0, set()).add((problem.column or "", problem.code))
    stored = [dict(zip(columns(extract), row, strict=True)) for row in taken]
    return told, {key_of(extract, values): values for values in stored}


def by_model(extract: Extract, cells: dict[str, str]) -> tuple[set[tuple[str, str]], dict[str, object] | None]:
    """The model's refusals, or the values that it reads, with what the load fills in by definition."""
    try:
        row = extract.model.model_validate(cells, context={"today": TODAY})
    except ValidationError as fault:
        return {(item["ctx"]["column"], item["type"]) for item in fault.errors()}, None
    values = row.model_dump()
    for name, other in extract.defaults:
        values[name] = values[name] or values[other]
    if extract.name == "survey":
        by_version = {"1.0": "1-5", "2.0": "1-7"}.get(values["ces_version"] or "") if values["kind"] == "ces" else None
        values["scale"] = values["scale"] or by_version or ("0-10" if values["kind"] == "nps" else None)
    if extract.name == "accounts":
        values["as_of"] = values["as_of"] or TODAY
    return set(), {name: values[name] for name in columns(extract)}


GOOD = {
    "survey": {"response_id": "R1", "kind": "nps", "ces_version": "2.0", "scale": "0-10"},
    "tickets": {"ticket_id": "T1", "opened_at": "2024-01-05", "satisfaction_scale": "1-5"},
    "renewals": {"contract_id": "C1", "account_id": "A1", "starts_on": "2024-01-05", "annual_value": "5"},
    "accounts": {"account_id": "A1"},
    "usage": {"account_id": "A1", "used_on": "2024-01-05"},
    "account_roles": {"account_id": "A1", "role": "support", "person": "P1"},
    "goals": {"account_id": "A1", "goal": "faster answers"},
    "owner_changes": {"ticket_id": "T1", "changed_at": "2024-01-05"},
    "touches": {"touch_id": "H1", "happened_at": "2024-01-05"},
    "milestones": {"milestone_id": "M1", "project_id": "P1", "account_id": "A1", "milestone": "go_live"},
    "initiatives": {"initiative_id": "I1", "name": "faster answers", "started_on": "2024-01-05"},
    "ambassadors": {"person_id": "P1", "department": "Sales"},
    "targets": {"metric": "nps", "period": "2026Q3", "value": "40"},
    "events": {"date": "2024-01-05", "title": "price change"},
}


def told_apart_by(extract: Extract) -> str:
    """The part of the key that any text may fill."""
    return next(name for name in extract.key if extract.columns[name].kind is Kind.TEXT)


def unlike(extract: Extract) -> list[str]:
    """The columns that no column of an extract before it is read like: a cell need not be tried twice."""
    before = itertools.takewhile(lambda other: other is not extract, EXTRACTS.values())
    seen = {shape(column) for other in before for column in columns(other).values()}
    return [name for name, column in columns(extract).items() if shape(column) not in seen]


def shape(column: Column) -> Column:
    """What decides how a cell is read."""
    return replace(column, name="", title="", description="", aliases=(), dimension=False)


@pytest.mark.parametrize("extract", EXTRACTS.values(), ids=lambda extract: extract.name)
def test_same_verdict_on_every_nasty_cell(verdicts, extract: Extract) -> None:
    """Each nasty cell in each column of a row that is good otherwise; ids differ, so that no keys are repeated."""
    key = told_apart_by(extract)
    cells = [(name, cell) for name in unlike(extract) for cell in NASTY]
    rows = [{**GOOD[extract.name], key: f"k{at}", name: cell} for at, (name, cell) in enumerate(cells)]
    verdicts(extract, rows or [GOOD[extract.name]])


ORDERED = [(name, *order) for name, orders in ORDERS.items() for order in orders]


@pytest.mark.parametrize(("name", "code", "later", "earlier"), ORDERED)
def test_same_verdict_on_dates_that_follow_each_other(verdicts, name: str, code: str, later: str, earlier: str) -> None:
    """One day before is refused, the same day and later ones are not, and neither is either date alone."""
    extract, key = EXTRACTS[name], told_apart_by(EXTRACTS[name])
    days = ("2024-01-04", "2024-01-05", "2024-01-06", "")
    rows = [{**GOOD[name], key: f"k{at}", later: day, earlier: "2024-01-05"} for at, day in enumerate(days)]
    verdicts(extract, rows)
    assert by_model(extract, rows[0])[0] == {(later, code)}


STAMP = (
    r"(20[0-9]{2}|1[0-9]{3}|0[0-9]{3})[-/.][01]?[0-9][-/.][0-3]?[0-9]([T ][0-2]?[0-9]:[0-6][0-9]"
    r"(:[0-6][0-9](\.[0-9]{1,9})?)?( ?(Z|UTC|[+-][0-2][0-9](:?[0-9]{2})?))?)?"
)


def cell_of(column: Column) -> st.SearchStrategy[str]:
    """Cells that a column may well hold, and cells that it may not."""
    words = [
        spelling
        for term in (*column.vocabulary, *(FLAG_TERMS if column.kind is Kind.FLAG else ()))
        for spelling in (*term.spellings, term.word.upper())
    ]
    digits = st.text("0123456789+-.,", max_size=8)
    stamps = st.from_regex(STAMP, fullmatch=True)
    likely = {
        Kind.WORD: st.sampled_from(words or [""]),
        Kind.FLAG: st.sampled_from(words or [""]),
        Kind.MOMENT: stamps,
        Kind.DAY: stamps,
        Kind.WHOLE: digits,
        Kind.NUMBER: digits,
        Kind.MONEY: digits,
        Kind.TEXT: st.text(max_size=5),
    }[column.kind]
    return st.one_of(st.just(""), likely, likely, likely.map(lambda text: f" {text}\t"), st.sampled_from(NASTY))


@pytest.mark.parametrize("extract", EXTRACTS.values(), ids=lambda extract: extract.name)
@settings(deadline=None, max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_same_verdict_on_generated_rows(verdicts, extract: Extract, data: st.DataObject) -> None:
    row = st.fixed_dictionaries({name: cell_of(column) for name, column in columns(extract).items()})
    rows = data.draw(st.lists(row, min_size=6, max_size=24))
    good = GOOD[extract.name]
    verdicts(extract, [{**good, **{name: cell for name, cell in cells.items() if cell}} for cells in rows])
