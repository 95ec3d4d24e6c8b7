"""Wide tables: attributes as known at the fact's date, clocks, and the row that speaks for its response."""

import pytest

from cx.store.database import Store, open_store
from cx.store.fact import FACTS

KNOWN = """account_id,as_of,tier,region,segment
A1,2025-01-01,bronze,North,small
A1,2025-07-01,silver,South,small
A1,2026-01-01,gold,South,
A2,2026-06-01,gold,East,large
"""
FACT_OF = {
    "survey": (
        "response_id,kind,score,account_id,responded_at,region,touchpoint\n",
        "R{n},nps,9,{account},{day},{region},T{n}",
    ),
    "tickets": ("ticket_id,account_id,opened_at,region\n", "T{n},{account},{day},{region}"),
    "renewals": ("contract_id,account_id,starts_on,annual_value,region\n", "C{n},{account},{day},5,{region}"),
    "usage": ("account_id,used_on,feature\n", "{account},{day},f{n}"),
    "milestones": (
        "milestone_id,project_id,account_id,milestone,actual_on\n",
        "M{n},P{n},{account},kickoff,{day}",
    ),
    "touches": ("touch_id,account_id,happened_at\n", "T{n},{account},{day}"),
}


def fact(loaded, store: Store, extract: str, *rows: tuple[str, str, str]) -> list[tuple[object, ...]]:
    """Rows of (account, day, own region) loaded, and the attributes that their wide rows have."""
    header, row = FACT_OF[extract]
    lines = [row.format(n=n, account=account, day=day, region=region) for n, (account, day, region) in enumerate(rows)]
    loaded(extract, header + "\n".join(lines) + "\n")
    order = {
        "survey": "touchpoint::VARCHAR",
        "tickets": "ticket_id",
        "renewals": "contract_id",
        "usage": "feature",
        "milestones": "project_id",
        "touches": "touch_id",
    }[extract]
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
            ("R1,Q1,nps,9,,2026-01-01,2026-01-01\nR2,Q1,nps,9,,,2026-01-01\n", ["Q1", "Q1"]),
            ("R1,Q2,nps,9,,2026-01-01,\nR1,Q1,csat,4,1-5,2026-01-01,\n", ["Q1"]),
            ("R1,Q1,nps,,,,2026-01-01\nR1,Q2,csat,4,1-5,2026-01-02,2026-01-01\n", ["Q2"]),
            ("R1,Q1,nps,,,,2026-01-01\nR1,Q2,nps,,,,2026-01-01\n", ["Q1"]),
            ("R1,Q1,nps,,,,2026-01-01\nR1,Q2,nps,9,,,2026-01-01\n", ["Q2"]),
        ],
        ids=["one question each", "several questions", "an answered one leads", "none answered", "answered undated"],
    )
    def test_one_row_a_response(self, loaded, store: Store, rows: str, leading: list[str]) -> None:
        """Where each response has one row, the wide table tells them apart by the row, not by the id."""
        loaded("survey", self.HEADER + rows)
        found = store.rows("SELECT response_id, question::VARCHAR FROM fact_survey WHERE leads ORDER BY ALL")
        assert [question for _, question in found] == leading
        assert len({response for response, _ in found}) == len(found)


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
            ("T2,A1,,bug,2026-01-05,", "2026-01-05"),  # who it was is not known: the account decides
            ("T2,A2,,bug,2026-01-05,", None),
            ("T2,,P1,bug,2026-01-05,", None),
            ("T2,A1,,bug,2026-01-05,\nT3,A1,P1,bug,2026-01-04,", "2026-01-04"),  # the nearest of both
            ("T2,A1,,bug,2026-01-04,\nT3,A1,P1,bug,2026-01-05,", "2026-01-04"),
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

    def test_ticket_without_a_person_is_followed_by_any_of_the_account(self, loaded, store: Store) -> None:
        rows = "T1,A1,,,2026-01-01,2026-01-02\nT2,A1,P2,,2026-01-08,\nT3,A1,,,2026-01-09,\nT4,,P2,,2026-01-03,\n"
        loaded("tickets", self.HEADER + rows)
        assert store.rows("SELECT next_opened_at::DATE::VARCHAR FROM fact_tickets WHERE ticket_id = 'T1'") == [
            ("2026-01-08",)
        ]

    @pytest.mark.parametrize("person", ["", "P1"])
    def test_ticket_resolved_before_it_was_opened_does_not_follow_itself(self, loaded, store, person: str) -> None:
        rows = f"T1,A1,{person},bug,2026-01-05,2026-01-02\nT2,A1,{person},bug,2026-01-04,2026-01-04\n"
        loaded("tickets", self.HEADER + rows)
        found = store.rows("SELECT ticket_id, next_opened_at::DATE::VARCHAR FROM fact_tickets ORDER BY ticket_id")
        assert found == [("T1", None), ("T2", "2026-01-05")]

    def test_each_ticket_is_one_row_however_many_are_akin(self, loaded, store: Store) -> None:
        rows = [f"T{at},A1,{'P1' if at % 2 else ''},bug,2026-01-0{1 + at % 3},2026-01-02" for at in range(60)]
        loaded("tickets", self.HEADER + "\n".join(rows) + "\n")
        assert store.rows("SELECT count(*), count(DISTINCT ticket_id) FROM fact_tickets") == [(60, 60)]

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
    before = {name: store.rows(f"SELECT * EXCLUDE (rowid) FROM fact_{name} ORDER BY ALL") for name in FACTS}
    with store.writing() as cursor:
        cursor.execute("UPDATE facts_made SET mark = 'of old'")
        cursor.execute("DROP VIEW fact_usage")
        cursor.execute("CREATE TABLE fact_usage (account_id VARCHAR)")
    store.close()
    store = open_store(path)
    assert {name: store.rows(f"SELECT * EXCLUDE (rowid) FROM fact_{name} ORDER BY ALL") for name in FACTS} == before
    store.close()
