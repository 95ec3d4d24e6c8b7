"""Contract terms with what follows them (DESIGN section 6, rules 1 to 4)."""

import re
from collections.abc import Iterable
from datetime import date

import pytest

from cx.contracts.problems import FileRefused
from cx.contracts.settings import Settings
from cx.store.database import Store, open_store

HEADER = "contract_id,account_id,product,starts_on,ends_on,annual_value,outcome,value_after\n"
DAY_AFTER = {"end_is": "day_after"}
LAST_DAY = {"end_is": "last_day"}


@pytest.fixture
def book(loaded, store: Store):
    """A function that loads terms and gives what the table of terms says of them."""

    def terms(rows: str, columns: str, declare: dict[str, object] = DAY_AFTER, where: str = "true") -> list[tuple]:
        loaded("renewals", HEADER + rows, declare=declare)
        casts = ", ".join(f"{name}::VARCHAR" for name in columns.split(", "))
        return store.rows(f"SELECT {casts} FROM terms WHERE {where} ORDER BY contract_id, starts_on, implied")

    return terms


@pytest.fixture
def each(book):
    """The same for the rows of many cases, loaded at once: what is said of each, in the order of the cases."""

    def of_each(cases: Iterable[str], columns: str, where: str = "true") -> list[list[tuple]]:
        apart = [re.sub(r"\b([CA]\d)\b", rf"\1-{at:02}", rows) for at, rows in enumerate(cases)]
        found: list[list[tuple]] = [[] for _ in apart]
        for contract, *said in book("".join(apart), f"contract_id, {columns}", where=where):
            found[int(contract[-2:])].append(tuple(said))
        return found

    return of_each


def value_on(store: Store, day: date) -> int:
    """The book's value on a day: terms in force, gaps within the grace period counted through."""
    return store.rows(
        "SELECT coalesce(sum(amount), 0)::BIGINT FROM terms WHERE starts_on <= $day "
        "AND (covered_to IS NULL OR covered_to > $day)",
        {"day": day},
    )[0][0]


YEAR_ENDS = """C1,A1,,2024-01-01,2024-12-31,100,,
C1,A1,,2025-01-01,2025-12-31,120,,
C2,A2,,2024-01-01,2024-12-31,50,,
"""


class TestEndOfTerm:
    """What the end date of a contract means."""

    @pytest.mark.parametrize(
        ("declare", "ends", "due"),
        [
            (LAST_DAY, "2025-01-01", "2024-12-31"),
            (DAY_AFTER, "2024-12-31", "2024-12-31"),
            ({}, "2025-01-01", "2024-12-31"),
        ],
    )
    def test_stored_is_the_first_day_not_covered_and_due_as_written(self, book, declare, ends, due) -> None:
        assert book(YEAR_ENDS, "ends_on, due_on", declare, "contract_id = 'C2'") == [(ends, due)]

    @pytest.mark.parametrize("declare", [LAST_DAY, {}])
    def test_book_that_ends_on_31_december_is_worth_something_on_that_day(self, book, store, declare) -> None:
        book(YEAR_ENDS, "ends_on", declare)
        days = (date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1))
        assert [value_on(store, day) for day in days] == [150, 150, 120]

    def test_ends_that_are_days_after_leave_the_gap_to_the_next_term_closed(self, book, store) -> None:
        book(YEAR_ENDS, "ends_on", DAY_AFTER)
        assert value_on(store, date(2024, 12, 31)) == 100

    @pytest.mark.parametrize(("second_start", "meaning"), [("2025-01-01", "last_day"), ("2024-12-31", "day_after")])
    def test_successor_terms_decide_what_nobody_declared(self, loaded, second_start: str, meaning: str) -> None:
        rows = f"C1,A1,,2024-01-01,2024-12-31,100,,\nC1,A1,,{second_start},2025-12-30,120,,\n"
        assert loaded("renewals", HEADER + rows).mapping.declare.end_is == meaning

    @pytest.mark.parametrize(
        "rows",
        [
            "C1,A1,,2024-01-01,2024-12-31,100,,\n",
            "C1,A1,,2024-01-01,2024-12-31,100,,\nC1,A1,,2025-02-01,2025-12-31,120,,\n",
            "C1,A1,,2024-01-01,2024-12-31,100,,\nC2,A1,,2025-01-01,2025-12-31,120,,\n",
            YEAR_ENDS + "C3,A1,,2024-01-01,2024-06-30,1,,\nC3,A1,,2024-06-30,2024-12-31,1,,\n",
        ],
        ids=["no successor", "later successor", "successor of another contract", "both meanings"],
    )
    def test_where_nothing_decides_it_the_file_asks(self, loaded, rows: str) -> None:
        with pytest.raises(FileRefused) as caught:
            loaded("renewals", HEADER + rows)
        assert caught.value.problem.code == "ask_end_is"

    def test_open_ended_book_need_not_declare_it(self, book) -> None:
        assert book("C1,A1,,2024-01-01,,100,,\n", "ends_on, due_on, covered_to", {}) == [(None, None, None)]

    def test_bad_rows_are_no_evidence(self, loaded) -> None:
        first, bad = "C1,A1,,2024-01-01,2024-12-31,100,,\n", "C1,A1,,2024-12-31,2025-12-31,x,,\n"
        rows = first + bad + "C1,A1,,2025-01-01,2025-12-31,1,,\n"
        assert loaded("renewals", HEADER + rows).mapping.declare.end_is == "last_day"


FIRST = "C1,A1,P,2024-01-01,2025-01-01,100,,\n"
THE_FIRST = "contract_id LIKE 'C1%' AND starts_on = '2024-01-01'"


SECOND_TERMS = [
    ("C1,A1,P,2025-01-01,2026-01-01,120,,", "2025-01-01", "2025-01-01"),
    ("C1,A1,P,2025-01-20,2026-01-01,120,,", "2025-01-20", "2025-01-20"),  # a gap within grace is closed
    ("C1,A1,P,2025-01-31,2026-01-01,120,,", "2025-01-31", "2025-01-31"),  # its last day
    ("C1,A1,P,2025-02-01,2026-01-01,120,,", None, "2025-01-01"),  # beyond grace
    ("C1,A1,P,2024-11-01,2026-01-01,120,,", "2024-11-01", "2025-01-01"),  # overlapping
    ("C2,A1,P,2025-01-20,2026-01-01,120,,", "2025-01-20", "2025-01-01"),  # another contract renews, gap stays
    ("C2,A1,P,2024-12-02,2026-01-01,120,,", "2024-12-02", "2025-01-01"),
    ("C2,A1,P,2024-12-01,2026-01-01,120,,", None, "2025-01-01"),  # too early to be its renewal
    ("C2,A1,P,2025-02-01,2026-01-01,120,,", None, "2025-01-01"),
    ("C2,A1,Q,2025-01-01,2026-01-01,120,,", None, "2025-01-01"),  # another product
    ("C2,A2,P,2025-01-01,2026-01-01,120,,", None, "2025-01-01"),  # another account
    ("C1,A1,P,2025-01-20,2026-01-01,0,,", None, "2025-01-01"),  # a trial renews nothing and closes no gap
    ("C2,A1,P,2025-01-01,2026-01-01,0,,", None, "2025-01-01"),
]


class TestSuccessor:
    """What follows a term."""

    def test_next_term(self, each) -> None:
        found = each((f"{FIRST}{second}\n" for second, *_ in SECOND_TERMS), "successor_on, covered_to", THE_FIRST)
        for (second, *expected), said in zip(SECOND_TERMS, found, strict=True):
            assert said == [tuple(expected)], second

    def test_nearest_of_several_counts(self, book) -> None:
        rows = FIRST + "C1,A1,P,2025-01-20,2026-01-01,130,,\nC1,A1,P,2025-01-10,2026-01-01,120,,\n"
        assert book(rows, "successor_on, successor_amount", where=THE_FIRST) == [("2025-01-10", "120.00")]

    def test_same_contract_comes_before_same_account_and_product(self, book) -> None:
        rows = FIRST + "C2,A1,P,2025-01-01,2026-01-01,130,,\nC1,A1,P,2025-01-10,2026-01-01,120,,\n"
        found = book(rows, "successor_on, successor_amount", where=THE_FIRST)
        assert found == [("2025-01-10", "120.00")]

    def test_terms_without_product_follow_each_other(self, book) -> None:
        rows = "C1,A1,,2024-01-01,2025-01-01,100,,\nC2,A1,,2025-01-05,2026-01-01,100,,\n"
        assert book(rows, "successor_on", where="contract_id = 'C1'") == [("2025-01-05",)]

    def test_thousands_of_contracts_of_one_account_are_followed_without_pairing_them_all(self, book, store) -> None:
        """Renumbered every year: by pairs it would be tens of millions, more than the memory that a load has."""
        years = ((2024, 100), (2025, 110), (2026, 120))
        rows = [
            f"C{year}-{at},A1,,{year}-01-01,{year + 1}-01-01,{worth},,\n" for year, worth in years for at in range(1500)
        ]
        book("".join(rows), "contract_id")
        assert store.rows(
            "SELECT starts_on::VARCHAR, min(successor_on)::VARCHAR, sum(successor_amount)::VARCHAR FROM terms "
            "GROUP BY ALL ORDER BY ALL"
        ) == [
            ("2024-01-01", "2025-01-01", "165000.00"),
            ("2025-01-01", "2026-01-01", "180000.00"),
            ("2026-01-01", None, None),
        ]

    def test_grace_period_is_a_setting(self, tmp_path, loaded_into_store) -> None:
        store = open_store(tmp_path / "strict" / "cx.duckdb", Settings(grace_days=5))
        rows = HEADER + FIRST + "C1,A1,P,2025-01-07,2026-01-01,120,,\n"
        loaded_into_store(store)("renewals", rows, declare=DAY_AFTER)
        assert store.rows("SELECT successor_on FROM terms WHERE starts_on = '2024-01-01'") == [(None,)]
        store.close()

    def test_value_counts_through_a_gap_within_grace_only(self, book, store) -> None:
        book(FIRST + "C1,A1,P,2025-01-20,2025-06-01,120,,\nC1,A1,P,2025-08-01,2026-01-01,140,,\n", "covered_to")
        days = (date(2025, 1, 10), date(2025, 1, 20), date(2025, 7, 1), date(2025, 8, 1))
        assert [value_on(store, day) for day in days] == [100, 120, 0, 140]

    @pytest.mark.parametrize(
        ("rows", "values"),
        [
            ("C1,A1,P,2023-01-01,,100,,\nC1,A1,P,2024-06-01,,150,,\n", (100, 150, 150)),
            ("C1,A1,P,2023-01-01,,100,,\nC1,A1,P,2024-06-01,2024-09-01,150,,\n", (100, 150, 0)),
            ("C1,A1,P,2023-01-01,,100,,\nC1,A1,P,2024-06-01,,0,,\n", (100, 100, 100)),  # a trial ends nothing
            ("C1,A1,P,2023-01-01,,100,,\nC2,A1,P,2024-06-01,,150,,\n", (100, 250, 250)),  # another contract adds
            ("C1,A1,P,2023-01-01,2024-08-01,100,,\nC1,A1,P,2024-06-01,,150,,\n", (100, 250, 150)),  # an end is stated
        ],
    )
    def test_a_term_without_an_end_ends_where_the_next_of_its_contract_begins(self, book, store, rows, values) -> None:
        book(rows, "covered_to")
        assert tuple(value_on(store, day) for day in (date(2024, 5, 31), date(2024, 6, 1), date(2025, 1, 1))) == values
        assert store.rows("SELECT count(*) FROM terms WHERE due_on IS NOT NULL AND ends_on IS NULL") == [(0,)]

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            (
                "C1,A1,P,2023-01-01,2024-02-01,100,,\nC1,A1,P,2023-11-01,2024-11-01,110,,\nC2,A1,P,2023-01-01,,7,,\n",
                "1 contract has terms that overlap: on the days that they share it counts as the sum of both, 100 a year more",
            ),
            (
                "C1,A1,P,2023-01-01,2024-02-01,100,,\nC1,A1,P,2023-11-01,2024-11-01,110,,\n"
                "C2,A1,P,2023-01-01,2024-02-01,1000,,\nC2,A1,Q,2023-11-01,,1,,\n",
                "2 contracts have terms that overlap: on the days that they share they count as the sum of both, 1\u202f100 a",
            ),
            (
                "C1,A1,P,2023-01-01,,100,,\nC1,A1,P,2024-06-01,,150,,\n",
                "1 term without an end date, worth 100 a year, is taken to end where the next term of its contract begins.",
            ),
            ("C1,A1,P,2023-01-01,2024-02-01,100,,\nC1,A1,P,2024-02-01,,110,,\n", ""),
            ("C1,A1,P,2023-01-01,2024-02-01,100,,\nC1,A1,P,2023-11-01,,0,,\n", ""),
            ("C1,A1,P,2023-01-01,2024-02-01,100,,\nC2,A1,P,2023-11-01,,110,,\n", ""),
        ],
    )
    def test_the_load_says_which_terms_of_a_contract_meet(self, loaded, rows, said) -> None:
        found = loaded("renewals", HEADER + rows, declare=DAY_AFTER).assumptions
        about = [item for item in found if "terms that overlap" in item or "is taken to end" in item]
        assert [item.startswith(said) for item in about] == [True] * bool(said), about


LENGTHS = [
    ("2024-01-01", "2025-01-01", "2026-01-01"),  # whole months
    ("2024-01-31", "2024-02-29", "2024-03-29"),
    ("2024-02-29", "2025-02-28", "2026-02-28"),
    ("2024-01-01", "2024-01-15", "2024-01-29"),  # odd days
    ("2024-01-10", "2024-02-20", "2024-04-01"),
]

"""Start and end of a term, and the end of the one that it implies."""

ALONE = [
    ("C1,A1,P,2024-01-01,2025-01-01,100,renewed,130", 1),
    ("C1,A1,P,2024-01-01,2025-01-01,100,reduced,70", 1),
    ("C1,A1,P,2024-01-01,2025-01-01,100,churned,130", 0),
    ("C1,A1,P,2024-01-01,2025-01-01,100,pending,130", 0),
    ("C1,A1,P,2024-01-01,2025-01-01,100,,130", 0),
    ("C1,A1,P,2024-01-01,2025-01-01,100,renewed,", 0),
    ("C1,A1,P,2024-01-01,2025-01-01,100,renewed,0", 0),
    ("C1,A1,P,2024-01-01,,100,renewed,130", 0),
]

FOLLOWED = [
    ("C1,A1,P,2025-01-01,2026-01-01,130,,", 0),
    ("C1,A1,P,2025-04-01,2026-01-01,130,,", 0),  # a later term of the contract speaks for itself, grace or not
    ("C2,A1,P,2025-01-20,2026-01-01,130,,", 0),
    ("C2,A1,P,2025-04-01,2026-01-01,130,,", 1),
    ("C2,A1,Q,2025-01-01,2026-01-01,130,,", 1),
    ("C1,A1,P,2025-01-01,2026-01-01,0,,", 1),  # a trial is no later term
]


class TestImpliedTerm:
    """A renewed term with a value after it and nothing later stands for the one that the file leaves out."""

    def test_length_is_equal(self, each) -> None:
        rows = (f"C1,A1,P,{starts},{ends},100,renewed,130\n" for starts, ends, _ in LENGTHS)
        found = each(rows, "starts_on, ends_on, covered_to, amount", "implied")
        assert found == [[(ends, implied, implied, "130.00")] for _, ends, implied in LENGTHS]

    def test_length_is_equal_from_last_days(self, book) -> None:
        rows = "C1,A1,P,2024-01-01,2024-12-31,100,renewed,130\n"
        assert book(rows, "starts_on, ends_on", LAST_DAY, "implied") == [("2025-01-01", "2026-01-01")]

    def test_needs_a_renewal_with_a_value(self, each) -> None:
        found = each((f"{row}\n" for row, _ in ALONE), "starts_on", "implied")
        assert [(row, len(said)) for (row, _), said in zip(ALONE, found, strict=True)] == ALONE

    def test_needs_that_nothing_follows(self, each) -> None:
        renewed = "C1,A1,P,2024-01-01,2025-01-01,100,renewed,130\n"
        found = each((f"{renewed}{second}\n" for second, _ in FOLLOWED), "starts_on", "implied")
        assert [(second, len(said)) for (second, _), said in zip(FOLLOWED, found, strict=True)] == FOLLOWED

    def test_mapping_turns_it_off(self, book) -> None:
        rows = "C1,A1,P,2024-01-01,2025-01-01,100,renewed,130\n"
        assert book(rows, "starts_on", {**DAY_AFTER, "implied_terms": False}, "implied") == []

    def test_counts_in_the_book_and_is_never_due(self, book, store) -> None:
        book("C1,A1,P,2024-01-01,2025-01-01,100,renewed,130\n", "due_on")
        assert [value_on(store, day) for day in (date(2024, 6, 1), date(2025, 6, 1), date(2026, 1, 1))] == [100, 130, 0]
        assert store.rows("SELECT implied, due_on::VARCHAR FROM fact_renewals ORDER BY ALL") == [
            (False, "2025-01-01"),
            (True, None),
        ]


class TestCurrency:
    """Amounts are compared in one currency."""

    BOOK = "contract_id,account_id,starts_on,annual_value,value_after,currency\n"

    def in_store(self, tmp_path, loaded_into_store, rows: str, **settings: object):
        store = open_store(tmp_path / "rates" / "cx.duckdb", Settings(**settings))
        try:
            loaded_into_store(store)("renewals", self.BOOK + rows)
            return store.rows("SELECT contract_id, amount::VARCHAR, amount_after::VARCHAR FROM terms ORDER BY ALL")
        finally:
            store.close()

    def test_one_currency_needs_no_rate(self, tmp_path, loaded_into_store) -> None:
        rows = "C1,A1,2025-01-01,10,20,USD\nC2,A1,2025-01-01,10,,\n"
        found = self.in_store(tmp_path, loaded_into_store, rows)
        assert found == [("C1", "10.00", "20.00"), ("C2", "10.00", None)]

    def test_rates_of_the_settings_convert(self, tmp_path, loaded_into_store) -> None:
        rows = "C1,A1,2025-01-01,10,20,USD\nC2,A1,2025-01-01,10,,EUR\nC3,A1,2025-01-01,10,,usd\n"
        found = self.in_store(tmp_path, loaded_into_store, rows, base_currency="EUR", rates={"USD": 0.5})
        assert found == [("C1", "5.00", "10.00"), ("C2", "10.00", None), ("C3", "5.00", None)]

    @pytest.mark.parametrize(
        ("rows", "settings", "record", "value", "base"),
        [
            ("C1,A1,2025-01-01,10,,EUR\nC2\nC3,A1,2025-01-01,1,,USD\n", {"base_currency": "EUR"}, 3, "USD", "EUR"),
            ("C1,A1,2025-01-01,10,,EUR\nC2,A1,2025-01-01,1,,USD\n", {}, 1, "EUR", "USD"),
            ("C1,A1,2025-01-01,10,,usd\n", {"base_currency": "EUR"}, 1, "USD", "EUR"),
        ],
    )
    def test_second_currency_without_a_rate_asks(
        self, tmp_path, loaded_into_store, words, rows, settings, record, value, base
    ) -> None:
        with pytest.raises(FileRefused) as caught:
            self.in_store(tmp_path, loaded_into_store, rows, **settings)
        problem = caught.value.problem
        assert (problem.code, problem.record, problem.value) == ("ask_rate", record, value)
        assert f"no rate to {base} is set" in problem.sentence(words)

    def test_settings_that_change_make_the_terms_anew(self, tmp_path, loaded_into_store) -> None:
        path = tmp_path / "changed" / "cx.duckdb"
        store = open_store(path, Settings(base_currency="USD"))
        loaded_into_store(store)("renewals", self.BOOK + "C1,A1,2025-01-01,10,,USD\n")
        before = store.version
        store.close()
        store = open_store(path, Settings(base_currency="EUR", rates={"USD": 0.5}))
        assert store.rows("SELECT amount::VARCHAR FROM fact_renewals") == [("5.00",)]
        assert store.version != before
        store.close()
