"""Every extract goes the whole way: from a filled template to its table, and back out with a reason."""

from collections.abc import Callable

import pytest

from cx.contracts.documentation import template_csv
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.problems import FileRefused
from cx.ingest.proposal import checked, proposed
from cx.ingest.reading import Reading
from cx.store.database import Store
from cx.store.loading import read_file
from tests.store.good_rows import GOOD

EACH = pytest.mark.parametrize("extract", EXTRACTS.values(), ids=lambda extract: extract.name)
ENDS = {"renewals": {"end_is": "day_after"}}


def quoted(cells: dict[str, str]) -> str:
    return ",".join(f'"{cell}"' for cell in cells.values()) + "\r\n"


def row_of(extract: Extract, **other: str) -> str:
    return quoted({**GOOD[extract.name], **other})


@EACH
def test_filled_template_loads_and_stores_what_the_model_reads(loaded, store: Store, extract: Extract) -> None:
    """One load of a good row, one without the optional parts of the key, and one without each required value; then
    another with one other value in the first and the second unchanged."""
    head, declare = template_csv(extract), ENDS.get(extract.name, {})
    optional = [name for name in extract.key if not extract.columns[name].required]
    bare = row_of(extract, **dict.fromkeys(optional, "")) if optional else ""
    without = "".join(row_of(extract, **{name: ""}) for name in extract.required)
    first = loaded(extract.name, head + row_of(extract) + without + bare, declare=declare)
    assert first.merged.new == 1 + bool(bare)
    assert [(item.record, item.column, item.code) for item in first.problems] == [
        (at, name, "missing") for at, name in enumerate(extract.required, start=2)
    ]
    expected = extract.model.model_validate(GOOD[extract.name]).model_dump()
    names = ", ".join(f'"{name}"' for name in extract.columns)
    assert tuple(expected[name] for name in extract.columns) in store.rows(f"SELECT {names} FROM {extract.name}")

    free = next(name for name in extract.columns if name not in extract.key and not extract.columns[name].required)
    again = loaded(extract.name, head + row_of(extract, **{free: ""}) + bare, declare=declare)
    assert (again.merged.new, again.merged.changed, again.merged.same) == (0, 1, bool(bare))
    assert store.rows(f"SELECT count(*) FROM {extract.name}_replaced") == [(1,)]


@pytest.fixture
def read(store: Store, tmp_path) -> Callable[[str], Reading]:
    def reading_of(text: str) -> Reading:
        (tmp_path / "export.csv").write_text(text)
        with read_file(store, tmp_path / "export.csv", "export.csv") as found:
            return found

    return reading_of


@EACH
def test_file_without_a_required_column_is_refused(read, extract: Extract) -> None:
    for left_out in extract.required:
        kept = {name: cell for name, cell in GOOD[extract.name].items() if name != left_out}
        found = read(",".join(kept) + "\n" + quoted(kept))
        with pytest.raises(FileRefused) as caught:
            checked(proposed(found, extract), found)
        assert (caught.value.problem.code, caught.value.problem.column) == ("missing_column", left_out)


BROKEN = {
    "account_roles": [
        ({"until": "2024-12-31"}, "until: 2024-12-31 lies before the start."),
        ({"role": "dentist"}, "role: “dentist” is not one of account_manager, success_manager"),
    ],
    "ambassadors": [({"until": "2024-12-31"}, "until: 2024-12-31 lies before the start.")],
    "initiatives": [
        ({"ended_on": "2026-12-31"}, "ended_on: 2026-12-31 lies before the start."),
        ({"scope": "the north"}, "scope: “the north” is not written like region=North; product=Desk."),
        ({"expected_lag_days": "-1"}, "expected_lag_days: -1 is negative, and must not be below 0."),
        ({"declared_on": "2026-12-24"}, "declared_on: 2026-12-24 lies after the day of the load"),
    ],
    "touches": [
        ({"kept_at": "2025-12-31"}, "kept_at: 2025-12-31 lies before happened_at of the same row."),
        ({"taken_up_at": "2025-12-31"}, "taken_up_at: 2025-12-31 lies before happened_at of the same row."),
        ({"happened_at": "2026-12-24", "kept_at": "", "taken_up_at": ""}, "2026-12-24 lies after the day of the load"),
        ({"kind": "pigeon"}, "kind: “pigeon” is not one of meeting, call, training"),
    ],
    "milestones": [
        ({"budget_planned": "-1"}, "budget_planned: -1 is negative, and must not be below 0."),
        ({"buffer_days": "1.5"}, "buffer_days: “1.5” is not a whole number."),
        ({"actual_on": "2026-12-24"}, "actual_on: 2026-12-24 lies after the day of the load"),
    ],
    "goals": [({"reached_on": "2026-12-24"}, "reached_on: 2026-12-24 lies after the day of the load")],
    "owner_changes": [({"changed_at": "2026-12-24"}, "changed_at: 2026-12-24 lies after the day of the load")],
    "targets": [
        ({"period": "Q3 2026"}, "period: “Q3 2026” is not written like 2026, 2026Q3, 2026-07."),
        ({"metric": "NPS!"}, "metric: “NPS!” is not one of nps, csat, ces"),
        ({"value": "high"}, "value: “high” is not a number."),
    ],
    "events": [({"date": "24.12.2026 x"}, "date: “24.12.2026 x” is not a date")],
}


@pytest.mark.parametrize("extract", BROKEN)
def test_row_that_breaks_a_rule_is_refused_with_its_sentence(loaded, words, extract: str) -> None:
    kind = EXTRACTS[extract]
    bad = "".join(row_of(kind, **cells) for cells, _ in BROKEN[extract])
    done = loaded(extract, template_csv(kind) + row_of(kind) + bad)
    assert done.merged.new == 1
    said = [problem.sentence(words) for problem in done.problems]
    assert len(said) == len(BROKEN[extract])
    for told, (_, sentence) in zip(said, BROKEN[extract], strict=True):
        assert sentence in told
