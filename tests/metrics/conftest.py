"""One database for a whole table of cases."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from cx.contracts.filters import Filter
from cx.metrics.value import MetricValue
from cx.store.database import Store
from tests.metrics.asking import value
from tests.metrics.company import Row, opened


@pytest.fixture(scope="module")
def cases() -> Iterator[Callable[[str, dict[str, list[Row]]], Callable[..., MetricValue]]]:
    """One database for a whole table of cases: each case's rows stand under accounts of its own."""
    stores: dict[str, Store] = {}
    with ExitStack() as stack:

        def opened_once(extract: str, table: dict[str, list[Row]]) -> Callable[..., MetricValue]:
            def its_own(case: str, row: Row) -> Row:
                ids = {
                    name: f"{row[name]} {case}"
                    for name in ("account_id", "contract_id", "ticket_id", "contact_id")
                    if row.get(name)
                }
                return {**row, **ids}

            name = "".join(table)
            if name not in stores:
                rows = [its_own(case, row) for case, given in table.items() for row in given]
                stores[name] = stack.enter_context(opened({extract: rows}))

            def of(case: str, key: str, **asked: Any) -> MetricValue:
                accounts = tuple(dict.fromkeys(str(its_own(case, row)["account_id"]) for row in table[case]))
                return value(stores[name], key, where=(Filter("account_id", accounts),), **asked)

            return of

        yield opened_once
