"""What a load does to rows that are there: only what the file fills changes, and the old version is kept."""

from datetime import date

import pytest

from cx.store.database import Store
from cx.store.merging import Merged

ANSWERS = "response_id,kind,score,responded_at,comment\nR1,nps,9,2026-01-01,good\nR2,nps,3,2026-01-02,bad\n"
NAMED = {"declare": {"survey": "named"}}


def test_new_changed_and_same_are_counted(loaded) -> None:
    assert loaded("survey", ANSWERS, **NAMED).merged == Merged(2, 0, 0, 0)
    again = ANSWERS.replace("bad", "worse") + "R3,nps,5,2026-01-03,\nR3,nps,5,2026-01-03,\n"
    assert loaded("survey", again, **NAMED).merged == Merged(1, 1, 1, 1)


def test_only_columns_of_the_file_change(loaded, store: Store) -> None:
    first = loaded("survey", ANSWERS, **NAMED)
    second = loaded("survey", "response_id,kind,closed_at,loop_owner\nR1,nps,2026-02-01,Ana\n", **NAMED)
    assert second.merged == Merged(0, 1, 0, 0)
    assert store.rows("SELECT response_id, score, scale, comment, loop_owner, load_id FROM survey ORDER BY ALL") == [
        ("R1", 9, "0-10", "good", "Ana", second.load_id),
        ("R2", 3, "0-10", "bad", None, first.load_id),
    ]


def test_scale_stays_where_the_file_says_nothing_of_the_score(loaded, store: Store) -> None:
    loaded("survey", "response_id,kind,score,scale\nR1,csat,4,1-5\n", **NAMED)
    loaded("survey", "response_id,kind,contacted_at\nR1,csat,2026-02-01\n", **NAMED)
    assert store.rows("SELECT score, scale, contacted_at IS NOT NULL FROM survey") == [(4, "1-5", True)]


def test_empty_cell_of_a_column_of_the_file_empties_the_value(loaded, store: Store) -> None:
    loaded("survey", ANSWERS, **NAMED)
    assert loaded("survey", "response_id,kind,comment\nR1,nps,\n", **NAMED).merged == Merged(0, 1, 0, 0)
    assert store.rows("SELECT comment FROM survey WHERE response_id = 'R1'") == [(None,)]


def test_replaced_version_is_kept_with_the_load_that_replaced_it(loaded, store: Store) -> None:
    first = loaded("survey", ANSWERS, **NAMED)
    second = loaded("survey", ANSWERS.replace("R1,nps,9", "R1,nps,8"), **NAMED)
    third = loaded("survey", ANSWERS.replace("R1,nps,9", "R1,nps,7"), **NAMED)
    versions = store.rows("SELECT score, comment, load_id, replaced_by FROM survey_replaced ORDER BY ALL DESC")
    assert versions == [(9, "good", first.load_id, second.load_id), (8, "good", second.load_id, third.load_id)]
    assert store.rows("SELECT score, load_id FROM survey WHERE response_id = 'R1'") == [(7, third.load_id)]


def test_rows_that_the_file_leaves_out_stay(loaded, store: Store) -> None:
    loaded("survey", ANSWERS, **NAMED)
    done = loaded("survey", ANSWERS.splitlines()[0] + "\nR2,nps,3,2026-01-02,bad\n", **NAMED)
    assert done.merged == Merged(0, 0, 1, 0)
    assert store.rows("SELECT count(*) FROM survey") == [(2,)]


@pytest.mark.parametrize(
    ("extract", "key", "header", "rows"),
    [
        ("survey", "question", "response_id,kind,score", "R1,nps,9"),
        ("tickets", "ticket_id", "ticket_id,opened_at", "T1,2026-01-01"),
        ("renewals", "starts_on", "contract_id,account_id,starts_on,annual_value", "C1,A1,2026-01-01,5"),
        ("accounts", "as_of", "account_id,name", "A1,Acme"),
        ("usage", "feature", "account_id,used_on,events", "A1,2026-01-01,5"),
    ],
)
def test_key_of_each_extract_finds_its_row_again(loaded, store: Store, extract, key, header, rows) -> None:
    """Also where a part of the key is empty or filled in by default."""
    loaded(extract, f"{header}\n{rows}\n")
    assert loaded(extract, f"{header}\n{rows}\n").merged == Merged(0, 0, 1, 0)
    assert store.rows(f"SELECT count(*), count({key}) FROM {extract}")[0][0] == 1


class TestUsage:
    """Rows of one account, day and feature add up."""

    HEADER = "account_id,used_on,feature,events,active_users,licensed_users\n"

    def test_events_add_up_and_users_are_the_largest(self, loaded, store: Store) -> None:
        rows = "A1,2026-01-01,a,2,5,9\nA1,2026-01-01,a,3,7,8\nA1,2026-01-01,,1,,\nA1,2026-01-01,a,,,\n"
        done = loaded("usage", self.HEADER + rows)
        assert (done.merged, done.refused) == (Merged(2, 0, 0, 2), 0)
        assert store.rows("SELECT feature, events, active_users, licensed_users FROM usage ORDER BY ALL") == [
            ("a", 5, 7, 9),
            (None, 1, None, None),
        ]

    def test_same_file_again_does_not_add_to_what_is_there(self, loaded, store: Store) -> None:
        rows = self.HEADER + "A1,2026-01-01,a,2,5,9\nA1,2026-01-01,a,3,7,8\n"
        loaded("usage", rows)
        assert loaded("usage", rows).merged == Merged(0, 0, 1, 1)
        assert store.rows("SELECT events FROM usage") == [(5,)]

    def test_sums_may_pass_two_billion(self, loaded, store: Store) -> None:
        loaded("usage", self.HEADER + "A1,2026-01-01,a,999999999,,\n" * 5)
        assert store.rows("SELECT events FROM fact_usage") == [(4_999_999_995,)]

    def test_bad_row_is_in_no_sum(self, loaded, store: Store) -> None:
        done = loaded("usage", self.HEADER + "A1,2026-01-01,a,2,,\nA1,2026-01-01,a,-3,,\n")
        assert (done.merged, done.refused) == (Merged(1, 0, 0, 0), 1)
        assert store.rows("SELECT events FROM usage") == [(2,)]


class TestAccounts:
    """An account is kept as known on each day."""

    def test_day_of_the_load_stands_in_where_none_is_given(self, loaded, store: Store) -> None:
        loaded("accounts", "account_id,tier\nA1,gold\n", today=date(2026, 3, 1))
        loaded("accounts", "account_id,tier,as_of\nA1,silver,2025-01-01\nA2,gold,\n", today=date(2026, 3, 2))
        assert store.rows("SELECT account_id, tier, as_of FROM accounts ORDER BY ALL") == [
            ("A1", "gold", date(2026, 3, 1)),
            ("A1", "silver", date(2025, 1, 1)),
            ("A2", "gold", date(2026, 3, 2)),
        ]

    def test_load_of_another_day_adds_what_is_known_then(self, loaded) -> None:
        rows = "account_id,tier\nA1,gold\n"
        assert loaded("accounts", rows, today=date(2026, 3, 1)).merged == Merged(1, 0, 0, 0)
        assert loaded("accounts", rows, today=date(2026, 3, 1)).merged == Merged(0, 0, 1, 0)
        assert loaded("accounts", rows, today=date(2026, 3, 2)).merged == Merged(1, 0, 0, 0)


class TestDeclared:
    """What is declared about a file is kept with each of its rows."""

    @pytest.mark.parametrize(("survey", "named"), [("named", True), ("anonymous", False), (None, False)])
    def test_survey_is_anonymous_until_declared_named(self, loaded, store: Store, survey, named: bool) -> None:
        done = loaded("survey", ANSWERS, declare={"survey": survey})
        assert store.rows("SELECT DISTINCT named FROM fact_survey") == [(named,)]
        assert any("anonymous" in said for said in done.assumptions) is (survey is None)

    def test_other_declaration_changes_the_rows(self, loaded, store: Store) -> None:
        loaded("survey", ANSWERS, declare={"survey": "anonymous"})
        assert loaded("survey", ANSWERS, **NAMED).merged == Merged(0, 2, 0, 0)
        assert store.rows("SELECT DISTINCT named FROM survey") == [(True,)]

    @pytest.mark.parametrize("implied", [True, False])
    def test_implied_terms_are_kept_with_the_contract(self, loaded, store: Store, implied: bool) -> None:
        loaded(
            "renewals",
            "contract_id,account_id,starts_on,annual_value\nC1,A1,2026-01-01,5\n",
            declare={"implied_terms": implied},
        )
        assert store.rows("SELECT implied_terms FROM renewals") == [(implied,)]


class TestForms:
    """How cells become values."""

    def test_constants_fill_all_rows_and_empty_cells(self, loaded, store: Store) -> None:
        loaded(
            "renewals",
            "contract_id,account_id,starts_on,cur\nC1,A1,2026-01-01,EUR\nC2,A1,2026-01-01,\n",
            columns={
                "contract_id": "contract_id",
                "account_id": "account_id",
                "starts_on": "starts_on",
                "currency": "cur",
            },
            constants={"annual_value": "12.5", "currency": "EUR"},
            declare={"decimal": ","},
        )
        assert store.rows("SELECT currency, annual_value::VARCHAR FROM renewals") == [("EUR", "12.50")] * 2

    def test_words_of_the_file_become_ours(self, loaded, store: Store) -> None:
        header = "contract_id,account_id,starts_on,annual_value,flag\n"
        book = header + "C1,A1,2026-01-01,5,TRUE \nC2,A1,2026-01-01,5,False\n"
        names = {name: name for name in ("contract_id", "account_id", "starts_on", "annual_value")}
        loaded(
            "renewals", book, columns={**names, "outcome": "flag"}, values={"outcome": {"True": "churned", "False": ""}}
        )
        assert store.rows("SELECT contract_id, outcome FROM renewals ORDER BY ALL") == [("C1", "churned"), ("C2", None)]

    @pytest.mark.parametrize(
        ("said", "rows", "stored"),
        [
            ({}, "13/02/2026\n01/03/2026", ["2026-02-13", "2026-03-01"]),
            ({}, "02/13/2026\n01/03/2026", ["2026-01-03", "2026-02-13"]),
            ({}, "2026-02-13\n13.02.2026", ["2026-02-13", "2026-02-13"]),
            ({}, "2026/02/13\n2026-2-1", ["2026-02-01", "2026-02-13"]),
            ({"date_order": "mdy"}, "01/03/2026\n02/03/2026", ["2026-01-03", "2026-02-03"]),
            ({"date_order": "dmy"}, "01/03/2026\n02/03/2026", ["2026-03-01", "2026-03-02"]),
        ],
    )
    def test_date_order_is_declared_or_decided_by_the_whole_column(self, loaded, store, said, rows, stored) -> None:
        numbered = "\n".join(f"A{at},{row}" for at, row in enumerate(rows.split("\n")))
        loaded("usage", f"account_id,used_on\n{numbered}\n", declare=said)
        assert [day for (day,) in store.rows("SELECT used_on::VARCHAR FROM usage ORDER BY ALL")] == stored

    @pytest.mark.parametrize(
        ("said", "rows", "stored"),
        [
            ({}, "1234.5;10", [10.0, 1234.5]),
            ({}, "1.234,5;10", [10.0, 1234.5]),
            ({}, "1,234.5;1,234", [1234.0, 1234.5]),
            ({}, "1.234.567;1,5", [1.5, 1234567.0]),
            ({}, "1,234,567;1,234", [1234.0, 1234567.0]),
            ({}, "12345,678;0,5", [0.5, 12345.678]),
            ({"decimal": ","}, "1,234;2,500", [1.234, 2.5]),
            ({"decimal": "."}, "1,234;2,500", [1234.0, 2500.0]),
        ],
    )
    def test_decimal_sign_is_declared_or_decided_by_the_whole_column(self, loaded, store, said, rows, stored) -> None:
        numbered = "\n".join(f"T{at};2026-01-01;{row}" for at, row in enumerate(rows.split(";")))
        loaded("tickets", f"ticket_id;opened_at;first_response_minutes\n{numbered}\n", declare=said)
        found = store.rows("SELECT first_response_minutes FROM tickets ORDER BY ALL")
        assert [value for (value,) in found] == stored

    @pytest.mark.parametrize(
        ("zone", "text", "stored"),
        [
            ("UTC", "2026-07-01 10:00", "2026-07-01 10:00:00"),
            ("Europe/Bucharest", "2026-07-01 10:00", "2026-07-01 07:00:00"),
            ("Europe/Bucharest", "2026-01-01 10:00", "2026-01-01 08:00:00"),
            ("Europe/Bucharest", "2026-07-01T10:00:00Z", "2026-07-01 10:00:00"),
            ("Europe/Bucharest", "2026-07-01 10:00 +0530", "2026-07-01 04:30:00"),
            ("Asia/Jerusalem", "2026-07-01", "2026-07-01 00:00:00"),
        ],
    )
    def test_times_are_stored_in_utc(self, loaded, store: Store, zone: str, text: str, stored: str) -> None:
        loaded("tickets", f"ticket_id,opened_at\nT1,{text}\n", declare={"time_zone": zone})
        assert store.rows("SELECT opened_at::VARCHAR FROM tickets") == [(stored,)]

    @pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Auckland"])
    def test_days_have_no_time_zone(self, loaded, store: Store, zone: str) -> None:
        loaded("usage", "account_id,used_on\nA1,2026-07-01T23:30:00-05:00\n", declare={"time_zone": zone})
        assert store.rows("SELECT used_on::VARCHAR FROM usage") == [("2026-07-01",)]


def test_lookup_finds_through_what_is_loaded(loaded, store: Store) -> None:
    """A value that two accounts hold finds neither."""
    book = "contract_id,account_id,starts_on,annual_value\n"
    loaded(
        "renewals",
        book + "S1,A1,2025-01-01,5\nS1,A1,2026-01-01,5\nS2,A2,2026-01-01,5\nS3,A1,2025-01-01,1\nS3,A2,2026-01-01,1\n",
    )
    lookup = {"header": "subscription", "lookup": "renewals.contract_id", "take": "account_id"}
    done = loaded(
        "usage",
        "subscription,day,n\nS2,2026-01-01,1\n S1 ,2026-01-02,2\nS3,2026-01-03,3\n",
        columns={"account_id": lookup, "used_on": "day", "events": "n"},
    )
    assert [(problem.code, problem.record) for problem in done.problems] == [("no_match", 3)]
    assert store.rows("SELECT account_id, events FROM usage ORDER BY ALL") == [("A1", 2), ("A2", 1)]


def test_lookup_may_search_a_column_of_days(loaded, store: Store) -> None:
    loaded("renewals", "contract_id,account_id,starts_on,annual_value\nS1,A1,2026-01-01,5\n")
    lookup = {"header": "started", "lookup": "renewals.starts_on", "take": "account_id"}
    done = loaded(
        "usage",
        "started,day\nsoon,2026-01-01\n2026-01-01,2026-01-01\n",
        columns={"account_id": lookup, "used_on": "day"},
    )
    assert [problem.code for problem in done.problems] == ["no_match"]
    assert store.rows("SELECT account_id FROM usage") == [("A1",)]
