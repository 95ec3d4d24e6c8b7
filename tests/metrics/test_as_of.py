"""The day up to which things are known moves only with what figures read."""

from datetime import date

import pytest

from cx.metrics.as_of import as_of, freshness, undeclared_day
from cx.store.database import Store
from tests.store.good_rows import GOOD


def known_to(store: Store) -> date | None:
    with store.cursor() as cursor:
        return as_of(cursor)


def load_good(loaded, extract: str) -> None:
    cells = ",".join(f'"{cell}"' for cell in GOOD[extract].values())
    loaded(extract, f"{','.join(GOOD[extract])}\n{cells}\n")


def test_extract_that_no_figure_reads_moves_no_as_of_and_is_shown_with_its_own_last_day(loaded, store: Store) -> None:
    for name in ("goals", "initiatives", "targets"):
        load_good(loaded, name)
    assert known_to(store) is None
    loaded("tickets", "ticket_id,opened_at\nT1,2025-12-01\n")
    assert known_to(store) == date(2025, 12, 1)
    load_good(loaded, "owner_changes")
    assert known_to(store) == date(2026, 1, 1)
    with store.cursor() as cursor:
        found = {item.extract: item for item in freshness(cursor) if item.rows}
    assert {name: (item.data_to, item.in_figures) for name, item in found.items()} == {
        "tickets": (date(2025, 12, 1), True),
        "owner_changes": (date(2026, 1, 1), True),  # they tell the first role of a ticket, and whether it bounced
        "goals": (date(2026, 6, 1), False),
        "initiatives": (date(2026, 11, 1), False),
        "targets": (None, False),
    }


LEDGER = "contract_id,account_id,starts_on,ends_on,annual_value,decided_on\nC1,A1,2023-01-01,2024-12-31,100,{}\n"


@pytest.mark.parametrize(
    ("today", "exported_on", "decided_on", "more", "expected"),
    [
        (date(2026, 2, 5), None, "", "", (date(2026, 2, 5), date(2024, 12, 31))),
        (date(2026, 2, 5), "2025-01-15", "", "", None),
        (date(2026, 2, 5), None, "2024-12-01", "", None),
        (date(2026, 2, 4), None, "", "", None),
        (date(2026, 2, 5), None, "", "C2,A2,2025-01-01,,50,\n", None),
        (date(2026, 2, 5), None, "", "C2,A2,2026-11-01,,50,\n", (date(2026, 2, 5), date(2024, 12, 31))),
    ],
)
def test_a_quiet_ledger_without_its_day_is_told_to_rest_on_the_day_of_its_load(
    loaded, store: Store, today, exported_on, decided_on, more, expected
) -> None:
    declare = {"end_is": "day_after"} | ({"exported_on": exported_on} if exported_on else {})
    loaded("renewals", LEDGER.format(decided_on) + more, today=today, declare=declare)
    with store.cursor() as cursor:
        found = undeclared_day(cursor)
    assert (found and (found.loaded_on, found.last_on)) == expected
    loaded("tickets", "ticket_id,opened_at\nT1,2025-03-01\n", file="tickets.csv", today=today)
    with store.cursor() as cursor:
        assert undeclared_day(cursor) is None
