"""Exports of tools, loaded by the mapping that their profile proposes and the little that a person must say."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import FileColumn, Mapping, Target
from cx.contracts.words import Words
from cx.ingest.proposal import likely_extract, proposed
from cx.store.database import Store
from cx.store.loading import Load, Source, load, read_file

FILES = Path(__file__).resolve().parents[1] / "data" / "profiles"
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Expected:
    """The rows made of an export, what stands in the database then, and what a person said before."""

    read: int
    query: str
    rows: list[tuple[Any, ...]]
    sets: tuple[dict[str, str], ...] = ()
    """What was said of each condition and each question, in their order; an empty one leaves what is proposed."""
    constants: dict[str, str] = field(default_factory=dict)
    columns: dict[str, Target] = field(default_factory=dict)
    declare: dict[str, str] = field(default_factory=dict)


NPS = {"kind": "nps", "scale": "0-10"}
CSAT_5 = {"kind": "csat", "scale": "1-5"}
CSAT_7 = {"kind": "csat", "scale": "1-7"}
CES = {"kind": "ces", "scale": "1-7", "ces_version": "2.0"}
ANSWERS = "SELECT response_id, kind, scale, score FROM survey ORDER BY ALL"
TICKETS = "SELECT ticket_id, sla_met, first_response_at, satisfaction FROM tickets ORDER BY ALL"
TERMS = "SELECT contract_id, annual_value, ends_on, outcome FROM renewals ORDER BY ALL"
HELP = [
    (True, datetime(2026, 1, 13, 9, 30), 5),
    (False, datetime(2026, 1, 14, 13, 45), None),
]

LOADS = {
    "zendesk": Expected(
        3,
        "SELECT ticket_id, first_response_minutes, handoffs, replies, reopens, satisfaction, need FROM tickets ORDER BY ALL",
        [
            ("9007199254740993001", 25.0, 1, 1, 0, 1, "problem"),
            ("9007199254740993002", None, 0, 2, None, None, "question"),
            ("9007199254740993003", 90.0, 0, 4, 1, 0, "problem"),
        ],
    ),
    "freshdesk": Expected(
        2,
        TICKETS,
        [
            ("501", True, datetime(2026, 2, 2, 9, 40), None),
            ("502", False, datetime(2026, 2, 3, 12, 0), None),
        ],
    ),
    "jira": Expected(2, TICKETS, [("HELP-1", *HELP[0]), ("HELP-2", *HELP[1])]),
    "jira_repeated": Expected(2, TICKETS, [("HELP-1", *HELP[0]), ("HELP-2", *HELP[1])]),
    "jira_spanish": Expected(2, TICKETS, [("AYUDA-1", *HELP[0]), ("AYUDA-2", *HELP[1])]),
    "intercom_conversations": Expected(
        2,
        "SELECT ticket_id, opened_at, first_response_minutes, handoffs, satisfaction FROM tickets ORDER BY ALL",
        [
            ("215471000000001", datetime(2026, 3, 2, 14, 0), 5.0, 0, 5),
            ("215471000000002", datetime(2026, 3, 3, 1, 0), 810.0, 2, None),
        ],
    ),
    "intercom_csat": Expected(
        3,
        "SELECT kind, scale, score, touchpoint, responded_at FROM survey ORDER BY responded_at",
        [
            ("csat", "1-5", 5, "Teammate", datetime(2026, 3, 2, 15, 5)),
            ("csat", "1-5", 2, "Fin", datetime(2026, 3, 2, 15, 6)),
            ("csat", "1-5", 3, "Teammate", datetime(2026, 3, 4, 17, 0)),
        ],
    ),
    "hubspot_tickets": Expected(
        2,
        "SELECT ticket_id, opened_at, first_response_at, resolved_at, team FROM tickets ORDER BY ALL",
        [
            (
                "3300000001",
                datetime(2026, 1, 20, 9),
                datetime(2026, 1, 20, 10),
                datetime(2026, 1, 21, 9),
                "Support",
            ),
            ("3300000002", datetime(2026, 1, 22, 14), datetime(2026, 1, 22, 14, 20), None, "Billing"),
        ],
    ),
    "hubspot_feedback": Expected(
        3,
        ANSWERS,
        [("71001", "nps", "0-10", 9), ("71002", "ces", "1-7", 6), ("71003", "csat", "0-2", 2)],
        sets=(NPS, CES, {"kind": "csat", "scale": "0-2"}),
    ),
    "qualtrics": Expected(
        4,
        ANSWERS,
        [
            ("R_1aaaaaaaaaaaaaa", "csat", "1-7", 6),
            ("R_1aaaaaaaaaaaaaa", "nps", "0-10", 9),
            ("R_2bbbbbbbbbbbbbb", "csat", "1-7", 3),
            ("R_2bbbbbbbbbbbbbb", "nps", "0-10", 4),
        ],
        sets=({}, CSAT_7),
    ),
    "qualtrics_three_rows": Expected(
        2, ANSWERS, [("R_1aaaaaaaaaaaaaa", "nps", "0-10", 9), ("R_2bbbbbbbbbbbbbb", "nps", "0-10", 4)]
    ),
    "surveymonkey": Expected(
        4,
        ANSWERS,
        [
            ("114000000001", "csat", "1-5", 5),
            ("114000000001", "nps", "0-10", 10),
            ("114000000002", "csat", "1-5", 3),
            ("114000000002", "nps", "0-10", 6),
        ],
        sets=(NPS, CSAT_5),
    ),
    "surveymonkey_two_rows": Expected(
        2, ANSWERS, [("114000000001", "nps", "0-10", 10), ("114000000002", "nps", "0-10", 6)], sets=(NPS,)
    ),
    "typeform": Expected(
        4,
        ANSWERS,
        [
            ("0a1b2c3d4e5f", "ces", "1-7", 6),
            ("0a1b2c3d4e5f", "nps", "0-10", 9),
            ("1b2c3d4e5f6a", "ces", "1-7", 2),
            ("1b2c3d4e5f6a", "nps", "0-10", 3),
        ],
        sets=(NPS, CES),
    ),
    "delighted": Expected(
        2,
        "SELECT response_id, kind, scale, score, responded_at FROM survey ORDER BY ALL",
        [
            ("47001", "nps", "0-10", 9, datetime(2026, 2, 2, 2, 40)),
            ("47002", "nps", "0-10", 3, datetime(2026, 2, 3, 6, 26, 40)),
        ],
    ),
    "medallia_agent_connect": Expected(2, ANSWERS, [("r-1001", "csat", "1-5", 5), ("r-1002", "csat", "1-5", None)]),
    "medallia_experience_cloud": Expected(
        4,
        ANSWERS,
        [
            ("880001", "csat", "1-10", 9),
            ("880001", "nps", "0-10", 10),
            ("880002", "csat", "1-10", 4),
            ("880002", "nps", "0-10", 5),
        ],
        sets=({}, {"kind": "csat", "scale": "1-10"}),
    ),
    "salesforce_cases": Expected(
        2,
        "SELECT ticket_id, opened_at, resolved_at FROM tickets ORDER BY ALL",
        [
            ("00001001", datetime(2026, 1, 15, 9), datetime(2026, 1, 15, 17)),
            ("00001002", datetime(2026, 1, 16, 10), None),
        ],
    ),
    "salesforce_contracts": Expected(
        2,
        TERMS,
        [("00000501", 12000, date(2026, 1, 1), None), ("00000502", 24000, date(2026, 7, 1), None)],
    ),
    "gainsight_cta": Expected(
        2,
        "SELECT touch_id, kind, account_id FROM touches ORDER BY ALL",
        [("1S01AAAA0001", "follow_up", "1P01AAAA0001"), ("1S01AAAA0002", "opportunity", "1P01AAAA0002")],
    ),
    "gainsight_timeline": Expected(
        2,
        "SELECT touch_id, kind, account_id FROM touches ORDER BY ALL",
        [("1A01BBBB0001", "meeting", "1P01AAAA0001"), ("1A01BBBB0002", None, "1P01AAAA0002")],
    ),
    "chartmogul_subscriptions": Expected(
        2, TERMS, [("sub_1", 12000, None, None), ("sub_2", 2400, date(2025, 6, 1), "churned")]
    ),
    "stripe_subscriptions": Expected(
        2,
        TERMS,
        [("sub_A1", 1200, None, None), ("sub_A2", 240, date(2025, 6, 1), "churned")],
        columns={"annual_value": FileColumn(header="Amount", unit="month")},
    ),
    "google_forms": Expected(
        2,
        "SELECT kind, score, account_id, responded_at FROM survey ORDER BY ALL",
        [
            ("nps", 5, "ACC-2", datetime(2026, 1, 16, 14, 2, 10)),
            ("nps", 9, "ACC-1", datetime(2026, 1, 15, 9, 12, 33)),
        ],
        sets=(NPS,),
    ),
}
"""Export -> what its load gives."""
WORKING = ("hubspot_tickets",)
"""Exports that can be loaded; one whose shapes, units or rules nothing reads yet is added with what reads it."""


@pytest.mark.parametrize("name", WORKING)
def test_export_loads_by_its_profile(name: str, store: Store) -> None:
    expected = LOADS[name]
    done = loaded(store, FILES / f"{name}.csv", expected)
    assert (done.read, done.refused) == (expected.read, 0)
    assert store.rows(expected.query) == expected.rows


def test_load_says_whose_export_it_took_the_file_for(store: Store) -> None:
    done = loaded(store, FILES / "hubspot_tickets.csv", LOADS["hubspot_tickets"])
    assert "Recognised as an export of HubSpot tickets: 6 columns are left out." in done.assumptions
    assert done.mapping.source == "HubSpot tickets"


def loaded(store: Store, path: Path, expected: Expected) -> Load:
    with read_file(store, path, path.name) as read:
        extract = likely_extract(read.header)
        assert extract is not None
        mapping = proposed(read, EXTRACTS[extract.name])
    return load(store, Source(path, path.name, completed(mapping, expected), TODAY, "tester"), Words("en"))


def completed(mapping: Mapping, expected: Expected) -> Mapping:
    """The proposed mapping with what a person said."""
    sets = iter(expected.sets)
    blocks = {
        name: tuple(item.model_copy(update={"set": next(sets, {}) or item.set}) for item in getattr(mapping, name))
        for name in ("when", "answers")
    }
    return mapping.model_copy(
        update={
            **blocks,
            "columns": {**mapping.columns, **expected.columns},
            "constants": {**mapping.constants, **expected.constants},
            "declare": mapping.declare.model_copy(update=expected.declare),
        }
    )


@pytest.mark.parametrize("by", ["profile", "mapping"])
def test_the_time_zone_below_the_header_is_that_of_its_column(by: str, store: Store) -> None:
    path = FILES / "qualtrics_three_rows.csv"
    columns: dict[str, Target] = {"response_id": "ResponseId", "responded_at": "RecordedDate", "score": "Q1"}
    mapping = Mapping(extract="survey", columns=columns, constants={"kind": "nps"})
    if by == "profile":
        with read_file(store, path, path.name) as read:
            mapping = proposed(read, EXTRACTS["survey"])
    done = load(store, Source(path, path.name, mapping, TODAY, "someone"), Words("en"))
    found = store.rows("SELECT responded_at FROM survey WHERE response_id LIKE 'R_1%'")
    assert found == [(datetime(2026, 2, 1, 17, 2, 1),)]  # 10:02:01 in Denver, in winter
    assert any("in the time zone America/Denver" in line for line in done.assumptions)
