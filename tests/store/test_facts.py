"""Wide tables: attributes as known at the fact's date, clocks, and the row that speaks for its response."""

import pytest

from cx.store.database import Store, open_store
from cx.store.facts import FACTS

KNOWN = """account_id,as_of,tier,region,segment
A1,2025-01-01,bronze,North,small
A1,2025-07-01,silver,South,small
A1,2026-01-01,gold,South,
A2,2026-06-01,gold,East,large
"""
FACT_OF = {
    "survey": ("response_id,kind,score,account_id,responded_at,region\n", "R{n},nps,9,{account},{day},{region}"),
    "tickets": ("ticket_id,account_id,opened_at,region\n", "T{n},{account},{day},{region}"),
    "renewals": ("contract_id,account_id,starts_on,annual_value,region\n", "C{n},{account},{day},5,{region}"),
    "usage": ("account_id,used_on,feature\n", "{account},{day},f{n}"),
}


def fact(loaded, store: Store, extract: str, *rows: tuple[str, str, str]) -> list[tuple[object, ...]]:
    """Rows of (account, day, own region) loaded, and the attributes that their wide rows have."""
    header, row = FACT_OF[extract]
    lines = [row.format(n=n, account=account, day=day, region=region) for n, (account, day, region) in enumerate(rows)]
    loaded(extract, header + "\n".join(lines) + "\n")
    order = {"survey": "response_id", "tickets": "ticket_id", "renewals": "contract_id", "usage": "feature"}[extract]
    attributes = "tier::VARCHAR, region::VARCHAR, segment::VARCHAR, hindsight"
    return store.rows(f"SELECT {attributes} FROM fact_{extract} ORDER BY {order}")


@pytest.mark.parametrize("accounts_first", [True, False], ids=["accounts first", "accounts last"])
@pytest.mark.parametrize("extract", FACTS)
def test_attributes_are_those_known_at_the_facts_date(loaded, store, extract: str, accounts_first: bool) -> None:
    """What was known first also serves earlier days, and is marked as hindsight."""
    rows = [
        ("A1", "2025-01-01", ""),
        ("A1", "2025-06-30", ""),
        ("A1", "2025-07-01", ""),
        ("A1", "2026-03-01", ""),
        ("A1", "2024-12-31", ""),
        ("A2", "2026-05-31", ""),
        ("A9", "2026-01-01", ""),
        ("A2", "2026-06-01", ""),
    ]
    if accounts_first:
        loaded("accounts", KNOWN)
    found = fact(loaded, store, extract, *rows)
    if not accounts_first:
        loaded("accounts", KNOWN)
        found = fact(loaded, store, extract, *rows)
    assert found == [
        ("bronze", "North", "small", False),
        ("bronze", "North", "small", False),
        ("silver", "South", "small", False),
        ("gold", "South", None, False),
        ("bronze", "North", "small", True),
        ("gold", "East", "large", True),
        (None, None, None, False),
        ("gold", "East", "large", False),
    ]


@pytest.mark.parametrize("extract", ["survey", "tickets", "renewals"])
def test_own_region_comes_before_the_accounts(loaded, store: Store, extract: str) -> None:
    loaded("accounts", KNOWN)
    rows = [("A1", "2026-03-01", "West"), ("A1", "2026-03-01", ""), ("A9", "2026-03-01", "Far")]
    found = fact(loaded, store, extract, *rows)
    assert [region for _, region, _, _ in found] == ["West", "South", "Far"]


def test_renewal_takes_attributes_of_the_day_it_is_due(loaded, store: Store) -> None:
    loaded("accounts", KNOWN)
    loaded(
        "renewals",
        "contract_id,account_id,starts_on,ends_on,annual_value\nC1,A1,2025-02-01,2026-02-01,5\n",
        declare={"end_is": "day_after"},
    )
    assert store.rows("SELECT tier::VARCHAR FROM fact_renewals") == [("gold",)]


def test_invitation_takes_attributes_of_the_day_it_went_out(loaded, store: Store) -> None:
    loaded("accounts", KNOWN)
    loaded("survey", "response_id,kind,account_id,sent_at,responded_at,score\nR1,nps,A1,2025-08-01,,\n")
    assert store.rows("SELECT tier::VARCHAR, sent_on::VARCHAR, responded_on FROM fact_survey") == [
        ("silver", "2025-08-01", None)
    ]


def test_row_without_a_date_has_no_attributes_and_no_hindsight(loaded, store: Store) -> None:
    loaded("accounts", KNOWN)
    loaded("survey", "response_id,kind,account_id,score\nR1,nps,A1,9\n")
    assert store.rows("SELECT tier, hindsight, responded_on FROM fact_survey") == [(None, False, None)]


class TestLeads:
    """One row speaks for each response."""

    HEADER = "response_id,question,kind,score,scale,responded_at,sent_at\n"

    @pytest.mark.parametrize(
        ("rows", "leading"),
        [
            ("R1,Q1,nps,9,,2026-01-01,2026-01-01\nR2,Q1,nps,9,,,2026-01-01\n", [("R1", "Q1"), ("R2", "Q1")]),
            ("R1,Q2,nps,9,,2026-01-01,\nR1,Q1,csat,4,1-5,2026-01-01,\n", [("R1", "Q1")]),
            ("R1,Q1,nps,,,,2026-01-01\nR1,Q2,csat,4,1-5,2026-01-02,2026-01-01\n", [("R1", "Q2")]),
            ("R1,Q1,nps,,,,2026-01-01\nR1,Q2,nps,,,,2026-01-01\n", [("R1", "Q1")]),
        ],
        ids=["one question each", "several questions", "an answered one leads", "none answered"],
    )
    def test_one_row_a_response(self, loaded, store: Store, rows: str, leading: list[tuple[str, str]]) -> None:
        loaded("survey", self.HEADER + rows)
        assert store.rows("SELECT response_id, question::VARCHAR FROM fact_survey WHERE leads ORDER BY ALL") == leading


class TestTicketFacts:
    """What the wide table of tickets works out."""

    HEADER = "ticket_id,account_id,contact_id,category,opened_at,resolved_at\n"

    @pytest.mark.parametrize(
        ("second", "next_opened"),
        [
            ("T2,A1,P1,bug,2026-01-05,", "2026-01-05"),
            ("T2,A1,P1,bug,2026-01-02,", None),  # opened when the first was resolved, not after
            ("T2,A1,P1,bill,2026-01-05,", None),
            ("T2,A1,P2,bug,2026-01-05,", None),
            ("T2,A1,,bug,2026-01-05,", None),
        ],
    )
    def test_next_ticket_is_of_the_same_person_and_category(self, loaded, store, second: str, next_opened) -> None:
        loaded("tickets", f"{self.HEADER}T1,A1,P1,bug,2026-01-01,2026-01-02\n{second}\n")
        found = store.rows("SELECT next_opened_at::DATE::VARCHAR FROM fact_tickets WHERE ticket_id = 'T1'")
        assert found == [(next_opened,)]

    def test_account_stands_in_where_no_person_is_known(self, loaded, store: Store) -> None:
        rows = "T1,A1,,,2026-01-01,2026-01-02\nT2,A1,,,2026-01-08,2026-01-09\nT3,A2,,,2026-01-03,\nT4,,,,2026-01-03,\n"
        loaded("tickets", self.HEADER + rows)
        found = store.rows("SELECT ticket_id, next_opened_at::DATE::VARCHAR FROM fact_tickets ORDER BY ticket_id")
        assert found == [("T1", "2026-01-08"), ("T2", None), ("T3", None), ("T4", None)]

    def test_first_response_is_as_told_else_from_the_clock(self, loaded, store: Store) -> None:
        loaded(
            "tickets",
            "ticket_id,opened_at,first_response_at,first_response_minutes\n"
            "T1,2026-01-01 10:00,2026-01-01 10:45:30,\nT2,2026-01-01 10:00,2026-01-01 10:45,7\n"
            "T3,2026-01-01 10:00,,7.5\nT4,2026-01-01 10:00,,\n",
        )
        columns = "first_response_minutes, responded_at::TIME::VARCHAR"
        found = store.rows(f"SELECT {columns} FROM fact_tickets ORDER BY ticket_id")
        assert found == [(45.5, "10:45:30"), (7.0, "10:45:00"), (7.5, "10:07:30"), (None, None)]


def test_months_are_ready_for_grouping(loaded, store: Store) -> None:
    loaded("usage", "account_id,used_on\nA1,2026-03-31\n")
    found = store.rows("SELECT used_on::VARCHAR, used_on_month::VARCHAR FROM fact_usage")
    assert found == [("2026-03-31", "2026-03-01")]


def test_load_of_an_extract_leaves_other_facts_as_they_are(loaded, store: Store) -> None:
    loaded("tickets", "ticket_id,opened_at\nT1,2026-01-01\n")
    before = store.rows("SELECT * FROM fact_tickets")
    loaded("usage", "account_id,used_on\nA1,2026-03-31\n")
    assert store.rows("SELECT * FROM fact_tickets") == before


def test_facts_made_anew_are_the_same(tmp_path, loaded_into_store) -> None:
    """A database whose wide tables an older version made gets them again, equal."""
    path = tmp_path / "anew" / "cx.duckdb"
    store = open_store(path)
    load = loaded_into_store(store)
    load("accounts", KNOWN)
    for extract in FACT_OF:
        fact(load, store, extract, ("A1", "2025-08-01", "West"), ("A2", "2025-08-01", ""))
    before = {name: store.rows(f"SELECT * FROM fact_{name} ORDER BY ALL") for name in FACTS}
    with store.writing() as cursor:
        cursor.execute("UPDATE facts_made SET mark = 'of old'")
        cursor.execute("DROP TABLE fact_usage")
    store.close()
    store = open_store(path)
    assert {name: store.rows(f"SELECT * FROM fact_{name} ORDER BY ALL") for name in FACTS} == before
    store.close()
