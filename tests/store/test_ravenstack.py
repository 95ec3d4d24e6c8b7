"""Files that nobody here wrote load whole, and hold what plain pandas finds in them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.words import Words
from cx.store.database import Store, open_store
from cx.store.loading import Load, Source, load

FOLDER = Path(__file__).resolve().parents[1] / "data" / "ravenstack"
FILES = {
    "accounts": "ravenstack_accounts.csv",
    "renewals": "ravenstack_subscriptions.csv",
    "usage": "ravenstack_feature_usage.csv",
    "tickets": "ravenstack_support_tickets.csv",
}
TODAY = date(2026, 11, 23)


def source(extract: str) -> Source:
    mapping = mapping_from_file(FOLDER / "mappings" / f"{extract}.toml")
    return Source(FOLDER / FILES[extract], FILES[extract], mapping, TODAY, "tester")


@pytest.fixture(scope="module")
def ravenstack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, Load]]]:
    store = open_store(tmp_path_factory.mktemp("ravenstack") / "cx.duckdb")
    yield store, {extract: load(store, source(extract), Words()) for extract in FILES}
    store.close()


@pytest.mark.parametrize(
    ("extract", "records", "new", "repeated"),
    [("accounts", 500, 500, 0), ("renewals", 5000, 5000, 0), ("usage", 25000, 24981, 19), ("tickets", 2000, 2000, 0)],
)
def test_every_row_is_taken(ravenstack, extract: str, records: int, new: int, repeated: int) -> None:
    done = ravenstack[1][extract]
    assert (done.records, done.skipped, done.read) == (records, 0, records)
    assert (done.merged.new, done.merged.changed, done.merged.same, done.merged.repeated) == (new, 0, 0, repeated)
    assert (done.refused, done.problems) == (0, ())


def test_repeated_usage_is_what_pandas_counts(ravenstack) -> None:
    """Rows that share the subscription's account, the day and the feature."""
    contracts = pd.read_csv(FOLDER / FILES["renewals"]).set_index("subscription_id")["account_id"]
    usage = pd.read_csv(FOLDER / FILES["usage"])
    usage["account_id"] = usage["subscription_id"].map(contracts)
    key = ["account_id", "usage_date", "feature_name"]
    assert int(usage.duplicated(key).sum()) == ravenstack[1]["usage"].merged.repeated == 19
    added = usage.groupby(key)["usage_count"].sum()
    stored = ravenstack[0].rows("SELECT account_id, CAST(used_on AS VARCHAR), feature, events FROM usage")
    assert {row[:3]: row[3] for row in stored} == added.to_dict()


@pytest.mark.parametrize("day", ["2023-12-31", "2024-06-30", "2024-12-31"])
def test_value_in_force_is_what_pandas_adds_up(ravenstack, day: str) -> None:
    book = pd.read_csv(FOLDER / FILES["renewals"])
    in_force = book[(book.start_date <= day) & (book.end_date.isna() | (book.end_date > day)) & (book.arr_amount > 0)]
    found = ravenstack[0].rows(
        "SELECT count(DISTINCT account_id), sum(amount)::BIGINT FROM terms WHERE amount > 0 AND starts_on <= $day "
        "AND (covered_to IS NULL OR covered_to > $day)",
        {"day": date.fromisoformat(day)},
    )
    assert found == [(in_force.account_id.nunique(), int(in_force.arr_amount.sum()))]
    assert day != "2023-12-31" or found[0][0] == 185


def test_satisfaction_and_first_response_arrive_as_written(ravenstack) -> None:
    tickets = pd.read_csv(FOLDER / FILES["tickets"])
    rated = tickets.satisfaction_score.dropna()
    found = ravenstack[0].rows(
        "SELECT count(satisfaction), avg((satisfaction >= 4)::INT) FILTER (satisfaction IS NOT NULL), "
        "median(first_response_minutes), median(date_diff('minute', opened_at, resolved_at) / 60) FROM fact_tickets"
    )
    ((n, satisfied, minutes, hours),) = found
    assert (n, round(satisfied * 100, 2)) == (len(rated), round((rated >= 4).mean() * 100, 2)) == (1175, 66.30)
    assert (minutes, hours) == (88, 35)


def test_loading_again_changes_nothing(ravenstack) -> None:
    store, first = ravenstack
    for extract in FILES:
        merged = load(store, source(extract), Words()).merged
        assert (merged.new, merged.changed, merged.same) == (0, 0, first[extract].merged.new)
