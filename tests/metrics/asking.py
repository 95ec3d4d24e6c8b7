"""How the tests ask for figures, and how they write a row of each extract."""

from datetime import date
from typing import Any

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.metrics.compute import Asked, compute
from cx.metrics.value import MetricValue
from cx.store.database import Store
from tests.metrics.company import Row

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
END = date(2024, 12, 31)


def values(
    store: Store, key: str, period: Period = YEAR, known_to: date = END, where: tuple[Filter, ...] = (), **asked: Any
) -> list[MetricValue]:
    with store.cursor() as cursor:
        return compute(cursor, [key], Selection(period, known_to, where), store.settings, Asked(**asked))


def value(store: Store, key: str, period: Period = YEAR, known_to: date = END, **asked: Any) -> MetricValue:
    (found,) = values(store, key, period, known_to, **asked)
    return found


def term(contract: str, start: str, end: str | None, worth: float, **more: Any) -> Row:
    return {
        "contract_id": contract,
        "account_id": more.pop("account", contract),
        "starts_on": start,
        "ends_on": end,
        "annual_value": worth,
        "currency": "EUR",
        "product": None,
        "outcome": None,
        "value_after": None,
        "decided_on": None,
        "seats_licensed": None,
        "seats_active": None,
        **more,
    }


def ticket(number: int, opened_at: str, resolved_at: str | None = None, **more: Any) -> Row:
    return {
        "ticket_id": f"T{number}",
        "opened_at": opened_at,
        "resolved_at": resolved_at,
        "account_id": "A",
        "category": "billing",
        **more,
    }


def answer(number: int, kind: str, score: int | None, **more: Any) -> Row:
    return {
        "response_id": f"R{number}",
        "kind": kind,
        "score": score,
        "responded_at": "2024-05-01",
        "account_id": f"A{number}",
        **more,
    }
