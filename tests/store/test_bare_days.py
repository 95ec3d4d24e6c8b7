"""A day without a time of day is that day in every time zone; only times of day are converted."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cx.store.database import Store
from tests.workbooks import DAY as AS_DAY
from tests.workbooks import MOMENT, number, workbook

ZONES = ("UTC", "Europe/Berlin", "Asia/Tokyo", "Asia/Jerusalem", "America/New_York", "Pacific/Kiritimati")
DAY = "2024-01-01 00:00:00"
WRITTEN = {
    "iso": ("2024-01-01", "2024-01-01T00:00", {"date_order": "ymd"}, {}),
    "slashes": ("2024/1/1", "2024/1/1 00:00:00", {"date_order": "ymd"}, {}),
    "day first": ("01.01.2024", "01.01.2024 00:00", {"date_order": "dmy"}, {}),
    "month first": ("1/1/2024", "1/1/2024 0:00", {"date_order": "mdy"}, {}),
    "named month": ("1 Jan 2024", "1 Jan 2024 12:00 AM", {}, {"forms": ["month names", "12-hour clock"]}),
    "short year": ("1/1/24", "1/1/24 00:00", {"date_order": "dmy"}, {"forms": ["two-digit years"]}),
    "padded": (" 2024-01-01 ", "2024-01-01 00:00:00.000", {"date_order": "ymd"}, {}),
}
MIDNIGHT = {
    "UTC": "2024-01-01 00:00:00",
    "Europe/Berlin": "2023-12-31 23:00:00",
    "Asia/Tokyo": "2023-12-31 15:00:00",
    "Asia/Jerusalem": "2023-12-31 22:00:00",
    "America/New_York": "2024-01-01 05:00:00",
    "Pacific/Kiritimati": "2023-12-31 10:00:00",
}


def opened_at(store: Store) -> list[str]:
    return [row[0] for row in store.rows("SELECT opened_at::VARCHAR FROM tickets ORDER BY ticket_id")]


def columns(**said: Any) -> dict[str, Any]:
    return {"ticket_id": "ticket_id", "opened_at": {"header": "opened_at", **said} if said else "opened_at"}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("name", WRITTEN)
def test_of_one_column_days_stay_and_times_are_converted(loaded, store: Store, name: str, zone: str) -> None:
    day, midnight, declare, said = WRITTEN[name]
    text = f"ticket_id,opened_at\nT1,{day}\nT2,{midnight}\n"
    done = loaded("tickets", text, columns=columns(**said), declare={**declare, "time_zone": zone})
    assert opened_at(store) == [DAY, MIDNIGHT[zone]]
    assert any("(1 row)" in item for item in done.assumptions if item.startswith("Times without an offset"))


@pytest.mark.parametrize("zone", ZONES)
def test_days_that_excel_counts_stay_and_their_fractions_are_converted(loaded, store: Store, zone: str) -> None:
    text = "ticket_id,opened_at\nT1,45292\nT2,45291.5\nT3,45292.0\n"
    loaded("tickets", text, columns=columns(unit="excel serial"), declare={"time_zone": zone})
    noon = datetime.fromisoformat(MIDNIGHT[zone]) - timedelta(hours=12)
    assert opened_at(store) == [DAY, str(noon), DAY]


@pytest.mark.parametrize("zone", ZONES)
def test_days_of_a_workbook_stay_and_its_times_are_converted(loaded, store: Store, zone: str) -> None:
    cells = [["ticket_id", "opened_at"], ["T1", number(45292, AS_DAY)], ["T2", number(45291.5, MOMENT)]]
    loaded("tickets", workbook(cells), "t.xlsx", declare={"time_zone": zone})
    noon = datetime.fromisoformat(MIDNIGHT[zone]) - timedelta(hours=12)
    assert opened_at(store) == [DAY, str(noon)]


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_given_for_all_rows_stays(loaded, store: Store, zone: str) -> None:
    said = {"constants": {"opened_at": "2024-01-01"}, "columns": {"ticket_id": "ticket_id"}}
    loaded("tickets", "ticket_id\nT1\n", declare={"time_zone": zone}, **said)
    assert opened_at(store) == [DAY]


@pytest.mark.parametrize(
    ("zone", "rows", "last"),
    [
        ("America/New_York", ("2024-05-01 23:30", "2024-05-02"), "2024-05-02"),
        ("Asia/Tokyo", ("2024-05-01", "2024-05-01 08:00"), "2024-05-01 08:00"),
    ],
)
def test_rows_are_put_in_the_order_of_their_own_calendar(loaded, store: Store, zone, rows, last) -> None:
    text = "ticket_id,opened_at,category,at\n" + "".join(f"T1,2024-01-01,{at},{at}\n" for at in rows)
    loaded("tickets", text, declare={"time_zone": zone}, repeats={"last_by": "at"})
    assert store.rows("SELECT category FROM tickets") == [(last,)]


@pytest.mark.parametrize(
    ("answered", "followed", "zones", "is_before"),
    [
        ("2024-05-01 14:00", "2024-05-01", ZONES, False),
        ("2024-05-01 23:30", "2024-05-01", ZONES, False),
        ("2024-05-01 00:30", "2024-05-01", ZONES, False),
        ("2024-05-01", "2024-05-01 08:00", ZONES, False),
        ("2024-05-01", "2024-05-01", ZONES, False),
        ("2024-05-01 23:30", "2024-05-02", ZONES, False),
        ("2024-05-02 09:00", "2024-05-01", ZONES, True),
        ("2024-05-02 00:30", "2024-05-01", ZONES, True),
        ("2024-05-02", "2024-05-01 23:30", ZONES, True),
        ("2024-05-02", "2024-05-01", ZONES, True),
        ("2024-05-01 14:20", "2024-05-01 14:19", ZONES, True),
    ],
)
def test_on_the_day_of_the_answer_a_follow_up_without_a_time_is_not_before_it(
    loaded, store: Store, answered: str, followed: str, zones: tuple[str, ...], is_before: bool
) -> None:
    header = "response_id,kind,score,scale,responded_at,contacted_at,closed_at\n"
    for at, zone in enumerate(zones):
        text = f"{header}R{at},nps,3,0-10,{answered},{followed},{followed}\n"
        loaded("survey", text, declare={"time_zone": zone, "survey": "named"})
    found = store.rows("SELECT contacted_at < detracted_at, closed_at < detracted_at FROM fact_survey")
    assert found == [(is_before, is_before)] * len(zones)


@pytest.mark.parametrize(
    ("happened", "taken_up", "is_refused"),
    [
        ("2024-05-01", "2024-05-01 08:00", False),
        ("2024-05-01 20:30", "2024-05-01", False),
        ("2024-05-02", "2024-05-01 23:30", True),
        ("2024-05-02 00:30", "2024-05-01", True),
        ("2024-05-01 08:00", "2024-05-01 07:59", True),
    ],
)
@pytest.mark.parametrize("zone", ZONES)
def test_on_one_day_a_moment_without_a_time_is_out_of_no_order(
    loaded, zone: str, happened: str, taken_up: str, is_refused: bool
) -> None:
    text = f"touch_id,happened_at,taken_up_at\nH1,2024-01-01,\nH2,{happened},{taken_up}\n"
    done = loaded("touches", text, declare={"time_zone": zone})
    assert [item.code for item in done.problems] == ["out_of_order"] * is_refused
