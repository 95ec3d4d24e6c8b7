"""A snapshot of customers without any date loads as terms of one year, says so, and gives the figures of plain pandas."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.periods import Period
from cx.contracts.words import Words
from cx.store.database import Store, open_store
from cx.store.loading import Load, Source, trial
from cx.story.lacking import lacking_sentences, snapshot_sentence
from tests.metrics.asking import values

FOLDER = Path(__file__).resolve().parents[1] / "data" / "telco"
FILE = FOLDER / "Telco-Customer-Churn.csv.gz"
TODAY, YEAR = date(2026, 11, 23), Period(date(2026, 1, 1), date(2026, 12, 31))
WORDS = Words("en")


def mapping(*left_out: str) -> Mapping:
    found = mapping_from_file(FOLDER / "renewals.toml")
    constants = {name: value for name, value in found.constants.items() if name not in left_out}
    return found.model_copy(update={"constants": constants})


@pytest.fixture(scope="module")
def telco(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Load, str]]:
    """The loaded file, and all that a load without ends says, which is not kept."""
    store = open_store(tmp_path_factory.mktemp("telco") / "cx.duckdb")
    with trial(store, Source(FILE, FILE.name, mapping("ends_on"), TODAY, "tester"), WORDS) as opened:
        endless = "\n".join((*opened.load.assumptions, *lacking_sentences(opened.cursor, "renewals", WORDS)))
    with trial(store, Source(FILE, FILE.name, mapping(), TODAY, "tester"), WORDS) as opened:
        opened.keep()
    yield store, opened.load, endless
    store.close()


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return pd.read_csv(FILE)


def test_every_customer_is_a_term(telco, customers: pd.DataFrame) -> None:
    done = telco[1]
    assert len(customers) == customers.customerID.nunique() == 7043
    assert (done.records, done.skipped, done.read, done.merged.new, done.refused) == (7043, 0, 7043, 7043, 0)


@pytest.mark.parametrize(("key", "expected"), [("renewal_rate", 73.46), ("gross_renewal_rate", 100 - 30.50)])
def test_the_figures_are_pandas_own(telco, customers: pd.DataFrame, key: str, expected: float) -> None:
    stayed = customers.Churn == "No"
    weight = customers.MonthlyCharges * 12 if key == "gross_renewal_rate" else stayed * 0 + 1
    (found,) = values(telco[0], key, YEAR, TODAY)
    assert (found.n, int((~stayed).sum())) == (7043, 1869)
    assert found.value == pytest.approx(100 * weight[stayed].sum() / weight.sum(), abs=1e-9)
    assert found.value == pytest.approx(expected, abs=0.005)


QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize("key", ["grr", "nrr", "logo_churn", "revenue_churn", "customers_lost", "customers_gained"])
@pytest.mark.parametrize("period", [QUARTER, YEAR, Period(date(2025, 1, 1), date(2025, 12, 31))])
def test_what_only_terms_of_two_days_tell_is_no_data(telco, key: str, period: Period) -> None:
    (found,) = values(telco[0], key, period, TODAY)
    assert (found.value, found.n) == (None, 0)
    with telco[0].cursor() as cursor:
        (said,) = [line for line in lacking_sentences(cursor, "renewals", WORDS) if "one start date was given" in line]
        assert snapshot_sentence(cursor, ("renewal_rate", "recurring_revenue"), WORDS) is None
    assert str(WORDS.say(found.metric.name)) in said


def test_what_runs_on_a_day_is_told_of_a_snapshot(telco, customers: pd.DataFrame) -> None:
    (found,) = values(telco[0], "recurring_revenue", Period(date(2025, 1, 1), date(2025, 6, 30)), TODAY)
    assert found.value == pytest.approx(float(customers.MonthlyCharges.sum() * 12))


def test_customers_lost_by_contract_are_pandas_own(telco, customers: pd.DataFrame) -> None:
    lost = customers.groupby("Contract").Churn.apply(lambda churn: 100 * (churn == "Yes").mean()).to_dict()
    by_product = values(telco[0], "renewal_rate", YEAR, TODAY, by=("product",))
    found = {item.group[0][1]: 100 - (item.value or 0) for item in by_product}
    assert found == pytest.approx(lost, abs=1e-9)
    published = {"Month-to-month": 42.71, "One year": 11.27, "Two year": 2.83}
    assert found == pytest.approx(published, abs=0.005)


def test_the_load_says_which_dates_were_given(telco) -> None:
    said = "\n".join(telco[1].assumptions)
    for title, day in (("Starts on", "2025-01-01"), ("Ends on", "2026-01-01")):
        assert f"The file has no “{title}”: {day} was given for all 7" in said
    assert "“MonthlyCharges” is read in the unit “month”" in said


@pytest.mark.parametrize(
    "words",
    [
        "869 terms are called churned, but no end date says when",
        "Gross revenue retention",
        "Renewal rate; Gross renewal rate",
        "othing fills Ends on",
    ],
)
def test_without_ends_the_load_says_what_cannot_be_told_and_why(telco, words: str) -> None:
    assert words in telco[2]


def test_terms_without_an_end_are_not_said_to_be_gone_after_it(telco) -> None:
    gone = "counts them as gone after their end"
    assert gone in "\n".join(telco[1].assumptions) and gone not in telco[2]
