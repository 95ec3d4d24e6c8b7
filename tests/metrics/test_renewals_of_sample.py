"""Reasons, calendar, potential and concentration of the sample company are what plain counting finds in its files."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

import pytest

import data.company
from cx.contracts.filters import Selection
from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.periods import period_named
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.due_calendar import due_calendar
from cx.metrics.concentration import concentration
from cx.metrics.lost_money import lost_money
from cx.metrics.potential import potential
from cx.store.database import Store, open_store
from cx.store.loading import Source, load

DATA = Path(data.company.__file__).parents[1]
END = date(2026, 9, 30)
QUARTER = Selection(period_named("2026Q3"), END)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("sample") / "cx.duckdb", Settings())
    for extract in ("accounts", "renewals"):
        path = DATA / "sample" / f"{extract}.csv"
        mapping = mapping_from_file(DATA / "sample" / "mappings" / f"{extract}.toml")
        load(opened, Source(path, path.name, mapping, date(2026, 11, 23), "tester"), Words("en"))
    yield opened
    opened.close()


def rows(extract: str) -> list[dict[str, str]]:
    with (DATA / "sample" / f"{extract}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cents(text: str) -> int:
    return round(100 * float(text or 0))


def value_on(day: str) -> dict[str, int]:
    """Account -> the cents a year of its terms in force; in this file no gap is closed and no term implied."""
    found: dict[str, int] = defaultdict(int)
    for row in rows("renewals"):
        if row["starts_on"] <= day and (not row["ends_on"] or row["ends_on"] > day):
            found[row["account_id"]] += cents(row["annual_value"])
    return {account: worth for account, worth in found.items() if worth}


def test_reasons_are_those_of_the_file(store):
    expected: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows("renewals"):
        if not "2026-07-01" <= row["ends_on"] <= "2026-09-30" or row["outcome"] not in ("churned", "reduced"):
            continue
        after = cents(row["value_after"]) if row["outcome"] == "reduced" else 0
        expected[row["reason"], row["controllable"]] += cents(row["annual_value"]) - after
    with store.cursor() as cursor:
        found = lost_money(cursor, QUARTER, store.settings)
    assert {(item.reason or "", item.whose or ""): round(100 * item.amount) for item in found} == dict(expected)


def test_what_is_due_by_month_is_that_of_the_file(store):
    expected: dict[str, int] = defaultdict(int)
    for row in rows("renewals"):
        if "2026-09-30" < row["ends_on"] <= "2027-09-30" and row["starts_on"] <= "2026-09-30":
            expected[row["ends_on"][:7]] += cents(row["annual_value"])
    with store.cursor() as cursor:
        found = due_calendar(cursor, QUARTER, store.settings)
    assert found and {f"{part.period.start:%Y-%m}": round(100 * part.worth) for part in found.months} == dict(expected)


def test_potential_is_that_of_the_file(store):
    latest = {row["account_id"]: row for row in rows("accounts") if row["as_of"] <= "2026-09-30"}
    worth = value_on("2026-09-30")
    expected = sum(cents(latest[account]["potential_value"]) for account in worth)
    with store.cursor() as cursor:
        found = potential(cursor, QUARTER, store.settings)
    assert (round(100 * found.worth), round(100 * found.potential)) == (sum(worth.values()), expected)


def test_retention_without_the_largest_account_is_that_of_the_file(store):
    before, after = value_on("2025-09-30"), value_on("2026-09-30")
    top = max(before, key=lambda account: before[account])
    rest = [account for account in before if account != top]
    with store.cursor() as cursor:
        found = concentration(cursor, QUARTER, store.settings)
    assert found and (found.top, found.accounts) == (top, len(before))
    assert found.nrr_without == pytest.approx(
        100 * sum(after.get(account, 0) for account in rest) / sum(before[account] for account in rest)
    )
    assert found.median_nrr == pytest.approx(100 * median(after.get(one, 0) / before[one] for one in before))
