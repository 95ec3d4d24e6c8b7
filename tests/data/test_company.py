"""The files of the sample company: reproducible, within their size, and of one piece."""

import csv
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

import data.company
from cx.contracts.column import Kind
from cx.contracts.extracts import EXTRACTS
from data.company import truths

SAMPLE = Path(data.company.__file__).parents[1] / "sample"
README = SAMPLE.parent / "README.md"
AHEAD = {"promised_at", "response_promised_at", "ends_on", "due_on", "planned_on", "promised_for", "date"}
"""Dates that may lie after the last day, by up to a year."""
PLANS = {"initiatives", "ambassadors", "targets", "events"}
"""What the company wrote down itself: the same whatever the seed."""
ROWS = {
    "accounts": (440, 520),
    "survey": (12_320, 12_320),
    "tickets": (20_000, 20_000),
    "renewals": (1_425, 1_575),
    "usage": (40_000, 40_000),
    "owner_changes": (11_000, 15_000),
    "account_roles": (900, 1_300),
    "goals": (400, 600),
    "touches": (5_000, 6_500),
    "milestones": (1_400, 1_900),
    "initiatives": (7, 7),
    "ambassadors": (8, 8),
    "targets": (42, 42),
    "events": (9, 9),
}
END = pd.Timestamp(truths.LAST_DAY) + pd.Timedelta(days=1)


def moments(extract: str, table: pd.DataFrame) -> list[str]:
    """The columns of a file that hold days or moments."""
    columns = EXTRACTS[extract].columns
    return [name for name in table if columns[name].kind in (Kind.DAY, Kind.MOMENT)]


def frame(extract: str) -> pd.DataFrame:
    table = pd.read_csv(SAMPLE / f"{extract}.csv", keep_default_na=False, na_values=[""])
    return table.assign(**{column: pd.to_datetime(table[column]) for column in moments(extract, table)})


@pytest.fixture(scope="module")
def sample() -> dict[str, pd.DataFrame]:
    return {extract: frame(extract) for extract in EXTRACTS}


def test_same_seed_writes_the_committed_bytes(tmp_path: Path) -> None:
    written = data.company.write(tmp_path / "anew")
    names = [path.relative_to(tmp_path / "anew") for path in written]
    assert len(names) == 2 * len(EXTRACTS)
    assert [name for name in names if (SAMPLE / name).read_bytes() != (tmp_path / "anew" / name).read_bytes()] == []


def test_other_seed_writes_other_rows() -> None:
    same = set()
    for name, table in data.company.tables(seed=1).items():
        with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == list(table)
        if [list(row) for row in zip(*table.values(), strict=True)] == rows:
            same.add(name)
    assert same == PLANS


def test_files_stay_within_their_size() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 8_000_000


@pytest.mark.parametrize("extract", EXTRACTS)
def test_row_counts_are_those_of_the_readme(sample: dict[str, pd.DataFrame], extract: str) -> None:
    rows = len(sample[extract])
    low, high = ROWS[extract]
    assert low <= rows <= high
    assert re.search(rf"`{extract}\.csv` \| {rows:,} \|", README.read_text("utf-8"))


@pytest.mark.parametrize("extract", EXTRACTS)
def test_keys_are_unique(sample: dict[str, pd.DataFrame], extract: str) -> None:
    # A key's part that no file fills is the extract's own default.
    key = [name for name in EXTRACTS[extract].key if name in sample[extract]]
    assert not sample[extract].duplicated(key).any()


@pytest.mark.parametrize("extract", EXTRACTS)
def test_nothing_happens_after_the_last_day(sample: dict[str, pd.DataFrame], extract: str) -> None:
    for column in moments(extract, sample[extract]):
        latest = sample[extract][column].max()
        assert latest < END + pd.Timedelta(days=365 if column in AHEAD else 0), column


@pytest.mark.parametrize(
    ("extract", "column"),
    [
        ("survey", "sent_at"),
        ("survey", "responded_at"),
        ("tickets", "opened_at"),
        ("tickets", "resolved_at"),
        ("renewals", "decided_on"),
        ("usage", "used_on"),
    ],
)
def test_events_fill_the_three_years(sample: dict[str, pd.DataFrame], extract: str, column: str) -> None:
    quarters = sample[extract][column].dt.to_period("Q").value_counts()
    assert sorted(quarters.index.dropna()) == list(pd.period_range("2023Q4", "2026Q3", freq="Q"))
    assert quarters.min() > 0.5 * quarters.mean()


def test_attributes_are_known_before_the_first_fact(sample: dict[str, pd.DataFrame]) -> None:
    known = sample["accounts"].groupby("account_id")["as_of"].min()
    starts = sample["renewals"].groupby("account_id")["starts_on"].min()
    assert (known.reindex(starts.index) <= starts).all()


def test_moments_of_a_ticket_follow_one_another(sample: dict[str, pd.DataFrame]) -> None:
    tickets = sample["tickets"]
    assert not (tickets["first_response_at"] < tickets["opened_at"]).any()
    assert not (tickets["resolved_at"] < tickets["first_response_at"]).any()
    assert tickets["resolved_at"].isna().sum() > 20
    assert tickets["first_response_at"].isna().sum() > 3


def test_renewed_terms_are_followed_at_the_value_agreed(sample: dict[str, pd.DataFrame]) -> None:
    terms = sample["renewals"]
    renewed = terms[terms["outcome"].isin(["renewed", "reduced"])]
    following = renewed.merge(
        terms,
        left_on=["contract_id", "ends_on"],
        right_on=["contract_id", "starts_on"],
        suffixes=("", "_next"),
    )
    assert len(following) == len(renewed)
    assert (following["annual_value_next"] == following["value_after"]).all()


def test_terms_due_by_the_last_day_are_decided(sample: dict[str, pd.DataFrame]) -> None:
    terms = sample["renewals"]
    due = terms["ends_on"] < END
    assert terms.loc[due, "outcome"].isin(["renewed", "reduced", "churned"]).all()
    assert terms.loc[~due, "decided_on"].isna().all()


@pytest.mark.parametrize(
    ("language", "letters"), [("he", "[\u05d0-\u05ea]"), ("ro", "[ăâîșț]"), ("ru", "[а-яё]"), ("en", "[a-z]")]
)
def test_each_language_has_names_and_comments(sample: dict[str, pd.DataFrame], language: str, letters: str) -> None:
    comments = sample["survey"].query("language == @language")["comment"].dropna()
    assert comments.str.contains(letters).sum() > 30
    assert sample["accounts"]["name"].str.contains(letters, case=False).sum() > 20


@pytest.mark.parametrize("mark", ["\n", ",", '"'])
def test_comments_hold_what_needs_quoting(sample: dict[str, pd.DataFrame], mark: str) -> None:
    assert sample["survey"]["comment"].str.contains(mark, regex=False, na=False).sum() > 20


@pytest.mark.parametrize("extract", EXTRACTS)
def test_mapping_names_every_column_of_its_file(sample: dict[str, pd.DataFrame], extract: str) -> None:
    mapping = tomllib.loads((SAMPLE / "mappings" / f"{extract}.toml").read_text("utf-8"))
    assert mapping["extract"] == extract
    assert list(mapping["columns"].values()) == list(sample[extract].columns)
    assert mapping["declare"]["time_zone"] == "UTC"
