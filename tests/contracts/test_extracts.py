"""The extracts' models are sound: one source for table, rules, template and documentation."""

from collections import Counter
from datetime import date
from itertools import combinations

import pytest

from cx.contracts.column import SQL_TYPES, Column, Kind
from cx.contracts.extracts import ACCOUNT_DIMENSIONS, EXTRACTS, Extract
from cx.contracts.extracts.accounts import Accounts
from cx.contracts.scales import CES_SCALES, GOOD_BAD, SATISFIED_FROM, SCALE_RANGES, SCALES
from cx.ingest.headers import normalised
from cx.ingest.rules import rules

EACH = pytest.mark.parametrize("extract", EXTRACTS.values(), ids=lambda extract: extract.name)
COLUMNS = [(extract, column) for extract in EXTRACTS.values() for column in extract.columns.values()]


def test_names_are_those_of_the_design() -> None:
    assert list(EXTRACTS) == [
        "survey",
        "tickets",
        "renewals",
        "accounts",
        "usage",
        "account_roles",
        "goals",
        "owner_changes",
        "touches",
        "milestones",
        "initiatives",
        "ambassadors",
        "targets",
        "events",
    ]
    assert {name: extract.required for name, extract in EXTRACTS.items()} == {
        "survey": ("response_id", "kind"),
        "tickets": ("ticket_id", "opened_at"),
        "renewals": ("contract_id", "account_id", "starts_on", "annual_value"),
        "accounts": ("account_id",),
        "usage": ("account_id", "used_on"),
        "account_roles": ("account_id", "role", "person"),
        "goals": ("account_id", "goal"),
        "owner_changes": ("ticket_id", "changed_at"),
        "touches": ("touch_id", "happened_at"),
        "milestones": ("milestone_id", "project_id", "account_id", "milestone"),
        "initiatives": ("initiative_id", "name", "started_on"),
        "ambassadors": ("person_id", "department"),
        "targets": ("metric", "period", "value"),
        "events": ("date", "title"),
    }


@EACH
def test_key_and_defaults_are_columns(extract: Extract) -> None:
    assert set(extract.key) <= set(extract.columns)
    assert {name for pair in extract.defaults for name in pair} <= set(extract.columns)


@EACH
def test_required_columns_have_no_default_in_the_model(extract: Extract) -> None:
    fields = extract.model.model_fields
    assert {name for name, field in fields.items() if field.is_required()} == set(extract.required)


@pytest.mark.parametrize(("extract", "column"), COLUMNS, ids=lambda value: value.name)
def test_column_is_described(extract: Extract, column: Column) -> None:
    assert column.title
    assert column.description.endswith((".", "?"))
    assert column.sql_type == SQL_TYPES[column.kind]
    assert (column.kind is Kind.WORD) == bool(column.vocabulary)
    assert not column.happened or column.kind in (Kind.MOMENT, Kind.DAY)
    assert not column.dimension or column.kind in (Kind.TEXT, Kind.WORD)


@pytest.mark.parametrize(("extract", "column"), COLUMNS, ids=lambda value: value.name)
def test_spelling_means_one_word(extract: Extract, column: Column) -> None:
    counted = Counter(spelling for term in column.vocabulary for spelling in term.spellings)
    assert [spelling for spelling, times in counted.items() if times > 1] == []


@EACH
def test_header_means_one_column(extract: Extract) -> None:
    """Names and titles are one column's alone; an alias may be shared, and the order of the model decides."""
    own = {name: {normalised(name), normalised(column.title)} for name, column in extract.columns.items()}
    assert [(one, other) for one, other in combinations(own, 2) if own[one] & own[other]] == []
    aliases = {name: {normalised(spelling) for spelling in column.aliases} for name, column in extract.columns.items()}
    assert [(one, other) for one in aliases for other in own if one != other and aliases[one] & own[other]] == []


@EACH
def test_rules_fit_into_one_mask(extract: Extract) -> None:
    """One bit a rule in a signed 64-bit mask, every column mapped, and a good many of them looked up."""
    found = rules(extract, tuple(extract.columns), date(2026, 1, 1), True, lambda _: "UTC", ("account_id",))
    assert len(found) + 8 <= 63


def test_account_dimensions_are_the_accounts_own() -> None:
    assert set(Accounts.model_fields) >= ACCOUNT_DIMENSIONS


def test_scales_agree_with_each_other() -> None:
    assert [term.word for term in SCALES] == list(SCALE_RANGES)
    assert set(CES_SCALES.values()) <= SCALE_RANGES.keys()
    assert all(SCALE_RANGES[scale][0] < least <= SCALE_RANGES[scale][1] for scale, least in SATISFIED_FROM.items())
    assert {score for _, score in GOOD_BAD} == {str(score) for score in SCALE_RANGES["good-bad"]}
