"""The RavenStack files as other countries' tools would export them give the same figures to the last digit."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cx.contracts.filters import Selection
from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.metrics.compute import Asked, compute
from cx.store.database import Store, open_store
from cx.store.loading import Source, load

FILES = Path(__file__).resolve().parents[1] / "data" / "ravenstack"
LOADED = {"accounts": "accounts", "renewals": "subscriptions", "tickets": "support_tickets"}
TWO_YEARS = Period(date(2023, 1, 1), date(2024, 12, 31))
QUARTER = (date(2024, 9, 30), date(2024, 12, 31))
PLAIN, BETWEEN = ("ticket_csat", "first_response_minutes", "resolution_hours"), ("grr", "nrr", "contract_churn")
AMOUNTS = ("mrr_amount", "arr_amount", "resolution_time_hours", "first_response_time_minutes", "satisfaction_score")
HEBREW = "חברה"
Form = Callable[[str, str], str]


def german(header: str, cell: str) -> str:
    """dd.mm.yyyy, a decimal comma with points between thousands."""
    cell = re.sub(r"^(\d{4})-(\d\d)-(\d\d)", r"\3.\2.\1", cell)
    if header in AMOUNTS and cell:
        return f"{float(cell):,.2f}".translate(str.maketrans(",.", ".,"))
    return {"True": "WAHR", "False": "FALSCH"}.get(cell, cell)


def american(header: str, cell: str) -> str:
    """Jan 5, 2024 9:00 PM, dollars, a dash for nothing."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d))?", cell)
    if found:
        day = date(*map(int, found.groups()[:3])).strftime("%b %d, %Y")
        hour = int(found[4] or 0)
        clock = f" {hour % 12 or 12}:{found[5]}:{found[6]} {'PM' if hour >= 12 else 'AM'}" if found[4] else ""
        return day + clock
    if header in ("mrr_amount", "arr_amount"):
        return f"${float(cell):,.2f}"
    return cell or "-"


def hebrew(header: str, cell: str) -> str:
    """Names in Hebrew letters, d/m/yy."""
    cell = re.sub(r"^\d\d(\d\d)-(\d\d)-(\d\d)", r"\3/\2/\1", cell)
    return cell.replace("Company", HEBREW) if header == "account_name" else cell


def as_it_is(_header: str, cell: str) -> str:
    """The cell unchanged: this variant differs around the table."""
    return cell


VARIANTS: dict[str, tuple[Form, str, str, str | None]] = {
    "German Excel": (german, "utf-8-sig", ";", None),
    "UTF-16 with tabs": (american, "utf-16", "\t", None),
    "Hebrew": (hebrew, "cp1255", ",", "dmy"),
    "preamble and total row": (as_it_is, "utf-8", ",", None),
}


def variant(text: str, form: Form, delimiter: str) -> str:
    """The file's text with every cell in another form."""
    header, *rows = csv.reader(io.StringIO(text))
    written = io.StringIO()
    lines = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")
    lines.writerow(header)
    lines.writerows([form(name, cell) for name, cell in zip(header, row, strict=True)] for row in rows)
    if form is as_it_is:
        lines.writerow(["Grand Total", *[""] * (len(header) - 2), len(rows)])
        return f"Report: RavenStack\r\nExported on 2026-11-23\r\n\r\n{written.getvalue()}"
    return written.getvalue()


def mapping_of(extract: str, order: str | None) -> Mapping:
    """The mapping with neither order nor decimal sign declared, but for what no column can decide."""
    found = mapping_from_file(FILES / "mappings" / f"{extract}.toml")
    values = {name: {**words, "WAHR": words["True"], "FALSCH": ""} for name, words in found.values.items()}
    declare = found.declare.model_copy(update={"date_order": order, "decimal": None})
    return found.model_copy(update={"declare": declare, "values": values})


def figures(store: Store) -> list[tuple[object, ...]]:
    chosen = Selection(TWO_YEARS, TWO_YEARS.end)
    with store.cursor() as cursor:
        found = [*compute(cursor, list(PLAIN), chosen, store.settings)]
        found += compute(cursor, list(BETWEEN), chosen, store.settings, Asked(between=QUARTER))
    return [(one.metric, one.value, one.low, one.high, one.n, one.numerator, one.denominator) for one in found]


def filled(folder: Path, form: Form | None, encoding: str, delimiter: str, order: str | None) -> Store:
    folder.mkdir()
    store = open_store(folder / "cx.duckdb", Settings())
    for extract, name in LOADED.items():
        text = (FILES / f"ravenstack_{name}.csv").read_text(encoding="utf-8")
        path = folder / f"{name}.csv"
        path.write_bytes((variant(text, form, delimiter) if form else text).encode(encoding))
        mapping = mapping_of(extract, order)
        done = load(store, Source(path, path.name, mapping, date(2026, 11, 23), "t"), Words("en"))
        assert (done.refused, done.problems) == (0, ())
    return store


@pytest.fixture(scope="module")
def as_written(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    store = filled(tmp_path_factory.mktemp("plain") / "store", None, "utf-8", ",", None)
    try:
        return figures(store)
    finally:
        store.close()


@pytest.mark.parametrize("name", VARIANTS)
def test_figures_are_the_same_to_the_last_digit(tmp_path: Path, as_written: list[object], name: str) -> None:
    store = filled(tmp_path / "store", *VARIANTS[name])
    try:
        assert figures(store) == as_written
        names = store.rows("SELECT count(*) FROM accounts WHERE name LIKE $like", {"like": f"{HEBREW}%"})
        assert names == [(500 if name == "Hebrew" else 0,)]
    finally:
        store.close()
