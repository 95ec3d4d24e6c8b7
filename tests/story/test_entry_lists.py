"""Entries stand as a reader looks for them: the latest first, then by the name that the reader sees."""

import pytest

from cx.contracts.words import Words
from cx.store.entries import Entry, entry_row
from cx.story.entry_lists import entry_name, ordered


def entry(kind: str, **cells: str) -> Entry:
    return Entry(kind, entry_row(kind, cells), None, False, None, "")


def target(metric: str, period: str) -> Entry:
    return entry("targets", metric=metric, period=period, value="1")


def event(day: str, title: str) -> Entry:
    return entry("events", date=day, title=title)


def benchmark(metric: str, day: str) -> Entry:
    return entry("benchmarks", metric=metric, value="1", source="A study", date=day)


@pytest.mark.parametrize(
    ("found", "starts", "expected"),
    [
        (
            [target("sla_attainment", "2026Q3"), target("nps", "2026Q3"), target("nps", "2025Q4")],
            1,
            ["Net Promoter Score · 2026 Q3", "Promises kept (SLA) · 2026 Q3", "Net Promoter Score · 2025 Q4"],
        ),
        (
            [target("nps", "2026-12"), target("nps", "2026Q4"), target("nps", "2026"), target("nps", "2027-01")],
            1,
            [f"Net Promoter Score · {period}" for period in ("Jan 2027", "2026", "2026 Q4", "Dec 2026")],
        ),
        (
            [target("nps", "2026-12"), target("nps", "2026Q4")],
            4,
            ["Net Promoter Score · Dec 2026", "Net Promoter Score · 2026 Q4"],
        ),
        (
            [event("2026-03-01", "Prices up"), event("2026-07-01", "Strike")],
            1,
            ["1 Jul 2026 · Strike", "1 Mar 2026 · Prices up"],
        ),
        (
            [benchmark("sla_attainment", "2026-03-01"), benchmark("nps", "2025-03-01")],
            1,
            ["Net Promoter Score · A study", "Promises kept (SLA) · A study"],
        ),
    ],
    ids=["by name as it is seen", "a year before its quarters", "a fiscal year", "events", "benchmarks"],
)
def test_the_latest_come_first_then_by_name(found: list[Entry], starts: int, expected: list[str]) -> None:
    assert [entry_name(item, Words()) for item in ordered(found, Words(), starts)] == expected
