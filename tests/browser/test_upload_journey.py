"""Real exports through the real browser: upload, confirm, check, load, and read the tile."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import TimeoutError, expect

from cx.contracts.units import figure
from cx.metrics.registry import REGISTRY
from tests.browser.conftest import Visitor

RAVENSTACK = Path(__file__).resolve().parents[1] / "data" / "ravenstack"
YEAR = ("--from", "2023-12-31", "--to", "2024-12-31")


def choose(visitor: Visitor, label: str, value: str) -> None:
    """Choose a value in the select box with this label."""
    page = visitor.settled().page
    box = page.get_by_role("combobox", name=label)
    box.evaluate("box => box.scrollIntoView({block: 'center'})")  # its menu closes when the page scrolls
    for _ in range(6):  # a run of the page that ends meanwhile closes the menu
        box.fill("")
        box.fill(value)
        with suppress(TimeoutError):
            page.get_by_role("option", name=value, exact=True).click(timeout=5_000)
            break
    expect(box).to_have_value(value)


def upload(visitor: Visitor, name: str, holds: str) -> None:
    """Drop the file on the page and see that it was taken for what it is."""
    page = visitor.go("upload").page
    page.locator("input[type=file]").set_input_files(RAVENSTACK / name)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("combobox", name="This file holds")).to_have_value(holds)
    expect(page.get_by_text("recognised", exact=True).first).to_be_visible()


def check_and_load(visitor: Visitor, rows: str) -> None:
    """Check the file, then load as many rows as the check found good."""
    page = visitor.settled().page
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name=f"Load {rows} rows").click()
    expect(page.get_by_test_id("stAlert").filter(has_text="is loaded")).to_be_visible()


def test_three_exports_become_figures_that_the_shell_confirms(fresh, visit: Callable):
    visitor = visit(fresh, None)
    page = visitor.page
    upload(visitor, "ravenstack_accounts.csv", "Accounts")
    check_and_load(visitor, "500")

    upload(visitor, "ravenstack_subscriptions.csv", "Renewals")
    visitor.settled().page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("alert")).to_contain_text("is the date in “end_date” the last day that a contract covers")
    choose(visitor, "What is the end date of a contract?", "the first day that it does not cover")
    check_and_load(visitor, "5\u202f000")

    upload(visitor, "ravenstack_support_tickets.csv", "Tickets")
    choose(visitor, "Satisfaction scale of all rows", "1-5")
    check_and_load(visitor, "2\u202f000")
    page.get_by_role("button", name="Open the board").click()
    expect(visitor.tile("grr")).to_be_visible()

    keys = ("grr", "ticket_csat", "first_response_minutes")
    answer = json.loads(fresh.cx("kpi", *keys, "--json"))
    said = {row["metric"]: figure(row["value"], REGISTRY[row["metric"]].unit, "") for row in answer["rows"]}
    expect(visitor.tile("grr")).to_have_text(said["grr"])
    expect(visitor.tile("first_response_minutes")).to_have_text(said["first_response_minutes"])
    visitor.link("Service")
    expect(visitor.tile("ticket_csat")).to_have_text(said["ticket_csat"])

    whole = json.loads(
        fresh.cx("kpi", "ticket_csat", "first_response_minutes", "--from", "2023-01-01", "--to", "2024-12-31", "--json")
    )
    assert [(round(row["value"], 2), row["n"]) for row in whole["rows"]][0] == (66.3, 1175)
    assert whole["rows"][1]["value"] == 88
    year = json.loads(fresh.cx("kpi", "grr", "nrr", "logo_churn", "contract_grr", *YEAR, "--json"))
    assert [round(row["value"], 2) for row in year["rows"]] == [99.59, 292.27, 0.0, 92.59]
