"""What the sample company set out to do: initiatives, targets, ambassadors, and the dates to remember."""

from collections.abc import Sequence
from typing import Final

from data.company.days import Table
from data.company.truths import (
    HANDOFFS_CHANGE_DAY,
    LOOP_CHANGE_DAY,
    PROACTIVE_CHANGE_DAY,
    RELEASE_DAY,
    RISE_FROM,
    SUPPORT_CHANGE_DAY,
)

INITIATIVES: Final = (
    (
        "I1",
        "Sponsors for large customers",
        str(RISE_FROM),
        "CS-01",
        "Customer success",
        "nps",
        "segment=Enterprise",
        "20",
        "270",
        "long_term",
        "240000",
        "",
        "2025-09-08",
    ),
    (
        "I2",
        "Coaching for idle seats",
        "2025-07-01",
        "CS-04",
        "Customer success",
        "seat_adoption",
        "",
        "5",
        "180",
        "long_term",
        "85000",
        "2026-03-31",
        "2025-06-16",
    ),
    (
        "I3",
        "Clearer invoices",
        "2025-11-03",
        "FI-02",
        "Finance",
        "ticket_csat",
        "category=billing",
        "4",
        "60",
        "quick_win",
        "18000",
        "2025-12-19",
        "2026-01-12",
    ),
    (
        "I4",
        "Support by product",
        str(SUPPORT_CHANGE_DAY),
        "SU-01",
        "Support",
        "sla_attainment",
        "",
        "6",
        "45",
        "quick_win",
        "60000",
        "2026-02-27",
        "2025-11-24",
    ),
    (
        "I5",
        "One desk for the east",
        str(HANDOFFS_CHANGE_DAY),
        "SU-03",
        "Support",
        "handoffs_per_ticket",
        "region=East",
        "-0.1",
        "60",
        "quick_win",
        "35000",
        "",
        "2026-02-09",
    ),
    (
        "I6",
        "Call back within two days",
        str(LOOP_CHANGE_DAY),
        "CS-02",
        "Customer success",
        "closed_loop_rate",
        "",
        "25",
        "30",
        "quick_win",
        "22000",
        "",
        "2026-03-10",
    ),
    (
        "I7",
        "Setting up in one hour",
        "2026-08-03",
        "PM-02",
        "Product",
        "ces",
        "journey_stage=onboarding",
        "0.6",
        "120",
        "long_term",
        "310000",
        "",
        "2026-07-20",
    ),
)
INITIATIVE_COLUMNS: Final = (
    "initiative_id",
    "name",
    "started_on",
    "owner",
    "department",
    "metric",
    "scope",
    "expected_change",
    "expected_lag_days",
    "horizon",
    "cost",
    "ended_on",
    "declared_on",
)

QUARTERS: Final = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")
YEARS: Final = ("2024", "2025", "2026")
TARGETS: Final = (
    ("nps", "", QUARTERS, ("32", "32", "34", "34"), "CS-01"),
    ("nps", "segment=Enterprise", QUARTERS, ("20", "25", "30", "35"), "CS-01"),
    ("csat", "", QUARTERS, ("80", "80", "82", "82"), "SU-01"),
    ("ces", "journey_stage=onboarding", QUARTERS, ("5.3", "5.3", "5.4", "5.4"), "PM-02"),
    ("sla_attainment", "", QUARTERS, ("82", "86", "88", "88"), "SU-01"),
    ("handoffs_per_ticket", "region=East", QUARTERS, ("0.35", "0.35", "0.3", "0.3"), "SU-03"),
    ("closed_loop_rate", "", QUARTERS, ("50", "50", "65", "65"), "CS-02"),
    ("first_contact_resolution", "", QUARTERS, ("44", "44", "44", "44"), "SU-02"),
    ("seat_adoption", "", QUARTERS, ("60", "62", "63", "63"), "CS-04"),
    ("grr", "", YEARS, ("90", "91", "92"), "AM-01"),
    ("nrr", "", YEARS, ("98", "99", "100"), "AM-01"),
)
"""Metric, segment, periods with their targets, and who answers for them."""

AMBASSADORS: Final = (
    ("SU-01", "Support", "Voice of the front desk", "2024-01-15", ""),
    ("SU-07", "Support", "Voice of the technicians", "2025-02-03", ""),
    ("PM-02", "Product", "Voice of the makers", "2024-03-04", ""),
    ("CS-02", "Customer success", "Voice of the advisers", "2023-11-06", ""),
    ("AM-05", "Sales", "Voice of the field", "2024-01-15", "2025-08-29"),
    ("AM-09", "Sales", "Voice of the field", "2025-09-01", ""),
    ("FI-02", "Finance", "Voice of the ledger", "2024-09-02", ""),
    ("PJ-03", "Delivery", "Voice of the builders", "2024-05-13", ""),
)

EVENTS: Final = (
    ("2024-05-14", "Customer conference", "Two days with 140 customers.", "CS-03"),
    ("2025-05-20", "Customer conference", "Two days with 165 customers.", "CS-03"),
    (str(RISE_FROM), "Sponsors for large customers", "A manager of ours for each of them.", "CS-01"),
    (str(PROACTIVE_CHANGE_DAY), "Contact rhythms agreed", "We call before customers have to.", "CS-02"),
    (str(SUPPORT_CHANGE_DAY), "Support by product", "Teams by product instead of by shift.", "SU-01"),
    (str(HANDOFFS_CHANGE_DAY), "One desk for the east", "Tickets of the east begin at one desk.", "SU-03"),
    (str(LOOP_CHANGE_DAY), "Call back within two days", "Everybody who would not recommend us is called.", "CS-02"),
    (str(RELEASE_DAY), "Release with the new setup", "Setting up has new steps.", "PM-02"),
    ("2026-11-10", "Release that shortens the setup", "Planned.", "PM-02"),
)
"""Date, title, note and author; one lies ahead."""


def _table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def initiatives_table() -> Table:
    """initiatives.csv: one row for each initiative, in the order of their numbers."""
    return _table(INITIATIVE_COLUMNS, INITIATIVES)


def targets_table() -> Table:
    """targets.csv: one row for each metric, segment and period."""
    rows = [
        (metric, segment, period, value, owner)
        for metric, segment, periods, values, owner in TARGETS
        for period, value in zip(periods, values, strict=True)
    ]
    return _table(("metric", "segment", "period", "value", "owner"), rows)


def ambassadors_table() -> Table:
    """ambassadors.csv: one row for each ambassador of a department."""
    return _table(("person_id", "department", "name", "since", "until"), AMBASSADORS)


def events_table() -> Table:
    """events.csv: one row for each dated note."""
    return _table(("date", "title", "note", "author"), EVENTS)
