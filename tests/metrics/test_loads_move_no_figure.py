"""Neither the order of rows nor loading a file again moves a figure."""

from cx.metrics.registry import METRICS
from cx.store.database import Store
from tests.metrics.asking import answer, term, ticket, value
from tests.metrics.company import SETTINGS, Company, load_rows, opened

SOME: Company = {
    "survey": [
        answer(at, "nps", 3 + at % 8, account_id=f"A{at % 4}", contacted_at="2024-05-02", closed_at=f"2024-05-1{at}")
        for at in range(9)
    ],
    "tickets": [
        ticket(1, "2024-05-01 10:00", "2024-05-02 10:00", handoffs=2, first_response_at="2024-05-01 11:00"),
        ticket(2, "2024-05-01 10:00", None, account_id="A1", handoffs=None, first_response_at="2024-05-01 12:00"),
    ],
    "owner_changes": [
        {"ticket_id": f"T{number}", "changed_at": f"2024-05-01 1{at}:00", "to_team": team}
        for number in (1, 2)
        for at, team in enumerate("ABA" if number == 1 else "AB")
    ],
    "accounts": [{"account_id": "C1", "as_of": "2023-01-01", "potential_value": 300}],
    "renewals": [
        term("C1", "2023-06-01", "2024-06-01", 100, decided_on="2024-05-20"),
        term("C1", "2024-06-01", None, 80),
        term("C2", "2023-06-01", "2024-06-01", 50, decided_on="2024-06-20"),
        term("C2", "2024-06-01", None, 70),
        term("C3", "2023-06-01", "2024-06-01", 30, outcome="churned"),
        term("C4", "2022-06-01", "2023-06-01", 10, outcome="churned"),
        term("C4 again", "2024-08-01", None, 20, account="C4"),
        term("C5", "2024-08-01", None, 40, acquired_by="earned"),
        term("C5 more", "2024-08-01", None, 5, account="C5", acquired_by="bought"),
        term("C6", "2023-06-01", None, 70, account="A1"),
        term("C7", "2023-06-01", None, 20, account="A2"),
    ],
}
KEYS = (
    *("nps", "resolution_hours", "handoffs_per_ticket", "closed_loop_rate", "loop_close_hours", "nps_by_account"),
    *("nps_by_revenue", "account_coverage", "revenue_coverage", "first_response_p90", "backlog", "contact_rate"),
    *("bounce_rate", *(item.key for item in METRICS if item.fact == "renewals" and item.key != "seat_adoption")),
)


def figures(store: Store) -> list[tuple[object, ...]]:
    found = [value(store, key) for key in KEYS]
    assert all(item.value is not None for item in found)
    return [(item.value, item.low, item.high, item.n, item.numerator, item.denominator) for item in found]


def test_the_order_of_rows_moves_no_figure():
    company = SOME
    with opened(company, SETTINGS) as store:
        first = figures(store)
        assert all(found[3] for found in first)
    with opened({name: rows[::-1] for name, rows in company.items()}, SETTINGS) as store:
        assert figures(store) == first


def test_loading_a_file_twice_moves_no_figure(tmp_path):
    company = SOME
    with opened(company) as store:
        first = figures(store)
        for extract, rows in company.items():
            load_rows(store, tmp_path, extract, rows)
        assert figures(store) == first
