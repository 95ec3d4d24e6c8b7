"""What a customer is worth over its lifetime again in plain Python, from the reference and not from the code."""

from collections import defaultdict

from tests.metrics.company import Company
from tests.metrics.oracle_contracts import is_on, parts, terms, year_to
from tests.metrics.oracle_groups import Figure, Group, Question, attribute, dimension, passes

DISCOUNT, ENOUGH = 0.10, 10


def lifetime_value(company: Company, asked: Question) -> dict[Group, Figure]:
    """Margin times r / (1 + i - r), r by the segment a year ago; a segment of fewer than 10 has that of all."""
    found: dict[Group, Figure] = {}
    book = terms(company)
    names = sorted({row["account_id"] for row in book})
    for name, start, end in parts(asked):
        if start > asked.as_of:
            continue
        day = min(end, asked.as_of)
        first = year_to(day)

        def worth(account, on):
            return sum(row["amount"] for row in book if row["account_id"] == account and is_on(row, on, asked.as_of))

        stayed: dict[str | None, list[bool]] = defaultdict(list)
        for account in names:
            if worth(account, first):
                stayed[attribute(company, account, "segment", first)].append(worth(account, day) > 0)
        everybody = [one for ones in stayed.values() for one in ones]
        if not everybody:
            continue
        values: dict[Group, list[float]] = defaultdict(list)
        for account in names:
            margin, alone = attribute(company, account, "margin", day), {"account_id": account}
            if not worth(account, day) or margin is None or not passes(company, alone, day, asked):
                continue
            own = stayed[attribute(company, account, "segment", day)]
            taken = own if len(own) >= ENOUGH else everybody
            r = sum(taken) / len(taken)
            group = tuple(dimension(company, alone, part, day) for part in asked.by)
            values[group].append(float(margin) * r / (1 + DISCOUNT - r))
        for group, each in values.items():
            found[*group, *name] = (sum(each) / len(each), len(each), sum(each), len(each))
    return found
