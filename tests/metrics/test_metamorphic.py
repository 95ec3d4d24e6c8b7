"""What must hold between figures, whatever they are: parts sum to the whole, and a passive answer draws NPS to 0."""

import random
from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period
from cx.metrics.compute import Asked, compute
from cx.metrics.metric import Form, Grid
from cx.metrics.registry import METRICS
from cx.store.database import Store
from tests.metrics import company as made
from tests.metrics.company import Row, opened

WHOLE = Period(date(2023, 1, 1), date(2024, 12, 31))
SUMMED = [metric.key for metric in METRICS if metric.grid is Grid.ROWS and metric.form is not Form.MEDIAN]


@pytest.fixture(scope="module")
def store():
    chance = random.Random(7)
    company = {
        "accounts": made.accounts(chance),
        "survey": made.survey(chance, 150),
        "tickets": made.tickets(chance, 150),
        "renewals": made.renewals(chance, 40),
    }
    company["owner_changes"] = made.owner_changes(chance, company["tickets"])
    with opened(company) as filled:
        yield filled


def sums(store: Store, key: str, asked: Asked) -> dict[str | None, list[float]]:
    """Count and numerator by what is never pooled."""
    with store.cursor() as cursor:
        values = compute(cursor, [key], Selection(WHOLE, WHOLE.end), store.settings, asked)
    found: dict[str | None, list[float]] = {}
    for value in values:
        if value.n:
            one = found.setdefault(value.scale, [0.0, 0.0])
            one[0], one[1] = one[0] + value.n, one[1] + (value.numerator or 0)
    return found


@pytest.mark.parametrize("key", SUMMED)
def test_the_parts_of_a_period_and_the_groups_of_a_split_sum_to_the_whole(store, key):
    whole = sums(store, key, Asked())
    assert whole
    splits = [Asked(grain=grain) for grain in Grain] + [Asked(by=("segment",)), Asked(by=("region", "account_id"))]
    for asked in splits:
        parts = sums(store, key, asked)
        assert set(parts) == set(whole)
        assert all(parts[name] == pytest.approx(whole[name], rel=1e-12) for name in whole), asked


def test_one_scan_of_many_metrics_gives_what_each_gives_alone(store):
    keys = [metric.key for metric in METRICS]
    with store.cursor() as cursor:
        together = compute(cursor, keys, Selection(WHOLE, WHOLE.end), store.settings, Asked(by=("segment",)))
        apart = [
            value
            for key in keys
            for value in compute(cursor, [key], Selection(WHOLE, WHOLE.end), store.settings, Asked(by=("segment",)))
        ]
    assert [(item.metric.key, item.group, item.value, item.low, item.high, item.n) for item in together] == [
        (item.metric.key, item.group, item.value, item.low, item.high, item.n) for item in apart
    ]


def test_a_range_moves_no_value_and_holds_it(store):
    with store.cursor() as cursor:
        for metric in METRICS:
            bare, ranged = (
                compute(cursor, [metric.key], Selection(WHOLE, WHOLE.end), store.settings, Asked(ranged=ranged))
                for ranged in (False, True)
            )
            for one, other in zip(bare, ranged, strict=True):
                assert (one.n, one.numerator, one.denominator, one.mature) == (
                    other.n,
                    other.numerator,
                    other.denominator,
                    other.mature,
                )
                assert one.value == (other.value if other.value is None else pytest.approx(other.value, rel=1e-12))
                if other.value is not None and other.low is not None and other.high is not None:
                    assert other.low - 1e-9 <= other.value <= other.high + 1e-9, metric.key


def test_a_passive_answer_never_draws_nps_from_0():
    chance = random.Random(3)
    rows: list[Row] = []
    for group in range(20):
        scores = [chance.randint(0, 10) for _ in range(chance.randint(1, 9))]
        for name, given in ((f"{group}", scores), (f"{group} and a passive", [*scores, chance.choice([7, 8])])):
            rows += [
                {
                    "response_id": f"{name} {at}",
                    "kind": "nps",
                    "score": score,
                    "survey_name": name,
                    "responded_at": "2024-05-01",
                }
                for at, score in enumerate(given)
            ]
    with opened({"survey": rows}) as filled, filled.cursor() as cursor:
        values = compute(cursor, ["nps"], Selection(WHOLE, WHOLE.end), filled.settings, Asked(by=("survey_name",)))
    found = {value.group[0][1]: value.value for value in values}
    assert len(found) == 40
    assert all(abs(found[f"{group} and a passive"]) <= abs(found[f"{group}"]) for group in range(20))
