"""What NPS would be were every group of accounts heard as often as it was asked: a sensitivity, no headline."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.asked_for_nps import AskedForNps, asked_for_nps
from cx.statistics import ClusterSums, Estimate, clustered_interval

FEWEST_GROUPS = 2
"""Groups with answers below which there is nothing to weigh."""


@dataclass(frozen=True)
class Reweighted:
    """NPS of the answers to the invitations of a period, -1 to 1, as they came and as the invitations went out."""

    dimension: str
    answers: int
    plain: float
    weighed: Estimate
    """Each answer counts as many invitations as its group had for each answer; the range is clustered by account."""
    unheard: int
    """Invitations of groups in which nobody answered: no weight can speak for them."""


def reweighted(
    cursor: DuckDBPyConnection, dimension: str, selection: Selection, settings: Settings
) -> Reweighted | None:
    """The sensitivity of NPS to who answered; None where fewer than two groups did, or a survey was not named.

    Beside the plain figure the weighed one would tell what a group said, so that answers of anonymous surveys are never
    weighed.
    """
    rows = asked_for_nps(cursor, dimension, selection, settings)
    invitations, answers = _by_group(rows, "invitations"), _by_group(rows, "answers")
    heard = {name for name, count in answers.items() if count}
    if len(heard) < FEWEST_GROUPS or any(row.is_unnamed for row in rows):
        return None
    n = sum(answers.values())
    weights = {name: invitations[name] / answers[name] for name in heard}
    return Reweighted(
        dimension,
        n,
        sum(row.balance for row in rows) / n,
        _weighed([row for row in rows if row.answers], weights),
        sum(count for name, count in invitations.items() if name not in heard),
    )


def _by_group(rows: Sequence[AskedForNps], name: str) -> dict[str | None, int]:
    found: dict[str | None, int] = defaultdict(int)
    for row in rows:
        found[row.group] += getattr(row, name)
    return found


def _weighed(rows: Sequence[AskedForNps], weights: dict[str | None, float]) -> Estimate:
    """The weighted mean, its variance linearised over the accounts; one in two groups is one account."""
    place = {account: at for at, account in enumerate(dict.fromkeys(row.account for row in rows))}
    balance, weight = np.zeros(len(place)), np.zeros(len(place))
    for row in rows:
        balance[place[row.account]] += weights[row.group] * row.balance
        weight[place[row.account]] += weights[row.group] * row.answers
    return clustered_interval(
        ClusterSums(
            len(place),
            float(weight.sum()),
            float(balance.sum()),
            float(balance @ balance),
            float(balance @ weight),
            float(weight @ weight),
        )
    )
