"""Each metric's needs name columns of its extract, and without them it has no value or none that says anything."""

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.words import Words
from cx.metrics.needs import NEEDS, lacking
from cx.metrics.registry import REGISTRY
from cx.store.database import Store
from cx.story.lacking import lacking_sentences


def test_every_metric_says_what_it_needs() -> None:
    assert set(NEEDS) == set(REGISTRY)
    for key, needs in NEEDS.items():
        columns = {name for item in EXTRACTS.values() for name in item.columns}
        assert needs and all(set(names) <= columns for names in needs), key
        assert any(set(names) & set(EXTRACTS[REGISTRY[key].extract].columns) for names in needs), key


CASES = [
    ("tickets", "ticket_id,opened_at\nT1,2026-01-01\n", "ticket_csat", ["Satisfaction"]),
    ("tickets", "ticket_id,opened_at,reopens\nT1,2026-01-01,0\n", "reopen_rate", ["Resolved"]),
    ("renewals", "contract_id,account_id,starts_on,annual_value\nC1,A1,2026-01-01,5\n", "grr", ["Ends"]),
    ("survey", "response_id,kind,scale,score\nR1,nps,0-10,9\n", "nps", [" or Sent"]),
]


@pytest.mark.parametrize(("extract", "content", "key", "named"), CASES)
def test_what_a_file_lacks_is_said_by_figure_and_column(store: Store, loaded, extract, content, key, named) -> None:
    loaded(extract, content)
    with store.cursor() as cursor:
        found = {name: item for item in lacking(cursor, extract) for name in item.metrics}
        said = lacking_sentences(cursor, extract, Words("en"))
    assert key in found
    name = Words("en").say(REGISTRY[key].name)
    (line,) = [line for line in said if name in line.rpartition(": ")[0].split("; ")]
    assert all(word in line for word in named)


def test_what_another_file_fills_is_not_lacking(store: Store, loaded) -> None:
    loaded("tickets", "ticket_id,opened_at\nT1,2026-01-01\n")
    loaded("tickets", "ticket_id,opened_at,handoffs\nT2,2026-01-01,1\n")
    with store.cursor() as cursor:
        assert "handoffs_per_ticket" not in {name for item in lacking(cursor, "tickets") for name in item.metrics}
