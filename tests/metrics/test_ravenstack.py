"""The figures of the RavenStack files, which nobody here wrote, are those that plain pandas gives."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cx.contracts.filters import Selection
from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.metrics.as_of import as_of
from cx.metrics.compute import Asked, compute
from cx.metrics.open_ended import open_ended
from cx.store.database import open_store
from cx.store.loading import Source, load

FILES = Path(__file__).resolve().parents[1] / "data" / "ravenstack"
LOADED = {"accounts": "accounts", "renewals": "subscriptions", "usage": "feature_usage", "tickets": "support_tickets"}
TWO_YEARS = Period(date(2023, 1, 1), date(2024, 12, 31))
YEAR, QUARTER = (date(2023, 12, 31), date(2024, 12, 31)), (date(2024, 9, 30), date(2024, 12, 31))
FIGURES = [
    ("ticket_csat", None, 66.30, 1175),
    ("first_response_minutes", None, 88.0, 2000),
    ("resolution_hours", None, 35.0, 2000),
    ("active_account_rate", None, None, 500),
    ("grr", YEAR, 99.59, 185),
    ("nrr", YEAR, 292.27, 185),
    ("logo_churn", YEAR, 0.0, 185),
    ("contract_grr", YEAR, 92.59, 540),
    ("contract_churn", YEAR, 100 * 52 / 540, 540),
    ("grr", QUARTER, 97.42, 414),
    ("nrr", QUARTER, 140.33, 414),
    ("contract_grr", QUARTER, 94.90, 2330),
    ("contract_churn", QUARTER, 100 * 96 / 2330, 2330),
]


def mapping_of(extract: str) -> Path:
    return FILES / "mappings" / f"{extract}.toml"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = open_store(tmp_path_factory.mktemp("ravenstack") / "cx.duckdb", Settings())
    for extract, name in LOADED.items():
        path = FILES / f"ravenstack_{name}.csv"
        load(
            opened,
            Source(path, path.name, mapping_from_file(mapping_of(extract)), date(2026, 11, 23), "t"),
            Words("en"),
        )
    yield opened
    opened.close()


@pytest.mark.parametrize(("key", "between", "expected", "n"), FIGURES)
def test_the_figure_is_pandas_own(store, key, between, expected, n):
    with store.cursor() as cursor:
        (found,) = compute(cursor, [key], Selection(TWO_YEARS, TWO_YEARS.end), store.settings, Asked(between=between))
    assert found.n == n
    assert expected is None or found.value == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(("days", "expected"), [(30, 85.0), (90, 99.4)])
def test_accounts_in_use(store, days, expected):
    settings = Settings(active_days=days)
    with store.cursor() as cursor:
        (found,) = compute(cursor, ["active_account_rate"], Selection(TWO_YEARS, TWO_YEARS.end), settings)
    assert found.value == pytest.approx(expected, abs=0.05)


def test_the_files_end_where_their_last_event_does(store):
    with store.cursor() as cursor:
        assert as_of(cursor) == date(2024, 12, 31)


@pytest.mark.parametrize("end", ["2024-03-31", "2024-12-31"])
def test_terms_without_an_end_date_are_pandas_own(store, end):
    file = pd.read_csv(FILES / "ravenstack_subscriptions.csv")
    running = file[file["end_date"].isna() & (file["start_date"] <= end) & (file["arr_amount"] > 0)]
    period = Period(date.fromisoformat(end).replace(month=1, day=1), date.fromisoformat(end))
    with store.cursor() as cursor:
        found = open_ended(cursor, Selection(period, TWO_YEARS.end), store.settings)
    assert (found.terms, found.worth) == (len(running), running["arr_amount"].sum())
    assert found.terms > 0
