"""The day up to which things are known moves only with what figures read."""

from datetime import date

from cx.metrics.as_of import as_of, freshness
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
